"""Every bad input of the case work is refused with the clause and the reason, and nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from qmsdesk.errors import Conflict, InvalidSlip, UserError
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import (
    arbitration,
    claim_approvals,
    claims,
    classifying,
    contacts,
    copy_receipt,
    drafts,
    handling,
    handling_revision,
    intake_transfer,
    meetings,
    readings,
    slips,
    steps,
    suggestions,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.facts import Share
from tests.operations import case_help
from tests.operations.case_hands import DAY, a_request, as_, ink, register_draft, register_feedback
from tests.operations.case_walk import WHOLE, Walker


@pytest.fixture
def walker(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Walker:
    return Walker(as_(desk), call_note, complete_feedback)


def _refused(clause: str, gesture: Callable[[], object]) -> None:
    """Refused with the clause, and the trail knows nothing of it."""
    before = rows("SELECT count(*) FROM audit")
    with pytest.raises(UserError) as refusal:
        gesture()
    assert clause in str(refusal.value)
    assert rows("SELECT count(*) FROM audit") == before


def _step(walker: Walker, slip_id: int, action: str, given: Given | None = None) -> Callable[[], object]:
    return lambda: steps.step(walker.desk, slip_id=slip_id, action=action, given=given or Given())


def test_a_claim_without_handling_and_without_approval_is_refused(walker: Walker) -> None:
    begun = claims.begin_claim(walker.desk, feedback_ids=[walker.classified()], request_id=a_request())
    walker.walk(begun.slip_id, "判定 无需预批")
    _refused("5.3.4.5", lambda: walker.write_sheet(begun.slip_id, "登记"))
    assert one("SELECT count(*) FROM slip WHERE number LIKE 'B%'") == (0,)
    claim_approvals.approve_urgency(walker.desk, slip_id=begun.slip_id, reason="停产", given=ink("高主任"))
    walker.write_sheet(begun.slip_id, "登记")
    assert one("SELECT number FROM slip WHERE id = ?", (begun.slip_id,)) == ("B01-2026-001",)


def test_a_handling_that_did_not_reach_sales_is_no_ground_for_a_claim(walker: Walker) -> None:
    c_id = walker.handling("开始分析 提出处理意见 登记 审核 分发")
    above = one("SELECT parent_id FROM case_link WHERE child_id = ?", (c_id,))
    assert above is not None
    begun = claims.begin_claim(walker.desk, feedback_ids=[above[0]], handling_id=c_id, request_id=a_request())
    walker.walk(begun.slip_id, "判定 无需预批")
    _refused("5.3.4.5", lambda: walker.write_sheet(begun.slip_id, "登记"))


def test_urgency_needs_a_reason_and_the_right_leader(walker: Walker) -> None:
    begun = claims.begin_claim(walker.desk, feedback_ids=[walker.classified()], request_id=a_request())
    sales = as_(walker.desk, "sales_clerk")
    _refused(
        "5.3.4.5",
        lambda: claim_approvals.approve_urgency(
            walker.desk, slip_id=begun.slip_id, reason=" ", given=ink("高主任")
        ),
    )
    _refused("5.3.4.5", lambda: claim_approvals.approve_urgency(sales, slip_id=begun.slip_id, reason="停产"))


def test_a_market_claim_needs_the_company_leader(walker: Walker) -> None:
    values = {"claim_class": "经营性三包", "modes": ["包换"], "decided_by": "李敏"}
    b_id = walker.claim("")
    steps.step(walker.desk, slip_id=b_id, action="判定", given=Given(reason="保市场", values=values))
    _refused("3.3", _step(walker, b_id, "无需预批"))
    _refused("3.3", _step(walker, b_id, "费用批准", ink("孙立")))
    sales = as_(walker.desk, "sales_clerk")
    with pytest.raises(UserError, match="公司主管领导"):
        steps.step(sales, slip_id=b_id, action="经营性批准")


def test_a_claim_needs_class_mode_and_a_decided_warranty(walker: Walker) -> None:
    b_id = walker.claim("")
    values: dict[str, Any] = {"claim_class": "", "modes": ["包修"], "kept": "是", "quality_cause": True}
    _refused("3.2", _step(walker, b_id, "判定", Given(values=values)))
    _refused(
        "3.1", _step(walker, b_id, "判定", Given(values={**values, "claim_class": "质量三包", "modes": []}))
    )
    known = {"dispatch": date(2024, 1, 1), "in_use": date(2024, 3, 1)}
    outside = {**values, **known, "claim_class": "质量三包"}
    _refused("5.3.5.1", _step(walker, b_id, "判定", Given(values=outside)))
    early = {**outside, "early_failure": True}
    _refused("5.3.5.2", _step(walker, b_id, "判定", Given(values=early)))
    whole = Given(reason="早期失效", values={**early, "decided_by": "王工", "evidence": "金相报告 12 号"})
    assert steps.step(walker.desk, slip_id=b_id, action="判定", given=whole).state == "已判定"


def test_costs_are_approved_before_the_claim(walker: Walker) -> None:
    b_id = walker.claim("判定 !cost")
    _refused("5.3.5.3", _step(walker, b_id, "无需预批"))
    walker.walk(b_id, "费用批准 !cost")
    _refused("5.3.5.3", lambda: walker.write_sheet(b_id, "登记"))
    (late,) = [line for line in claim_approvals.costs_of(walker.desk, slip_id=b_id) if not line.approved_by]
    claim_approvals.approve_cost(walker.desk, cost_id=late.id, given=ink("孙立"))
    walker.write_sheet(b_id, "登记")
    _refused("5.3.5.3", lambda: claim_approvals.add_cost(walker.desk, slip_id=b_id, kind="其他", fen=5))
    _refused("5.3.5.3", lambda: claim_approvals.add_cost(walker.desk, slip_id=b_id, kind="差旅费", fen=-5))
    _refused("5.3.5.3", lambda: claim_approvals.add_cost(walker.desk, slip_id=b_id, kind="招待费", fen=5))


@pytest.mark.parametrize(
    "shares", ["装配车间 60%、供应部门 30%", "装配车间、供应部门", "装配车间 50%、装配车间 50%"]
)
def test_shares_that_do_not_total_a_hundred_are_refused(walker: Walker, shares: str) -> None:
    begun = handling.begin_handling(walker.desk, feedback_ids=[walker.classified()], request_id=a_request())
    walker.walk(begun.slip_id, "开始分析 提出处理意见")
    filled = {
        "sig_handler": Signed("赵倩", DAY),
        "cause_analysis": "x",
        "disposition": "y",
        "responsible_dept": shares,
    }
    _refused("5.3.4.3", lambda: register_draft(walker.desk, begun.draft_id, **filled))


def test_every_responsible_unit_takes_part_in_the_meeting(walker: Walker) -> None:
    c_id = walker.handling("开始分析 !confirm 召开专题分析会 会议结论")
    draft = one("SELECT id FROM draft WHERE slip_id = ?", (c_id,))
    assert draft is not None
    sheet = {"responsible_dept": "装配车间 60%、供应部门 40%"}
    with pytest.raises(UserError, match=r"“供应部门”没有人参加专题分析会.*5\.3\.4\.3"):
        register_draft(walker.desk, draft[0], **{**WHOLE["03"], **sheet})
    (minutes,) = meetings.minutes_of(walker.desk, slip_id=c_id)
    people = [*minutes.people, meetings.Person("何芳", "供应部门", "质量负责人")]
    meetings.write_minutes(walker.desk, meeting_id=minutes.id, values={"people": people})
    assert register_draft(walker.desk, draft[0], **{**WHOLE["03"], **sheet}).number == "C01-2026-001"


def test_a_unit_may_want_the_investigation_on_record_before_the_slip(walker: Walker) -> None:
    readings.choose(walker.desk, name="investigation", value="record", reason="质量例会决定")
    with pytest.raises(UserError, match=r"调查核实.*5\.3\.2\.2"):
        walker.feedback()
    source = one("SELECT max(id) FROM source_document")
    assert source is not None
    intake_transfer.investigate(
        walker.desk, source_id=source[0], day=DAY, who="李敏", how="电话询问", findings="法兰渗漏属实"
    )
    draft = one("SELECT id FROM draft WHERE source_id = ?", source)
    assert draft is not None
    assert register_draft(walker.desk, draft[0], **walker.feedback_values).number == "F01-2026-001"


def test_an_appeal_needs_a_reason_a_party_and_its_turn(walker: Walker) -> None:
    c_id = walker.delivered()

    def appeal(department: str, reason: str) -> Callable[[], object]:
        return lambda: arbitration.appeal(walker.desk, slip_id=c_id, department=department, reason=reason)

    _refused("5.3.4.6", appeal("装配车间", " "))
    _refused("5.3.4.6", appeal("别的车间", "不服"))
    _refused("5.3.4.6", lambda: arbitration.rule(walker.desk, slip_id=c_id, text="各半"))
    appeal("装配车间", "不服")()
    _refused("5.3.4.6", appeal("装配车间", "还没裁决就再申诉"))
    _refused("5.3.4.6", lambda: arbitration.rule(walker.desk, slip_id=c_id, text=" "))
    bad = [Share("装配车间", 6000), Share("铸锻公司", 3000)]
    _refused("5.3.4.3", lambda: arbitration.rule(walker.desk, slip_id=c_id, text="分担", shares=bad))
    stranger = as_(walker.desk, "quality_clerk")
    with pytest.raises(UserError, match="技术质量管理部"):
        arbitration.rule(stranger, slip_id=c_id, text="我来裁")
    assert arbitration.state_of(walker.desk, slip_id=c_id) == "申诉中"


def test_there_is_no_third_appeal(walker: Walker) -> None:
    c_id = walker.delivered()
    for level in ("技术质量管理部裁决", "最终裁决"):
        arbitration.appeal(walker.desk, slip_id=c_id, department="装配车间", reason="不服", given=ink("吴江"))
        arbitration.rule(walker.desk, slip_id=c_id, text=level, given=ink("冯部长"))
    third = "最终裁决，不能再申诉（5.3.4.6）"
    with pytest.raises(UserError, match=third):
        arbitration.appeal(walker.desk, slip_id=c_id, department="装配车间", reason="还是不服")


def test_a_tool_is_not_named_for_a_machine_nobody_opened(walker: Walker) -> None:
    found: tuple[str, ...] = ()
    for opened, tool in ((False, "百分表"), (True, "")):
        values = {**walker.feedback_values, "opened": opened, "visual": False, "tool": tool}
        with pytest.raises(InvalidSlip) as refused:
            register_feedback(walker.desk, walker.note, values)
        found += tuple(problem.message for problem in refused.value.problems)
    assert len(found) == 2
    assert all("拆开" in message and "5.3.2.2" in message for message in found)
    assert rows("SELECT count(*) FROM slip WHERE number IS NOT NULL") == [(0,)]


def test_an_appeal_stops_neither_receipt_nor_work(walker: Walker) -> None:
    c_id = walker.handling("开始分析 提出处理意见 登记 审核 分发")
    _refused("5.3.4.6", _step(walker, c_id, "拒收"))
    arbitration.appeal(walker.desk, slip_id=c_id, department="装配车间", reason="不服")
    walker.walk(c_id, "!sign_copies 签收齐全 提交验证")
    assert walker.state(c_id) == "验证"


def test_a_suggestion_is_not_refused_without_saying_why(walker: Walker) -> None:
    j_id = walker.suggestion("登记 审核 发出 签收")
    given = ink("周平", values={"reply": "不做", "decision": "不采纳"})
    _refused("5.3.3.2", _step(walker, j_id, "答复", given))
    _refused("5.3.3.2", _step(walker, j_id, "答复", ink("周平", values={"reply": "做", "decision": ""})))
    _refused("5.3.3.2", _step(walker, j_id, "拒收"))


def test_signatures_keep_their_order_and_their_days(walker: Walker, clock: Any) -> None:
    b_id = walker.claim("判定 无需预批 登记")
    _refused("5.3.5.3", _step(walker, b_id, "质管批准", ink("赵倩")))
    _refused("5.3.5.3", _step(walker, b_id, "公司领导批准", ink("郑总")))
    clock.advance(days=3)
    _refused("S-7-a", _step(walker, b_id, "经销领导签字", ink("王工", DAY - timedelta(days=1))))
    with pytest.raises(UserError, match="晚于今天"):
        steps.step(
            walker.desk, slip_id=b_id, action="经销领导签字", given=ink("王工", DAY + timedelta(days=9))
        )
    walker.go(b_id, "经销领导签字")
    with pytest.raises(UserError, match="同一人"):
        steps.step(walker.desk, slip_id=b_id, action="质管批准", given=ink("李敏"))


def test_clerk_and_reviewer_are_two_people_unless_a_tiny_department_says_why(walker: Walker) -> None:
    slip_id = walker.feedback()
    _refused("R-4-a", _step(walker, slip_id, "审核", ink("李敏")))
    given = replace(ink("李敏"), override_reason="经销部只有一人在岗")
    assert steps.step(walker.desk, slip_id=slip_id, action="审核", given=given).state == "已审核"


def test_a_slip_leaves_its_department_reviewed_and_with_its_original_flagged(walker: Walker) -> None:
    slip_id = walker.feedback()
    with pytest.raises(UserError, match="送交"):
        steps.step(walker.desk, slip_id=slip_id, action="送交")
    walker.go(slip_id, "审核")
    _refused("5.3.2.2", _step(walker, slip_id, "送交"))


def test_a_disaster_needs_both_conditions_and_a_major_complaint_its_meeting(walker: Walker) -> None:
    slip_id = walker.feedback("审核 送交 签收")
    _refused(
        "5.3.4.4", _step(walker, slip_id, "归为B类", Given(values={"severity": "特大", "severe_loss": True}))
    )
    grave = {"severity": "特大", "severe_loss": True, "severe_reputation": True}
    steps.step(walker.desk, slip_id=slip_id, action="归为B类", given=Given(values=grave))
    begun = handling.begin_handling(walker.desk, feedback_ids=[slip_id], request_id=a_request())
    walker.go(begun.slip_id, "开始分析")
    _refused("5.3.4.3", _step(walker, begun.slip_id, "提出处理意见"))
    _refused("5.3.4.3", _step(walker, begun.slip_id, "召开质量分析会"))
    classifying.confirm_severity(walker.desk, slip_id=slip_id)
    walker.go(begun.slip_id, "召开专题分析会")
    _refused("5.3.4.4", _step(walker, begun.slip_id, "会议结论", Given(values=_minutes())))
    decided = {
        "risk": "停产",
        "resources": "40 万",
        "benefit": "保住合同",
        "general_manager_decision": "同意重制",
    }
    steps.step(
        walker.desk, slip_id=begun.slip_id, action="会议结论", given=Given(values={**_minutes(), **decided})
    )
    walker.walk(begun.slip_id, "登记 审核")
    _refused("5.3.4.3", _step(walker, begun.slip_id, "分发"))
    handling_revision.sign_revision(walker.desk, slip_id=begun.slip_id, box="sig_approve", given=ink("郑总"))
    walker.walk(begun.slip_id, "分发 !sign_copies 签收齐全 提交验证 !answer_above")
    _refused("5.3.4.4", _step(walker, begun.slip_id, "关闭", Given(values={"verification": "合格"})))
    handling.note_capa(walker.desk, slip_id=begun.slip_id, number="QM08-10-2026-003")
    walker.go(begun.slip_id, "关闭")


def _minutes() -> dict[str, Any]:
    from tests.operations.case_walk import MINUTES

    return dict(MINUTES)


def test_nothing_closes_while_something_is_open(walker: Walker) -> None:
    b_id = walker.claim("判定 无需预批 登记 经销领导签字 质管批准 公司领导批准 分发")
    (c_id, feedback) = (
        row[0]
        for row in rows("SELECT parent_id FROM case_link WHERE child_id = ? ORDER BY parent_id DESC", (b_id,))
    )
    walker.walk(c_id, "签收齐全 提交验证")
    _refused("5.3.4.5", _step(walker, c_id, "关闭", Given(values={"verification": "合格"})))
    case_help.answer(walker, feedback)
    with pytest.raises(UserError, match="B01-2026-001 尚未关闭"):
        steps.step(walker.desk, slip_id=c_id, action="关闭", given=Given(values={"verification": "合格"}))
    _refused("5.3.3.3", _step(walker, feedback, "处理完毕"))
    walker.walk(b_id, "完成 关闭")
    walker.go(c_id, "关闭")
    walker.walk(feedback, "处理完毕 关闭")


def test_the_debt_of_an_urgent_claim_keeps_its_case_open(walker: Walker) -> None:
    b_id = walker.urgent_claim("判定 无需预批 登记 经销领导签字 质管批准 公司领导批准 分发 完成")
    _refused("5.3.4.5", _step(walker, b_id, "关闭"))
    _refused("5.3.4.5", _step(walker, b_id, "补处理单"))
    walker.walk(b_id, "!handle_now 补处理单 关闭")


def test_a_sheet_that_is_not_whole_costs_no_number(walker: Walker) -> None:
    begun = suggestions.begin_suggestion(
        walker.desk,
        feedback_ids=[walker.classified("A")],
        receiving_unit="设计所",
        content="",
        request_id=a_request(),
    )
    with pytest.raises(InvalidSlip) as refused:
        register_draft(walker.desk, begun.draft_id)
    assert [item.label for item in refused.value.problems] == ["意见/建议内容", "经办人/日期"]
    made = register_draft(walker.desk, begun.draft_id, content="改", sig_handler=Signed("赵倩", DAY))
    assert made.number == "J01-2026-001"


def test_two_people_on_one_slip_do_not_overwrite_each_other(walker: Walker) -> None:
    slip_id = walker.feedback()
    version = slips.read_slip(walker.desk, slip_id=slip_id).version
    steps.step(walker.desk, slip_id=slip_id, action="审核", given=ink("王工"), version=version)
    with pytest.raises(Conflict):
        steps.step(
            walker.desk, slip_id=slip_id, action="撤回审核", given=Given(reason="看错"), version=version
        )


def test_the_same_request_twice_is_one_gesture(walker: Walker) -> None:
    slip_id = walker.feedback()
    given, request = ink("王工"), a_request()
    first = steps.step(walker.desk, slip_id=slip_id, action="审核", given=given, request_id=request)
    assert steps.step(walker.desk, slip_id=slip_id, action="审核", given=given, request_id=request) == first
    begun = [
        handling.begin_handling(walker.desk, feedback_ids=[walker.classified()], request_id="the same")
        for _ in range(2)
    ]
    assert begun[0] == begun[1]


def test_a_slip_that_was_handed_over_is_voided_with_somebody_elses_approval(walker: Walker) -> None:
    slip_id = walker.feedback("审核 送交")
    version = slips.read_slip(walker.desk, slip_id=slip_id).version
    for approver in ("", walker.desk.user.name):
        with pytest.raises(UserError, match="批准人"):
            slips.void(walker.desk, slip_id=slip_id, reason="重复登记", version=version, approver=approver)
    slips.void(walker.desk, slip_id=slip_id, reason="重复登记", version=version, approver="王工")
    assert one("SELECT name FROM approval WHERE what = '作废'") == ("王工",)
    assert copy_receipt.waiting(as_(walker.desk, kind="质管部门")) == []


def test_a_draft_of_a_case_is_given_up_with_a_reason_not_thrown_away(walker: Walker) -> None:
    begun = handling.begin_handling(walker.desk, feedback_ids=[walker.classified()], request_id=a_request())
    with pytest.raises(UserError, match="放弃"):
        drafts.discard_draft(walker.desk, draft_id=begun.draft_id)
    _refused("5.1.2", _step(walker, begun.slip_id, "放弃"))
    walker.go(begun.slip_id, "放弃")
    assert drafts.list_drafts(walker.desk) == []


def test_contacts_need_a_result_and_lie_in_the_past(walker: Walker) -> None:
    slip_id = walker.feedback()
    now = walker.desk.clock.now()

    def log(at: Any, result: str, kind: str = "联系") -> Callable[[], object]:
        return lambda: contacts.log_contact(
            walker.desk, slip_id=slip_id, at=at, how="电话", contact="马处长", result=result, kind=kind
        )

    _refused("联系结果", log(now, " "))
    _refused("晚于现在", log(now + timedelta(hours=1), "好"))
    _refused("种类", log(now, "好", "闲聊"))
    log(now, "已收到来件", "收到确认")()
    assert [line.kind for line in contacts.contacts_of(walker.desk, slip_id=slip_id)] == ["收到确认"]
