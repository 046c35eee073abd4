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


def is_viewer(desk: Desk) -> bool:
    """Whether the signed-in user may only look on the spot (现场查阅, 5.5.2)."""
    return "site_viewer" in desk.user.roles and desk.user.roles <= {"site_viewer", "anyone"}


def refuse_viewer(desk: Desk) -> None:
    """UserError for who may only look: nothing is printed, exported or copied (R-5.5.2-b)."""
    if is_viewer(desk):
        raise UserError(
            "现场查阅只能在屏幕上看，不能打印、导出或复制（5.5.2）。", advice="需要副本请找质管部门。"
        )
