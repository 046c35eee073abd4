"""Guards of the feedback slip F, the suggestion J and the reply to the customer (5.3.2, 5.3.3)."""

from __future__ import annotations

from qmsdesk.procedure.facts import Facts, FeedbackFacts, SuggestionFacts
from qmsdesk.procedure.guards_common import backwards, handover, receipt, say, signed

DECISIONS = ("采纳", "部分采纳", "不采纳")
ORIGINALS = ("原件", "复印件")


def feedback_complete(facts: Facts) -> str | None:
    """F is registered only whole: source in writing, every item, sound dates (5.3.1.1, 5.3.2.2)."""
    slip, day = facts.feedback, facts.act.day
    if slip.sources < 1:
        return say("反馈信息必须是书面的，请附上原件或记录电话内容", "5.3.1.1")
    if slip.missing:
        return say(f"还有未填的项目：{'、'.join(slip.missing[:6])}", "5.3.2.2")
    if slip.feedback_day and day and slip.feedback_day > day:
        return say("反馈日期不能晚于今天", "5.3.2.2")
    if slip.start_day and slip.failure_day and slip.failure_day < slip.start_day:
        return say("发生故障的日期早于启用日期", "5.3.2.2")
    return inspection_problem(slip)


def inspection_problem(slip: FeedbackFacts) -> str | None:
    """目测 and 检测工具 belong to a machine that was opened, and an opened one has either."""
    if not slip.opened and (slip.visual or slip.tool.strip()):
        return say("没有拆开检查，就不能填目测或检测工具", "5.3.2.2，QM0703-01")
    if slip.opened and not slip.visual and not slip.tool.strip():
        return say("拆开检查过的，请注明是目测还是使用何种检测工具", "5.3.2.2，QM0703-01")
    return None


def feedback_handover(facts: Facts) -> str | None:
    """F goes to 质管 reviewed and with the 信息原件 or its 复印件, flagged which (5.3.2.2)."""
    if facts.feedback.original not in ORIGINALS:
        return say("请注明随单送交的是信息原件还是复印件", "5.3.2.2")
    return handover(facts)


def feedback_receipt(facts: Facts) -> str | None:
    """质管 signs for F with an opinion, person and day (5.3.2.3)."""
    if not facts.feedback.opinion.strip():
        return say("请填写签收意见", "5.3.2.3")
    return receipt(facts)


def classified(facts: Facts) -> str | None:
    """特大 needs both conditions of 5.3.4.4: severe loss and severe effect on reputation (I-38)."""
    slip = facts.feedback
    if slip.severity == "特大" and not (slip.severe_loss and slip.severe_reputation):
        return say("特大投诉须同时具备“造成严重损失”和“严重影响信誉、市场”两个条件", "5.3.4.4")
    return None


def transferred_out(facts: Facts) -> str | None:
    """A complaint goes to another unit than our own (5.3.4.1)."""
    slip = facts.feedback
    if not slip.receiving_unit.strip():
        return say("请写明转往哪个责任单位", "5.3.4.1")
    if slip.receiving_unit.strip() == slip.own_unit.strip():
        return say("责任单位就是本单位，不需转出", "5.3.4.1")
    return None


def transfer_answered(facts: Facts) -> str | None:
    """The other unit returns the handling result and the analysis report (5.3.4.1, I-44)."""
    if not facts.feedback.result_back:
        return say("责任单位尚未反馈处理结果", "5.3.4.1")
    return None if facts.feedback.analysis_back else say("责任单位尚未提供分析报告", "5.3.4.1")


def supplier_answered(facts: Facts) -> str | None:
    """The supplier returns the 质量分析报告 and the result (5.3.4.2)."""
    if not facts.supplier.report:
        return say("供方尚未提交质量分析报告", "5.3.4.2")
    return None if facts.supplier.result.strip() else say("供方尚未报告处理结果", "5.3.4.2")


def strand_answered(facts: Facts) -> str | None:
    """The B strand of an A+B feedback comes back from where it was sent (I-19)."""
    waiting = facts.feedback.waiting_for
    if waiting == "转出":
        return transfer_answered(facts)
    return supplier_answered(facts) if waiting == "供方" else say("B 类事项没有转出或提交供方", "5.3.4.1")


def reclassify(facts: Facts) -> str | None:
    """A new class needs a reason and no paper already issued under the old one (5.3.2.3)."""
    if not facts.act.reason.strip():
        return say("改归类须写明理由", "5.3.2.3")
    if facts.feedback.open_slips:
        return say(f"已开出 {'、'.join(facts.feedback.open_slips)}，请先办结或作废", "5.3.2.3")
    return None


def strands_done(facts: Facts) -> str | None:
    """Every paper under F is closed; B has its 处理单, A its 建议单 or a reason (5.3.3, 5.3.4)."""
    slip = facts.feedback
    if slip.open_slips:
        return say(f"{'、'.join(slip.open_slips)} 尚未关闭", "5.3.3.3，5.3.4.4")
    if slip.waiting_for:
        return say("B 类事项还在等待结果", "5.3.4.1")
    if "B" in slip.strands and slip.handlings < 1:
        return say("B 类反馈还没有处理单", "5.3.4.1")
    if "A" in slip.strands and slip.suggestions < 1 and not facts.act.reason.strip():
        return say("A 类反馈没有建议单的，请写明理由", "5.3.3.1")
    return None


def feedback_close(facts: Facts) -> str | None:
    """F closes when the customer is answered or marked 无需 and nothing is owed (I-34)."""
    slip = facts.feedback
    if slip.open_slips:
        return say(f"{'、'.join(slip.open_slips)} 尚未关闭", "5.3.3.3，5.3.4.4")
    if slip.debts:
        return say(f"三包单 {'、'.join(slip.debts)} 尚待补处理单", "5.3.4.5")
    if not (slip.answered or slip.no_answer_needed):
        return say("尚未回复顾客，也没有注明无需回复", "5.3.3.3")
    return None


def suggestion_complete(facts: Facts) -> str | None:
    """J names one receiver, its source and its content (5.3.3.1)."""
    slip = facts.suggestion
    if len([name for name in slip.receivers if name.strip()]) != 1:
        return say("一张建议单只发给一个责任单位", "5.3.3.1")
    if slip.sources < 1:
        return say("请填写信息来源（反馈单号或报告）", "5.3.3.1")
    return None if slip.content.strip() else say("请填写意见/建议内容", "5.3.3.1")


def suggestion_reply(facts: Facts) -> str | None:
    """The answer decides 采纳, 部分采纳 or 不采纳; 不采纳 gives its reasons (5.3.3.2)."""
    slip = facts.suggestion
    if slip.decision not in DECISIONS:
        return say("请选择采纳、部分采纳或不采纳", "5.3.3.2")
    if slip.decision == "不采纳" and not slip.decision_reason.strip():
        return say("不采纳的，请简述其理由", "5.3.3.2")
    return None if slip.opinion.strip() else say("请填写接受部门意见", "5.3.3.2")


def adopted(facts: Facts) -> str | None:
    """Only what was adopted is carried out (5.3.3.2)."""
    return None if _adopted(facts.suggestion) else say("建议未被采纳，没有可实施的措施", "5.3.3.2")


def verified(facts: Facts) -> str | None:
    """A verification has words, a person and a day (5.3.3.3, 4.4.1)."""
    on_suggestion = bool(facts.suggestion.verification.strip()) and signed(facts.suggestion.verifier)
    on_handling = bool(facts.handling.verification.strip()) and signed(facts.handling.verifier)
    return None if on_suggestion or on_handling else say("请填写核实情况、核实人和日期", "5.3.3.3")


def reply_wanted(facts: Facts) -> str | None:
    """A reply is drafted where the suggestion says 需向顾客回复 (5.3.3.3)."""
    return None if facts.suggestion.reply_needed else say("本单未注明需向顾客回复", "5.3.3.3")


def rejected_reply_wanted(facts: Facts) -> str | None:
    """Before verification only a refusal is answered to the customer (5.3.3.3)."""
    if _adopted(facts.suggestion):
        return say("已采纳的建议，核实改进措施后再回复顾客", "5.3.3.3")
    return reply_wanted(facts)


def suggestion_close(facts: Facts) -> str | None:
    """J closes verified, answered where wanted, with its photocopy logged (5.3.3.2, 5.3.3.3)."""
    slip = facts.suggestion
    if _adopted(slip) and not slip.verified_ok:
        return say("采纳的措施尚未核实合格", "5.3.3.3")
    if slip.decision not in DECISIONS:
        return say("责任单位尚未答复", "5.3.3.2")
    if slip.reply_needed and facts.reply.sent_day is None:
        return say("尚未回复顾客", "5.3.3.3")
    return None if slip.photocopy_logged else say("尚未收到填好的建议单复印件", "5.3.3.2")


def _adopted(slip: SuggestionFacts) -> bool:
    return slip.decision in ("采纳", "部分采纳")


def reply_drafted(facts: Facts) -> str | None:
    """The outgoing letter has words and carries neither internal analysis nor cost (R-5.5.2-c)."""
    if not facts.reply.text.strip():
        return say("请填写给顾客的回复", "5.3.3.3")
    if not facts.reply.internal:
        return None
    shown = "、".join(f"“{words[:20]}”" for words in facts.reply.internal[:4])
    return say(f"给顾客的回复不得带有内部分析或费用：{shown}", "5.5.2")


def reply_short(facts: Facts) -> str | None:
    """部门领导 alone approves unless 公司主管领导 was flagged (5.3.3.3)."""
    return say("本回复还须公司主管领导批准", "5.3.3.3") if facts.reply.company_level else None


def reply_long(facts: Facts) -> str | None:
    """Only a flagged reply goes on to 公司主管领导 (5.3.3.3)."""
    return None if facts.reply.company_level else say("本回复由部门领导批准即可", "5.3.3.3")


def reply_sent(facts: Facts) -> str | None:
    """Sending records day, channel and person (5.3.3.3)."""
    reply = facts.reply
    if reply.sent_day is None or not reply.channel.strip() or not reply.sender.strip():
        return say("请填写回复顾客的日期、方式和经办人", "5.3.3.3")
    return backwards(facts.act.previous_day, reply.sent_day)


def reply_approved(facts: Facts) -> str | None:
    """Nothing goes to the customer before its approval (5.3.3.3)."""
    return reply_sent(facts) if facts.reply.approved else say("回复尚未批准，不能发给顾客", "5.3.3.3")
