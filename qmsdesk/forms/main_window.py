"""The main window: menus and toolbar from one table, pages as tabs, who and where in the status bar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu, QMessageBox, QToolBar, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms import opening
from qmsdesk.forms.actions import DEEDS, MENUS, build
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.page_tabs import PageTabs
from qmsdesk.forms.recent import RecentSlips
from qmsdesk.forms.start_page import StartPage
from qmsdesk.forms.style import LARGEST, SMALLEST, set_font_size
from qmsdesk.forms.trust.pages import slots as trust_slots
from qmsdesk.forms.window_settings import keep_place, open_settings, restore_place
from qmsdesk.operations.desk import Desk

if TYPE_CHECKING:
    from qmsdesk.forms.trust.watch import Watch

WIDTH, HEIGHT = 1280, 800
START, LEDGER = "start", "ledger"


class MainWindow(QMainWindow):
    """One department's desk on one screen."""

    def __init__(self, desk: Desk, settings: QSettings | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.settings = settings or open_settings(desk.data_dir)
        self.recent = RecentSlips(self.settings)
        self.tabs = PageTabs(self)
        self.watch: Watch | None = None  # begun by the front door once the window is on the screen
        self.setCentralWidget(self.tabs)
        self.setWindowTitle(f"顾客反馈登记　{desk.department.unit_name} {desk.department.name}")
        self.actions_by_name = build(self, self._slots())
        self._make_menus()
        self._make_toolbar()
        self._make_status_bar()
        self.open_start()
        self.tabs.currentChanged.connect(self._page_shown)
        self.tabs.closed.connect(lambda _key: self.refresh_lists())
        self.tabs.dirty_changed.connect(self._show_unsaved)
        restore_place(self, self.settings, "main/place", width=WIDTH, height=HEIGHT)

    def _slots(self) -> dict[str, Callable[[], None]]:
        return {
            "take_call": self.open_call, "other_mail": self.open_original, "find": self.go_to_search,
            "import_table": self.open_import, "close_page": self.close_current, "quit": self.quit,
            "scans": partial(opening.open_scans, self), "verify": partial(opening.open_verify, self),
            "start_page": self.open_start, "ledger": self.open_ledger, "refresh": self.refresh,
            "larger": partial(self.change_font, 1), "smaller": partial(self.change_font, -1),
            "full_screen": self.switch_full_screen, "shortcuts": partial(opening.show_shortcuts, self),
            "about": partial(opening.show_about, self, self.desk),
            **trust_slots(self),
        }  # fmt: skip

    def _make_menus(self) -> None:
        menus = {name: self.menuBar().addMenu(name) for name in MENUS}
        for deed in DEEDS:
            if deed.divider:
                menus[deed.menu].addSeparator()
            menus[deed.menu].addAction(self.actions_by_name[deed.name])
        self.recent_menu = QMenu("最近打开(&R)", self)
        before = self.actions_by_name["import_table"]
        menus[MENUS[0]].insertMenu(before, self.recent_menu)
        self.recent_menu.aboutToShow.connect(
            lambda: self.recent.fill_menu(self.recent_menu, self.desk, self.open_slip)
        )

    def _make_toolbar(self) -> None:
        bar = QToolBar("工具栏", self)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setIconSize(QSize(18, 18))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for deed in DEEDS:
            if deed.toolbar:
                bar.addAction(self.actions_by_name[deed.name])
        self.addToolBar(bar)

    def _make_status_bar(self) -> None:
        desk = self.desk
        self.unsaved = QLabel("已保存")
        where = QLabel(f"{desk.user.name}　{desk.department.name}　本机加密数据库")
        where.setTextFormat(Qt.TextFormat.PlainText)
        where.setToolTip(str(desk.data_dir))
        for label in (self.unsaved, where):
            label.setContentsMargins(8, 0, 8, 0)
            self.statusBar().addPermanentWidget(label)
        self.statusBar().setSizeGripEnabled(False)

    def open_start(self) -> None:
        """Show the start page."""

        def make() -> StartPage:
            page = StartPage(self.desk)
            page.call_wanted.connect(self.open_call)
            page.mail_wanted.connect(self.open_original)
            page.draft_wanted.connect(self.open_draft)
            page.slip_wanted.connect(self.open_slip)
            page.ledger_wanted.connect(self.open_ledger)
            return page

        self.tabs.show_page(START, make, "home", closable=False)

    def open_call(self, draft_id: str = "") -> None:
        """Begin a call, or go on with one that was kept."""
        opening.open_call(self, draft_id)

    def open_original(self) -> None:
        """Take in something that came in writing."""
        opening.open_original(self)

    def open_import(self) -> None:
        """Bring a spreadsheet in."""
        opening.open_import(self)

    def open_ledger(self, shown: str = "") -> None:
        """Show the ledger; `shown` narrows it down to today, month or late."""
        opening.open_ledger(self, shown)

    def open_draft(self, paper_code: str, draft_id: str) -> None:
        """Open a draft: a call goes on as a call, everything else as its sheet."""
        opening.open_draft(self, paper_code, draft_id)

    def open_slip(self, slip_id: int) -> None:
        """Open a registered slip; says so when it cannot be read."""
        try:
            opening.open_slip(self, slip_id)
        except UserError as error:
            show_error(self, error)
            return
        self.recent.note(slip_id)

    def go_to_search(self) -> None:
        """Go to the ledger's search box."""
        self.open_ledger()
        go_to_search = getattr(self.tabs.currentWidget(), "go_to_search", None)
        if go_to_search is not None:
            go_to_search()

    def refresh(self) -> None:
        """Read the page in front again."""
        refresh = getattr(self.tabs.currentWidget(), "refresh", None)
        if refresh is not None:
            refresh()

    def refresh_lists(self, *_changed: object) -> None:
        """A slip or a draft changed: the start page and the ledger read again what they show."""
        for key in (START, LEDGER):
            page = self.tabs.page(key)
            if page is not None:
                page.refresh()  # type: ignore[attr-defined]

    def close_current(self) -> None:
        """Close the page in front; the start page stays."""
        self.tabs.close_at(self.tabs.currentIndex())

    def change_font(self, by: int) -> None:
        """Make the letters of all windows larger or smaller."""
        application = QApplication.instance()
        size = max(SMALLEST, min(LARGEST, self.font().pointSize() + by))
        if isinstance(application, QApplication):
            set_font_size(application, size)
            self.settings.setValue("style/size", size)

    def switch_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def quit(self) -> None:
        """Close the window, and with it the program."""
        self.close()

    def action(self, name: str) -> QAction:
        """An action of the table."""
        return self.actions_by_name[name]

    def _page_shown(self, _index: int) -> None:
        self.statusBar().clearMessage()

    def _show_unsaved(self, unsaved: bool) -> None:
        self.unsaved.setText("● 未保存" if unsaved else "已保存")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep every draft; ask only when one cannot be kept."""
        unkept = self.tabs.unkept()
        if unkept and not self._leave_unkept(unkept):
            event.ignore()
            return
        if self.watch is not None:
            self.watch.stop()
        keep_place(self, self.settings, "main/place")
        self.settings.sync()
        super().closeEvent(event)

    def _leave_unkept(self, pages: list[QWidget]) -> bool:
        self.tabs.setCurrentWidget(pages[0])
        answer = QMessageBox.question(
            self,
            "还不能保存",
            f"有 {len(pages)} 页没有保存成功。\n现在退出会丢掉最后输入的内容。",
            QMessageBox.StandardButton.Close | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Close
