"""What can be done about any slip, and about a 反馈单, beside the table: contacts, begun slips, suppliers, letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qmsdesk.forms.case.gesture import Answers, Gesture, always
from qmsdesk.forms.case.inputs import INPUTS, Input, Kind, words
from qmsdesk.forms.case.known import DEAD, name_of
from qmsdesk.operations import classifying, contacts, replies, suppliers
from qmsdesk.operations.case_view import case_of
from qmsdesk.operations.citable import citable
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.letters import proposed_letter
from qmsdesk.operations.once import request_of
from qmsdesk.operations.slips import Slip
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.workflow import actions

SUPPLIER_STEPS = ("供方确认", "收到分析报告", "收到处理结果", "逾期", "延期", "关闭")


def _classified(_desk: Desk, slip: Slip) -> bool:
    return slip.state not in ("草稿", "已登记", "已审核", "待质管签收", "作废", "已关闭")


def _live(_desk: Desk, slip: Slip) -> bool:
    return slip.state not in DEAD


def _contact(desk: Desk, slip: Slip, answers: Answers) -> object:
    return contacts.log_contact(desk, slip_id=slip.id, **answers)


def _together(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    """Which other feedbacks the new slip stands on as well; nothing to ask where there is none."""
    others = citable(desk, slip_id=slip.id) if slip.paper_code == "01" else []
    if not others:
        return ()
    lines = tuple(
        (one.slip_id, f"{one.number}　{one.words}" + (f"　{one.shared}" if one.shared else ""))
        for one in others
    )
    return (Input("cited", "一并引用", Kind.SLIPS, lines, hint="编号、顾客、产品"),)


def _cited(slip: Slip, answers: Answers) -> list[int]:
    return [slip.id, *(answers.pop("cited", None) or ())]


def _suggestion_inputs(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    return (
        Input("receiving_unit", "责任单位", hint="每个责任单位一张"),
        Input("content", "建议内容", Kind.LONG),
        Input("answer_customer", "采纳后须回复顾客", Kind.TICK),
        *_together(desk, slip),
    )


def _handling_inputs(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    words_ = "涉及几个部门，或原因、责任不清（先开专题分析会）"
    return (Input("several_or_unclear", words_, Kind.TICK), *_together(desk, slip))


def _suggest(desk: Desk, slip: Slip, answers: Answers) -> object:
    from qmsdesk.operations.suggestions import begin_suggestion

    return begin_suggestion(desk, feedback_ids=_cited(slip, answers), request_id=request_of(desk), **answers)


def _handle(desk: Desk, slip: Slip, answers: Answers) -> object:
    from qmsdesk.operations.handling import begin_handling

    return begin_handling(desk, feedback_ids=_cited(slip, answers), request_id=request_of(desk), **answers)


def _claim(desk: Desk, slip: Slip, answers: Answers) -> object:
    from qmsdesk.operations.claims import begin_claim
    from qmsdesk.operations.slips import read_slip

    above = _cited(slip, answers)
    if slip.paper_code == "03":
        nodes = case_of(desk, slip_id=slip.id).nodes
        above = [node.slip_id for node in nodes if node.paper_code == "01"]
        answers["handling_id"] = read_slip(desk, slip_id=slip.id).id
    return begin_claim(desk, feedback_ids=above, request_id=request_of(desk), **answers)


def claim_inputs(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    """Which 处理单 a 三包单 stands on: one of the case, one of another unit, or none yet."""
    if slip.paper_code == "03":
        return ()
    nodes = [node for node in case_of(desk, slip_id=slip.id).nodes if node.paper_code == "03"]
    live = [(node.slip_id, name_of(node)) for node in nodes if node.state not in DEAD]
    return (
        Input("handling_id", "处理单", Kind.CHOICE, (*live, (None, "没有（外单位的，或先处理后分析）"))),
        Input("handling_no", "外单位处理单编号", hint="没有就空着：先处理后分析须批准"),
        Input("handling_received_on", "收到日期", Kind.DATE),
        *_together(desk, slip),
    )


def _supplier_inputs(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    lines = suppliers.claims_of(desk, feedback_id=slip.id)
    known = tuple((line.id, f"{line.name}　限期 {line.limit_on}　{line.state}") for line in lines)
    states = {line.state for line in lines}
    now = [
        name
        for name in SUPPLIER_STEPS
        if any(row.action == name for s in states for row in actions("supplier", s))
    ]
    return (
        Input("claim_id", "供方", Kind.CHOICE, known),
        Input("action", "进展", Kind.CHOICE, words(*(now or SUPPLIER_STEPS))),
        Input("report", "质量分析报告", hint="编号或名称", only_with=("收到分析报告",)),
        Input("result", "处理结果", Kind.LONG, only_with=("收到处理结果",)),
        Input("on", "日期", Kind.DATE, only_with=("供方确认", "收到分析报告", "收到处理结果")),
        Input("limit", "新的限期", Kind.DATE, only_with=("延期",)),
        Input("reason", "理由", Kind.LONG, only_with=("延期", "逾期", "关闭")),
    )


def _supplier(desk: Desk, _slip: Slip, answers: Answers) -> object:
    claim_id, action, reason = (answers.pop(name) for name in ("claim_id", "action", "reason"))
    values = {name: value for name, value in answers.items() if value}
    return suppliers.step(desk, claim_id=claim_id, action=action, given=Given(reason=reason, values=values))


def _supplier_day(desk: Desk, _slip: Slip) -> Mapping[str, Any]:
    return {"on": desk.clock.today()}


def _has_suppliers(desk: Desk, slip: Slip) -> bool:
    return slip.paper_code == "01" and bool(suppliers.claims_of(desk, feedback_id=slip.id))


def _now(desk: Desk, slip: Slip) -> Mapping[str, Any]:
    return {"contact": str(slip.values.get("contact") or ""), "at": desk.clock.now()}


CONTACT = Gesture(
    "联系记录", "记下", "5.2",
    always(
        Input("kind", "种类", Kind.CHOICE, words(*contacts.KINDS)),
        Input("at", "时间", Kind.MOMENT),
        Input("how", "方式", Kind.CHOICE, words("电话", "传真", "信函", "电子邮件", "当面"), editable=True),
        Input("contact", "联系人"),
        Input("result", "结果", Kind.LONG, hint="说了什么，顾客怎么答"),
        Input("satisfied", "顾客", Kind.CHOICE, (("", "未问"), *words("满意", "不满意"))),
    ),
    _contact, _now, _live,
)  # fmt: skip
LETTER = Gesture(
    "起草回复函", "起草", "5.3.3.3",
    always(INPUTS["text"], INPUTS["company_level"]),
    lambda desk, slip, answers: replies.draft_reply(desk, slip_id=slip.id, **answers),
    lambda desk, slip: {"text": proposed_letter(desk, slip_id=slip.id)}, _live,
)  # fmt: skip
CLAIM = Gesture("开三包单", "开三包单", "5.3.5.3", claim_inputs, _claim, when=_classified)
GENERAL: tuple[Gesture, ...] = (CONTACT, LETTER)
FEEDBACK: tuple[Gesture, ...] = (
    Gesture(
        "开建议单", "开建议单", "5.3.3.1", _suggestion_inputs, _suggest, when=_classified,
    ),
    Gesture(
        "开处理单", "开处理单", "5.3.4.1", _handling_inputs, _handle, when=_classified,
    ),
    CLAIM,
    Gesture("供方进展", "记下", "5.3.4.2", _supplier_inputs, _supplier, _supplier_day, _has_suppliers),
    Gesture(
        "确认投诉程度", "确认", "5.3.4.3", always(),
        lambda desk, slip, _answers: classifying.confirm_severity(desk, slip_id=slip.id), when=_classified,
    ),
    Gesture(
        "无需回复顾客", "记下", "5.3.3.3", always(Input("reason", "理由", Kind.LONG)),
        lambda desk, slip, answers: classifying.answer_not_needed(desk, slip_id=slip.id, **answers), when=_classified,
    ),
)  # fmt: skip
