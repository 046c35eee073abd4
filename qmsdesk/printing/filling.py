"""What stands in each slot of a sheet: text set to its box, ticks, blanks for ink, and what has to go to a 附页."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from qmsdesk.papers.base import Field, Kind, Paper, Values
from qmsdesk.papers.layout import LINE, PT, Print, Rule, Sheet, Slot
from qmsdesk.papers.values import Signed, chinese_date, display
from qmsdesk.printing.fitting import INSET, SMALLEST, Fitted, fit
from qmsdesk.printing.fonts import Typeface, Typefaces, printable
from qmsdesk.printing.pen import Mark, Ticked, Written
from qmsdesk.printing.rows import PlacedRow

_TOP_ROOM = 9.0  # mm a box needs before a long text starts at its top
_WIDE_SPACE = "\u3000"
_CELL_ALIGN = {Kind.QUANTITY: "centre", Kind.DATE: "centre", Kind.LINK: "centre", Kind.NUMBER: "centre"}
_CELL_ALIGN |= {Kind.MONEY: "right", Kind.WEIGHT: "right"}


@dataclass(frozen=True)
class Overflow:
    """A text that does not fit its box: the printed label of the field and the whole text."""

    label: str
    text: str


@dataclass
class Page:
    """One page ready to be drawn: its rules, its marks in printed order, what did not fit, a note for its foot."""

    rules: list[Rule] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    overflows: list[Overflow] = field(default_factory=list)
    note: str = ""


def fill(
    paper: Paper,
    sheet: Sheet,
    values: Values,
    faces: Typefaces,
    *,
    registered: bool,
    rows: Sequence[PlacedRow] = (),
) -> Page:
    """One sheet with its values; `registered` puts "/" where an optional field was left empty (S-12)."""
    page = fill_rows(paper, sheet, rows)
    in_rows, page.marks = page.marks, []
    gone = rules_inside(sheet, rows)
    before: Print | None = None
    for piece in sheet.pieces:
        if isinstance(piece, Rule):
            if not (piece.y1 == piece.y2 and round(piece.y1, 2) in gone):
                page.rules.append(piece)
        elif isinstance(piece, Print):
            page.marks.append(words(piece))
            before = piece
        elif piece.row < 0 and (mark := _slot(page, paper, piece, values, faces, registered)):
            page.marks.append(_joined(paper, piece, mark, before, faces.body))
    page.marks += in_rows
    return page


def fill_rows(paper: Paper, sheet: Sheet, rows: Sequence[PlacedRow]) -> Page:
    """The rows of a sheet alone, for a sheet that is drawn already."""
    page = Page()
    for row in rows:
        for slot in sheet.rows[row.first]:
            _cell(page, paper, slot, row)
    return page


def _joined(paper: Paper, slot: Slot, mark: Mark, before: Print | None, face: Typeface) -> Mark:
    """The number of a slip close behind its printed letter: F and 01-2026-001 read as one word."""
    if not (
        paper.letter and before and isinstance(mark, Written) and paper.field(slot.field).kind is Kind.NUMBER
    ):
        return mark
    return replace(mark, x=before.x + face.width(before.lines[-1]) * before.size * PT)


def words(piece: Print) -> Written:
    """Printed words as they are drawn."""
    box = piece.x, piece.y, piece.w, piece.h
    return Written(piece.lines, *box, piece.size, LINE, piece.align, piece.valign, piece.bold, piece.spacing)


def rules_inside(sheet: Sheet, rows: Sequence[PlacedRow]) -> set[float]:
    """Heights of the rules that a row reaching over several lines of the table swallows."""
    spans = {row.first + step for row in rows for step in range(row.span - 1)}
    return {round(sheet.rows[row][0].y + sheet.rows[row][0].h, 2) for row in spans}


def _cell(page: Page, paper: Paper, slot: Slot, row: PlacedRow) -> None:
    fitted = row.cells.get(slot.column)
    if fitted is None:
        return
    if not fitted.whole:
        page.overflows.append(Overflow(row.label(slot.column), row.texts[slot.column]))
    column = next(item for item in paper.field(slot.field).columns if item.name == slot.column)
    align = _CELL_ALIGN.get(column.kind, "left")
    page.marks.append(_set(slot, fitted, align=align, valign="middle", height=slot.h * row.span))


def _slot(
    page: Page, paper: Paper, slot: Slot, values: Values, faces: Typefaces, registered: bool
) -> Mark | None:
    """What is drawn in a slot; nothing where it stays blank for ink."""
    declared = paper.field(slot.field)
    value = values.get(slot.field)
    if slot.box or slot.option:
        on = bool(value) if declared.kind is Kind.TICK else bool(slot.option) and value == slot.option
        return Ticked(slot.x, slot.y, slot.w, slot.h, slot.box, on) if on or slot.box else None
    text = slot_text(paper, slot, value, registered=registered)
    if not text:
        return _placeholder(slot, declared) if slot.placeholder else None
    fitted = _fit_slot(slot, value, text, faces.title if slot.bold else faces.body)
    if not fitted.whole:
        page.overflows.append(Overflow(declared.label, text))
    return _set(slot, fitted, _align(slot, declared), _valign(slot, declared), slot.h)


def slot_text(paper: Paper, slot: Slot, value: Any, *, registered: bool) -> str:
    """The text of a slot that is no tick: the whole field, or the name or the day of a signature."""
    if slot.part and isinstance(value, Signed):
        return printable(value.name if slot.part == "name" else chinese_date(value.day) if value.day else "")
    return printable(display(paper.field(slot.field), value, registered=registered, letter=paper.letter))


def field_texts(paper: Paper, values: Values) -> list[tuple[str, str]]:
    """Every text the values put on paper, with the printed label of its field: what the fonts are asked about."""
    plain = (item for item in paper.fields if not item.columns)
    texts = [(item.label, display(item, values.get(item.name), letter=paper.letter)) for item in plain]
    for item in paper.fields:
        for row in values.get(item.name) or () if item.columns else ():
            texts += [(column.label, display(column, row.get(column.name))) for column in item.columns]
    return texts


def _fit_slot(slot: Slot, value: Any, text: str, face: Typeface) -> Fitted:
    """The text in its box; name and day, year and day stand under each other rather than break anywhere."""
    height = slot.h - 1.0 if slot.h > _TOP_ROOM else slot.h
    natural, room = face.width(text) * PT, slot.w - 2 * INSET
    if (
        isinstance(value, Signed)
        and not slot.part
        and value.day
        and value.name
        and natural * slot.size > room
    ):
        text = f"{printable(value.name)}\n{chinese_date(value.day)}"
    elif isinstance(value, date) and natural * SMALLEST > room:
        text = text.replace("年", "年\n")
    return fit(text, slot.w, height, slot.size, face)


def _align(slot: Slot, declared: Field) -> str:
    if declared.kind is Kind.SIGNATURE and slot.placeholder:
        return "right"
    return "centre" if declared.kind is Kind.QUANTITY else slot.align


def _valign(slot: Slot, declared: Field) -> str:
    return "top" if declared.kind is Kind.LONG_TEXT and slot.h > _TOP_ROOM else "middle"


def _placeholder(slot: Slot, declared: Field) -> Written:
    """年 月 日 with room between to write by hand."""
    align = "right" if declared.kind is Kind.SIGNATURE else "left"
    return Written(
        (slot.placeholder.replace(" ", _WIDE_SPACE),),
        slot.x + INSET,
        slot.y,
        slot.w - 2 * INSET,
        slot.h,
        slot.size,
        align=align,
    )


def _set(slot: Slot, fitted: Fitted, align: str, valign: str, height: float) -> Written:
    x, w = slot.x + INSET, slot.w - 2 * INSET
    return Written(fitted.lines, x, slot.y, w, height, fitted.size, fitted.leading, align, valign, slot.bold)
