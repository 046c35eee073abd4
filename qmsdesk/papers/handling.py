"""FM-03 顾客投诉处理单, QM0703-03, letter C, copies as needed (5.3.4.1); parts are rebuilt (I-10)."""

from __future__ import annotations

from qmsdesk.papers.base import (
    Block,
    Cell,
    Entry,
    Field,
    Kind,
    Need,
    Paper,
    SignatureBox,
    Strip,
    TickBox,
    Words,
)
from qmsdesk.papers.cells import area, label, sign, value

FIELDS = (
    Field("number", "编号:C", Kind.NUMBER, Need.SYSTEM, clause="5.5.1"),
    Field("feedback_no", "反馈单号", Kind.LINK, max_length=200, clause="5.3.4.1"),
    Field("product_name", "产品名称", max_length=120),
    Field("drawing_no", "产品图号", max_length=80),
    Field("customer_name", "用户名称", max_length=120),
    Field(
        "cause_analysis", "1、质量问题的简要分析和原因", Kind.LONG_TEXT, max_length=10_000, clause="5.3.4.1"
    ),
    Field("responsible_dept", "2、责任部门", max_length=300, clause="5.3.4.1"),
    Field("disposition", "3、处理意见及改进措施", Kind.LONG_TEXT, max_length=10_000, clause="5.3.4.1"),
    Field("sig_handler", "经办人/日期", Kind.SIGNATURE),
    Field("sig_review", "审核/日期", Kind.SIGNATURE, Need.LATER, "review"),
    Field("sig_approve", "批准/日期", Kind.SIGNATURE, Need.LATER, "approve", clause="5.3.4.4"),
    Field("to_quality", "质管部门(自留)", Kind.TICK, Need.OPTIONAL, "distribution"),
    Field("to_sales", "经销部门", Kind.TICK, Need.OPTIONAL, "distribution"),
    Field("to_responsible", "责任部门", Kind.TICK, Need.OPTIONAL, "distribution"),
    Field("copy_count", "共 份", Kind.QUANTITY, Need.OPTIONAL, "distribution"),
    Field("photocopy_count", "附反馈单复印件 份", Kind.QUANTITY, Need.OPTIONAL, "distribution"),
)
EXTRA = (
    Field(
        "severity", "投诉程度", Kind.CHOICE, Need.OPTIONAL, choices=("一般", "重大", "特大"), clause="5.3.4.3"
    ),
    Field(
        "cause_kind",
        "原因类别",
        Kind.CHOICE,
        Need.OPTIONAL,
        choices=("设计", "制造", "材料", "外购配套", "使用维护", "运输保管", "其他"),
    ),
    Field("answer_customer", "需向顾客回复", Kind.TICK, Need.OPTIONAL, clause="5.3.3.3"),
)

_DISTRIBUTION = Cell(
    6,
    0,
    1,
    12,
    (
        Words("分发 "),
        TickBox("to_quality"),
        Words("质管部门(自留) "),
        TickBox("to_sales"),
        Words("经销部门 "),
        TickBox("to_responsible"),
        Words("责任部门  共"),
        Entry("copy_count"),
        Words("份;附反馈单复印件"),
        Entry("photocopy_count"),
        Words("份"),
    ),
    reconstructed=True,
)

_CELLS = (
    label(0, 0, 1, 2, "反馈单号"),
    value(0, 2, 1, 4, "feedback_no"),
    label(0, 6, 1, 2, "产品名称"),
    value(0, 8, 1, 4, "product_name"),
    label(1, 0, 1, 2, "产品图号"),
    value(1, 2, 1, 4, "drawing_no"),
    label(1, 6, 1, 2, "用户名称"),
    value(1, 8, 1, 4, "customer_name"),
    area(2, 0, 1, 12, "1、质量问题的简要分析和原因", "cause_analysis"),
    Cell(3, 0, 1, 12, (Words("2、责任部门:"), Entry("responsible_dept"), Words("。"))),
    area(4, 0, 1, 12, "3、处理意见及改进措施", "disposition", reconstructed=True),
    sign(5, 0, 1, 4, "经办人/日期", "sig_handler", reconstructed=True),
    sign(5, 4, 1, 4, "审核/日期", "sig_review", reconstructed=True),
    sign(5, 8, 1, 4, "批准/日期", "sig_approve", reconstructed=True),
    _DISTRIBUTION,
)

PAPER = Paper(
    code="03",
    key="handling",
    form_no="QM0703-03",
    old_form_no="QM0704-03",
    title="顾客投诉处理单",
    letter="C",
    portrait=True,
    head=(Strip(0, 85, (Words("编号:C"), Entry("number"))),),
    blocks=(Block((170 / 12,) * 12, (9, 9, 75, 14, 85, 12, 16), _CELLS),),
    fields=FIELDS,
    extra=EXTRA,
    copies=("质管部门(自留)", "经销部门", "责任部门"),
    copies_vary=True,
    signatures=(
        SignatureBox("sig_handler", "经办", "质管部门", "fill"),
        SignatureBox("sig_review", "审核", "质量负责人", "review"),
        SignatureBox("sig_approve", "批准", "公司主管领导", "approve"),
    ),
    clause="5.3.4.1",
)
