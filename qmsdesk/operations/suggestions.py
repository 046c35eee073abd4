"""建议单 J: issued to one responsible unit, answered within the month, verified, its photocopy logged (5.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.beginning import Begun, already_begun, begin, drop_draft, live_feedbacks, numbers
from qmsdesk.operations.deadlines import duties, expect, met
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.handover import (
    CORRECT,
    TAKE_BACK_REVIEW,
    VOID_APPROVED,
    hand_copies,
    receive_copy,
)
from qmsdesk.operations.once import once
from qmsdesk.operations.registration import read_sheet
from qmsdesk.operations.replies import begin_reply, send_with
from qmsdesk.operations.rights import require
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.turns import StepSpec, Turn
from qmsdesk.procedure.copies import QUALITY


def begin_suggestion(
    desk: Desk,
    *,
    feedback_ids: Sequence[int],
    receiving_unit: str,
    content: str = "",
    answer_customer: bool = False,
    info_source: str = "",
    request_id: str,
) -> Begun:
    """Begin a 建议单 to one responsible unit, citing feedbacks or (info_source) a report (R-5.3.3.1-a)."""
    again = already_begun(request_id)
    if again is not None:
        return again
    cited = live_feedbacks(feedback_ids) if feedback_ids else ()
    if not cited and not info_source.strip():
        raise UserError("请选择信息来源：反馈单，或写明报告名称（5.3.3.1）。")
    values = {
        "issuing_unit": f"{desk.department.unit_name}{QUALITY}",
        "receiving_unit": clean_text(receiving_unit, label="接受单位/部门", max_length=60),
        "info_source": "；".join(
            filter(None, (numbers(cited), clean_text(info_source, label="信息来源", max_length=200)))
        ),
        "content": content,
        "answer_customer": answer_customer,
    }
    with write_tx():
        deed = Deed(desk, None)
        begun = begin(deed, "02", values=values, parents=cited, request_id=request_id)
        deed.close("起草建议单")
    return begun


@once
def log_photocopy(desk: Desk, *, slip_id: int, day: date, by: str = "") -> None:
    """The photocopy of the completed slip came back to 质管 (5.3.3.2, I-39)."""
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, "复印件登记", paper="02", state=slip.state, slip_id=slip.id)
    if day > desk.clock.today():
        raise UserError("收到复印件的日期晚于今天。", advice="请核对日期。")
    who = clean_text(by, label="经手人", max_length=40) or desk.user.name
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("suggestion", slip_id, photocopy_on=day, photocopy_by=who)
        deed.close("复印件登记")


def verify(turn: Turn, result: str, text: str) -> None:
    """One 核实 or 验证: words, person, day (R-5.3.3.3-a, 4.4.1b)."""
    turn.deed.insert(
        "verification",
        slip_id=turn.slip.id,
        result=result,
        text=text,
        who=turn.who,
        day=turn.day,
        entered_at=turn.deed.now,
    )


def give_up(turn: Turn) -> None:
    """放弃 of a slip that never got a number: its sheet goes, its row and reason stay."""
    drop_draft(turn.slip.id)


def _issue(turn: Turn) -> None:
    hand_copies(turn.deed, turn.slip.id, by=turn.who, keep=QUALITY)


def _receive(turn: Turn) -> None:
    """签收 starts the month (D6, I-12)."""
    slip_id = turn.slip.id
    found = one("SELECT holder FROM copy WHERE slip_id = ? AND ordinal = 2", (slip_id,))
    receive_copy(turn.deed, slip_id, found[0] if found else "", by=turn.who)
    due = duties(turn.desk).suggestion_reply(turn.day, turn.slip.number)
    expect(turn.deed, slip_id, "D6", due.what, due.due, due.clause)


def _answered(turn: Turn) -> None:
    met(turn.deed, turn.slip.id, "D6", turn.day)


def _researched(turn: Turn) -> None:
    """涉及产品设计改进: who analysed it and with what result is on record before it is carried out (5.3.3.2)."""
    text = turn.given.text("research", "组织分析研究的情况", limit=4000)
    if not text:
        if turn.slip.values.get("design_change"):
            raise UserError("涉及产品设计改进的，请填写组织分析研究的情况（5.3.3.2）。")
        return
    turn.deed.insert(
        "investigation",
        slip_id=turn.slip.id,
        day=turn.day,
        who=turn.who,
        how="组织分析研究",
        findings=text,
        entered_at=turn.deed.now,
        entered_by=turn.desk.user.name,
    )


def _verified(turn: Turn) -> None:
    text = turn.given.text("verification", "核实情况")
    if text:
        verify(turn, turn.row.action.removeprefix("核实"), text)


def _draft_reply(turn: Turn) -> None:
    begin_reply(
        turn.deed,
        turn.slip.id,
        text=turn.given.text("text", "回复内容"),
        company_level=bool(turn.given.values.get("company_level")),
    )


def _send_reply(turn: Turn) -> None:
    """回复顾客: the approved letter goes out with day, channel and person; one that went out already stands."""
    waiting = rows(
        "SELECT id FROM customer_reply WHERE slip_id = ? AND state = '已批准' ORDER BY id DESC LIMIT 1",
        (turn.slip.id,),
    )
    if waiting:
        send_with(turn.deed, waiting[0][0], given=turn.given)


_REASON = StepSpec(asks=("reason",))
_VERIFY = StepSpec(box="sig_verifier", fills=("verification",), drops="sig_verifier", effect=_verified)

STEPS: dict[tuple[str, str], StepSpec] = {
    ("02", "登记"): StepSpec(asks=("sheet",), effect=read_sheet),
    ("02", "放弃"): StepSpec(asks=("reason",), effect=give_up),
    ("02", "审核"): StepSpec(box="sig_review"),
    ("02", "审核退回"): _REASON,
    ("02", "更正"): CORRECT,
    ("02", "撤回审核"): TAKE_BACK_REVIEW,
    ("02", "发出"): StepSpec(effect=_issue),
    ("02", "签收"): StepSpec(box="sig_receipt", effect=_receive),
    ("02", "答复"): StepSpec(
        box="sig_reply_handler",
        fills=("reply", "decision", "decision_reason", "design_change"),
        drops="sig_reply_handler",
        clerk="sig_reply_handler",
        review="sig_reply_review",
    ),
    ("02", "审核答复"): StepSpec(
        box="sig_reply_review", after=_answered, clerk="sig_reply_handler", review="sig_reply_review"
    ),
    ("02", "退回答复"): StepSpec(asks=("reason",), drops="sig_reply_handler"),
    ("02", "实施"): StepSpec(asks=("research",), effect=_researched),
    ("02", "核实合格"): _VERIFY,
    ("02", "核实不合格"): _VERIFY,
    ("02", "继续实施"): StepSpec(),
    ("02", "起草回复"): StepSpec(asks=("text", "company_level"), effect=_draft_reply),
    ("02", "回复顾客"): StepSpec(asks=("channel", "sent_on", "sender"), effect=_send_reply),
    ("02", "关闭"): StepSpec(),
    ("02", "作废"): VOID_APPROVED,
}
