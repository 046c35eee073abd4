"""The main window: menus and toolbar from one table, pages as tabs, who and where in the status bar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from qmsdesk.errors import UserError
from qmsdesk.forms import opening
from qmsdesk.forms.actions import build
from qmsdesk.forms.case.pages import slots as case_slots
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.help_key import show_help
from qmsdesk.forms.main_frame import SAVED, UNSAVED, add_toolbar, ask_to_lose, fill_menus, fill_status_bar
from qmsdesk.forms.page_tabs import PageTabs
from qmsdesk.forms.periodic.pages import slots as periodic_slots
from qmsdesk.forms.recent import RecentSlips
from qmsdesk.forms.style import LARGEST, SMALLEST, set_font_size
from qmsdesk.forms.trust.pages import slots as trust_slots
from qmsdesk.forms.window_settings import keep_place, open_settings, restore_place
from qmsdesk.operations.desk import Desk

if TYPE_CHECKING:
    from qmsdesk.forms.trust.viewing_mode import ViewingMode
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
        self.viewing: ViewingMode | None = None  # while somebody sits here who may only look
        self.watch: Watch | None = None  # begun by the front door once the window is on the screen
        self.setCentralWidget(self.tabs)
        self.setWindowTitle(f"顾客反馈登记　{desk.department.unit_name} {desk.department.name}")
        self.actions_by_name = build(self, self._slots())
        self.recent_menu = fill_menus(self, self.actions_by_name)
        add_toolbar(self, self.actions_by_name)
        self.unsaved = fill_status_bar(self, desk)
        self.open_start()
        self.recent_menu.aboutToShow.connect(
            lambda: self.recent.fill_menu(self.recent_menu, self.desk, self.open_slip)
        )
        self.tabs.currentChanged.connect(lambda _index: self.statusBar().clearMessage())
        self.tabs.closed.connect(lambda _key: self.refresh_lists())
        self.tabs.dirty_changed.connect(self._show_unsaved)
        restore_place(self, self.settings, "main/place", width=WIDTH, height=HEIGHT)

    def _slots(self) -> dict[str, Callable[[], object]]:
        return {
            "take_call": self.open_call, "other_mail": self.open_original, "find": self.go_to_search,
            "import_table": self.open_import, "close_page": self.tabs.close_current, "quit": self.quit,
            "scans": partial(opening.open_scans, self), "verify": partial(opening.open_verify, self),
            "blank_forms": partial(opening.open_blank_forms, self),
            "start_page": self.open_start, "ledger": self.open_ledger, "refresh": self.refresh,
            **case_slots(self),
            "larger": partial(self.change_font, 1), "smaller": partial(self.change_font, -1),
            "full_screen": self.switch_full_screen, "shortcuts": partial(opening.show_shortcuts, self),
            "help": partial(show_help, self), "clauses": partial(show_help, self, "clause-53"),
            "about": partial(opening.show_about, self, self.desk),
            **periodic_slots(self),
            **trust_slots(self),
        }  # fmt: skip

    def open_start(self) -> None:
        """Show the start page."""

        from qmsdesk.forms.start_page import StartPage

        def make() -> StartPage:
            page = StartPage(self.desk)
            page.call_wanted.connect(self.open_call)
            page.mail_wanted.connect(self.open_original)
            page.draft_wanted.connect(self.open_draft)
            page.slip_wanted.connect(self.open_slip)
            page.ledger_wanted.connect(self.open_ledger)
            page.board_wanted.connect(self.actions_by_name["waiting"].trigger)
            page.duties_wanted.connect(self.actions_by_name["duties"].trigger)
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

    def _show_unsaved(self, unsaved: bool) -> None:
        self.unsaved.setText(UNSAVED if unsaved else SAVED)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep every draft; ask only when one cannot be kept."""
        unkept = self.tabs.unkept()
        if unkept:
            self.tabs.setCurrentWidget(unkept[0])
            if not ask_to_lose(self, len(unkept)):
                event.ignore()
                return
        if self.watch is not None:
            self.watch.stop()
        keep_place(self, self.settings, "main/place")
        self.settings.sync()
        super().closeEvent(event)
