"""FM-05 产品顾客反馈统计表, QM0703-05, two copies, one a month (5.3.6.1)."""

from __future__ import annotations

from qmsdesk.papers.base import (
    Block,
    Entry,
    Field,
    Kind,
    Need,
    Paper,
    RepeatingRows,
    SignatureBox,
    Strip,
    Words,
)
from qmsdesk.papers.cells import label, row_cells

LINES = (
    Field("feedback_no", "反馈单号", Kind.LINK, max_length=40),
    Field("customer_name", "顾客名称", max_length=120),
    Field("product_name", "产品名称", max_length=120),
    Field("problem", "反馈问题的简要说明", max_length=1000),
    Field(
        "outcome", "简述原因、责任、处理意见和处理结果,改进措施", max_length=2000, hint="未处理完的填“处理中”"
    ),
    Field("loss", "费用损失", Kind.MONEY),
    Field("claim_no", "三包单号", Kind.LINK, Need.OPTIONAL, max_length=60),
    Field("remarks", "备注", need=Need.OPTIONAL, max_length=200),
)
FIELDS = (
    Field("year", "年", Kind.QUANTITY),
    Field("month", "月", Kind.QUANTITY),
    Field("unit_name", "单位", max_length=60),
    Field("lines", "统计表各行", Kind.ROWS, Need.OPTIONAL, columns=LINES, clause="5.3.6.1"),
    Field("sig_compiler", "编制/日期", Kind.SIGNATURE),
    Field("sig_review", "审核/日期", Kind.SIGNATURE, Need.LATER, "review", clause="5.3.6.1"),
)
_COLUMNS = tuple(enumerate(item.name for item in LINES))

PAPER = Paper(
    code="05",
    key="monthly_return",
    form_no="QM0703-05",
    title="产品顾客反馈统计表",
    letter="",
    portrait=False,
    title_line=(
        Entry("year", width=22),
        Words("年"),
        Entry("month", width=14),
        Words("月产品顾客反馈统计表"),
    ),
    head=(Strip(0, 120, (Words("单位:"), Entry("unit_name"))),),
    blocks=(
        Block(
            (27, 36, 34, 50, 62, 20, 22, 16),
            (14, *(11,) * 10),
            (
                *(label(0, col, 1, 1, item.label, size=9) for col, item in enumerate(LINES)),
                *row_cells(1, 10, _COLUMNS, "lines"),
            ),
        ),
    ),
    foot=(
        Strip(0, 120, (Words("一式两份。本单位存一份;报公司全质办一份。"),)),
        Strip(130, 198, (Words("编制/日期:"), Entry("sig_compiler"))),
        Strip(200, 267, (Words("审核/日期:"), Entry("sig_review"))),
    ),
    fields=FIELDS,
    rows=RepeatingRows("lines", 0, 1, 10, _COLUMNS),
    copies=("本单位", "技术质量管理部"),
    signatures=(
        SignatureBox("sig_compiler", "编制", "质管部门", "fill"),
        SignatureBox("sig_review", "审核", "质量负责人", "review"),
    ),
    notes=("一式两份。本单位存一份;报公司全质办一份。",),
    clause="5.3.6.1",
    years_kept=3,
)
