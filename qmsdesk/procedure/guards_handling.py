"""Guards of the handling slip C, the supplier claim and the arbitration (5.3.4)."""

from __future__ import annotations

from qmsdesk.procedure.copies import handling_holders
from qmsdesk.procedure.facts import Facts, Meeting
from qmsdesk.procedure.guards_common import handover, order_problem, say, shares_problem, signed
from qmsdesk.procedure.guards_feedback import transfer_answered

MAJOR = ("重大", "特大")


def handling_may_start(facts: Facts) -> str | None:
    """C belongs to a B strand; after a transfer it waits for the analysis report (5.3.4.1, I-52)."""
    if "B" not in facts.feedback.strands:
        return say("反馈尚未归为 B 类，不能填写处理单", "5.3.2.3")
    return transfer_answered(facts) if facts.feedback.waiting_for == "转出" else None


def unit_meeting(facts: Facts) -> str | None:
    """The unit's own meeting is for one unit with clear responsibility (I-51)."""
    if facts.handling.several_or_unclear or facts.feedback.severity in MAJOR:
        return say("涉及多个部门、原因不明或责任不清的，由技术质量管理部组织专题分析会", "5.3.4.3")
    return None


def company_meeting(facts: Facts) -> str | None:
    """专题分析会 is for major complaints, confirmed by 质量负责人 (5.3.4.3, I-38, I-51)."""
    if facts.feedback.severity not in MAJOR and not facts.handling.several_or_unclear:
        return say("责任清楚的一般投诉，由本单位召开质量分析会", "5.3.4.1")
    if not facts.handling.severity_confirmed:
        return say("投诉等级尚未经质量负责人确认", "5.3.4.3")
    return None


def minutes(facts: Facts) -> str | None:
    """Minutes hold date, chair, attendees, causes and decisions; a major one its proper chair (5.3.4.3-4)."""
    meeting = facts.handling.meeting
    if meeting is None or not _whole(meeting):
        return say("会议纪要须有日期、主持人、参加人、原因和决定", "5.3.4.1")
    major = facts.feedback.severity in MAJOR or facts.handling.several_or_unclear
    if major and meeting.chair_role != "management_representative":
        return say("专题分析会应由管理者代表主持", "5.3.4.3")
    return _disaster(meeting) if facts.feedback.severity == "特大" else None


def _whole(meeting: Meeting) -> bool:
    words = (meeting.chair, meeting.causes, meeting.decisions)
    return meeting.day is not None and all(text.strip() for text in words) and bool(meeting.attendees)


def _disaster(meeting: Meeting) -> str | None:
    if not all(text.strip() for text in (meeting.risk, meeting.resources, meeting.benefit)):
        return say("特大投诉须评估风险、资源投入成本和企业获取利益", "5.3.4.4")
    if not meeting.general_manager_decision.strip():
        return say("特大投诉须有总经理决策", "5.3.4.4")
    return None


def _met_wanting(facts: Facts) -> str | None:
    """The minutes are whole still, and people of every responsible unit took part in a 专题分析会 (5.3.4.3)."""
    slip = facts.handling
    if slip.meeting is None:
        return None
    if not (slip.several_or_unclear or facts.feedback.severity in MAJOR):
        return minutes(facts)
    if (wanting := minutes(facts)) is not None:
        return wanting
    there = {name.strip() for name in slip.meeting.departments}
    absent = [share.department for share in slip.shares if share.department.strip() not in there]
    if not absent:
        return None
    return say(f"责任部门“{'、'.join(absent)}”没有人参加专题分析会，请补记参加人或重新开会", "5.3.4.3")


def no_meeting_needed(facts: Facts) -> str | None:
    """A major or unclear complaint is not settled without the meeting (5.3.4.3)."""
    if facts.feedback.severity in MAJOR or facts.handling.several_or_unclear:
        return say("重大投诉应先召开专题分析会，再提出处理意见", "5.3.4.3")
    return None


def handling_complete(facts: Facts) -> str | None:
    """C holds analysis, responsible departments with shares, and the opinion (5.3.4.1, 5.3.4.3)."""
    slip = facts.handling
    if not slip.analysis.strip():
        return say("请填写质量问题的简要分析和原因", "5.3.4.1")
    problem = shares_problem(slip.shares) or _met_wanting(facts)
    if problem:
        return problem
    if not slip.opinion.strip():
        return say("请填写处理意见及改进措施", "5.3.4.1")
    return handling_may_start(facts)


def handling_handover(facts: Facts) -> str | None:
    """C is distributed reviewed, for a major one approved, to every holder (5.3.4.1)."""
    refused = handover(facts)
    if refused:
        return refused
    slip = facts.handling
    if facts.feedback.severity in MAJOR and not signed(slip.approval):
        return say("重大投诉的处理单须经主管领导批准", "5.3.4.3，QM0703-03")
    wanted = handling_holders(share.department for share in slip.shares)
    lacking = [holder for holder in wanted if holder not in slip.copies]
    if lacking:
        return say(f"分发中缺少 {'、'.join(lacking)} 一联", "5.3.4.1")
    return order_problem((facts.act.review, slip.approval))


def copies_signed(facts: Facts) -> str | None:
    """The work starts when every holder signed for the copy (5.3.4.1)."""
    if facts.handling.unsigned_copies:
        return say(f"{'、'.join(facts.handling.unsigned_copies)} 尚未签收", "5.3.4.1")
    return None


def measures_reported(facts: Facts) -> str | None:
    """What was done is written down before it is verified (5.3.4.4)."""
    return None if facts.handling.measures.strip() else say("请填写改进措施的实施情况", "5.3.4.4")


def handling_close(facts: Facts) -> str | None:
    """C closes verified, customer answered or 无需, linked 三包单 closed, CAPA for a major one (I-34)."""
    slip = facts.handling
    if not (slip.verified_ok and slip.verification.strip() and signed(slip.verifier)):
        return say("改进措施尚未验证合格", "4.4.1")
    if facts.feedback.severity in MAJOR and not slip.capa_number.strip():
        return say("重大投诉须有纠正措施编号（LSZB/QM08—10）", "5.3.4.4")
    if not (facts.feedback.answered or facts.feedback.no_answer_needed):
        return say("尚未回复顾客，也没有注明无需回复", "5.3.4.5")
    if slip.open_claims:
        return say(f"三包单 {'、'.join(slip.open_claims)} 尚未关闭", "5.3.4.5")
    return None


def supplier_limit(facts: Facts) -> str | None:
    """A supplier is named and gets a date, not in the past (5.3.4.2, D7)."""
    if not facts.supplier.name.strip():
        return say("请写明供方", "5.3.4.2")
    if facts.supplier.limit is None:
        return say("请给供方定出限期", "5.3.4.2")
    if facts.act.day and facts.supplier.limit < facts.act.day:
        return say("供方的限期不能早于今天", "5.3.4.2")
    return None


def past_limit(facts: Facts) -> str | None:
    """A supplier is late from the day after the limit (I-14)."""
    limit, day = facts.supplier.limit, facts.act.day
    return None if limit and day and day > limit else say("供方的限期还没有过", "5.3.4.2")


def report_attached(facts: Facts) -> str | None:
    """The supplier's 质量分析报告 is at hand (5.3.4.2)."""
    return None if facts.supplier.report else say("请附上供方的质量分析报告", "5.3.4.2")


def supplier_result(facts: Facts) -> str | None:
    """The supplier's handling result is at hand (5.3.4.2)."""
    return None if facts.supplier.result.strip() else say("请填写供方的处理结果", "5.3.4.2")


def supplier_extension(facts: Facts) -> str | None:
    """A new limit is later than the old one and has a reason (5.3.4.2)."""
    supplier = facts.supplier
    if not facts.act.reason.strip():
        return say("延长供方限期须写明理由", "5.3.4.2")
    if supplier.new_limit is None or (supplier.limit and supplier.new_limit <= supplier.limit):
        return say("新的限期应晚于原限期", "5.3.4.2")
    return None


def appeal_reason(facts: Facts) -> str | None:
    """An appeal carries its reason (5.3.4.6)."""
    return None if facts.appeal.reason.strip() else say("申诉须写明申诉理由", "5.3.4.6")


def second_appeal(facts: Facts) -> str | None:
    """Level 2 only after level 1 has ruled, and nothing after level 2 (5.3.4.6)."""
    if facts.appeal.rulings < 1:
        return say("技术质量管理部裁决之前，不能向管理者代表再申诉", "5.3.4.6")
    if facts.appeal.rulings > 1:
        return say("管理者代表的裁决为最终裁决，不能再申诉", "5.3.4.6")
    return appeal_reason(facts)


def ruling_given(facts: Facts) -> str | None:
    """A ruling has words and a judge; changed shares total 100 % again (5.3.4.6, 5.3.4.3)."""
    appeal = facts.appeal
    if not appeal.ruling.strip() or not appeal.ruled_by.strip():
        return say("请填写裁决内容和裁决人", "5.3.4.6")
    return shares_problem(appeal.shares) if appeal.shares else None
