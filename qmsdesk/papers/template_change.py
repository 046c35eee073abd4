"""FM-00 文件修改控制页, QM0401-03: the changes of the forms themselves (R-0-a)."""

from __future__ import annotations

from qmsdesk.papers.base import Block, Field, Kind, Need, Paper, RepeatingRows
from qmsdesk.papers.cells import label, row_cells

LINES = (
    Field("row_no", "序号", Kind.QUANTITY),
    Field("mark", "修改标记", max_length=40),
    Field("notice_no", "修改通知单号", max_length=60),
    Field("changed_by", "修改人", max_length=40),
    Field("changed_on", "修改日期", Kind.DATE),
)
_COLUMNS = tuple(enumerate(item.name for item in LINES))

PAPER = Paper(
    code="00",
    key="template_change",
    form_no="QM0401-03",
    title="文件修改控制页",
    letter="",
    portrait=True,
    blocks=(
        Block(
            (18, 34, 50, 34, 34),
            (10, *(9,) * 22),
            (
                *(label(0, col, 1, 1, item.label, size=9) for col, item in enumerate(LINES)),
                *row_cells(1, 22, _COLUMNS, "lines"),
            ),
        ),
    ),
    fields=(Field("lines", "修改各行", Kind.ROWS, Need.OPTIONAL, columns=LINES),),
    rows=RepeatingRows("lines", 0, 1, 22, _COLUMNS),
    copies=("质管部门",),
    clause="0",
)
