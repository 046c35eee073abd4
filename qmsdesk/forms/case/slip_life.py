"""The action bar tied to a sheet session: steps refresh the sheet, 更正 and begun slips open as drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from qmsdesk.errors import UserError
from qmsdesk.forms.case.action_bar import ActionBar
from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input, Kind, words
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.sheet_registering import enter
from qmsdesk.operations import drafts, slips, steps
from qmsdesk.operations.beginning import begin_correction
from qmsdesk.operations.steps import Done
from qmsdesk.papers.base import Values
from qmsdesk.procedure.copies import CLAIM_DEFAULT, CLAIM_EXTRA
from qmsdesk.procedure.workflow import next_state

if TYPE_CHECKING:
    from qmsdesk.forms.case.live_ruler import SheetRuler
    from qmsdesk.forms.sheet_session import SheetSession


class SlipLife(QObject):
    """What the bar over a sheet does to the sheet."""

    def __init__(self, session: SheetSession) -> None:
        super().__init__(session)
        self._session = session
        self.ruler: SheetRuler | None = None
        self.bar = ActionBar(session.desk, session)
        self.bar.may_act = session.may_close
        self.bar.done.connect(self._done)
        self.bar.begun.connect(lambda draft_id: session.draft_wanted.emit(draft_id))
        self.bar.sheet_wanted.connect(self._on_the_sheet)
        self.bar.page_wanted.connect(self._page)
        self.bar.link_wanted.connect(session.page_wanted)
        self.refresh()

    @property
    def slip_id(self) -> int | None:
        """The slip in front, also one that has no number yet; None for the draft of a slip to be."""
        session = self._session
        if session.slip is not None:
            return session.slip.id
        return session.draft.slip_id if session.draft is not None else None

    def refresh(self) -> None:
        """Read again what can be done."""
        slip_id = self.slip_id
        if self.ruler is not None:
            self.ruler.setVisible(self._session.draft is not None)
            self.ruler.reread()
        if slip_id is None:
            self.bar.hide()
        else:
            self.bar.show_slip(slip_id)
            if self._session.draft is not None and self.bar.slip is not None:
                self._session.sheet_window.header.show_state(self.bar.slip.state, "")

    def show_ruler(self) -> SheetRuler | None:
        """The ruler that follows the dates of a 三包单 while its sheet is written; None for every other sheet."""
        session, slip_id = self._session, self.slip_id
        if session.paper.code == "04" and session.draft is not None and slip_id is not None:
            from qmsdesk.forms.case.live_ruler import SheetRuler

            self.ruler = SheetRuler(session.desk, slip_id, session.sheet_window)
        return self.ruler

    def void(self) -> None:
        """Open the dialog of 作废 where the table has it for this user, else say why not."""
        slip = self._session.slip
        if slip is None:
            return
        desk = self._session.desk
        found = [one for one in steps.allowed_actions(desk, slip_id=slip.id) if one.action == slips.VOID]
        if found:
            self.bar.ask(found[0])
            return
        try:
            next_state(slip.paper_code, slip.state, slips.VOID, desk.user.roles)
        except UserError as error:
            show_error(self._session, error)

    def ask_copies(self, values: Values, request: str) -> bool:
        """Where 5.3.5.4 leaves the copies to the clerk, ask who gets one and register then; False where it does not."""
        slip = self.bar.slip
        if slip is None or slip.paper_code != "04" or slip.number:
            return False
        session = self._session

        def do(answers: dict[str, Any]) -> None:
            enter(session, values, request, answers["holders"])

        self.bar.dialog = FormDialog(
            session.desk, name="登记三包单", sentence="份数由承办人视需要确定，默认六联（5.3.5.4）。请点选各联给谁。",
            act="登记", inputs=(Input("holders", "各联给", Kind.TICKS, words(*CLAIM_DEFAULT, *CLAIM_EXTRA)),),
            do=do, known={"holders": list(CLAIM_DEFAULT)}, parent=session.window(),
        )  # fmt: skip
        show_dialog(self.bar.dialog)
        return True

    def _done(self, outcome: Done | None) -> None:
        session, slip_id = self._session, self.slip_id
        if slip_id is None:
            return
        if outcome is not None and outcome.state == "放弃":
            session.autosave.forget()
            session.draft = None
            session.slip_changed.emit(slip_id)
            session.close_requested.emit()
            return
        if session.slip is not None:
            session.show_slip(slip_id)
        elif session.draft is not None:
            session.draft = drafts.open_draft(session.desk, draft_id=session.draft.id)
            session.sheet_window.set_values(session.draft.values)
            session.autosave.flush()
        self.refresh()
        session.status_message.emit(f"已办理：{outcome.state}" if outcome is not None else "已记下。")
        session.slip_changed.emit(slip_id)

    def _on_the_sheet(self, action: str) -> None:
        session, slip_id = self._session, self.slip_id
        if session.draft is not None:
            session.register()
        elif action == "更正" and slip_id is not None:
            try:
                draft = begin_correction(session.desk, slip_id=slip_id)
            except UserError as error:
                show_error(session, error)
                return
            session.draft_wanted.emit(draft.id)
            session.status_message.emit(
                "更正并登记后，原来的签名作废，须重新签名、审核；别人填写的栏已锁定。"
            )

    def _page(self, name: str) -> None:
        slip_id = self.slip_id
        if slip_id is not None:
            self._session.page_wanted.emit(name, slip_id)
