"""Life cycles of handling C, 三包 claim B, supplier claim and appeal (requirements §6, 5.3.4-5.3.5)."""

from __future__ import annotations

from qmsdesk.procedure.transition import Transition, row, rows_from

_C, _B, _S, _A = "03", "04", "supplier", "appeal"
_QUALITY = "quality_clerk quality_leader"
_SALES = "sales_clerk sales_leader"

_BEFORE_C = ("草稿", "原因分析", "质量分析会", "专题分析会", "处理意见")  # not numbered yet
HANDLING: tuple[Transition, ...] = (
    row(_C, "草稿", "原因分析", "开始分析", "quality_clerk", "handling_may_start", "5.3.4.1"),
    row(
        _C,
        "原因分析",
        "质量分析会",
        "召开质量分析会",
        "quality_leader quality_clerk",
        "unit_meeting",
        "5.3.4.1",
    ),
    row(
        _C,
        "原因分析",
        "专题分析会",
        "召开专题分析会",
        "company_quality quality_clerk",
        "company_meeting",
        "5.3.4.3",
    ),
    row(_C, "质量分析会", "处理意见", "会议结论", "quality_clerk", "minutes", "5.3.4.1"),
    row(_C, "专题分析会", "处理意见", "会议结论", "quality_clerk company_quality", "minutes", "5.3.4.3"),
    row(_C, "原因分析", "处理意见", "提出处理意见", "quality_clerk", "no_meeting_needed", "5.3.4.1"),
    row(_C, "处理意见", "待审核", "登记", "quality_clerk", "handling_complete", "5.3.4.1", numbers=True),
    row(_C, "待审核", "已登记", "审核", "quality_leader", "review", "5.3.4.1"),
    row(_C, "待审核", "退回", "审核退回", "quality_leader", "reason_given", "5.3.4.1"),
    row(_C, "退回", "待审核", "更正", "quality_clerk", "handling_complete", "5.3.4.1"),
    row(_C, "已登记", "待审核", "撤回审核", "quality_leader", "reason_given", "S-7-b"),
    row(_C, "已登记", "已分发", "分发", "quality_clerk", "handling_handover", "5.3.4.1"),
    row(_C, "已分发", "执行中", "签收齐全", "quality_clerk responsible_clerk", "copies_signed", "5.3.4.1"),
    row(_C, "执行中", "验证", "提交验证", "responsible_clerk quality_clerk", "measures_reported", "5.3.4.4"),
    row(_C, "验证", "执行中", "验证不合格", "quality_clerk", "verified", "4.4.1"),
    row(_C, "验证", "已关闭", "关闭", _QUALITY, "handling_close", "4.4.1"),
    *rows_from(
        _C, ("已登记", "已分发", "执行中", "验证"), "", "裁决修订", "quality_clerk", "ruling_given", "5.3.4.6"
    ),
    *rows_from(_C, _BEFORE_C, "放弃", "放弃", _QUALITY, "reason_given", "5.3.4.1"),
    *rows_from(_C, ("待审核", "退回", "已登记"), "作废", "作废", _QUALITY, "reason_given", "5.1.2"),
    row(_C, "已分发", "作废", "作废", "quality_leader", "void_approved", "5.1.2"),
)

_SIGNING = ("已编号", "经销领导已签", "质管已批")
_OPEN_B = ("已分发", "已计划", "备货中")

WARRANTY: tuple[Transition, ...] = (
    row(_B, "草稿", "已判定", "判定", "sales_clerk", "claim_judged", "5.3.5.1"),
    row(_B, "已判定", "已预批", "费用批准", "technical_quality_leader", "costs_approved", "5.3.5.3"),
    row(_B, "已判定", "已预批", "经营性批准", "company_leader", "market_approved", "3.3"),
    row(_B, "已判定", "已预批", "无需预批", "sales_clerk", "no_costs", "5.3.5.3"),
    row(_B, "已预批", "已编号", "登记", "sales_clerk", "claim_complete", "5.3.5.3", numbers=True),
    row(_B, "已编号", "经销领导已签", "经销领导签字", "sales_leader", "claim_signed", "5.3.5.3"),
    row(_B, "经销领导已签", "质管已批", "质管批准", _QUALITY, "claim_signed", "5.3.5.3"),
    row(_B, "质管已批", "已批准", "公司领导批准", "company_leader", "claim_signed", "5.3.5.3"),
    row(_B, "已编号", "退回承办人", "退回", "sales_leader", "reason_given", "5.3.5.3"),
    row(_B, "经销领导已签", "退回承办人", "退回", _QUALITY, "reason_given", "5.3.5.3"),
    row(_B, "质管已批", "退回承办人", "退回", "company_leader", "reason_given", "5.3.5.3"),
    row(_B, "退回承办人", "已编号", "更正", "sales_clerk", "claim_complete", "5.3.5.3"),
    row(_B, "已批准", "已分发", "分发", "sales_clerk", "claim_handover", "5.3.5.4"),
    row(_B, "已分发", "已计划", "计划", "production", "planned", "5.3.5.4"),
    row(_B, "已计划", "备货中", "生产备货", "production receiver", "", "5.3.5.4"),
    row(_B, "备货中", "已发货", "发货", "sales_clerk receiver", "dispatched", "5.3.5.4"),
    row(_B, "已发货", "已完成", "完成", "sales_clerk", "claim_finished", "5.3.5.4"),
    row(_B, "已分发", "已完成", "完成", "sales_clerk", "finished_without_goods", "5.3.5.4"),
    row(_B, "已完成", "已关闭", "关闭", _SALES, "claim_close", "5.3.4.5"),
    *rows_from(_B, ("草稿", "已判定", "已预批"), "放弃", "放弃", _SALES, "reason_given", "5.3.5.3"),
    *rows_from(_B, (*_SIGNING, "退回承办人"), "作废", "作废", "sales_leader", "reason_given", "5.1.2"),
    *rows_from(
        _B, ("已批准", *_OPEN_B), "作废", "作废", "sales_leader company_leader", "void_approved", "5.1.2"
    ),
    *rows_from(
        _B,
        ("已批准", *_OPEN_B, "已发货", "已完成"),
        "",
        "补处理单",
        "sales_clerk",
        "handling_linked",
        "5.3.4.5",
    ),
    *rows_from(
        _B, ("已批准", *_OPEN_B, "已发货", "已完成"), "", "裁决修订", "sales_clerk", "ruling_given", "5.3.4.6"
    ),
)

SUPPLIER: tuple[Transition, ...] = (
    row(_S, "草稿", "已提交供方", "提交", "quality_clerk", "supplier_limit", "5.3.4.2"),
    row(_S, "已提交供方", "等待", "供方确认", "quality_clerk", "", "5.3.4.2"),
    *rows_from(_S, ("已提交供方", "等待"), "逾期", "逾期", "quality_clerk", "past_limit", "5.3.4.2"),
    *rows_from(
        _S,
        ("已提交供方", "等待", "逾期"),
        "分析报告收到",
        "收到分析报告",
        "quality_clerk",
        "report_attached",
        "5.3.4.2",
    ),
    row(_S, "分析报告收到", "处理结果收到", "收到处理结果", "quality_clerk", "supplier_result", "5.3.4.2"),
    row(_S, "处理结果收到", "已关闭", "关闭", "quality_clerk", "", "5.3.4.2"),
    row(_S, "逾期", "等待", "延期", "quality_leader", "supplier_extension", "5.3.4.2"),
)

APPEAL: tuple[Transition, ...] = (
    row(_A, "无", "申诉中", "申诉", "responsible_leader", "appeal_reason", "5.3.4.6"),
    row(_A, "申诉中", "已裁决", "裁决", "company_quality", "ruling_given", "5.3.4.6"),
    row(_A, "已裁决", "再申诉", "再申诉", "responsible_leader", "second_appeal", "5.3.4.6"),
    row(_A, "已裁决", "已执行裁决", "接受裁决", "responsible_leader", "", "5.3.4.6"),
    row(_A, "再申诉", "最终裁决", "最终裁决", "management_representative", "ruling_given", "5.3.4.6"),
    row(_A, "最终裁决", "已执行裁决", "执行裁决", "responsible_leader quality_clerk", "", "5.3.4.6"),
)
