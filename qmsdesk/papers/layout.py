"""From a declaration to pieces in millimetres; screen and PDF draw exactly these (design: one geometry)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qmsdesk.papers.base import Block, Cell, Entry, Mark, Paper, Segment, Strip, TickBox, Words

PT = 25.4 / 72
PAD = 1.2
TICK = 3.4
TALL = 13.0
FORM_NO_H, COMPANY_H, TITLE_H, HEAD_H, FOOT_H = 6.0, 9.0, 12.0, 8.0, 8.0
BODY, HEAD_SIZE, TITLE_SIZE, COMPANY_SIZE, FORM_NO_SIZE, COPY_SIZE = 9.5, 10.5, 17.0, 13.0, 9.0, 8.0
LINE = 1.28
OUTLINE = 1.4
_NARROW = {
    "/": 0.42,
    ":": 0.3,
    ";": 0.3,
    ",": 0.3,
    ".": 0.3,
    "(": 0.38,
    ")": 0.38,
    " ": 0.3,
    "-": 0.38,
    "·": 0.5,
}
_ROW_ENTRY = re.compile(r"(?P<field>\w+)\[(?P<row>\d+)\]\.(?P<column>\w+)")


@dataclass(frozen=True)
class Rule:
    """A line from (x1, y1) to (x2, y2) in mm, `weight` in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.5


@dataclass(frozen=True)
class Print:
    """Printed words in a box (mm), already broken into lines; `size` in points."""

    lines: tuple[str, ...]
    x: float
    y: float
    w: float
    h: float
    size: float = BODY
    align: str = "left"
    valign: str = "middle"
    bold: bool = False
    label: bool = True
    role: str = "label"  # label, mark, form_no, company, title
    spacing: float = 0.0  # between the letters, in ems


@dataclass(frozen=True)
class Slot:
    """Room for a field (mm): whole, one `option` of a choice, the name or day `part` of a signature, a table cell."""

    field: str
    x: float
    y: float
    w: float
    h: float
    option: str = ""
    part: str = ""
    placeholder: str = ""
    box: bool = False
    multiline: bool = False
    align: str = "left"
    row: int = -1
    column: str = ""
    size: float = BODY
    bold: bool = False


Piece = Rule | Print | Slot


@dataclass(frozen=True)
class Sheet:
    """A laid-out page: its size in mm, its pieces in printed order, where the copy label goes."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    copy_label: Print

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The rooms for fields, in printed order: this is the tab order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Slot))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The lines of the tables."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Rule))

    @cached_property
    def prints(self) -> tuple[Print, ...]:
        """The printed words in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Print))

    @cached_property
    def rows(self) -> dict[int, tuple[Slot, ...]]:
        """The cells of each repeating row, by its place on the sheet."""
        found: dict[int, list[Slot]] = {}
        for slot in self.slots:
            if slot.row >= 0:
                found.setdefault(slot.row, []).append(slot)
        return {row: tuple(slots) for row, slots in found.items()}


def em_width(text: str) -> float:
    """Width of a text in ems, near enough to place words (Han one em, Latin about half)."""
    return sum(_NARROW.get(char, 1.0 if ord(char) > 0x2E7F or char in "□√“”—…" else 0.56) for char in text)


def text_mm(text: str, size: float) -> float:
    """Width of a text in mm at a size in points."""
    return em_width(text) * size * PT


def break_lines(text: str, width: float, size: float) -> tuple[str, ...]:
    """Break printed words to a width in mm; line feeds are kept, a lone tail of one character is avoided."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _break_paragraph(paragraph, width, size)
    return tuple(lines)


def _break_paragraph(text: str, width: float, size: float) -> list[str]:
    total = text_mm(text, size)
    if total <= width:
        return [text]
    count = -(-int(total * 1000) // max(1, int(width * 1000)))
    target = min(width, total / count + size * PT * 0.6)
    lines, current = [], ""
    for char in text:
        if current and text_mm(current + char, size) > target and char not in ",。;:、)":
            lines.append(current)
            current = ""
        current += char
    return [*lines, current]


@lru_cache(maxsize=32)
def lay_out(paper: Paper, *, form_no: str = "", company: str = "") -> Sheet:
    """All pieces of a sheet in printed order; `form_no` and `company` replace the declared ones when given."""
    width, height = paper.size
    left, right, top, bottom = paper.margins
    usable = width - left - right
    pieces: list[Piece] = []
    y = top
    number = form_no or paper.form_no
    pieces.append(
        Print((number,), left, y, usable, FORM_NO_H, FORM_NO_SIZE, "right", label=False, role="form_no")
    )
    y += FORM_NO_H
    if paper.company_line:
        pieces.append(
            Print((company,), left, y, usable, COMPANY_H, COMPANY_SIZE, "centre", label=False, role="company")
        )
        y += COMPANY_H
    pieces += _title(paper, left, y, usable)
    y += TITLE_H
    if paper.head:
        for strip in paper.head:
            pieces += _strip(paper, strip, left, y, HEAD_H, HEAD_SIZE)
        y += HEAD_H
    for block in paper.blocks:
        pieces += _block(paper, block, left, y)
        y += sum(block.rows)
    for strip in paper.foot:
        pieces += _strip(paper, strip, left, y + 1, FOOT_H, BODY)
    copy = Print(("",), left, height - bottom - 5, usable, 5, COPY_SIZE, "right", label=False, role="copy")
    return Sheet(width, height, tuple(pieces), copy)


def _title(paper: Paper, left: float, y: float, usable: float) -> list[Piece]:
    if not paper.title_line:
        spacing = _title_spacing(paper.title)
        return [
            Print(
                (paper.title,),
                left,
                y,
                usable,
                TITLE_H,
                TITLE_SIZE,
                "centre",
                bold=True,
                role="title",
                spacing=spacing,
            )
        ]
    total = sum(_natural(segment, TITLE_SIZE) for segment in paper.title_line)
    x = left + (usable - total) / 2
    return _flow(paper, paper.title_line, x, y, total, TITLE_H, TITLE_SIZE, bold=True)


def _title_spacing(title: str) -> float:
    """Short titles are set wide, as printed forms do; in ems."""
    return round(max(0.1, min(0.5, (14 - len(title)) * 0.065)), 3)


def _strip(paper: Paper, strip: Strip, left: float, y: float, height: float, size: float) -> list[Piece]:
    return _flow(paper, strip.line, left + strip.x1, y, strip.x2 - strip.x1, height, size)


def _natural(segment: Segment, size: float) -> float:
    if isinstance(segment, Words | Mark):
        return text_mm(segment.text, size)
    if isinstance(segment, TickBox):
        return TICK + 0.8
    return segment.width


def _flow(
    paper: Paper,
    line: tuple[Segment, ...],
    x: float,
    y: float,
    width: float,
    height: float,
    size: float,
    *,
    bold: bool = False,
) -> list[Piece]:
    """Words take their natural width, entries share what is left."""
    taken = sum(_natural(segment, size) for segment in line)
    shares = sum(item.share for item in line if isinstance(item, Entry) and not item.width)
    free = max(0.0, width - taken - 0.6 * len(line))
    pieces: list[Piece] = []
    for segment in line:
        natural = _natural(segment, size)
        if isinstance(segment, Words | Mark):
            is_label = isinstance(segment, Words)
            pieces.append(
                Print(
                    (segment.text,),
                    x,
                    y,
                    natural,
                    height,
                    size,
                    label=is_label,
                    bold=bold,
                    role="label" if is_label else "mark",
                )
            )
        elif isinstance(segment, TickBox):
            top = y + (height - TICK) / 2
            pieces.append(
                Slot(segment.field, x + 0.4, top, TICK, TICK, option=segment.option, box=True, align="centre")
            )
        else:
            natural = segment.width or free * segment.share / shares
            pieces.append(_entry(paper, segment, x, y, natural, height, size, bold))
        x += natural + 0.6
    return pieces


def _entry(
    paper: Paper, entry: Entry, x: float, y: float, w: float, h: float, size: float = BODY, bold: bool = False
) -> Slot:
    match = _ROW_ENTRY.fullmatch(entry.field)
    large = size > HEAD_SIZE
    multiline = h >= 9.0 and not entry.option and not large
    if match:
        name, row, column = match["field"], int(match["row"]), match["column"]
        return Slot(name, x, y, w, h, multiline=multiline, row=row, column=column)
    align = "centre" if entry.option or large else "left"
    return Slot(
        entry.field,
        x,
        y,
        w,
        h,
        entry.option,
        entry.part,
        entry.placeholder,
        multiline=multiline,
        align=align,
        size=size,
        bold=bold,
    )


def _block(paper: Paper, block: Block, left: float, top: float) -> list[Piece]:
    pieces: list[Piece] = []
    for cell in sorted(block.cells, key=lambda item: (item.row, item.col)):
        x = left + sum(block.columns[: cell.col])
        y = top + sum(block.rows[: cell.row])
        w = sum(block.columns[cell.col : cell.col + cell.cols])
        h = sum(block.rows[cell.row : cell.row + cell.rows])
        pieces += _frame(x, y, w, h, cell.diagonal)
        pieces += _cell(paper, cell, x, y, w, h)
    width, height = sum(block.columns), sum(block.rows)
    pieces += [
        Rule(left, top, left + width, top, OUTLINE),
        Rule(left, top + height, left + width, top + height, OUTLINE),
        Rule(left, top, left, top + height, OUTLINE),
        Rule(left + width, top, left + width, top + height, OUTLINE),
    ]
    return pieces


def _frame(x: float, y: float, w: float, h: float, diagonal: bool) -> list[Rule]:
    """Right and bottom edges; the block draws its own outline."""
    rules = [Rule(x + w, y, x + w, y + h), Rule(x, y + h, x + w, y + h)]
    if diagonal:
        rules.append(Rule(x, y, x + w, y + h))
    return rules


def _cell(paper: Paper, cell: Cell, x: float, y: float, w: float, h: float) -> list[Piece]:
    if cell.centred:
        lines = (
            break_lines(cell.line[0].text, w - 2 * PAD, cell.size)
            if isinstance(cell.line[0], Words)
            else ("",)
        )
        return [Print(lines, x + PAD, y, w - 2 * PAD, h, cell.size, "centre", bold=cell.bold)]
    pieces: list[Piece] = []
    used = 0.0
    if cell.line:
        used = h if not cell.under else cell.size * PT * LINE + PAD
        pieces += _line(paper, cell, x + PAD, y + (PAD / 2 if cell.under else 0), w - 2 * PAD, used)
    # a tall box without words of its own begins a little below its rule, as the others do below their words
    used = used or (PAD if h >= TALL else 0.0)
    pieces += _under(paper, cell, x + PAD / 2, y + used, w - PAD, h - used)
    return pieces


def _line(paper: Paper, cell: Cell, x: float, y: float, w: float, h: float) -> list[Piece]:
    if len(cell.line) == 1 and isinstance(cell.line[0], Words):
        lines = break_lines(cell.line[0].text, w, cell.size)
        return [Print(lines, x, y, w, h, cell.size, bold=cell.bold)]
    return _flow(paper, cell.line, x, y, w, h, cell.size)


def _under(paper: Paper, cell: Cell, x: float, y: float, w: float, h: float) -> list[Piece]:
    """Entries below the first line share the height."""
    total = sum(entry.share for entry in cell.under)
    pieces: list[Piece] = []
    for entry in cell.under:
        height = h * entry.share / total
        pieces.append(_entry(paper, entry, x, y, w, height))
        y += height
    return pieces
