"""The help window: contents and search at the left, the page at the right, back and forward; F1 opens it anywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.forms.help import book
from qmsdesk.forms.help.browser import HelpBrowser
from qmsdesk.forms.help.context import topic_for
from qmsdesk.forms.help.search import Hit, find
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP

KEY = Qt.ItemDataRole.UserRole
HEADING = KEY + 1
WIDTH, HEIGHT, LEFT = 1120, 760, 290


class HelpWindow(QWidget):
    """The manual in a window of its own, beside the work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("帮助")
        self._make_left()
        self.browser = HelpBrowser()
        self.browser.followed.connect(self.follow)
        self._past: list[str] = []
        self._future: list[str] = []
        self.topic = ""
        self._make_bar()
        self._assemble()
        self.show_topic(book.FIRST)

    def _make_left(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("在手册中查找，例如：恢复码、5.3.4.6")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("查找手册")
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._look_up)
        self.search.returnPressed.connect(self._open_first)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("目录")
        self.tree.setIndentation(14)
        for title, group in book.contents():
            branch = QTreeWidgetItem(self.tree, [title])
            branch.setFlags(Qt.ItemFlag.ItemIsEnabled)
            branch.setExpanded(True)
            for page in group:
                QTreeWidgetItem(branch, [page.title]).setData(0, KEY, page.key)
        self.tree.currentItemChanged.connect(lambda item, _old: self._open_item(item))
        self.hits = QListWidget()
        self.hits.setAccessibleName("查找结果")
        self.hits.setWordWrap(True)
        self.hits.setSpacing(2)
        self.hits.currentItemChanged.connect(lambda item, _old: self._open_hit(item))
        self.nothing = QLabel("没有找到。换一个词，或减少几个字。")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setMargin(GAP)
        self.shelf = QStackedWidget()
        for widget in (self.tree, self.hits, self.nothing):
            self.shelf.addWidget(widget)

    def _make_bar(self) -> None:
        self.back, self.forward = QPushButton("后退"), QPushButton("前进")
        for button, name, slot, keys in (
            (self.back, "left", self.go_back, QKeySequence.StandardKey.Back),
            (self.forward, "right", self.go_forward, QKeySequence.StandardKey.Forward),
        ):
            button.setIcon(icon(name))
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            QShortcut(QKeySequence(keys), self, slot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._to_search)
        QShortcut(QKeySequence("Esc"), self, self.close)

    def _assemble(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(GAP, GAP, 0, GAP)
        column.setSpacing(GAP)
        column.addWidget(self.search)
        column.addWidget(self.shelf, 1)
        right = QWidget()
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addStretch(1)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, GAP, GAP, GAP)
        beside.setSpacing(GAP)
        beside.addLayout(row)
        beside.addWidget(self.browser, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(left)
        self.split.addWidget(right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([LEFT, WIDTH - LEFT])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)
        self.resize(WIDTH, HEIGHT)

    def show_topic(self, key: str, heading: str = "") -> None:
        """Open a page, at a heading when one is given; an unknown key opens the first page."""
        page = book.page(key) or book.page(book.FIRST)
        if page is None:
            return
        if self.topic and self.topic != page.key:
            self._past.append(self.topic)
            self._future.clear()
        self._show(page)
        if heading:
            self.browser.go_to_heading(heading)

    def follow(self, target: str) -> None:
        """Open what a link names: a page, a heading of a page (page#words), or a clause."""
        if target.startswith(book.CLAUSE):
            found = book.clause(target.removeprefix(book.CLAUSE))
            if found is not None:
                self.show_topic(found.page.key, found.heading)
            return
        key, _, heading = target.partition("#")
        self.show_topic(key, heading)

    def go_back(self) -> None:
        """The page looked at before."""
        self._step(self._past, self._future)

    def go_forward(self) -> None:
        """The page gone back from."""
        self._step(self._future, self._past)

    def _step(self, source: list[str], target: list[str]) -> None:
        if source and (page := book.page(source.pop())) is not None:
            target.append(self.topic)
            self._show(page)

    def _show(self, page: book.HelpPage) -> None:
        self.topic = page.key
        self.browser.show_page(page)
        self.setWindowTitle(f"帮助　{page.title}")
        self.back.setEnabled(bool(self._past))
        self.forward.setEnabled(bool(self._future))
        for item in self.tree.findItems(page.title, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive):
            if item.data(0, KEY) == page.key:
                self.tree.blockSignals(True)
                self.tree.setCurrentItem(item)
                self.tree.blockSignals(False)

    def _look_up(self, text: str) -> None:
        self.hits.clear()
        found = find(text)
        for hit in found:
            self.hits.addItem(_line(hit))
        searching = bool(text.strip())
        self.shelf.setCurrentWidget(self.tree if not searching else self.hits if found else self.nothing)
        if not searching:
            self.browser.highlight([])

    def _open_item(self, item: QTreeWidgetItem | None) -> None:
        key = item.data(0, KEY) if item is not None else None
        if key:
            self.show_topic(key)

    def _open_hit(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_topic(item.data(KEY), item.data(HEADING))
            self.browser.highlight(self.search.text().split())

    def _open_first(self) -> None:
        if self.hits.count():
            self.hits.setCurrentRow(0)

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()


def _line(hit: Hit) -> QListWidgetItem:
    title = hit.page.title if hit.heading == hit.page.title else f"{hit.page.title} › {hit.heading}"
    item = QListWidgetItem(f"{title}\n{hit.snippet}")
    item.setData(KEY, hit.page.key)
    item.setData(HEADING, hit.heading)
    return item


def open_help(owner: QWidget, topic: str = "") -> HelpWindow:
    """The one help window of `owner`, at the page that explains what is in front of it."""
    window = owner.findChild(HelpWindow)
    if window is None:
        window = HelpWindow(owner)
    window.show_topic(topic or topic_for(owner))
    window.show()
    window.raise_()
    window.activateWindow()
    return window
