"""A click on a signature box of a registered sheet opens the signing dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.signature import SignatureEditor

if TYPE_CHECKING:
    from qmsdesk.forms.sheet_session import SheetSession


class SlipSigning(QObject):
    """Watches the signature boxes of one sheet session."""

    def __init__(self, session: SheetSession) -> None:
        super().__init__(session)
        self._session = session
        self._boxes: dict[QWidget, str] = {}
        for name, editor in session.sheet_window.editors.items():
            if isinstance(editor, SignatureEditor):
                for place in editor.placed:
                    self._boxes[place.widget] = name
                    place.widget.installEventFilter(self)
        session.sheet_window.signing_requested.connect(lambda: self.ask(""))
        session.sheet_window.history_requested.connect(self.show_history)
        session.sheet_window.prints_requested.connect(self.show_prints)
        self.refresh()

    def refresh(self) -> None:
        """Say on the boxes that they can be clicked, once the slip is registered."""
        registered = self._session.slip is not None
        for widget in self._boxes:
            widget.setToolTip("单击签名、撤回或补录墨签" if registered else "")
            if registered:
                widget.setCursor(Qt.CursorShape.PointingHandCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        left = isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.LeftButton
        if (
            left
            and event.type() is QEvent.Type.MouseButtonRelease
            and isinstance(watched, QWidget)
            and watched in self._boxes
            and self._session.slip is not None
        ):
            self.ask(self._boxes[watched])
        return False

    def ask(self, box: str) -> None:
        """Open the dialog for a box ("" = the first open one)."""
        slip = self._session.slip
        if slip is None or slip.state == "作废":
            return
        from qmsdesk.forms.opening import show_dialog
        from qmsdesk.forms.trust.sign_dialog import SignDialog

        dialog = SignDialog(self._session.desk, slip_id=slip.id, box=box, parent=self._session)
        dialog.accepted.connect(lambda: self._changed(slip.id))
        show_dialog(dialog)

    def show_history(self) -> None:
        """The trail of this slip in a window of its own."""
        slip = self._session.slip
        if slip is not None:
            from qmsdesk.forms.opening import show_dialog
            from qmsdesk.forms.trust.history_page import HistoryDialog

            show_dialog(HistoryDialog(self._session.desk, slip_id=slip.id, parent=self._session))

    def show_prints(self) -> None:
        """The register of copies and prints of this slip."""
        slip = self._session.slip
        if slip is not None:
            from qmsdesk.forms.print_register import open_register

            open_register(self._session, self._session.desk, slip.id)

    def _changed(self, slip_id: int) -> None:
        self._session.show_slip(slip_id)
        self._session.slip_changed.emit(slip_id)
        self._session.status_message.emit("签名已更新。")
