"""登记 from a sheet: check it, ask who gets the copies where the clerk may choose, number it, show what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qmsdesk.errors import InvalidSlip, UserError
from qmsdesk.forms.error_box import show_error
from qmsdesk.operations import slips
from qmsdesk.papers.base import Values

if TYPE_CHECKING:
    from qmsdesk.forms.sheet_session import SheetSession


def register(session: SheetSession, request: str) -> None:
    """Register the draft of a sheet once for the request; what is missing is shown on the sheet."""
    values = session.sheet_window.values()
    try:
        session.autosave.touch()
        session.autosave.flush()
        assert session.draft is not None
        found = slips.problems(session.desk, draft_id=session.draft.id, values=values)
        if found:
            raise InvalidSlip(found)
        if not session.life.ask_copies(values, request):
            enter(session, values, request)
    except InvalidSlip as error:
        session.sheet_window.show_problems(error.problems)
        session.status_message.emit(f"还不能登记：有 {len(error.problems)} 项要改正。")
    except UserError as error:
        show_error(session, error)


def enter(session: SheetSession, values: Values, request: str, holders: Sequence[str] | None = None) -> None:
    """Take the number and show the registered slip; raises as `slips.register` does."""
    assert session.draft is not None
    done = slips.register(
        session.desk, draft_id=session.draft.id, values=values, request_id=request, holders=holders
    )
    session.draft = None
    session.sheet_window.show_problems(())
    session.show_slip(done.slip_id)
    session.status_message.emit(f"已登记：{done.number}")
    session.slip_registered.emit(done.slip_id)
