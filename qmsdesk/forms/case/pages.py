"""Opening the pages of this room in the main window, loaded when they are first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.error_box import show_error

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow
    from qmsdesk.forms.sheet_session import SheetSession


def connect_sheet(window: MainWindow, sheet: SheetSession) -> None:
    """A sheet of a case may ask for another sheet or for a page about the case."""
    from qmsdesk.forms.opening import open_sheet

    sheet.draft_wanted.connect(lambda draft_id: open_sheet(window, draft_id))
    sheet.page_wanted.connect(lambda name, slip_id: open_page(window, name, slip_id))


def current_slip(window: MainWindow) -> int | None:
    """The slip of the page in front: its sheet, or the current row of the ledger; None when there is none."""
    from qmsdesk.forms.ledger_page import LedgerPage
    from qmsdesk.forms.sheet_session import SheetSession

    page = window.tabs.currentWidget()
    if isinstance(page, SheetSession):
        return page.life.slip_id
    if isinstance(page, LedgerPage) and page.view.currentIndex().isValid():
        return page.model.slip_id(page.view.currentIndex().row())
    return None


def open_page(window: MainWindow, name: str, slip_id: int) -> None:
    """The page "case", "ruler" or "costs" about a slip; says so when it cannot be read."""
    try:
        {"case": open_case, "ruler": open_ruler, "costs": open_costs}[name](window, slip_id)
    except UserError as error:
        show_error(window, error)


def open_case(window: MainWindow, slip_id: int) -> None:
    """The whole case of a slip as one picture."""
    from qmsdesk.forms.case.case_page import CasePage

    def make() -> QWidget:
        page = CasePage(window.desk, slip_id)
        page.slip_wanted.connect(window.open_slip)
        return page

    window.tabs.show_page(f"case {slip_id}", make, "pages")


def open_ruler(window: MainWindow, slip_id: int) -> None:
    """The 保用期 ruler and the life of the machine."""
    from qmsdesk.forms.case.machine_page import MachinePage

    def make() -> QWidget:
        page = MachinePage(window.desk, slip_id)
        page.slip_wanted.connect(window.open_slip)
        return page

    window.tabs.show_page(f"machine {slip_id}", make, "calendar")


def open_costs(window: MainWindow, slip_id: int) -> None:
    """The cost items of a 三包单 and their approvals."""
    from qmsdesk.forms.case.costs_page import CostsPage

    def make() -> QWidget:
        page = CostsPage(window.desk, slip_id)
        page.slip_changed.connect(window.refresh_lists)
        return page

    window.tabs.show_page(f"costs {slip_id}", make, "sum")


def open_waiting(window: MainWindow) -> None:
    """待签收: what is on its way to a department."""
    from qmsdesk.forms.case.waiting_page import WaitingPage

    def make() -> QWidget:
        page = WaitingPage(window.desk)
        page.slip_wanted.connect(window.open_slip)
        page.slip_changed.connect(window.refresh_lists)
        return page

    window.tabs.show_page("waiting", make, "inbox")


def open_in_work(window: MainWindow, slip_id: int) -> bool:
    """A slip that has no number yet opens as the draft it is written in; False when it is not such a slip."""
    from qmsdesk.forms.opening import open_sheet
    from qmsdesk.operations.sheet_in_work import draft_of

    draft_id = draft_of(window.desk, slip_id=slip_id)
    if draft_id:
        open_sheet(window, draft_id)
    return bool(draft_id)
