"""The ledger on its paper form from a stream of rows: running 序号, 第 页 共 页, the sheet itself drawn once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from qmsdesk.papers.base import Paper, Values
from qmsdesk.papers.layout import COPY_SIZE, Rule, Sheet
from qmsdesk.papers.values import display
from qmsdesk.printing.continuation import continue_on
from qmsdesk.printing.document import Document, pressing
from qmsdesk.printing.filling import Overflow, fill, fill_rows, rules_inside
from qmsdesk.printing.fonts import any_text, check_glyphs
from qmsdesk.printing.job import PrintMeta
from qmsdesk.printing.pen import Mark, Written, draw
from qmsdesk.printing.render import describe, sheet_of
from qmsdesk.printing.rows import PlacedRow, RowSetter
from qmsdesk.procedure.money import money_text
from qmsdesk.settings import Company
from qmsdesk.settings import company as own_company

_SHEET, _LINES, _FOOT, _TOTAL = "sheet", "lines", "foot", "total"
_FOOT_H = 5.0
_EVERY = 10  # pages between two reports of progress


def render_rows(
    paper: Paper,
    rows: Iterable[Mapping[str, Any]],
    values: Values | None = None,
    *,
    note: str = "",
    company: Company | None = None,
    meta: PrintMeta | None = None,
    report: Callable[[int], None] | None = None,
    bind_by: Callable[[Mapping[str, Any]], str] | None = None,
    add_up: str = "",
) -> bytes:
    """A paper of repeating rows as one PDF, however many rows come; none give one empty sheet.

    `note` stands at the lower right (who took it out, when). `report` is told the rows done and may raise to stop.
    `bind_by` names the volume of a row (its year), which begins a sheet; `add_up` is a money column summed on each.
    A text longer than half a sheet is begun in its row and stands whole on a 附页; UserError names missing characters.
    """
    company, meta = company or own_company(), meta or PrintMeta()
    check_glyphs([("页脚", note)])
    with pressing():
        faces = any_text()
        sheet = sheet_of(paper, company)
        document = Document(sheet.width, sheet.height, faces)
        describe(document, paper, company, "", meta)
        _draw_sheet(document, paper, sheet, values or {}, company, note)
        setter = RowSetter(paper, sheet, faces.body)
        pages = done = 0
        long_texts: list[Overflow] = []
        for placed, words in _volumes(setter, _checked(paper, rows), bind_by, add_up):
            pages += 1
            done += len(placed)
            long_texts += _page(document, paper, sheet, placed, pages, words)
            if report is not None and pages % _EVERY == 1:
                report(done)
        if not pages:
            pages = 1
            _page(document, paper, sheet, [], pages)
        for extra in continue_on(paper, sheet, long_texts, (), faces, number=""):
            pages += 1
            _finish_page(document, sheet, extra.rules, extra.marks, pages)
        _total(document, sheet, pages)
        return document.finish()


def _volumes(
    setter: RowSetter,
    rows: Iterable[Mapping[str, Any]],
    bind_by: Callable[[Mapping[str, Any]], str] | None,
    add_up: str,
) -> Iterator[tuple[list[PlacedRow], str]]:
    """The sheets of each volume in turn, and what stands below each: 2026年 本页三包费用 … 本年累计 …."""
    for name, some in groupby(rows, bind_by or (lambda _row: "")):
        costs: deque[int] = deque()
        whole = 0
        for placed in setter.sheets(_noted(some, add_up, costs)):
            here = sum(costs.popleft() for _ in placed)
            whole += here
            carried = f"　{name}累计 {money_text(whole)}" if name else ""
            yield placed, f"{name}　本页三包费用 {money_text(here)}{carried} 元".lstrip() if add_up else name


def _noted(rows: Iterable[Mapping[str, Any]], column: str, costs: deque[int]) -> Iterator[Mapping[str, Any]]:
    """The rows as they pass, each with its amount put aside."""
    for row in rows:
        costs.append(row.get(column) or 0)
        yield row


def _checked(paper: Paper, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The rows as they come, each refused by name when a character cannot be printed."""
    columns = paper.field(paper.rows.field).columns if paper.rows else ()
    for ordinal, row in enumerate(rows, start=1):
        check_glyphs(
            (f"第 {ordinal} 行 {column.label}", display(column, row.get(column.name))) for column in columns
        )
        yield row


def _row_rules(sheet: Sheet) -> tuple[list[Rule], list[Rule]]:
    """The rules of the sheet apart from those between its rows, and those."""
    heights = {round(slots[0].y + slots[0].h, 2) for slots in sheet.rows.values()}
    fixed: list[Rule] = []
    between: list[Rule] = []
    for rule in sheet.rules:
        inner = rule.y1 == rule.y2 and round(rule.y1, 2) in heights and rule.weight < 1
        (between if inner else fixed).append(rule)
    return fixed, between


def _draw_sheet(
    document: Document, paper: Paper, sheet: Sheet, values: Values, company: Company, note: str
) -> None:
    """What is the same on every page, once; the rules between the rows apart, as a long row leaves some out."""
    empty = fill(paper, sheet, values, document.faces, registered=False)
    fixed, between = _row_rules(sheet)
    document.begin_body(_SHEET)
    draw(document.canvas, sheet.height, document.faces, fixed, empty.marks)
    document.end_body()
    document.begin_body(_LINES)
    draw(document.canvas, sheet.height, document.faces, between, ())
    document.end_body()
    label = sheet.copy_label
    document.begin_body(_FOOT)
    for text, align in ((company.secrecy, "left"), (note, "right")):
        document.write(Written((text,), label.x, label.y, label.w, _FOOT_H, COPY_SIZE, align=align))
    document.end_body()


def _page(
    document: Document, paper: Paper, sheet: Sheet, placed: list[PlacedRow], number: int, words: str = ""
) -> list[Overflow]:
    """Draw one page of rows; what did not fit is handed back."""
    page = fill_rows(paper, sheet, placed)
    document.show(_SHEET)
    rules: list[Rule] = []
    if all(row.span == 1 for row in placed):
        document.show(_LINES)
    else:
        gone = rules_inside(sheet, placed)
        rules = [rule for rule in _row_rules(sheet)[1] if round(rule.y1, 2) not in gone]
    label = sheet.copy_label
    below = Written((words,), label.x, label.y, label.w, _FOOT_H, COPY_SIZE, align="right")
    _finish_page(document, sheet, rules, [*page.marks, below] if words else page.marks, number)
    return page.overflows


def _finish_page(
    document: Document, sheet: Sheet, rules: Sequence[Rule], marks: Sequence[Mark], number: int
) -> None:
    label = sheet.copy_label
    foot = Written((f"第 {number} 页",), label.x, label.y, label.w / 2 - 1, _FOOT_H, COPY_SIZE, align="right")
    draw(document.canvas, sheet.height, document.faces, rules, [*marks, foot])
    document.show(_TOTAL)
    document.show(_FOOT)
    document.next_page()


def _total(document: Document, sheet: Sheet, pages: int) -> None:
    """共 n 页, known only now and shown on every page before."""
    label = sheet.copy_label
    document.begin_body(_TOTAL)
    document.write(
        Written((f"共 {pages} 页",), label.x + label.w / 2 + 1, label.y, label.w / 2, _FOOT_H, COPY_SIZE)
    )
    document.end_body()
