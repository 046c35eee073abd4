"""Every life cycle of the procedure as ONE table of transitions, and questions to it (requirements §6).

Lives are named by paper code (01 F, 02 J, 03 C, 04 B, 05, 06, AUX-10 trend, AUX-11 satisfaction) or by
strand (intake, reply, supplier, appeal). 登记 of F does not wait for 审核: the slip is numbered, printed and
then reviewed, in ink or in the program, before it is handed over; J and C are numbered when submitted for
review, as the text says 编号、登记 before 审核 (I-45).
"""

from __future__ import annotations

from collections.abc import Iterable

from qmsdesk.errors import UserError
from qmsdesk.procedure import workflow_complaint as complaint
from qmsdesk.procedure import workflow_feedback as feedback
from qmsdesk.procedure import workflow_reports as reports
from qmsdesk.procedure.roles import role_names
from qmsdesk.procedure.transition import Transition

TABLE: tuple[Transition, ...] = (
    *feedback.INTAKE,
    *feedback.FEEDBACK,
    *feedback.SUGGESTION,
    *feedback.REPLY,
    *complaint.HANDLING,
    *complaint.WARRANTY,
    *complaint.SUPPLIER,
    *complaint.APPEAL,
    *reports.MONTHLY,
    *reports.TREND,
    *reports.SATISFACTION,
    *reports.SURVEY,
)

_BY_KEY: dict[tuple[str, str, str], Transition] = {(row.life, row.source, row.action): row for row in TABLE}


def _states(life: str) -> tuple[str, ...]:
    ends = ((row.source, row.target) for row in TABLE if row.life == life)
    return tuple(dict.fromkeys(state for pair in ends for state in pair))


LIVES: tuple[str, ...] = tuple(dict.fromkeys(row.life for row in TABLE))
STATES: dict[str, tuple[str, ...]] = {life: _states(life) for life in LIVES}

FORBIDDEN: dict[tuple[str, str], str] = {
    ("03", "拒收"): "处理单不得拒收或拖延不决；请签收，有异议可在签收后申诉（5.3.4.6）。",
    ("03", "退回"): "处理单不得拒收或拖延不决；请签收，有异议可在签收后申诉（5.3.4.6）。",
    ("02", "拒收"): "建议单应签收并研究；不采纳时在答复中简述理由（5.3.3.2）。",
    ("appeal", "第三次申诉"): "管理者代表的裁决为最终裁决，不能再申诉（5.3.4.6）。",
}


def initial_state(life: str) -> str:
    """The state in which a life cycle begins."""
    return STATES[life][0]


def final_states(life: str) -> tuple[str, ...]:
    """The states nothing leads out of."""
    leaving = {row.source for row in TABLE if row.life == life and row.source != row.target}
    return tuple(state for state in STATES[life] if state not in leaving)


def actions(life: str, state: str) -> tuple[Transition, ...]:
    """Every gesture the table knows in a state, whoever may do it."""
    return tuple(row for row in TABLE if row.life == life and row.source == state)


def allowed(life: str, state: str, roles: Iterable[str]) -> tuple[Transition, ...]:
    """The gestures open to a person with these roles; guards still have their say."""
    held = frozenset(roles)
    return tuple(row for row in actions(life, state) if held & row.roles)


def transition(life: str, state: str, action: str) -> Transition:
    """The row for a gesture; UserError with the clause where the procedure has none."""
    found = _BY_KEY.get((life, state, action))
    if found is not None:
        return found
    forbidden = FORBIDDEN.get((life, action))
    if forbidden:
        raise UserError(forbidden)
    known = "、".join(dict.fromkeys(row.action for row in actions(life, state))) or "无"
    elsewhere = [row for row in TABLE if row.life == life and row.action == action]
    clause = f"（{elsewhere[0].clause}）" if elsewhere else ""
    states = "、".join(f"“{row.source}”" for row in elsewhere[:3])
    when = f"“{action}”在{states}时办理；" if elsewhere else ""
    raise UserError(f"“{state}”状态下不能“{action}”{clause}。", advice=f"{when}现在可以：{known}。")


def next_state(life: str, state: str, action: str, roles: Iterable[str]) -> str:
    """The state after a gesture by a person with these roles; UserError names who may do it."""
    row = transition(life, state, action)
    if not frozenset(roles) & row.roles:
        raise UserError(f"“{action}”应由{role_names(row.roles)}办理({row.clause})。")
    return row.target
