"""Preview of any print: thumbnails, zoom, save, print; the bytes shown are the bytes saved and printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.background import run
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.file_choice import PDF, ask_where_to_save
from qmsdesk.forms.help_key import offer_help
from qmsdesk.forms.icons import icon
from qmsdesk.forms.page_view import PageView, Thumbnails
from qmsdesk.forms.preview_printing import PreviewPrinting
from qmsdesk.forms.preview_search import PageSearch
from qmsdesk.forms.style import GAP, MARGIN
from qmsdesk.forms.work_dialog import tell_file
from qmsdesk.operations import prints
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed

STEP = 1.2
THUMBNAILS = 148
PUT_OUT = "已输出；再印请重新打开预览，会标明补印"


class Preview(QDialog):
    """One finished print in a window of its own."""

    def __init__(
        self,
        printed: Printed,
        *,
        title: str = "",
        settings: QSettings | None = None,
        on_output: Callable[[str], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        offer_help(self)
        self.printed = printed
        self._settings = settings
        self._on_output = on_output
        self._ended, self._why_ended = False, PUT_OUT
        self._across = 1
        self.setWindowTitle(f"打印预览　{title or printed.title}")
        flags = (
            Qt.WindowType.Window
            | Qt.WindowType.WindowMaximizeButtonHint
            | Qt.WindowType.WindowCloseButtonHint
        )
        self.setWindowFlags(self.windowFlags() | flags)
        sizes = prints.page_sizes(printed.data)
        self.pages = PageView(printed.data, sizes, self)
        self.pages.setAccessibleName("页面")
        self.thumbnails = Thumbnails(printed.data, sizes, self)
        self.thumbnails.setAccessibleName("缩略图")
        self.thumbnails.setFixedWidth(THUMBNAILS)
        self.thumbnails.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._count = len(sizes)
        self._make_bar()
        self._assemble()
        self._connect()
        self._show_page(0)
        self.resize(1040, 760)
        self.pages.setFocus()

    def _make_bar(self) -> None:
        self.bar = QToolBar()
        self.bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.bar.setIconSize(QSize(18, 18))
        self.printing = PreviewPrinting(self.printed, self._count, self._settings, self)
        self.printer = self.printing.printer
        self.page_label, self.zoom_label = QLabel(), QLabel()
        for label in (self.page_label, self.zoom_label):
            label.setMinimumWidth(self.fontMetrics().horizontalAdvance("第 99 / 99 页"))
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.print_action = self._action("打印", "print", "Ctrl+P", self.print_out)
        self.save_action = self._action("另存 PDF", "save", "Ctrl+S", self.save)
        if self.printed.no_file:
            self.save_action.setEnabled(False)
            self.save_action.setToolTip(self.printed.no_file)
        self.bar.addAction(self.print_action)
        self.bar.addWidget(self.printer)
        self.bar.addAction(self.save_action)
        self.options_action = self._action("选项…", "columns", "", self.printing.ask_options)
        self.offset_action = self._action("偏移…", "more", "", self.printing.ask_offset)
        for action in (self.options_action, self.offset_action):
            self.bar.addAction(action)
        self.search = PageSearch(self.printed.data)
        self.bar.addWidget(self.search)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.bar.addWidget(gap)
        self._add_small("上一页", "left", "PgUp", lambda: self.pages.go_to(self.pages.page - 1))
        self.bar.addWidget(self.page_label)
        self._add_small("下一页", "right", "PgDown", lambda: self.pages.go_to(self.pages.page + 1))
        self.bar.addSeparator()
        self._add_small("缩小", "zoom-out", "Ctrl+-", lambda: self.pages.set_zoom(self.pages.zoom / STEP))
        self.bar.addWidget(self.zoom_label)
        self._add_small("放大", "zoom-in", "Ctrl++", lambda: self.pages.set_zoom(self.pages.zoom * STEP))
        self._add_small("并排", "pages", "Ctrl+B", self.turn_side_by_side)
        self._add_small("适合宽度", "fit", "Ctrl+9", self.pages.fit_width)
        self._add_small("原大", "file", "Ctrl+0", lambda: self.pages.set_zoom(1.0))

    def _action(self, text: str, icon_name: str, keys: str, slot: Callable[[], object]) -> QAction:
        action = QAction(icon(icon_name), text, self)
        action.setShortcut(QKeySequence(keys))
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text}（{shown}）" if shown else text)
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def _add_small(self, text: str, icon_name: str, keys: str, slot: Callable[[], object]) -> None:
        action = self._action(text, icon_name, keys, slot)
        self.bar.addAction(action)
        button = self.bar.widgetForAction(action)
        button.setProperty("toolButtonStyle", Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setAccessibleName(text)

    def _assemble(self) -> None:
        self.bar.setContentsMargins(GAP, 4, GAP, 4)
        body = QHBoxLayout()
        body.setSpacing(1)
        body.addWidget(self.thumbnails)
        body.addWidget(self.pages, 1)
        self.thumbnails.setVisible(self._count > 1)
        self.note = QLabel(self._note())
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setContentsMargins(MARGIN, 4, MARGIN, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(body, 1)
        column.addWidget(self.note)

    def _note(self) -> str:
        parts = [f"共 {self._count} 页"]
        if self.printed.copies > 1:
            parts.append(f"一式 {self.printed.copies} 联")
        if self.printed.reprint:
            parts.append("补印")
        if self._ended:
            parts.append(self._why_ended)
        return "　".join(parts)

    def _connect(self) -> None:
        self.pages.page_changed.connect(self._show_page)
        self.pages.zoom_changed.connect(lambda zoom: self.zoom_label.setText(f"{round(zoom * 100)} %"))
        self.thumbnails.page_clicked.connect(self.pages.go_to)
        for view in (self.pages, self.thumbnails):
            view.pictures.failed.connect(lambda error: show_error(self, error))
        self.search.marked.connect(self.pages.marks.show)
        self.search.at_hit.connect(self.pages.show_hit)
        self.search.said.connect(lambda words: self.note.setText(f"{self._note()}　{words}"))
        QShortcut(QKeySequence("Ctrl+F"), self, self.search.setFocus)
        self.print_action.setEnabled(False)
        self.offset_action.setEnabled(False)
        self.options_action.setEnabled(False)
        if b"/ByteRange" in self.printed.data:
            run(self, lambda _progress: _signed_by(self.printed.data), self._show_signatures)
        self.printing.ready.connect(self._offer_printers)
        self.printing.put_out.connect(self._was_put_out)
        self.printing.said.connect(lambda words: self.note.setText(f"{self._note()}　{words}"))
        self.printing.find_printers()

    def _offer_printers(self, there: bool) -> None:
        self.print_action.setEnabled(there and not self._ended)
        self.offset_action.setEnabled(there)
        self.options_action.setEnabled(there)

    def turn_side_by_side(self) -> None:
        """Two pages in a row, or one again."""
        self._across = 3 - self._across
        self.pages.set_across(self._across)

    def _show_page(self, page: int) -> None:
        self.page_label.setText(f"第 {page + 1} / {self._count} 页")
        self.thumbnails.show_page(page)

    def save(self) -> None:
        """Save the very bytes that are shown."""
        path = ask_where_to_save(
            self, self._settings, title="另存 PDF", name=self.printed.name, kinds=PDF, ending=".pdf"
        )
        if path is None:
            return
        try:
            write_print(path, self.printed.data)
        except UserError as error:
            show_error(self, error)
            return
        self._was_put_out("文件")
        tell_file(self, "PDF 已保存。", path)

    def print_out(self) -> None:
        """Send the very bytes that are shown to the chosen printer."""
        self.printing.print_out()

    def _show_signatures(self, words: str) -> None:
        self.note.setText(f"{self._note()}　电子签名：{words}")

    def only_show(self, why: str) -> None:
        """Nothing of this leaves from here; `why` is said below the pages."""
        self._why_ended = why
        self.end_output()

    def end_output(self) -> None:
        """These bytes were put out and counted; a second print of them would not say 补印."""
        self._ended = True
        self.print_action.setEnabled(False)
        self.save_action.setEnabled(False)
        self.note.setText(self._note())

    def _was_put_out(self, where: str) -> None:
        """What left the program is written down; where that fails the user hears of it."""
        try:
            if self._on_output is not None:
                self._on_output(where)
                if self.printed.counted:
                    self.end_output()
        except UserError as error:
            show_error(self, error)


def _signed_by(data: bytes) -> str:
    """Who signed a print in the program, in words."""
    from qmsdesk.operations.verifying import signatures_in

    return "、".join(f"{one.person}（{one.meaning} {one.time[:10]}）" for one in signatures_in(data))


def write_print(path: Path, data: bytes) -> None:
    """Write a print beside its place first, then put it there whole; UserError when it cannot be written."""
    from PySide6.QtCore import QIODevice, QSaveFile

    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(data) != len(data) or not file.commit():
        raise UserError(
            "PDF 没有保存成功。", advice="请换一个文件夹，或检查磁盘空间。", detail=file.errorString()
        )


def open_preview(
    parent: QWidget | None,
    printed: Printed,
    *,
    title: str = "",
    settings: QSettings | None = None,
    on_output: Callable[[str], None] | None = None,
) -> Preview:
    """Show a print; `on_output` is told the printer's name, or 文件, each time it is put out."""
    settings = settings or getattr(parent.window() if parent else None, "settings", None)
    window = Preview(printed, title=title, settings=settings, on_output=on_output, parent=parent)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.show()
    return window


def open_noted(
    parent: QWidget | None, desk: Desk, printed: Printed, settings: QSettings | None = None
) -> Preview:
    """Show a print that has no copies to count; each time it is put out is kept in the trail."""

    def noted(where: str) -> None:
        prints.note_output(desk, printed=printed, where=where)

    return open_preview(parent, printed, settings=settings, on_output=noted)
