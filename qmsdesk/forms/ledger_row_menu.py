"""The menu of a ledger row: open it, its whole case, its machine, a contact, paper, copy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from qmsdesk.errors import UserError
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.icons import icon
from qmsdesk.forms.opening import show_dialog

if TYPE_CHECKING:
    from qmsdesk.forms.case.form_dialog import FormDialog
    from qmsdesk.forms.ledger_page import LedgerPage
    from qmsdesk.forms.main_window import MainWindow


class RowMenu(QObject):
    """Opens by right click or the menu key on the rows of a ledger page."""

    def __init__(self, page: LedgerPage, window: MainWindow) -> None:
        super().__init__(page)
        self._page, self._window = page, window
        self.dialog: FormDialog | None = None
        self.menu: QMenu | None = None
        for table in (page.view, page.view.frozen):
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(partial(self._asked, table))

    def _asked(self, table: object, place: QPoint) -> None:
        view = self._page.view
        shown = view.frozen if table is view.frozen else view
        index = shown.indexAt(place)
        if index.isValid() and index.row() not in view.chosen_rows():
            view.go_to(self._page.model.slip_id(index.row()))
        if view.currentIndex().isValid():
            self.menu = self.fill(self._page.model.slip_id(view.currentIndex().row()))
            self.menu.popup(shown.viewport().mapToGlobal(place))

    def fill(self, slip_id: int) -> QMenu:
        """The menu about one slip; who may only look gets what only shows."""
        from qmsdesk.forms.case.pages import open_page

        window, menu = self._window, QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("file"), "打开\tEnter", partial(window.open_slip, slip_id))
        if window.viewing is None:
            menu.addAction(icon("pages"), "整案\tF2", partial(open_page, window, "case", slip_id))
            menu.addAction(
                icon("calendar"), "保用期和出厂编号卡", partial(open_page, window, "ruler", slip_id)
            )
            menu.addSeparator()
            menu.addAction(icon("phone"), "联系记录…", partial(self.ask_contact, slip_id))
            menu.addAction(icon("print"), "打印所选…", self._page.offer_prints)
        menu.addSeparator()
        menu.addAction(icon("copy"), "复制为表格（带表头）\tCtrl+C", self._page.copy)
        menu.addAction("复制为文本\tCtrl+Shift+C", partial(self._page.copy, False))
        return menu

    def ask_contact(self, slip_id: int) -> None:
        """Write a contact down without opening the slip."""
        from qmsdesk.forms.case.gesture import gesture_dialog
        from qmsdesk.forms.case.more_feedback import CONTACT
        from qmsdesk.operations.slips import read_slip

        desk = self._window.desk
        try:
            slip = read_slip(desk, slip_id=slip_id)
            self.dialog = gesture_dialog(desk, slip, CONTACT, self._window)
        except UserError as error:
            show_error(self._window, error)
            return
        self.dialog.accepted.connect(lambda: self._noted(slip.number))
        show_dialog(self.dialog)

    def _noted(self, number: str) -> None:
        self._page.status_message.emit(f"{number} 的联系已记下，在“办理记录”和整案里可以看到。")
        self._window.refresh_lists(0)
