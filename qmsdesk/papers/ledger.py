"""FM-07 顾客反馈/投诉信息台帐, QM0703-07, a register kept by 质管部门 (clause 6)."""

from __future__ import annotations

from qmsdesk.papers.base import Block, Field, Kind, Need, Paper, RepeatingRows
from qmsdesk.papers.cells import label, row_cells

LINES = (
    Field("row_no", "序号", Kind.QUANTITY),
    Field("number", "反馈单号", Kind.LINK),
    Field("customer", "顾客名称"),
    Field("product", "产品名称/图号"),
    Field("serial_no", "出厂编号"),
    Field("problem", "主要问题"),
    Field("result", "处理结果"),
    Field("responsible", "责任部门"),
    Field("claim_no", "三包单号", Kind.LINK, Need.OPTIONAL),
    Field("claim_cost", "三包费用", Kind.MONEY, Need.OPTIONAL),
)
_COLUMNS = tuple(enumerate(item.name for item in LINES))

PAPER = Paper(
    code="07",
    key="ledger",
    form_no="QM0703-07",
    old_form_no="QM0704-04",
    title="顾客反馈/投诉信息台帐",
    letter="",
    portrait=False,
    company_line=False,
    blocks=(
        Block(
            (10, 26, 34, 40, 22, 40, 34, 20, 24, 17),
            (10, *(9,) * 14),
            (
                *(label(0, col, 1, 1, item.label, size=9) for col, item in enumerate(LINES)),
                *row_cells(1, 14, _COLUMNS, "lines"),
            ),
        ),
    ),
    fields=(Field("lines", "台帐各行", Kind.ROWS, Need.SYSTEM, columns=LINES),),
    rows=RepeatingRows("lines", 0, 1, 14, _COLUMNS),
    copies=("质管部门",),
    clause="6",
)
