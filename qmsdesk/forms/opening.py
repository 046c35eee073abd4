"""Opening pages in the main window; their modules are loaded when they are first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.error_box import show_error

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow
    from qmsdesk.forms.sheet_session import SheetSession
    from qmsdesk.operations.desk import Desk

CALL_PAPER = "AUX-1"


def open_call(window: MainWindow, draft_id: str = "") -> None:
    """A new call, or a kept one."""
    from qmsdesk.forms.intake_window import IntakeWindow

    def make() -> QWidget:
        page = IntakeWindow(window.desk, draft_id=draft_id)
        page.recorded.connect(lambda slip_draft: open_sheet(window, slip_draft))
        page.slip_wanted.connect(window.open_slip)
        return page

    key = f"call {draft_id}" if draft_id else f"call new {id(make)}"
    page = window.tabs.show_page(key, make, "phone")
    assert isinstance(page, IntakeWindow)
    page.fields.caller.setFocus()


def open_original(window: MainWindow) -> None:
    """The page for what came in writing."""
    from qmsdesk.forms.original_window import OriginalWindow

    def make() -> QWidget:
        page = OriginalWindow(window.desk, window.settings)
        page.recorded.connect(lambda slip_draft: open_sheet(window, slip_draft))
        return page

    window.tabs.show_page("original", make, "inbox")


def open_import(window: MainWindow) -> None:
    """The page that brings a spreadsheet in."""
    from qmsdesk.forms.import_window import ImportWindow

    def make() -> QWidget:
        page = ImportWindow(window.desk, window.settings)
        page.slip_changed.connect(window.refresh_lists)
        return page

    window.tabs.show_page("import", make, "import")


def open_scans(window: MainWindow) -> None:
    """The page for scans brought back."""
    from qmsdesk.forms.scan_page import ScanPage

    def make() -> QWidget:
        page = ScanPage(window.desk, window.settings)
        page.slip_wanted.connect(window.open_slip)
        page.slip_changed.connect(window.refresh_lists)
        page.status_message.connect(lambda text: window.statusBar().showMessage(text, 6000))
        return page

    window.tabs.show_page("scans", make, "pages")


def open_verify(window: MainWindow) -> None:
    """The page that judges a PDF."""
    from qmsdesk.forms.verify_page import VerifyPage

    def make() -> QWidget:
        page = VerifyPage(window.desk, window.settings)
        page.slip_wanted.connect(window.open_slip)
        return page

    window.tabs.show_page("verify", make, "check")


def open_blank_forms(window: MainWindow) -> None:
    """The list of papers to print empty."""
    from qmsdesk.forms.blank_forms import BlankForms

    show_dialog(BlankForms(window.desk, window))


def open_ledger(window: MainWindow, shown: str = "") -> None:
    """The ledger, narrowed down when a number of the start page was clicked."""
    from qmsdesk.forms.ledger_page import LedgerPage
    from qmsdesk.forms.ledger_row_menu import RowMenu

    def make() -> QWidget:
        page = LedgerPage(window.desk, window.settings)
        RowMenu(page, window)
        page.slip_wanted.connect(window.open_slip)
        page.status_message.connect(lambda text: window.statusBar().showMessage(text, 6000))
        return page

    page = window.tabs.show_page("ledger", make, "ledger")
    assert isinstance(page, LedgerPage)
    if shown:
        page.filters.clear()
        page.search.clear()
        page.filters.late.setChecked(shown == "late")
        page.filters.span.setCurrentText({"today": "今天", "month": "本月"}.get(shown, "全部日期"))
    page.view.setFocus()


def open_draft(window: MainWindow, paper_code: str, draft_id: str) -> None:
    """A kept call goes on as a call, every other draft as its sheet."""
    try:
        if paper_code == CALL_PAPER:
            open_call(window, draft_id)
        else:
            open_sheet(window, draft_id)
    except UserError as error:
        show_error(window, error)
        window.refresh_lists()


def open_sheet(window: MainWindow, draft_id: str) -> None:
    """The sheet of a draft."""
    from qmsdesk.forms.sheet_session import SheetSession

    def make() -> QWidget:
        return _connected(window, SheetSession.for_draft(window.desk, draft_id=draft_id))

    window.tabs.show_page(f"draft {draft_id}", make, "draft")


def open_slip(window: MainWindow, slip_id: int) -> None:
    """The sheet of a registered slip; one that has no number yet opens as its draft."""
    from qmsdesk.forms.case.pages import open_in_work
    from qmsdesk.forms.sheet_session import SheetSession

    if window.viewing is None and open_in_work(window, slip_id):
        return
    if window.viewing is not None:
        window.viewing.note(slip_id)

    def make() -> QWidget:
        sheet = _connected(window, SheetSession.for_slip(window.desk, slip_id=slip_id))
        if window.viewing is not None:
            window.viewing.close_in(sheet)
        return sheet

    window.tabs.show_page(f"slip {slip_id}", make, "file")


def _connected(window: MainWindow, sheet: SheetSession) -> SheetSession:
    from qmsdesk.forms.case.pages import connect_sheet

    connect_sheet(window, sheet)
    sheet.slip_registered.connect(lambda slip_id: _registered(window, sheet, slip_id))
    sheet.slip_changed.connect(window.refresh_lists)
    sheet.status_message.connect(lambda text: window.statusBar().showMessage(text, 8000))
    return sheet


def _registered(window: MainWindow, sheet: SheetSession, slip_id: int) -> None:
    """The draft has become a slip: its tab is known by the slip from now on."""
    window.tabs.rename(sheet, f"slip {slip_id}", "file")
    window.recent.note(slip_id)
    window.refresh_lists()


def show_dialog(dialog: QDialog) -> QDialog:
    """Show a dialog that goes away when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def show_shortcuts(window: MainWindow) -> None:
    """Every key on one page."""
    from qmsdesk.forms.about import ShortcutPage

    show_dialog(ShortcutPage(window))


def show_about(window: MainWindow, desk: Desk) -> None:
    """Version, licences, places."""
    from qmsdesk.forms.about import About

    show_dialog(About(desk.data_dir, window))
