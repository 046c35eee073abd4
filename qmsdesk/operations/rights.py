"""Who may do what is asked here by every operation that is not a step of a slip's life."""

from __future__ import annotations

from qmsdesk.errors import UserError
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.permissions import ANY, permit


def require(desk: Desk, action: str, *, paper: str = ANY, state: str = ANY) -> None:
    """UserError with the clause when the signed-in user's roles do not allow the action."""
    answer = permit(desk.user.roles, paper, state, action)
    if not answer.allowed:
        raise UserError(answer.why, advice="请由有此权限的人员办理。")
