"""Letters to the customer: drafted by 质管, approved, sent by 经销; never with internal analysis or cost (AUX-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_day
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.case_facts_work import reply_facts
from qmsdesk.operations.case_links import feedbacks
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.letters import marks_of_letter
from qmsdesk.operations.lives import move
from qmsdesk.operations.once import once
from qmsdesk.operations.rights import require
from qmsdesk.operations.stepping import checked
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.facts import Act, Facts
from qmsdesk.procedure.letters import Trace
from qmsdesk.procedure.workflow import initial_state

LIFE = "reply"
_NOTHING = Given()


@dataclass(frozen=True)
class Reply:
    """One letter as it stands: state, words, who approved when, how it went out."""

    id: int
    slip_id: int
    state: str
    customer: str
    text: str
    company_level: bool
    drafted_by: str
    drafted_on: date
    department_leader: str
    department_on: date | None
    company_leader: str
    company_on: date | None
    channel: str
    sender: str
    sent_on: date | None


@once
def draft_reply(desk: Desk, *, slip_id: int, text: str = "", company_level: bool = False) -> int:
    """Begin a letter about any slip of a case; on a 建议单 the step 起草回复 does it. Its id."""
    require(desk, "起草回复信", slip_id=slip_id)
    with write_tx():
        deed = Deed(desk, slip_id)
        key = begin_reply(deed, slip_id, text=text, company_level=company_level)
        deed.close("起草回复", result=key)
    return key


def write_reply(
    desk: Desk, *, reply_id: int, text: str, company_level: bool, customer: str = ""
) -> tuple[Trace, ...]:
    """Change the words of a letter that is still a draft; what in it must not go out, for the window to mark."""
    require(desk, "起草回复信")
    reply = read_reply(desk, reply_id=reply_id)
    if reply.state != initial_state(LIFE):
        raise UserError("回复已送批，不能再改。", advice="请先请批准人退回。")
    columns: dict[str, Any] = {
        "text": clean_text(text, label="回复内容", max_length=10_000, multiline=True),
        "company_level": company_level,
    }
    if customer.strip():
        columns["customer"] = clean_text(customer, label="顾客名称", max_length=120)
    with write_tx():
        deed = Deed(desk, reply.slip_id)
        deed.change("customer_reply", reply_id, **columns)
        deed.close("修改回复")
    return marks_of_letter(desk, slip_id=reply.slip_id, text=columns["text"])


@once
def step(desk: Desk, *, reply_id: int, action: str, given: Given = _NOTHING) -> str:
    """One gesture on a letter: 送批, 批准, 批准并上报, 公司批准, 退回, 发出; the new state. UserError with the clause.

    Values for 发出: channel, sent_on (day), sender.
    """
    given = checked(desk, given)
    reply = read_reply(desk, reply_id=reply_id)
    with write_tx():
        deed = Deed(desk, reply.slip_id)
        state = _step(deed, reply, action, given)
        why = clean_text(given.reason, label="理由", max_length=500)
        deed.close(f"回复：{action}", why, result=state)
    return state


def read_reply(desk: Desk, *, reply_id: int) -> Reply:
    """A letter; UserError when there is none."""
    found = one(f"{_SELECT} WHERE id = ?", (reply_id,))
    if found is None:
        raise UserError("没有找到这封回复。")
    return _reply(found)


def replies_of(desk: Desk, *, slip_id: int) -> list[Reply]:
    """The letters about a slip, oldest first."""
    return [_reply(row) for row in rows(f"{_SELECT} WHERE slip_id = ? ORDER BY id", (slip_id,))]


def begin_reply(deed: Deed, slip_id: int, *, text: str, company_level: bool) -> int:
    """A letter in the caller's transaction, addressed to the customer of the case."""
    code = one("SELECT paper_code FROM slip WHERE id = ?", (slip_id,))
    above = feedbacks(slip_id, code[0]) if code else ()
    named = one("SELECT customer_name FROM feedback WHERE slip_id = ?", (above[0],)) if above else None
    return deed.insert(
        "customer_reply",
        slip_id=slip_id,
        state=initial_state(LIFE),
        customer=named[0] if named else "",
        text=clean_text(text, label="回复内容", max_length=10_000, multiline=True),
        company_level=company_level,
        drafted_by=deed.desk.user.name,
        drafted_on=deed.desk.clock.today(),
        entered_at=deed.now,
    )


def send_with(deed: Deed, reply_id: int, *, given: Given) -> None:
    """发出 as part of another gesture's transaction."""
    _step(deed, read_reply(deed.desk, reply_id=reply_id), "发出", given)


def _step(deed: Deed, reply: Reply, action: str, given: Given) -> str:
    def facts() -> Facts:
        act = Act(
            actor=deed.desk.user.name,
            day=_day(deed, given),
            previous_day=reply.drafted_on,
            reason=given.reason,
        )
        return Facts(act=act, reply=reply_facts(reply.slip_id, reply.id))

    return move(
        deed,
        LIFE,
        action,
        table="customer_reply",
        key=reply.id,
        state=reply.state,
        given=given,
        facts=facts,
        **_columns(deed, reply, action, given),
    )


def _columns(deed: Deed, reply: Reply, action: str, given: Given) -> dict[str, Any]:
    who = given.ink.name if given.ink else deed.desk.user.name
    if action in ("批准", "批准并上报"):
        return {"department_leader": who, "department_on": _day(deed, given)}
    if action == "公司批准":
        return {"company_leader": who, "company_on": _day(deed, given)}
    if action == "退回":
        return {"department_leader": "", "department_on": None, "company_leader": "", "company_on": None}
    if action != "发出":
        return {}
    sent = given.day("sent_on", "回复日期")
    approved = reply.company_on or reply.department_on
    if sent and sent > deed.desk.clock.today():
        raise UserError("回复日期晚于今天。", advice="请核对日期。")
    if sent and approved and sent < approved:
        raise UserError(f"回复日期早于批准日期 {approved}（S-7-a）。", advice="请核对日期。")
    return {
        "channel": given.text("channel", "回复方式", limit=40),
        "sender": given.text("sender", "经办人", limit=40) or who,
        "sent_on": sent,
    }


def _day(deed: Deed, given: Given) -> date:
    return (given.ink.day if given.ink else None) or deed.desk.clock.today()


_SELECT = (
    "SELECT id, slip_id, state, customer, text, company_level, drafted_by, drafted_on, department_leader,"
    " department_on, company_leader, company_on, channel, sender, sent_on FROM customer_reply"
)


def _reply(row: tuple[Any, ...]) -> Reply:
    values = list(row)
    values[5] = bool(values[5])
    for place in (7, 9, 11, 14):
        values[place] = read_day(values[place])
    return Reply(*values)
