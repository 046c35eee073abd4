"""The pages of the main window as tabs: each opened once, closed only when what it holds is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTabBar, QTabWidget, QToolButton, QWidget

from qmsdesk.forms.icons import icon

UNSAVED = "● "
RIGHT = QTabBar.ButtonPosition.RightSide


class PageTabs(QTabWidget):
    """Tabs with keys; a page may bring title(), may_close(), title_changed, dirty_changed and close_requested."""

    closed = Signal(str)
    dirty_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self._keys: dict[QWidget, str] = {}
        self._dirty: set[QWidget] = set()
        self.currentChanged.connect(lambda _index: self.dirty_changed.emit(self.is_dirty()))

    def page(self, key: str) -> QWidget | None:
        """The page of a key, if it is open."""
        return next((page for page, name in self._keys.items() if name == key), None)

    def show_page(
        self, key: str, make: Callable[[], QWidget], icon_name: str, *, closable: bool = True
    ) -> QWidget:
        """Bring the page of a key to the front, made by `make` when it is not open yet."""
        page = self.page(key)
        if page is None:
            page = make()
            self._add(key, page, icon_name, closable=closable)
        self.setCurrentWidget(page)
        return page

    def _add(self, key: str, page: QWidget, icon_name: str, *, closable: bool) -> None:
        self._keys[page] = key
        index = self.addTab(page, icon(icon_name), title_of(page))
        self.tabBar().setTabButton(index, RIGHT, self._close_button(page) if closable else None)
        for name, slot in (
            ("title_changed", lambda *_: self._retitle(page)),
            ("dirty_changed", lambda dirty: self._mark(page, bool(dirty))),
            ("close_requested", lambda: self.close_page(page)),
        ):
            signal = getattr(page, name, None)
            if signal is not None:
                signal.connect(slot)

    def _close_button(self, page: QWidget) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("close"))
        button.setIconSize(QSize(14, 14))
        button.setAutoRaise(True)
        button.setToolTip("关闭（Ctrl+W）")
        button.setAccessibleName("关闭")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.close_page(page))
        return button

    def _retitle(self, page: QWidget) -> None:
        index = self.indexOf(page)
        if index >= 0:
            mark = UNSAVED if page in self._dirty else ""
            self.setTabText(index, mark + title_of(page).replace("&", "&&"))
            self.setTabToolTip(index, title_of(page))

    def rename(self, page: QWidget, key: str, icon_name: str) -> None:
        """Know an open page by another key from now on."""
        self._keys[page] = key
        self.setTabIcon(self.indexOf(page), icon(icon_name))

    def _mark(self, page: QWidget, dirty: bool) -> None:
        (self._dirty.add if dirty else self._dirty.discard)(page)
        self._retitle(page)
        self.dirty_changed.emit(self.is_dirty())

    def is_dirty(self) -> bool:
        """True while some page holds what is not saved yet."""
        return bool(self._dirty)

    def close_at(self, index: int) -> bool:
        """Close a tab; False when its page cannot be kept and wants to stay."""
        page = self.widget(index)
        return page is None or self.close_page(page)

    def close_current(self) -> bool:
        """Close the page in front."""
        return self.close_at(self.currentIndex())

    def close_page(self, page: QWidget) -> bool:
        """Close a page; False when it cannot be kept and wants to stay."""
        if self.indexOf(page) < 0:
            return True
        if self.tabBar().tabButton(self.indexOf(page), RIGHT) is None:
            return False
        may_close = getattr(page, "may_close", None)
        if may_close is not None and not may_close():
            self.setCurrentWidget(page)
            return False
        self._drop(page)
        return True

    def _drop(self, page: QWidget) -> None:
        key = self._keys.pop(page)
        self._dirty.discard(page)
        self.removeTab(self.indexOf(page))
        page.hide()
        page.deleteLater()
        self.closed.emit(key)
        self.dirty_changed.emit(self.is_dirty())

    def unkept(self) -> list[QWidget]:
        """Ask every page to keep what it holds; those that could not."""
        pages = [self.widget(index) for index in range(self.count())]
        return [page for page in pages if page is not None and not getattr(page, "may_close", lambda: True)()]

    def step(self, by: int) -> None:
        """Go to the next or the previous tab, round the end."""
        self.setCurrentIndex((self.currentIndex() + by) % self.count())


def title_of(page: QWidget) -> str:
    """The words on a page's tab."""
    title = getattr(page, "title", None)
    return str(title() if callable(title) else title or page.windowTitle())
