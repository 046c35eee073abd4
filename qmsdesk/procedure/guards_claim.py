"""Guards of the 三包单 B (3.1-3.3, 5.3.4.5, 5.3.5) and of returns, reports and survey forms."""

from __future__ import annotations

from qmsdesk.procedure.copies import SALES
from qmsdesk.procedure.cost_kinds import item_problem
from qmsdesk.procedure.facts import ClaimFacts, Facts
from qmsdesk.procedure.guards_common import chain_signed, review, say, signed

MODES = ("包修", "包换", "包退", "赔偿损失")
CATEGORIES = ("质量三包", "经营性三包")
SIGNERS = 4  # 承办人, 经销部门领导, 质管部门, 公司主管领导


def claim_judged(facts: Facts) -> str | None:
    """B has one class, at least one mode and a settled warranty decision (3.1-3.3, 5.3.5.1-2)."""
    claim = facts.claim
    if claim.category not in CATEGORIES:
        return say("请选择质量三包或经营性三包", "3.2，3.3")
    if not claim.modes or not set(claim.modes) <= set(MODES):
        return say("请选择三包方式：包修、包换、包退、赔偿损失", "3.1")
    return _warranty_settled(claim)


def _warranty_settled(claim: ClaimFacts) -> str | None:
    result = claim.warranty_result
    if not result:
        return say("请先作保用期判定", "5.3.5.1")
    decided = bool(claim.decided_by.strip() and claim.decision_reason.strip())
    if result in ("待判定", "待核实", "按法规") and not decided:
        return say(f"保用期判定为“{result}”，须由人判定并写明理由", "5.3.5.1")
    if claim.category != "质量三包":
        return None
    if result == "特殊情况" and not (claim.evidence and decided):
        return say("保用期外按三包处理，须有确凿证据和理由", "5.3.5.2")
    if result == "非质量三包" and not decided:
        return say("判定不属质量三包，改判须写明判定人和理由", "5.3.5.1")
    return None


def costs_approved(facts: Facts) -> str | None:
    """Each cost item of a 质量三包 is approved by 技术质量负责人 first (5.3.5.3)."""
    if facts.claim.category != "质量三包":
        return say("经营性三包由公司主管领导批准", "3.3")
    return cost_problem(facts.claim, approved=True)


def cost_problem(claim: ClaimFacts, *, approved: bool) -> str | None:
    """Cost items are of the listed kinds, not negative, 其他 is named, and approved where wanted."""
    for item in claim.costs:
        problem = item_problem(item.kind, item.fen, item.text)
        if problem:
            return say(problem, "5.3.5.3")
        if approved and not signed(item.approval):
            return say(f"“{item.kind}”尚未经技术质量负责人批准", "5.3.5.3")
    return None


def market_approved(facts: Facts) -> str | None:
    """经营性三包 needs 公司主管领导's prior approval, name and day (3.3, I-07)."""
    claim = facts.claim
    if claim.category != "经营性三包":
        return say("质量三包的费用由技术质量负责人批准", "5.3.5.3")
    if not signed(claim.market_approval):
        return say("经营性三包须先经公司主管领导批准（姓名、日期）", "3.3")
    return cost_problem(claim, approved=False)


def no_costs(facts: Facts) -> str | None:
    """Only a 质量三包 without cost items goes on without prior approval (5.3.5.3)."""
    claim = facts.claim
    if claim.category != "质量三包":
        return say("经营性三包须先经公司主管领导批准（姓名、日期）", "3.3")
    return say("有费用项目，须先经技术质量负责人批准", "5.3.5.3") if claim.costs else None


def claim_basis(facts: Facts) -> str | None:
    """B stands on a delivered 处理单, or on the approval of 先处理后分析 (5.3.4.5)."""
    claim = facts.claim
    if claim.handling_number.strip() and claim.handling_delivered:
        return None
    if claim.urgent_approval is None:
        return say("没有送达经销部门的处理单，也没有“先处理后分析”的批准，不能开三包单", "5.3.4.5")
    if not signed(claim.urgent_approval) or not claim.urgent_reason.strip():
        return say("先处理后分析须有生产单位/部门主管领导的姓名、日期和理由", "5.3.4.5")
    return None


def claim_complete(facts: Facts) -> str | None:
    """Before its number B is judged, approved, founded and filled in (5.3.5.3, 5.3.4.5)."""
    claim = facts.claim
    approved = market_approved if claim.category == "经营性三包" else costs_approved
    refused = claim_judged(facts) or approved(facts) or claim_basis(facts)
    if refused:
        return refused
    if claim.missing:
        return say(f"还有未填的项目：{'、'.join(claim.missing[:6])}", "5.3.5.3")
    return None


def claim_signed(facts: Facts) -> str | None:
    """承办人 → 经销部门领导 → 质管部门 → 公司主管领导, never out of order (5.3.5.3)."""
    return chain_signed(facts)


def claim_handover(facts: Facts) -> str | None:
    """B is distributed with all four signatures; 经销 keeps a copy (5.3.5.3, 5.3.5.4)."""
    if len(facts.act.chain) < SIGNERS:
        return say("三包单的四个签字还没有齐", "5.3.5.3")
    if SALES not in facts.claim.holders:
        return say("请选择三包单各联的保存部门，经销部门须留一联", "5.3.5.4")
    return chain_signed(facts)


def planned(facts: Facts) -> str | None:
    """The producing side enters 计划完成日期 (5.3.5.4)."""
    return None if facts.claim.planned_day else say("请填写计划完成日期", "5.3.5.4")


def dispatched(facts: Facts) -> str | None:
    """Goods go to a named place, by full wagon or part load but not both (5.3.5.4)."""
    claim = facts.claim
    if not claim.consignee.strip() or not claim.station.strip():
        return say("请填写收货单位和发货到站", "5.3.5.4")
    if claim.full_wagon == claim.part_load:
        return say("整车和零担须选其一", "5.3.5.4")
    return None if claim.dispatched_day else say("请填写发货日期", "5.3.5.4")


def claim_finished(facts: Facts) -> str | None:
    """实际完成日期 stands, neither in the future nor before the dispatch (5.3.5.4)."""
    claim, today = facts.claim, facts.act.day
    if claim.actual_day is None:
        return say("请填写实际完成日期", "5.3.5.4")
    if today and claim.actual_day > today:
        return say("实际完成日期不能晚于今天", "5.3.5.4")
    if claim.dispatched_day and claim.actual_day < claim.dispatched_day:
        return say("实际完成日期早于发货日期", "5.3.5.4")
    return None


def finished_without_goods(facts: Facts) -> str | None:
    """Only a claim without goods skips production and dispatch (5.3.5.4)."""
    return say("有供货明细，应先计划、备货和发货", "5.3.5.4") if facts.claim.goods else claim_finished(facts)


def handling_linked(facts: Facts) -> str | None:
    """The debt of 先处理后分析 is paid with a delivered 处理单 (5.3.4.5)."""
    claim = facts.claim
    if claim.handling_number.strip() and claim.handling_delivered:
        return None
    return say("请选择已送达经销部门的处理单", "5.3.4.5")


def claim_close(facts: Facts) -> str | None:
    """B closes finished and with its 处理单 (5.3.4.5, 5.3.5.4)."""
    refused = claim_finished(facts)
    if refused:
        return refused
    return say("先处理后分析的三包单，补齐处理单后才能关闭", "5.3.4.5") if handling_linked(facts) else None


def representative_approved(facts: Facts) -> str | None:
    """Nothing becomes 管理评审输入 without 管理者代表 (4.2b, 5.1.2, I-29)."""
    return None if signed(facts.act.review) else say("提交管理评审前须经管理者代表批准", "5.1.2")


def survey_complete(facts: Facts) -> str | None:
    """A survey form is whole, and dissatisfaction is explained, before 审批 (form 06)."""
    survey = facts.survey
    if survey.missing:
        return say(f"还有未填的项目：{'、'.join(survey.missing[:6])}", "5.4.3.1")
    if survey.dissatisfied and not (survey.cause.strip() and survey.summary.strip()):
        return say("有不满意项目的，请填写原因分析和不满意事项简述", "5.4.3.1，QM0703-06")
    return review(facts)


def survey_valid(facts: Facts) -> str | None:
    """Only a valid form is scored (5.4.2.2, R-5.4.2-c)."""
    return say(f"本表无效：{facts.survey.invalid}", "5.4.2.2") if facts.survey.invalid else None
