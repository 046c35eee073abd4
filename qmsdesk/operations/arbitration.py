"""Appeals against a 处理单 and the rulings on them; handling goes on meanwhile (AUX-6, AUX-7; 5.3.4.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.case_facts_work import appeal_facts, shares_of
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_refresh import refresh_case
from qmsdesk.operations.lives import move
from qmsdesk.operations.once import once
from qmsdesk.operations.registration import write_shares
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.operations.stepping import NOTHING, checked
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.arbitration import Ruling, check_ruling, next_level
from qmsdesk.procedure.facts import Act, AppealFacts, Facts, Share
from qmsdesk.procedure.shares import format_shares
from qmsdesk.procedure.workflow import FORBIDDEN

LIFE = "appeal"
_APPEALABLE = ("已登记", "已分发", "执行中", "验证")
_RULE = {1: "裁决", 2: "最终裁决"}


@dataclass(frozen=True)
class AppealLine:
    """One appeal with its ruling as they stand; `shares` are those the ruling gave, empty when they stayed."""

    id: int
    slip_id: int
    level: int
    department: str
    reason: str
    filed_on: date
    filed_by: str
    ruling: str
    investigation: str
    ruled_by: str
    ruled_on: date | None
    shares: tuple[Share, ...]


@once
def appeal(desk: Desk, *, slip_id: int, department: str, reason: str, given: Given = NOTHING) -> str:
    """申诉 or 再申诉 of a responsible department; the state of the arbitration. UserError without reason or turn.

    The 处理单 must have been received; its work and its clocks go on (不得拒收或拖延不决).
    """
    given, slip = checked(desk, given), _handling(desk, slip_id)
    if slip.state not in _APPEALABLE:
        raise UserError("处理单审核登记后、关闭前才能申诉（5.3.4.6）。", advice="请先签收处理单。")
    state, given_rulings, pending = _state(slip_id), _rulings(slip_id), _pending(slip_id)
    if len(given_rulings) >= 2:
        raise UserError(FORBIDDEN[LIFE, "第三次申诉"])
    why = clean_text(reason, label="申诉理由", max_length=4000, multiline=True)
    level = next_level(given_rulings, reason=why, pending=pending)
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.insert(
            "appeal",
            slip_id=slip_id,
            level=level.number,
            department=_party(slip_id, department),
            reason=why,
            filed_on=_day(desk, given),
            filed_by=_who(desk, given),
            entered_at=deed.now,
        )
        action = "申诉" if level.number == 1 else "再申诉"
        result = _move(deed, slip_id, state, action, given, why)
        deed.close(action, why, result=result)
    return result


@once
def rule(
    desk: Desk,
    *,
    slip_id: int,
    text: str,
    shares: Sequence[Share] = (),
    investigation: str = "",
    given: Given = NOTHING,
) -> str:
    """裁决 of 技术质量管理部 or 最终裁决 of 管理者代表; new shares are in force at once (R-5.3.4.6-d).

    The 处理单 and its 三包单 are then revised by their clerks (裁决修订). The state of the arbitration.
    """
    given, slip = checked(desk, given), _handling(desk, slip_id)
    waiting = one(
        "SELECT id, level FROM appeal WHERE slip_id = ? AND id NOT IN (SELECT appeal_id FROM ruling) ORDER BY level",
        (slip_id,),
    )
    if waiting is None:
        raise UserError("没有待裁决的申诉（5.3.4.6）。")
    words = clean_text(text, label="裁决内容", max_length=4000, multiline=True)
    ruling = Ruling(waiting[1], words, _who(desk, given), _day(desk, given), tuple(shares))
    check_ruling(ruling, _rulings(slip_id))
    with write_tx():
        deed = Deed(desk, slip_id)
        revision = _new_shares(deed, slip_id, ruling) if shares else None
        deed.insert(
            "ruling",
            appeal_id=waiting[0],
            text=words,
            investigation=clean_text(investigation, label="调查情况", max_length=4000, multiline=True),
            ruled_by=ruling.ruled_by,
            ruled_on=ruling.day,
            revision=revision,
            entered_at=deed.now,
        )
        state = _move(deed, slip_id, _state(slip_id), _RULE[ruling.level], given, words)
        refresh_case(deed, slip_id, slip.paper_code)
        deed.close(_RULE[ruling.level], words, result=state)
    return state


@once
def accept(desk: Desk, *, slip_id: int, given: Given = NOTHING) -> str:
    """接受裁决 after the first level, 执行裁决 after the final one."""
    given = checked(desk, given)
    _handling(desk, slip_id)
    state = _state(slip_id)
    action = "执行裁决" if state == "最终裁决" else "接受裁决"
    with write_tx():
        deed = Deed(desk, slip_id)
        result = _move(deed, slip_id, state, action, given, "")
        deed.close(action, result=result)
    return result


def appeals_of(desk: Desk, *, slip_id: int) -> list[AppealLine]:
    """The appeals against a 处理单 with their rulings, first level first."""
    found = rows(
        "SELECT a.id, a.slip_id, a.level, a.department, a.reason, a.filed_on, a.filed_by, coalesce(r.text, ''),"
        " coalesce(r.investigation, ''), coalesce(r.ruled_by, ''), r.ruled_on, r.revision FROM appeal a"
        " LEFT JOIN ruling r ON r.appeal_id = a.id WHERE a.slip_id = ? ORDER BY a.level",
        (slip_id,),
    )
    lines = (
        [
            *row[:5],
            date.fromisoformat(row[5]),
            *row[6:10],
            date.fromisoformat(row[10]) if row[10] else None,
            shares_of(slip_id, row[11]) if row[11] is not None else (),
        ]
        for row in found
    )
    return [AppealLine(*line) for line in lines]


def state_of(desk: Desk, *, slip_id: int) -> str:
    """How far the arbitration of a 处理单 is; 无 when nobody appealed."""
    return _state(slip_id)


def _handling(desk: Desk, slip_id: int) -> Slip:
    slip = read_slip(desk, slip_id=slip_id)
    if slip.paper_code != "03":
        raise UserError("申诉和裁决针对处理单（5.3.4.6）。")
    return slip


def _state(slip_id: int) -> str:
    found = one("SELECT appeal_state FROM handling WHERE slip_id = ?", (slip_id,))
    return str(found[0]) if found else "无"


def _rulings(slip_id: int) -> list[Ruling]:
    found = rows(
        "SELECT a.level, r.text, r.ruled_by, r.ruled_on, r.revision FROM ruling r JOIN appeal a ON a.id = r.appeal_id"
        " WHERE a.slip_id = ? ORDER BY a.level",
        (slip_id,),
    )
    return [
        Ruling(
            row[0],
            row[1],
            row[2],
            date.fromisoformat(row[3]),
            shares_of(slip_id, row[4]) if row[4] is not None else (),
        )
        for row in found
    ]


def _pending(slip_id: int) -> bool:
    return _state(slip_id) in ("申诉中", "再申诉")


def _party(slip_id: int, department: str) -> str:
    """Only a department that bears something may appeal."""
    name = clean_text(department, label="申诉部门", max_length=60)
    known = {row[0] for row in rows("SELECT department FROM responsibility WHERE slip_id = ?", (slip_id,))}
    if name not in known:
        raise UserError(
            f"“{name}”不是这张处理单的责任部门，不能申诉（5.3.4.6）。",
            advice=f"责任部门：{'、'.join(sorted(known))}。",
        )
    return name


def _new_shares(deed: Deed, slip_id: int, ruling: Ruling) -> int:
    latest = one("SELECT coalesce(max(revision), 0) FROM responsibility WHERE slip_id = ?", (slip_id,))
    revision = int(latest[0]) + 1 if latest else 1
    text = format_shares(ruling.shares)
    write_shares(deed, slip_id, text, revision=revision, source=_RULE[ruling.level])
    return revision


def _move(deed: Deed, slip_id: int, state: str, action: str, given: Given, reason: str) -> str:
    def facts() -> Facts:
        known = appeal_facts(slip_id)
        act = Act(actor=_who(deed.desk, given), day=_day(deed.desk, given), reason=reason)
        if action in ("申诉", "再申诉"):
            known = AppealFacts(reason=reason, rulings=known.rulings)
        return Facts(act=act, appeal=known)

    return move(
        deed,
        LIFE,
        action,
        table="handling",
        key=slip_id,
        state=state,
        given=given,
        facts=facts,
        state_column="appeal_state",
    )


def _who(desk: Desk, given: Given) -> str:
    return given.ink.name if given.ink else desk.user.name


def _day(desk: Desk, given: Given) -> date:
    return (given.ink.day if given.ink else None) or desk.clock.today()
