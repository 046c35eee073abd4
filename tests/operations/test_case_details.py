"""Smaller promises of the case work: targets, transfers on paper, design research, photocopies, cost changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import (
    beginning,
    case_prints,
    claim_approvals,
    claim_costs,
    claim_warranty,
    claims,
    classifying,
    deadlines,
    handling,
    intake,
    intake_transfer,
    ledger,
    lives,
    meetings,
    signing,
    slips,
    steps,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.printing import raster
from qmsdesk.procedure.warranty import WarrantyCase
from tests.operations import case_help
from tests.operations.case_hands import DAY, a_request, as_, ink
from tests.operations.case_walk import LIMIT, Walker


@pytest.fixture
def walker(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Walker:
    return Walker(as_(desk), call_note, complete_feedback, trusting=True)


def _words(data: bytes) -> str:
    return "".join("".join(raster.texts(data)).split())


def _line(walker: Walker) -> dict[str, Any]:
    keys = [column.key for column in ledger.COLUMNS]
    return dict(zip(keys, next(ledger.stream(walker.desk, query=Query())), strict=True))


def test_a_unit_may_set_itself_targets_in_working_days(walker: Walker) -> None:
    for state, days in (("已登记", 1), ("待归类", 2)):
        deadlines.set_target(walker.desk, life="01", state=state, working_days=days, reason="本单位规定")
    walker.feedback()
    assert _line(walker)["due"] == date(2026, 11, 23)
    other = walker.feedback("审核 送交 签收")
    assert deadlines.open_duties([other]) == [(other, "待归类的办理目标", date(2026, 11, 24))]
    walker.go(other, "归为B类")
    assert deadlines.open_duties([other]) == []
    deadlines.set_target(walker.desk, life="01", state="待归类", working_days=None, reason="取消")
    assert [item.state for item in deadlines.targets()] == ["已登记"]
    with pytest.raises(UserError, match="没有“飞”"):
        deadlines.set_target(walker.desk, life="01", state="飞", working_days=1, reason="x")
    assert audit_check.verify() == ()


def test_what_is_passed_on_goes_with_its_paper(walker: Walker, call_note: CallNote) -> None:
    taken = intake.record_call(walker.desk, note=call_note, request_id=a_request())
    intake_transfer.pass_on(
        walker.desk, source_id=taken.source_id, receiver="铸锻公司经销部门", reason="产品由其制造"
    )
    (link,) = intake_transfer.chain(walker.desk, source_id=taken.source_id)
    printed = case_prints.auxiliary_pdf(walker.desk, kind="transfer", record_id=link.id)
    words = _words(printed.data)
    assert printed.copies == raster.page_count(printed.data) == 2
    for told in (
        "信息转交签收单",
        "铸锻公司经销部门",
        "产品由其制造",
        "D01-2026-001",
        "第一联共二联转出单位存",
    ):
        assert told in words
    feedback = walker.feedback("审核 送交 签收 转出")
    (out,) = intake_transfer.chain(walker.desk, slip_id=feedback)
    assert "转出" in _words(case_prints.auxiliary_pdf(walker.desk, kind="transfer", record_id=out.id).data)
    with pytest.raises(UserError, match="没有“x”"):
        case_prints.auxiliary_pdf(walker.desk, kind="x", record_id=1)


def test_a_change_of_design_is_studied_before_it_is_carried_out(walker: Walker) -> None:
    j_id = walker.suggestion("登记 审核 发出 签收")
    reply = {"reply": "改结构", "decision": "部分采纳", "design_change": True}
    steps.step(walker.desk, slip_id=j_id, action="答复", given=ink("周平", values=reply))
    walker.go(j_id, "审核答复")
    with pytest.raises(UserError, match=r"5\.3\.3\.2"):
        steps.step(walker.desk, slip_id=j_id, action="实施")
    given = Given(values={"research": "设计所组织评审，结论可行。"})
    assert steps.step(walker.desk, slip_id=j_id, action="实施", given=given).state == "实施中"
    assert one("SELECT findings FROM investigation WHERE slip_id = ?", (j_id,)) == (
        "设计所组织评审，结论可行。",
    )
    copy = case_prints.photocopy(walker.desk, slip_id=j_id, holder="质管部门")
    assert "复印件" in _words(copy.data)


def test_photocopies_of_the_feedback_go_with_every_forwarded_copy(walker: Walker) -> None:
    c_id = walker.delivered()
    (printed,) = case_prints.photocopies(walker.desk, handling_id=c_id)
    words = _words(printed.data)
    assert printed.copies == raster.page_count(printed.data) == 2
    assert "复印件附于C01-2026-001" in words
    assert "经销部门存" in words
    assert "装配车间存" in words
    sheet = one("SELECT copy_count, photocopy_count, to_sales FROM handling WHERE slip_id = ?", (c_id,))
    assert sheet == (3, 2, 1)


def test_an_estimate_becomes_a_cost_once_it_is_settled_and_approved(walker: Walker) -> None:
    b_id = walker.claim("判定 !cost 费用批准 登记")
    assert claim_costs.cost_of(b_id).counted == _line(walker)["claim_cost"] == 123_456
    key = claim_approvals.add_cost(walker.desk, slip_id=b_id, kind="运输费", fen=50_000, estimate=True)
    assert claim_costs.cost_of(b_id).estimates == 50_000
    claim_approvals.change_cost(walker.desk, cost_id=key, fen=47_800, estimate=False, reason="按运单结算")
    assert claim_costs.cost_of(b_id).unapproved == 47_800
    assert _line(walker)["claim_cost"] == 123_456
    claim_approvals.approve_cost(walker.desk, cost_id=key, given=ink("孙立"))
    assert _line(walker)["claim_cost"] == 123_456 + 47_800
    claim_approvals.remove_cost(walker.desk, cost_id=key, reason="由承运方承担")
    assert _line(walker)["claim_cost"] == 123_456
    assert [line.kind for line in claim_approvals.costs_of(walker.desk, slip_id=b_id)] == ["差旅费"]
    assert audit_check.verify() == ()


def test_who_approved_the_costs_stands_in_the_remarks(walker: Walker) -> None:
    slip_id = walker.claim("判定 !cost 费用批准 登记")
    remarks = one("SELECT remarks FROM warranty_claim WHERE slip_id = ?", (slip_id,))
    assert remarks is not None
    assert "费用批准：孙立 2026-11-22" in remarks[0]


def test_the_ruler_knows_what_feedback_machine_and_handling_tell(walker: Walker) -> None:
    b_id = walker.claim("判定")
    known = claim_warranty.known_case(walker.desk, slip_id=b_id)
    assert (known.in_use, known.failure, known.quality_cause) == (
        date(2026, 11, 19),
        date(2026, 11, 21),
        True,
    )
    decided = claim_warranty.decision_of(walker.desk, slip_id=b_id)
    assert decided is not None
    assert (decided[0].ruling.result, decided[1]) == ("质量三包", "李敏")
    vessel = claim_warranty.rule_on(walker.desk, case=WarrantyCase(pressure_vessel=True, failure=DAY))
    assert vessel.ruling.result == "按法规"


def test_the_clerk_decides_who_gets_a_copy_until_the_claim_goes_out(walker: Walker) -> None:
    b_id = walker.claim("判定 无需预批 登记")
    with pytest.raises(UserError, match="经销部门"):
        claims.choose_copies(walker.desk, slip_id=b_id, holders=["质管部门"])
    claims.choose_copies(walker.desk, slip_id=b_id, holders=["经销部门", "质管部门", "成品库"])
    found = rows("SELECT label FROM copy WHERE slip_id = ? ORDER BY ordinal", (b_id,))
    assert [row[0] for row in found][-1] == "第三联 共三联 成品库存"
    walker.walk(b_id, "经销领导签字 质管批准 公司领导批准 分发")
    with pytest.raises(UserError, match="分发后"):
        claims.choose_copies(walker.desk, slip_id=b_id, holders=["经销部门"])


def test_a_handling_from_another_office_counts_once_it_is_noted_as_received(walker: Walker) -> None:
    begun = claims.begin_claim(
        walker.desk, feedback_ids=[walker.classified()], handling_no="C02-2026-014", handling_received_on=DAY,
        request_id=a_request(),
    )  # fmt: skip
    walker.walk(begun.slip_id, "判定 无需预批 登记")
    remarks = one("SELECT remarks FROM warranty_claim WHERE slip_id = ?", (begun.slip_id,))
    assert remarks is not None
    assert remarks[0].startswith("【质量三包；包修；保用期判定：质量三包（李敏判定）；处理单 C02-2026-014】")


def test_agreed_actions_and_the_same_fault_elsewhere_are_followed(walker: Walker) -> None:
    c_id = walker.handling("开始分析 召开质量分析会")
    (minutes,) = meetings.minutes_of(walker.desk, slip_id=c_id)
    actions = [meetings.Action("补充检验", "质管部门", LIMIT)]
    meetings.write_minutes(walker.desk, meeting_id=minutes.id, values={"actions": actions, "place": "会议室"})
    meetings.action_done(walker.desk, meeting_id=minutes.id, place=1, day=DAY)
    (kept,) = meetings.minutes_of(walker.desk, slip_id=c_id)
    assert (kept.place, kept.actions) == ("会议室", (meetings.Action("补充检验", "质管部门", LIMIT, DAY),))
    for result in ("未发现", "发现同类"):
        handling.check_stock(walker.desk, slip_id=c_id, place="库存品", result=result)
    assert [(line[0], line[1]) for line in handling.stock_checks(walker.desk, slip_id=c_id)] == [
        ("库存品", "发现同类")
    ]
    with pytest.raises(UserError, match="库存核查"):
        handling.check_stock(walker.desk, slip_id=c_id, place="车间", result="未发现")


def test_the_customers_words_propose_class_and_danger(walker: Walker) -> None:
    slip_id = walker.feedback("审核 送交 签收")
    advice = classifying.advise(walker.desk, slip_id=slip_id)
    assert advice.proposals[0].problem.first == "密封泄漏"
    assert advice.severity == "一般"
    steps.step(walker.desk, slip_id=slip_id, action="归为B类", given=Given(values={"problem_code": "C1"}))
    other = walker.feedback("审核 送交 签收")
    with pytest.raises(UserError, match="问题类别"):
        steps.step(walker.desk, slip_id=other, action="归为B类", given=Given(values={"problem_code": "Q"}))


def test_a_small_life_offers_its_gestures_by_role(walker: Walker) -> None:
    assert lives.open_gestures(as_(walker.desk, "department_leader"), life="reply", state="待部门领导批准") == (
        "批准", "批准并上报", "退回",
    )  # fmt: skip
    assert lives.open_gestures(as_(walker.desk, "sales_clerk"), life="reply", state="待部门领导批准") == ()


def test_a_call_that_is_answered_counts_as_an_answer(walker: Walker) -> None:
    slip_id = walker.feedback("审核 送交 签收 归为A类 处理完毕")
    with pytest.raises(UserError, match="尚未回复顾客"):
        steps.step(walker.desk, slip_id=slip_id, action="关闭")
    case_help.answer(walker, slip_id)
    walker.go(slip_id, "关闭")


def test_a_leader_signs_a_step_with_the_password(walker: Walker) -> None:
    walker.feedback_values = {**walker.feedback_values, "sig_handler": Signed("周平", DAY)}
    slip_id = walker.feedback()
    with pytest.raises(UserError, match="密码"):
        steps.step(walker.desk, slip_id=slip_id, action="审核", given=Given(password="wrong-password-2026"))
    done = steps.step(walker.desk, slip_id=slip_id, action="审核", given=Given(password="testing-desk-2026"))
    assert done.state == "已审核"
    kept = one(
        "SELECT name, how, length(digest) FROM signature WHERE slip_id = ? AND box = 'sig_review'", (slip_id,)
    )
    assert kept == ("李敏", "program", 64)
    b_id = walker.claim("判定 !cost")
    steps.step(walker.desk, slip_id=b_id, action="费用批准", given=Given(password="testing-desk-2026"))
    assert one("SELECT name, how FROM approval WHERE what = '费用'") == ("李敏", "program")


def test_a_correction_leaves_the_sections_of_others_as_they_are(walker: Walker) -> None:
    """更正 of a returned F: the clerk's own part is written anew, the quality office's stays; old signatures fall."""
    slip_id = walker.feedback("审核 送交 签收 退回")
    before = slips.read_slip(walker.desk, slip_id=slip_id)
    assert before.state == "退回经销"
    draft = beginning.begin_correction(walker.desk, slip_id=slip_id)
    values = {
        **draft.values,
        "problem_part": "换过的部位",
        "qc_receipt_opinion": "经销改写的意见",
        "problem_code": "101",
    }
    slips.register(walker.desk, draft_id=draft.id, values=values, request_id="correct")
    after = slips.read_slip(walker.desk, slip_id=slip_id)
    assert after.values["problem_part"] == "换过的部位"
    for name in ("qc_receipt_opinion", "problem_code"):
        assert after.values.get(name) == before.values.get(name)
    assert set(signing.live_signatures(slip_id)) == {"sig_handler"}
    assert signing.locked_sections(slip_id) == {"fill"}
