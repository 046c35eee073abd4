"""Opening the pages of this room in the main window, loaded when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.error_box import show_error

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow
    from qmsdesk.forms.sheet_session import SheetSession


def slots(window: MainWindow) -> dict[str, Callable[[], None]]:
    """One callable for each action of this room."""
    return {
        "waiting": partial(open_waiting, window),
        "originals": partial(open_originals, window),
        "packets": partial(open_packets, window),
        "records": partial(open_records, window),
        "settings": partial(open_settings, window),
        "case": partial(open_case_in_front, window),
    }


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
    """The page "case", "ruler" or "costs" about a slip, the "slip" itself or the board; says so when it cannot."""
    makers: dict[str, Callable[[MainWindow, int], object]] = {
        "case": open_case, "ruler": open_ruler, "costs": open_costs, "slip": lambda _w, key: window.open_slip(key),
        "waiting": lambda _w, _key: open_waiting(window),
    }  # fmt: skip
    try:
        makers[name](window, slip_id)
    except UserError as error:
        show_error(window, error)


def open_case_in_front(window: MainWindow) -> None:
    """The whole case of the slip in front, or of the ledger's current row."""
    slip_id = current_slip(window)
    if slip_id is None:
        window.statusBar().showMessage("请先打开一张单据，或在台帐中选一行。", 6000)
    else:
        open_page(window, "case", slip_id)


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


def open_packets(window: MainWindow) -> None:
    """交接包: copies that leave for another database, or came from one."""
    from qmsdesk.forms.case.packets_page import PacketsPage

    def make() -> QWidget:
        page = PacketsPage(window.desk, window.settings)
        page.slip_changed.connect(window.refresh_lists)
        return page

    window.tabs.show_page("packets", make, "export")


def open_originals(window: MainWindow) -> None:
    """来件: originals on their way to a slip, or to another department."""
    from qmsdesk.forms.case.originals_page import OriginalsPage
    from qmsdesk.forms.opening import open_draft

    def make() -> QWidget:
        page = OriginalsPage(window.desk)
        page.slip_wanted.connect(window.open_slip)
        page.draft_wanted.connect(lambda draft_id: open_draft(window, "01", draft_id))
        page.source_wanted.connect(lambda source_id: preview_original(window, page, source_id))
        page.slip_changed.connect(window.refresh_lists)
        return page

    window.tabs.show_page("originals", make, "folder")


def preview_original(window: MainWindow, owner: QWidget, source_id: int) -> None:
    """The 信息原件 in the preview; says why when it cannot be shown."""
    from qmsdesk.forms.background import run
    from qmsdesk.forms.preview import open_noted
    from qmsdesk.operations.prints import Printed, original_pdf

    def show(printed: Printed) -> None:
        open_noted(owner, window.desk, printed)

    run(owner, lambda _progress: original_pdf(window.desk, source_id=source_id), show)


def open_records(window: MainWindow) -> None:
    """办理记录: the lists across all cases."""
    from qmsdesk.forms.case.records_page import RecordsPage

    def make() -> QWidget:
        page = RecordsPage(window.desk)
        page.slip_wanted.connect(window.open_slip)
        return page

    window.tabs.show_page("records", make, "columns")


def open_settings(window: MainWindow) -> None:
    """设定: readings, targets, calendar."""
    from qmsdesk.forms.choices.settings_page import SettingsPage

    window.tabs.show_page("settings", lambda: SettingsPage(window.desk), "filter")


def open_in_work(window: MainWindow, slip_id: int) -> bool:
    """A slip that has no number yet opens as the draft it is written in; False when it is not such a slip."""
    from qmsdesk.forms.opening import open_sheet
    from qmsdesk.operations.sheet_in_work import draft_of

    draft_id = draft_of(window.desk, slip_id=slip_id)
    if draft_id:
        open_sheet(window, draft_id)
    return bool(draft_id)
