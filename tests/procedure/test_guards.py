"""Each guard refuses bad input with its clause and lets sound facts pass (requirements §6, §7, §11-13)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import BugError, UserError
from qmsdesk.procedure import workflow
from qmsdesk.procedure.facts import (
    Act,
    AppealFacts,
    ClaimFacts,
    CostFact,
    Facts,
    FeedbackFacts,
    HandlingFacts,
    Meeting,
    ReplyFacts,
    Share,
    Signature,
    SuggestionFacts,
    SupplierFacts,
    SurveyFacts,
)
from qmsdesk.procedure.guards import GUARDS, enforce, refusal

DAY = date(2026, 3, 10)
LATER = date(2026, 3, 12)
CLERK, LEADER, BOSS = Signature("李敏", DAY), Signature("王工", DAY), Signature("赵倩", LATER)
MINUTES = Meeting(
    LATER,
    "赵倩",
    "management_representative",
    ("王工", "李敏"),
    "砂眼",
    "返修",
    "低",
    "两万",
    "保市场",
    "同意",
)

SOUND = Facts(
    act=Act(
        actor="赵倩",
        day=LATER,
        previous_day=DAY,
        reason="填写有误",
        approver="王工",
        receiver="二分厂经销部门",
        clerk=CLERK,
        review=LEADER,
        chain=(CLERK, LEADER, BOSS, Signature("孙总", LATER)),
    ),
    feedback=FeedbackFacts(
        sources=1, feedback_day=DAY, start_day=DAY, failure_day=DAY, original="原件", opinion="B 类",
        strands=frozenset("B"), own_unit="01", receiving_unit="02", result_back=True, analysis_back=True,
        handlings=1, answered=True,
    ),
    suggestion=SuggestionFacts(
        receivers=("技术部",), sources=1, content="加厚法兰", opinion="可行", decision="采纳", verification="已实施",
        verifier=LEADER, verified_ok=True, photocopy_logged=True, reply_needed=True,
    ),
    reply=ReplyFacts(text="已加厚", approved=True, sent_day=LATER, channel="信函", sender="李敏"),
    handling=HandlingFacts(
        analysis="铸造砂眼", opinion="返修", shares=(Share("铸造车间", 6000), Share("装配车间", 4000)),
        severity_confirmed=True, meeting=MINUTES, approval=BOSS,
        copies=("质管部门", "经销部门", "铸造车间", "装配车间"),
        measures="已返修", verification="合格", verifier=LEADER, verified_ok=True, capa_number="Q-7",
    ),
    claim=ClaimFacts(
        category="质量三包", modes=("包修",), warranty_result="质量三包",
        costs=(CostFact("差旅费", 120000, approval=LEADER),), market_approval=BOSS,
        handling_number="C01-2026-001", handling_delivered=True, goods=1, holders=("经销部门", "财务部门"),
        planned_day=LATER, consignee="某厂", station="兰州西", full_wagon=True, dispatched_day=LATER,
        actual_day=LATER,
    ),
    supplier=SupplierFacts("某轴承厂", LATER, True, "换货", date(2026, 4, 1)),
    appeal=AppealFacts("责任不在本单位", 1, "各半", "技术质量管理部", (Share("甲", 5000), Share("乙", 5000))),
    survey=SurveyFacts(),
)  # fmt: skip

GROUPS = ("act", "feedback", "suggestion", "reply", "handling", "claim", "supplier", "appeal", "survey")


def but(facts: Facts = SOUND, **changes: Any) -> Facts:
    """The sound facts with some changed; a name is group__field."""
    for name, value in changes.items():
        group, field = name.split("__")
        assert group in GROUPS
        facts = replace(facts, **{group: replace(getattr(facts, group), **{field: value})})
    return facts


PASSING: dict[str, Facts] = {
    "company_meeting": but(feedback__severity="重大"),
    "strand_answered": but(feedback__waiting_for="转出"),
    "rejected_reply_wanted": but(suggestion__decision="不采纳"),
    "reply_long": but(reply__company_level=True),
    "market_approved": but(claim__category="经营性三包"),
    "no_costs": but(claim__costs=()),
    "finished_without_goods": but(claim__goods=0),
    "past_limit": but(supplier__limit=DAY),
    "reclassify": but(feedback__handlings=0),
}
CAUTIOUS_BY_NATURE = {  # they refuse something known, not something missing
    "classified",
    "copies_signed",
    "reply_short",
    "no_meeting_needed",
    "unit_meeting",
    "survey_valid",
    "strands_done",
}


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_each_guard_lets_sound_facts_pass(name: str) -> None:
    assert refusal(name, PASSING.get(name, SOUND)) is None


@pytest.mark.parametrize("name", sorted(set(GUARDS) - CAUTIOUS_BY_NATURE))
def test_each_guard_refuses_when_nothing_is_known(name: str) -> None:
    said = refusal(name, Facts())
    assert said is not None
    assert said.endswith("）。")


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("feedback_complete", {"feedback__sources": 0}, "书面.*5.3.1.1"),
    ("feedback_complete", {"feedback__missing": ("附件:",)}, "附件"),
    ("feedback_complete", {"feedback__feedback_day": date(2026, 3, 13)}, "晚于今天"),
    ("feedback_complete", {"feedback__start_day": LATER}, "早于启用日期"),
    ("feedback_complete", {"feedback__tool": "超声波探伤仪"}, "没有拆开检查"),
    ("feedback_complete", {"feedback__visual": True}, "没有拆开检查"),
    ("feedback_complete", {"feedback__opened": True}, "目测还是"),
    ("review", {"act__clerk": None}, "经办人尚未签字"),
    ("review", {"act__review": CLERK}, "同一人.*R-4-a"),
    ("review", {"act__clerk": BOSS}, "日期倒退.*S-7-a"),
    ("handover", {"act__review": None}, "尚未审核"),
    ("handover", {"act__review": Signature("王工", None, "ink")}, "墨签"),
    ("handover", {"act__day": date(2026, 3, 1)}, "日期倒退"),
    ("feedback_handover", {"feedback__original": ""}, "原件还是复印件"),
    ("feedback_receipt", {"feedback__opinion": " "}, "签收意见"),
    ("receipt", {"act__day": date(2026, 3, 9)}, "日期倒退"),
    ("classified", {"feedback__severity": "特大", "feedback__severe_loss": True}, "同时具备.*5.3.4.4"),
    ("transferred_out", {"feedback__receiving_unit": "01"}, "本单位"),
    ("transfer_answered", {"feedback__analysis_back": False}, "分析报告"),
    ("supplier_answered", {"supplier__report": False}, "质量分析报告"),
    ("reclassify", {"feedback__open_slips": ("C01-2026-001",)}, "C01-2026-001"),
    ("strands_done", {"feedback__open_slips": ("C01-2026-001",)}, "尚未关闭"),
    ("strands_done", {"feedback__handlings": 0}, "处理单"),
    ("strands_done", {"feedback__strands": frozenset("A"), "act__reason": ""}, "建议单"),
    ("strands_done", {"feedback__waiting_for": "供方"}, "等待"),
    ("feedback_close", {"feedback__answered": False}, "回复顾客"),
    ("feedback_close", {"feedback__debts": ("B01-2026-001",)}, "待补处理单"),
    ("void_approved", {"act__approver": "赵倩"}, "本人"),
    ("suggestion_complete", {"suggestion__receivers": ("甲", "乙")}, "一个责任单位"),
    ("suggestion_reply", {"suggestion__decision": "不采纳"}, "不采纳.*理由.*5.3.3.2"),
    ("suggestion_close", {"suggestion__verified_ok": False}, "核实合格"),
    ("suggestion_close", {"suggestion__photocopy_logged": False}, "复印件"),
    ("suggestion_close", {"reply__sent_day": None}, "回复顾客"),
    ("reply_drafted", {"reply__internal": ("三包费用",)}, "内部分析"),
    ("reply_approved", {"reply__approved": False}, "尚未批准"),
    ("reply_sent", {"reply__sent_day": date(2026, 3, 1)}, "日期倒退"),
    ("handling_may_start", {"feedback__strands": frozenset("A")}, "B 类"),
    ("handling_may_start", {"feedback__waiting_for": "转出", "feedback__analysis_back": False}, "分析报告"),
    ("unit_meeting", {"handling__several_or_unclear": True}, "专题分析会"),
    ("no_meeting_needed", {"feedback__severity": "重大"}, "专题分析会.*5.3.4.3"),
    ("company_meeting", {"feedback__severity": "重大", "handling__severity_confirmed": False}, "质量负责人确认"),
    ("company_meeting", {}, "质量分析会"),
    ("minutes", {"handling__meeting": replace(MINUTES, attendees=())}, "参加人"),
    ("minutes", {"feedback__severity": "重大", "handling__meeting": replace(MINUTES, chair_role="quality_leader")},
     "管理者代表主持"),
    ("minutes", {"feedback__severity": "特大", "handling__meeting": replace(MINUTES, risk="")}, "风险"),
    ("minutes", {"feedback__severity": "特大", "handling__meeting": replace(MINUTES, general_manager_decision="")},
     "总经理"),
    ("handling_complete", {"handling__shares": (Share("甲", 6000), Share("乙", 3000))}, "90%.*100%"),
    ("handling_complete", {"handling__shares": (Share("甲", 6000), Share("乙"))}, "分担比例"),
    ("handling_complete", {"handling__shares": (Share("甲", 6000), Share("甲", 4000))}, "两次"),
    ("handling_complete", {"handling__shares": (Share("甲", 5000),)}, "50%"),
    ("handling_complete", {"handling__shares": ()}, "责任部门"),
    ("handling_complete", {"handling__several_or_unclear": True}, "没有人参加专题分析会"),
    ("handling_complete", {"handling__meeting": replace(MINUTES, decisions="")}, "会议纪要"),
    ("handling_handover", {"handling__copies": ("质管部门", "经销部门")}, "铸造车间"),
    ("handling_handover", {"feedback__severity": "重大", "handling__approval": None}, "主管领导批准"),
    ("copies_signed", {"handling__unsigned_copies": ("铸造车间",)}, "铸造车间 尚未签收"),
    ("handling_close", {"handling__verified_ok": False}, "验证合格"),
    ("handling_close", {"feedback__severity": "重大", "handling__capa_number": ""}, "纠正措施"),
    ("handling_close", {"handling__open_claims": ("B01-2026-001",)}, "三包单"),
    ("supplier_limit", {"supplier__limit": None}, "限期.*5.3.4.2"),
    ("supplier_limit", {"supplier__limit": date(2026, 3, 11)}, "早于今天"),
    ("past_limit", {}, "还没有过"),
    ("supplier_extension", {"supplier__new_limit": LATER}, "晚于原限期"),
    ("appeal_reason", {"appeal__reason": " "}, "申诉理由.*5.3.4.6"),
    ("second_appeal", {"appeal__rulings": 0}, "裁决之前"),
    ("second_appeal", {"appeal__rulings": 2}, "最终裁决"),
    ("ruling_given", {"appeal__shares": (Share("甲", 5000), Share("乙", 4000))}, "100%"),
    ("claim_judged", {"claim__category": ""}, "3.2"),
    ("claim_judged", {"claim__modes": ("包赔",)}, "三包方式"),
    ("claim_judged", {"claim__warranty_result": "待判定"}, "待判定"),
    ("claim_judged", {"claim__warranty_result": "特殊情况"}, "确凿证据.*5.3.5.2"),
    ("claim_judged", {"claim__warranty_result": "非质量三包"}, "改判"),
    ("costs_approved", {"claim__costs": (CostFact("差旅费", 1),)}, "技术质量负责人"),
    ("costs_approved", {"claim__costs": (CostFact("差旅费", -1, approval=LEADER),)}, "负数"),
    ("costs_approved", {"claim__costs": (CostFact("其他", 1, approval=LEADER),)}, "注明"),
    ("costs_approved", {"claim__costs": (CostFact("茶水费", 1, approval=LEADER),)}, "茶水费"),
    ("market_approved", {"claim__category": "经营性三包", "claim__market_approval": None}, "公司主管领导.*3.3"),
    ("no_costs", {}, "费用项目"),
    ("claim_complete", {"claim__handling_number": ""}, "没有送达.*5.3.4.5"),
    ("claim_complete", {"claim__handling_delivered": False}, "没有送达.*5.3.4.5"),
    ("claim_complete", {"claim__handling_number": "", "claim__urgent_approval": CLERK}, "理由"),
    ("claim_complete", {"claim__category": "经营性三包", "claim__market_approval": None}, "3.3"),
    ("claim_signed", {"act__chain": (CLERK, None, BOSS)}, "越序"),
    ("claim_signed", {"act__chain": (BOSS, LEADER)}, "日期倒退"),
    ("claim_signed", {"act__chain": (CLERK, CLERK)}, "同一人"),
    ("claim_handover", {"act__chain": (CLERK, LEADER)}, "四个签字"),
    ("claim_handover", {"claim__holders": ("财务部门",)}, "经销部门"),
    ("dispatched", {"claim__part_load": True}, "选其一"),
    ("dispatched", {"claim__full_wagon": False}, "选其一"),
    ("claim_finished", {"claim__actual_day": date(2026, 3, 11)}, "早于发货日期"),
    ("claim_finished", {"claim__actual_day": date(2026, 3, 13)}, "晚于今天"),
    ("finished_without_goods", {}, "供货明细"),
    ("claim_close", {"claim__handling_number": ""}, "补齐处理单"),
    ("survey_complete", {"survey__dissatisfied": True}, "原因分析"),
    ("survey_valid", {"survey__invalid": "交货期未选"}, "交货期未选"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "words"), REFUSED)
def test_bad_input_is_refused_with_reason_and_clause(name: str, changes: dict[str, Any], words: str) -> None:
    said = refusal(name, but(**changes))
    assert said is not None
    assert re.search(words, said)


def test_urgent_approval_opens_a_claim_without_a_handling_slip() -> None:
    facts = but(claim__handling_number="", claim__urgent_approval=BOSS, claim__urgent_reason="停产抢修")
    assert refusal("claim_complete", facts) is None
    assert refusal("claim_close", facts) is not None


def test_a_small_department_may_review_its_own_slip_with_a_reason() -> None:
    facts = but(act__review=CLERK, act__small_department=True)
    assert "写明理由" in (refusal("review", facts) or "")
    assert refusal("review", but(facts, act__override_reason="只有一人")) is None


def test_a_single_department_bears_everything_without_a_percentage() -> None:
    assert refusal("handling_complete", but(handling__shares=(Share("铸造车间"),))) is None


def test_enforce_raises_what_the_guard_says() -> None:
    with pytest.raises(UserError, match="理由"):
        enforce(workflow.transition("01", "已登记", "作废"), Facts())
    enforce(workflow.transition("01", "已登记", "作废"), SOUND)


def test_an_unknown_guard_is_a_bug() -> None:
    with pytest.raises(BugError):
        refusal("no_such_guard", SOUND)
