"""Life cycles of the intake, the feedback slip F and the suggestion J (requirements §6, 5.3.2-5.3.3)."""

from __future__ import annotations

from qmsdesk.procedure.transition import Transition, row, rows_from

_I, _F, _J, _R = "intake", "01", "02", "reply"
_QUALITY = "quality_clerk quality_leader"
_SALES = "sales_clerk sales_leader"
_RESPONSIBLE = "responsible_clerk responsible_leader"

INTAKE: tuple[Transition, ...] = (
    row(_I, "接收", "待签收", "转交", "anyone sales_clerk quality_clerk", "transfer_named", "5.3.2.1"),
    row(_I, "待签收", "待签收", "再转交", _SALES, "transfer_named", "5.3.2.1"),
    row(_I, "接收", "调查核实", "签收", _SALES, "", "5.3.2.2"),
    row(_I, "待签收", "调查核实", "签收", _SALES, "", "5.3.2.2"),
    row(_I, "调查核实", "已填反馈单", "登记反馈单", _SALES, "", "5.3.2.2"),
    row(_I, "调查核实", "不作反馈", "记为一般联系", "sales_leader", "reason_given", "5.2.2.1"),
)

_F_OPEN = ("A处理中", "B处理中", "A+B处理中")
_F_OWN = ("已登记", "已审核", "退回经销")

FEEDBACK: tuple[Transition, ...] = (
    row(_F, "草稿", "已登记", "登记", _SALES, "feedback_complete", "5.3.2.2", numbers=True),
    row(_F, "已登记", "已审核", "审核", "sales_leader", "review", "5.3.2.2"),
    row(_F, "已登记", "退回经销", "审核退回", "sales_leader", "reason_given", "5.3.2.2"),
    row(_F, "已审核", "已登记", "撤回审核", "sales_leader", "reason_given", "S-7-b"),
    row(_F, "已审核", "待质管签收", "送交", _SALES, "feedback_handover", "5.3.2.2"),
    row(_F, "待质管签收", "待归类", "签收", _QUALITY, "feedback_receipt", "5.3.2.3"),
    row(_F, "待质管签收", "退回经销", "退回", _QUALITY, "reason_given", "5.3.2.3"),
    row(_F, "待归类", "退回经销", "退回", _QUALITY, "reason_given", "5.3.2.3"),
    row(_F, "退回经销", "已登记", "更正", _SALES, "feedback_complete", "5.3.2.2"),
    row(_F, "待归类", "A处理中", "归为A类", _QUALITY, "classified", "5.3.2.3"),
    row(_F, "待归类", "B处理中", "归为B类", _QUALITY, "classified", "5.3.2.3"),
    row(_F, "待归类", "A+B处理中", "归为A+B类", _QUALITY, "classified", "5.3.2.3"),
    row(_F, "待归类", "已转出", "转出", _QUALITY, "transferred_out", "5.3.4.1"),
    row(_F, "待归类", "供方处理中", "转供方", _QUALITY, "supplier_limit", "5.3.4.2"),
    row(_F, "B处理中", "已转出", "转出", _QUALITY, "transferred_out", "5.3.4.1"),
    row(_F, "B处理中", "供方处理中", "转供方", _QUALITY, "supplier_limit", "5.3.4.2"),
    row(_F, "A+B处理中", "A+B处理中", "转出", _QUALITY, "transferred_out", "5.3.4.1"),
    row(_F, "A+B处理中", "A+B处理中", "转供方", _QUALITY, "supplier_limit", "5.3.4.2"),
    row(_F, "已转出", "B处理中", "收到结果", "quality_clerk", "transfer_answered", "5.3.4.1"),
    row(_F, "供方处理中", "B处理中", "收到结果", "quality_clerk", "supplier_answered", "5.3.4.2"),
    row(_F, "A+B处理中", "A+B处理中", "收到结果", "quality_clerk", "strand_answered", "5.3.4.1"),
    *rows_from(_F, _F_OPEN, "待归类", "改归类", _QUALITY, "reclassify", "5.3.2.3"),
    *rows_from(_F, _F_OPEN, "处理完毕", "处理完毕", _QUALITY, "strands_done", "5.3.3.3"),
    row(_F, "处理完毕", "已关闭", "关闭", _QUALITY, "feedback_close", "5.3.3.3"),
    *rows_from(_F, _F_OWN, "作废", "作废", _SALES, "reason_given", "5.1.2"),
    row(_F, "待质管签收", "作废", "作废", "sales_leader quality_leader", "void_approved", "5.1.2"),
    row(_F, "待归类", "作废", "作废", "sales_leader quality_leader", "void_approved", "5.1.2"),
)

SUGGESTION: tuple[Transition, ...] = (
    row(_J, "草稿", "待审核", "登记", "quality_clerk", "suggestion_complete", "5.3.3.1", numbers=True),
    row(_J, "待审核", "已登记", "审核", "quality_leader", "review", "5.3.3.1"),
    row(_J, "待审核", "退回", "审核退回", "quality_leader", "reason_given", "5.3.3.1"),
    row(_J, "退回", "待审核", "更正", "quality_clerk", "suggestion_complete", "5.3.3.1"),
    row(_J, "已登记", "待审核", "撤回审核", "quality_leader", "reason_given", "S-7-b"),
    row(_J, "已登记", "已发出", "发出", "quality_clerk", "handover", "5.3.3.1"),
    row(_J, "已发出", "研究中", "签收", _RESPONSIBLE, "receipt", "5.3.3.2"),
    row(_J, "研究中", "答复待审核", "答复", "responsible_clerk", "suggestion_reply", "5.3.3.2"),
    row(_J, "答复待审核", "已回复", "审核答复", "responsible_leader", "review", "5.3.3.2"),
    row(_J, "答复待审核", "研究中", "退回答复", "responsible_leader", "reason_given", "5.3.3.2"),
    row(_J, "已回复", "实施中", "实施", "quality_clerk responsible_clerk", "adopted", "5.3.3.3"),
    row(_J, "实施中", "核实合格", "核实合格", "quality_clerk", "verified", "5.3.3.3"),
    row(_J, "实施中", "核实不合格", "核实不合格", "quality_clerk", "verified", "5.3.3.3"),
    row(_J, "核实不合格", "实施中", "继续实施", "responsible_clerk quality_clerk", "", "5.3.3.3"),
    row(_J, "核实合格", "回复审批", "起草回复", "quality_clerk", "reply_wanted", "5.3.3.3"),
    row(_J, "已回复", "回复审批", "起草回复", "quality_clerk", "rejected_reply_wanted", "5.3.3.3"),
    row(_J, "回复审批", "已回复顾客", "回复顾客", "sales_clerk", "reply_approved", "5.3.3.3"),
    row(_J, "已回复顾客", "已关闭", "关闭", "quality_clerk", "suggestion_close", "5.3.3.3"),
    row(_J, "核实合格", "已关闭", "关闭", "quality_clerk", "suggestion_close", "5.3.3.3"),
    row(_J, "已回复", "已关闭", "关闭", "quality_clerk", "suggestion_close", "5.3.3.3"),
    row(_J, "草稿", "放弃", "放弃", _QUALITY, "reason_given", "5.3.3.1"),
    *rows_from(_J, ("待审核", "退回", "已登记"), "作废", "作废", _QUALITY, "reason_given", "5.1.2"),
    *rows_from(_J, ("已发出", "研究中"), "作废", "作废", "quality_leader", "void_approved", "5.1.2"),
)

REPLY: tuple[Transition, ...] = (
    row(_R, "草拟", "待部门领导批准", "送批", "quality_clerk", "reply_drafted", "5.3.3.3"),
    row(_R, "待部门领导批准", "已批准", "批准", "department_leader", "reply_short", "5.3.3.3"),
    row(_R, "待部门领导批准", "待公司领导批准", "批准并上报", "department_leader", "reply_long", "5.3.3.3"),
    row(_R, "待公司领导批准", "已批准", "公司批准", "company_leader", "", "5.3.3.3"),
    row(_R, "待部门领导批准", "草拟", "退回", "department_leader", "reason_given", "5.3.3.3"),
    row(_R, "待公司领导批准", "草拟", "退回", "company_leader", "reason_given", "5.3.3.3"),
    row(_R, "已批准", "已发出", "发出", "sales_clerk", "reply_sent", "5.3.3.3"),
)
