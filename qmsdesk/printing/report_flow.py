"""Setting a report into pages: blocks with heights, tables cut between rows, charts and headings kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qmsdesk.papers.layout import PT, Rule
from qmsdesk.printing import charts
from qmsdesk.printing.fonts import Typeface, Typefaces, printable
from qmsdesk.printing.lines import wrap
from qmsdesk.printing.pen import Mark, Written
from qmsdesk.procedure.chart_shapes import Picture
from qmsdesk.procedure.report_data import (
    Block,
    CellKind,
    ChartBlock,
    FigureLine,
    Heading,
    Report,
    Table,
    Text,
    cell_text,
)

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 25.0, 15.0, 22.0, 22.0
ROOM = WIDTH - LEFT - RIGHT
FLOOR = HEIGHT - BOTTOM
BODY, SMALL, LEADING = 10.5, 8.5, 1.5
CHART_HEIGHT = 68.0
_CELL, _PAD = 9.0, 1.0
_KEPT_WHOLE = 9  # rows: a shorter table is not cut
_HEADINGS = {1: (13.0, 5.0, 2.0), 2: (11.0, 3.0, 1.5)}  # size, room above, room below
_INDENT = "\u3000\u3000"
_RIGHT = {CellKind.COUNT, CellKind.MONEY, CellKind.PERCENT, CellKind.POINTS, CellKind.NUMBER}


@dataclass
class Sheet:
    """One page being set: rules, words and pictures with their places in mm from the top-left corner."""

    rules: list[Rule] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    pictures: list[tuple[Picture, float, float]] = field(default_factory=list)


class Flow:
    """Puts blocks one under the other and begins new pages where they end."""

    def __init__(self, faces: Typefaces) -> None:
        self.faces = faces
        self.pages = [Sheet()]
        self.y = TOP

    @property
    def page(self) -> Sheet:
        """The page being set."""
        return self.pages[-1]

    def need(self, height: float) -> None:
        """Begin a new page unless `height` mm are left."""
        if self.y + height > FLOOR and self.y > TOP:
            self.pages.append(Sheet())
            self.y = TOP

    def lines(
        self, text: str, *, size: float = BODY, x: float = LEFT, width: float = ROOM, bold: bool = False,
        align: str = "left",
    ) -> None:  # fmt: skip
        """A paragraph, broken into lines and over pages."""
        face = self.faces.title if bold else self.faces.body
        step = size * PT * LEADING
        for line in _wrapped(text, width, size, face):
            self.need(step)
            self.page.marks.append(Written((line,), x, self.y, width, step, size, align=align, bold=bold))
            self.y += step

    def space(self, height: float) -> None:
        """Leave room, but not at the top of a page."""
        if self.y > TOP:
            self.y += height


def _wrapped(text: str, width: float, size: float, face: Typeface) -> tuple[str, ...]:
    return wrap(printable(text), width / (size * PT), face.advance)


def set_blocks(flow: Flow, report: Report) -> None:
    """Set every block of a report in its order."""
    counter = _Counter()
    for place, block in enumerate(report.blocks):
        if isinstance(block, Heading):
            after = report.blocks[place + 1] if place + 1 < len(report.blocks) else None
            _heading(flow, block, keep=_first_height(after))
        elif isinstance(block, Text):
            _text(flow, block)
        elif isinstance(block, FigureLine):
            _figure(flow, block)
        elif isinstance(block, ChartBlock):
            _chart(flow, block, counter)
        else:
            _Grid(flow, block, counter.table()).draw()


def _first_height(block: Block | None) -> float:
    """Room in mm that must follow a heading so that it does not stand alone at the foot of a page."""
    if isinstance(block, ChartBlock):
        return CHART_HEIGHT + 20.0
    if isinstance(block, Table):
        return _table_height(block)
    return 34.0 if isinstance(block, Heading) else 22.0


def _table_height(table: Table) -> float:
    """What a table needs in one piece where it is short, else its head and first rows."""
    rows = 1 + len(table.rows)
    return 14.0 + rows * 6.0 if rows <= _KEPT_WHOLE else 30.0


@dataclass
class _Counter:
    """Numbers of figures and tables."""

    charts: int = 0
    tables: int = 0

    def chart(self) -> str:
        """图1, 图2 …"""
        self.charts += 1
        return f"图{self.charts}"

    def table(self) -> str:
        """表1, 表2 …"""
        self.tables += 1
        return f"表{self.tables}"


def _heading(flow: Flow, heading: Heading, *, keep: float) -> None:
    size, above, below = _HEADINGS[heading.level]
    flow.space(above)
    flow.need(size * PT * LEADING + below + keep)
    flow.lines(heading.text, size=size, bold=True)
    flow.y += below


def _text(flow: Flow, text: Text) -> None:
    if text.title:
        flow.space(1.0)
        flow.need(14.0)
        flow.lines(f"{text.title}：", bold=True)
    for paragraph in text.text.split("\n"):
        flow.lines(_INDENT + paragraph)
    flow.y += 1.0


def _figure(flow: Flow, figure: FigureLine) -> None:
    """Name and value on one line, the explanation small under it."""
    flow.need(12.0)
    step = BODY * PT * LEADING
    named = f"{figure.name}：{figure.value}"
    flow.page.marks.append(Written((printable(named),), LEFT, flow.y, ROOM, step, BODY, bold=True))
    flow.y += step
    flow.lines(figure.note, size=SMALL, x=LEFT + 6.0, width=ROOM - 6.0)
    flow.y += 0.8


def _chart(flow: Flow, block: ChartBlock, counter: _Counter) -> None:
    made = charts.picture(block.chart, flow.faces, width=ROOM, height=CHART_HEIGHT)
    height = made.height * PT
    flow.space(2.0)
    note = f"{counter.chart()}　{block.note or block.chart.title}"
    lines = _wrapped(note, ROOM, SMALL, flow.faces.body)
    flow.need(height + len(lines) * SMALL * PT * LEADING + 2.0)
    flow.page.pictures.append((made, LEFT, flow.y))
    flow.y += height + 1.0
    flow.lines(note, size=SMALL, align="left")
    flow.y += 2.0


class _Grid:
    """A table on the flow: heads repeated on every page, rows as high as their longest cell."""

    def __init__(self, flow: Flow, table: Table, number: str) -> None:
        self.flow, self.table = flow, table
        self.title = f"{number}　{table.title}"
        whole = sum(column.share for column in table.columns)
        self.widths = [column.share / whole * ROOM for column in table.columns]

    def draw(self) -> None:
        """Title, heads, rows and note; a table without rows says so."""
        flow = self.flow
        flow.space(2.0)
        flow.need(_table_height(self.table) - 4.0)
        flow.lines(self.title, size=9.5, bold=True, align="centre")
        flow.y += 0.8
        self._row([column.title for column in self.table.columns], head=True)
        split = len(self.table.rows) - self.table.totals
        for place, row in enumerate(self.table.rows):
            cells = [
                cell_text(column.kind, value) for column, value in zip(self.table.columns, row, strict=True)
            ]
            self._row(cells, bold=place >= split)
        if not self.table.rows:
            flow.lines("（没有数据）", size=SMALL, align="centre")
        if self.table.note:
            flow.y += 0.6
            flow.lines(f"注：{self.table.note}", size=SMALL)
        flow.y += 2.0

    def _row(self, cells: Sequence[str], *, head: bool = False, bold: bool = False) -> None:
        flow = self.flow
        face = flow.faces.title if head or bold else flow.faces.body
        set_cells = [
            _wrapped(text, width - 2 * _PAD, _CELL, face)
            for text, width in zip(cells, self.widths, strict=True)
        ]
        step = _CELL * PT * 1.28
        height = max(len(lines) for lines in set_cells) * step + 1.6
        if flow.y + height > FLOOR and not head:
            flow.need(height)
            self._row([column.title for column in self.table.columns], head=True)
        x = LEFT
        for column, lines, width in zip(self.table.columns, set_cells, self.widths, strict=True):
            align = "centre" if head else "right" if column.kind in _RIGHT else "left"
            box = Written(
                lines, x + _PAD, flow.y, width - 2 * _PAD, height, _CELL, align=align, bold=head or bold
            )
            flow.page.marks.append(box)
            x += width
        self._rules(height, head)
        flow.y += height

    def _rules(self, height: float, head: bool) -> None:
        y, page = self.flow.y, self.flow.page
        if head:
            page.rules.append(Rule(LEFT, y, LEFT + ROOM, y, 0.9))
        page.rules.append(Rule(LEFT, y + height, LEFT + ROOM, y + height, 0.9 if head else 0.4))
        x = LEFT
        for width in (0.0, *self.widths):
            x += width
            page.rules.append(Rule(x, y, x, y + height, 0.4))
