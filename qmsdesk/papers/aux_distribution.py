"""AUX-13 分发签收清单: every copy of a slip, handed over and signed for (5.3.4.1, 5.3.5.4, R-8-a)."""

from __future__ import annotations

from qmsdesk.papers.aux_parts import WIDE, auxiliary, pair, text
from qmsdesk.papers.base import Block, Field, Kind, Need, RepeatingRows
from qmsdesk.papers.cells import label, row_cells

LINES = (
    Field("copy", "联次", max_length=20),
    Field("holder", "保存部门", max_length=60),
    Field("prints", "打印次数", Kind.QUANTITY, Need.OPTIONAL),
    Field("handed", "送交人、时间", need=Need.OPTIONAL, max_length=80),
    Field("signed", "签收人、时间", need=Need.OPTIONAL, max_length=80),
    Field("opinion", "签收意见", need=Need.OPTIONAL, max_length=500),
)
_COLUMNS = tuple(enumerate(item.name for item in LINES))

PAPER = auxiliary(
    "AUX-13",
    "aux_distribution",
    "分发签收清单",
    "5.3.4.1",
    fields=(
        text("title", "单据名称", limit=60),
        text("customer_name", "用户名称", limit=120),
        Field("lines", "各联", Kind.ROWS, Need.OPTIONAL, columns=LINES),
    ),
    blocks=(
        Block(WIDE, (10,), pair(0, ("单据名称", "title"), ("用户名称", "customer_name"))),
        Block(
            (22, 32, 16, 36, 36, 28),
            (9, *(13,) * 15),
            (
                *(label(0, col, 1, 1, item.label, size=9) for col, item in enumerate(LINES)),
                *row_cells(1, 15, _COLUMNS, "lines"),
            ),
        ),
    ),
    rows=RepeatingRows("lines", 1, 1, 15, _COLUMNS),
)
