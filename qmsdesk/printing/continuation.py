"""附页 (AUX-12): texts and rows that found no room on the sheet, under the field's own printed label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qmsdesk.papers.base import Paper
from qmsdesk.papers.layout import (
    COMPANY_H,
    FORM_NO_H,
    HEAD_H,
    HEAD_SIZE,
    LINE,
    OUTLINE,
    PAD,
    PT,
    TITLE_H,
    Print,
    Rule,
    Sheet,
)
from qmsdesk.papers.values import row_display
from qmsdesk.printing.filling import Overflow, Page, words
from qmsdesk.printing.fonts import Typeface, Typefaces, printable
from qmsdesk.printing.lines import wrap
from qmsdesk.printing.pen import Mark, Written

SIZE, LEADING = 9.5, 1.4
_STEP = SIZE * PT * LEADING
_INNER = 2.5
_FOOT = 8.0
_MOST_LINES = 12
_ORDINAL_W = 12.0


@dataclass(frozen=True)
class _Strip:
    """A slice of a 附页: height in mm, what is drawn in it (y from its top); `head` is repeated above on a new page."""

    height: float
    marks: tuple[Mark, ...] = ()
    rules: tuple[Rule, ...] = ()
    keep: bool = False
    head: _Strip | None = None


def continue_on(
    paper: Paper,
    sheet: Sheet,
    overflows: Sequence[Overflow],
    rows: Sequence[Mapping[str, Any]],
    faces: Typefaces,
    *,
    number: str,
) -> list[Page]:
    """The 附页 of a slip; `rows` are those beyond the sheet, none of both gives no page."""
    left, right, _top, bottom = paper.margins
    frame = _Frame(left, _header_bottom(paper), sheet.width - right, sheet.height - bottom - _FOOT)
    more: list[Overflow] = []
    strips = list(_table(paper, frame, rows, faces.body, more)) if rows else []
    for item in (*overflows, *more):
        strips += _text(frame, item, faces)
    pages = [_page(paper, sheet, frame, number)] if strips else []
    y = frame.top + _INNER
    for place, strip in enumerate(strips):
        needed = strip.height + (strips[place + 1].height if strip.keep and place + 1 < len(strips) else 0.0)
        if y + needed > frame.bottom - _INNER / 2 and y > frame.top + _INNER:
            pages.append(_page(paper, sheet, frame, number))
            y = frame.top + _INNER
            if strip.head:
                _put(pages[-1], strip.head, y)
                y += strip.head.height
        _put(pages[-1], strip, y)
        y += strip.height
    return pages


@dataclass(frozen=True)
class _Frame:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def room(self) -> float:
        return self.width - 2 * _INNER


def _header_bottom(paper: Paper) -> float:
    return paper.margins[2] + FORM_NO_H + (COMPANY_H if paper.company_line else 0.0) + TITLE_H + HEAD_H


def _page(paper: Paper, sheet: Sheet, frame: _Frame, number: str) -> Page:
    """An empty 附页: the sheet's own header, 附页 after its title, the number line and the frame."""
    page = Page()
    header = (piece for piece in sheet.prints if piece.role in ("form_no", "company"))
    page.marks += [words(piece) for piece in header]
    top = frame.top - HEAD_H - TITLE_H
    title = Print((f"{paper.title}附页",), frame.left, top, frame.width, TITLE_H, 17.0, "centre", bold=True)
    page.marks.append(words(replace(title, spacing=0.15)))
    line = Print(
        (f"编号:{number}" if number else "",), frame.left, top + TITLE_H, frame.width, HEAD_H, HEAD_SIZE
    )
    page.marks += [words(line), words(replace(line, lines=("AUX-12 附页",), align="right"))]
    page.rules += [Rule(frame.left, y, frame.right, y, OUTLINE) for y in (frame.top, frame.bottom)]
    page.rules += [Rule(x, frame.top, x, frame.bottom, OUTLINE) for x in (frame.left, frame.right)]
    return page


def _put(page: Page, strip: _Strip, y: float) -> None:
    page.marks += [replace(mark, y=mark.y + y) for mark in strip.marks]
    page.rules += [replace(rule, y1=rule.y1 + y, y2=rule.y2 + y) for rule in strip.rules]


def _text(frame: _Frame, item: Overflow, faces: Typefaces) -> Iterator[_Strip]:
    """A label in bold, the text under it, a little air."""
    yield _heading(frame, f"{item.label.rstrip(':：')}:")
    for line in wrap(item.text, frame.room / (SIZE * PT), faces.body.advance):
        yield _Strip(_STEP, (Written((line,), frame.left + _INNER, 0.0, frame.room, _STEP, SIZE),))
    yield _Strip(_STEP * 0.6)


def _heading(frame: _Frame, text: str) -> _Strip:
    height = _STEP * 1.2
    mark = Written((text,), frame.left + _INNER, 0.0, frame.room, height, SIZE, bold=True)
    return _Strip(height, (mark,), keep=True)


def _table(
    paper: Paper, frame: _Frame, rows: Sequence[Mapping[str, Any]], face: Typeface, more: list[Overflow]
) -> Iterator[_Strip]:
    """The rows beyond the sheet, numbered on, in columns as wide as on the sheet; very long cells go to `more`."""
    repeat = paper.rows
    if repeat is None:
        return
    columns = paper.field(repeat.field).columns
    natural = [paper.blocks[repeat.block].columns[place] for place, _name in repeat.columns]
    scale = (frame.room - _ORDINAL_W) / sum(natural)
    widths = [_ORDINAL_W, *(width * scale for width in natural)]
    yield _heading(frame, f"{paper.field(repeat.field).label}(续)")
    head = _row(frame, widths, [("序号",), *((column.label,) for column in columns)])
    yield replace(head, keep=True)
    for ordinal, row in enumerate(rows, start=repeat.count + 1):
        cells: list[tuple[str, ...]] = [(str(ordinal),)]
        for column, width in zip(columns, widths[1:], strict=True):
            text = printable(row_display(column, row))
            cells.append(_lines(text, width - 2 * PAD, face, f"第 {ordinal} 行 {column.label}", more))
        yield replace(_row(frame, widths, cells), head=head)
    yield _Strip(_STEP * 0.6)


def _lines(text: str, width: float, face: Typeface, label: str, more: list[Overflow]) -> tuple[str, ...]:
    """A cell's lines; a text too long for a table is begun here and told in full after it."""
    lines = wrap(text, width / (SIZE * PT), face.advance)
    if len(lines) <= _MOST_LINES:
        return lines
    more.append(Overflow(label, text))
    return (*lines[: _MOST_LINES - 1], "……(全文见后)")


def _row(frame: _Frame, widths: Sequence[float], cells: Sequence[tuple[str, ...]]) -> _Strip:
    height = max(len(lines) for lines in cells) * SIZE * PT * LINE + 2.4
    edges = [frame.left + _INNER]
    marks: list[Mark] = []
    for width, lines in zip(widths, cells, strict=True):
        marks.append(Written(lines, edges[-1] + PAD, 0.0, width - 2 * PAD, height, SIZE, align="centre"))
        edges.append(edges[-1] + width)
    rules = [Rule(edge, 0.0, edge, height) for edge in edges]
    rules += [Rule(edges[0], y, edges[-1], y) for y in (0.0, height)]
    return _Strip(height, tuple(marks), tuple(rules))
