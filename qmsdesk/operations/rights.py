"""Who may do what is asked here by every operation that is not a step of a slip's life."""

from __future__ import annotations

from qmsdesk.errors import UserError
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.scope import for_slip
from qmsdesk.procedure.permissions import ANY, permit

PRINT, EXPORT = "打印", "导出"
_ON_THE_SPOT = "现场查阅只能在屏幕上看，不能打印、导出或复制（5.5.2）。"


def require(
    desk: Desk, action: str, *, paper: str = ANY, state: str = ANY, slip_id: int | None = None
) -> None:
    """UserError with the clause when the user's roles (on a slip: those for its unit) do not allow the action."""
    if slip_id is not None:
        desk = for_slip(desk, slip_id)
    why = refusal(desk, action, paper=paper, state=state)
    if why:
        advice = "需要副本请找质管部门。" if is_viewer(desk) else "请由有此权限的人员办理。"
        raise UserError(why, advice=advice)


def refusal(desk: Desk, action: str, *, paper: str = ANY, state: str = ANY) -> str:
    """Why the table denies an action to the signed-in user, for a button that is switched off; "" when it allows it."""
    if is_viewer(desk) and action in (PRINT, EXPORT):
        return _ON_THE_SPOT
    return permit(desk.user.roles, paper, state, action).why


def is_viewer(desk: Desk) -> bool:
    """Whether the signed-in user may only look on the spot (现场查阅, 5.5.2)."""
    return "site_viewer" in desk.user.roles and desk.user.roles <= {"site_viewer", "anyone"}


def refuse_viewer(desk: Desk) -> None:
    """UserError for who may only look: nothing of his own is kept either (R-5.5.2-b)."""
    if is_viewer(desk):
        raise UserError(_ON_THE_SPOT, advice="需要副本请找质管部门。")
