"""Life cycles of the monthly return, the two reports and the survey form (requirements §6, 5.3.6, 5.4)."""

from __future__ import annotations

from qmsdesk.procedure.transition import Transition, row, rows_from

_M, _Q = "05", "06"

MONTHLY: tuple[Transition, ...] = (
    row(_M, "编制", "已审核", "审核", "quality_leader", "review", "5.3.6.1"),
    row(_M, "已审核", "编制", "撤回审核", "quality_leader", "reason_given", "S-7-b"),
    row(_M, "已审核", "已上报", "上报", "quality_clerk", "", "5.3.6.1"),
    row(_M, "已上报", "公司质管已收", "公司签收", "company_quality", "receipt", "5.3.6.1"),
    row(_M, "公司质管已收", "已核实", "核实", "company_quality", "", "5.3.6.2"),
    row(_M, "公司质管已收", "退回", "退回", "company_quality", "reason_given", "5.3.6.2"),
    row(_M, "退回", "编制", "重新编制", "quality_clerk", "", "5.3.6.1"),
)


def _report(life: str, clause: str) -> tuple[Transition, ...]:
    return (
        row(life, "编制", "已审核", "审核", "quality_leader", "review", clause),
        row(life, "已审核", "编制", "撤回审核", "quality_leader", "reason_given", "S-7-b"),
        row(life, "已审核", "已上报", "上报", "quality_clerk", "", clause),
        row(life, "已上报", "公司汇总", "汇总", "company_quality", "receipt", clause),
        row(life, "已上报", "退回", "退回", "company_quality", "reason_given", clause),
        row(life, "退回", "编制", "重新编制", "quality_clerk", "", clause),
        row(life, "公司汇总", "公司报告", "编写公司报告", "company_quality", "", clause),
        row(life, "公司报告", "已批准", "批准", "management_representative", "review", "5.1.2"),
        row(life, "公司报告", "公司汇总", "退回修改", "management_representative", "reason_given", "5.1.2"),
        row(
            life,
            "已批准",
            "管理评审输入",
            "提交管理评审",
            "company_quality",
            "representative_approved",
            "5.1.2",
        ),
    )


TREND = _report("AUX-10", "5.3.6.2")
SATISFACTION = _report("AUX-11", "5.4.4")

SURVEY: tuple[Transition, ...] = (
    row(_Q, "计划", "已发出", "发出", "sales_clerk", "", "5.4.1.3", numbers=True),
    row(_Q, "已发出", "已收回", "收回", "sales_clerk anyone", "", "5.4.3.1"),
    row(_Q, "已发出", "未收回", "未收回", "sales_clerk", "reason_given", "5.4.3.1"),
    row(_Q, "未收回", "已收回", "收回", "sales_clerk anyone", "", "5.4.3.1"),
    row(_Q, "已收回", "已转交经销", "转交", "sales_clerk anyone", "", "5.4.3.1"),
    row(_Q, "已转交经销", "已审批", "审批", "sales_leader", "survey_complete", "5.4.3.1"),
    row(_Q, "已审批", "已汇总", "汇总", "sales_clerk", "", "5.4.3.1"),
    row(_Q, "已汇总", "质管已收", "质管签收", "quality_clerk", "receipt", "5.4.3.1"),
    row(_Q, "质管已收", "已计分", "计分", "quality_clerk", "survey_valid", "5.4.3.2"),
    *rows_from(
        _Q,
        ("已收回", "已转交经销", "已审批", "已汇总", "质管已收"),
        "无效",
        "判为无效",
        "sales_clerk quality_clerk",
        "reason_given",
        "5.4.3.2",
    ),
    row(_Q, "无效", "已转交经销", "补正", "sales_clerk", "reason_given", "5.4.3.2"),
)
