"""A small workbook of several sheets: real numbers and dates, text never a formula (R-14-e, S-19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from qmsdesk.exchange.xlsx import Kind, sheet_name

_FORMATS = {Kind.TEXT: "@", Kind.DATE: "yyyy-mm-dd", Kind.INTEGER: "#,##0", Kind.MONEY: "#,##0.00"}
PERCENT, POINTS = "0.00%", "0.00"


@dataclass(frozen=True)
class BookColumn:
    """A column: heading, how its cells are written, width; `scale` divides whole numbers (分, hundredths)."""

    title: str
    kind: Kind = Kind.TEXT
    width: float = 14.0
    scale: int = 1
    number_format: str = ""


@dataclass(frozen=True)
class BookSheet:
    """One sheet: title, columns, rows; `notes` stand below the table."""

    title: str
    columns: Sequence[BookColumn]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = ()


def write_book(file: BinaryIO, sheets: Sequence[BookSheet], *, footer: str = "") -> int:
    """Write the sheets into an open binary file; how many rows in all. Two sheets of one name get a number."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for sheet in sheets:
        made = book.create_sheet(_free(sheet_name(sheet.title), taken))
        _heads(made, sheet.columns)
        for place, row in enumerate(sheet.rows, start=2):
            for column, value in enumerate(row, start=1):
                _cell(made.cell(place, column), sheet.columns[column - 1], value)
        for place, note in enumerate(sheet.notes, start=len(sheet.rows) + 3):
            _text(made.cell(place, 1), note)
        made.freeze_panes = "A2"
        made.page_setup.orientation, made.page_setup.paperSize = "landscape", 9
        made.sheet_properties.pageSetUpPr.fitToPage = True
        made.page_setup.fitToHeight = 0
        made.oddHeader.center.text = sheet.title.replace("&", "&&")
        made.oddFooter.left.text = footer.replace("&", "&&")
    book.save(file)
    return sum(len(sheet.rows) for sheet in sheets)


def read_book(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The cells of every sheet of a workbook that `write_book` wrote; UserError for one that must not be opened."""
    from openpyxl import load_workbook

    from qmsdesk.exchange.guard import check_xlsx
    from qmsdesk.exchange.tables import refuse

    check_xlsx(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
        finally:
            book.close()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError) as error:
        raise refuse(path, "读不出来", detail=str(error)) from error


def cell_value(column: BookColumn, value: Any) -> Any:
    """What `read_book` gives back for a value written under a column."""
    if value is None or value == "":
        return None
    if isinstance(value, int) and column.scale != 1:
        return value / column.scale
    return value


def _free(name: str, taken: set[str]) -> str:
    chosen, number = name, 1
    while chosen.casefold() in taken:
        number += 1
        chosen = f"{name[:27]} {number}"
    taken.add(chosen.casefold())
    return chosen


def _heads(sheet: Any, columns: Sequence[BookColumn]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        head = sheet.cell(1, place)
        _text(head, column.title)
        head.font, head.border = Font(bold=True), Border(bottom=Side("thin", "808080"))
        head.fill = PatternFill("solid", "E7E6E6")
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _cell(cell: Any, column: BookColumn, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        _text(cell, value)
        return
    if isinstance(value, date):
        cell.value, cell.number_format = value, _FORMATS[Kind.DATE]
        return
    cell.value = value / column.scale if column.scale != 1 else value
    cell.number_format = column.number_format or _FORMATS[column.kind]


def _text(cell: Any, value: str) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value), "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)


__all__ = ["PERCENT", "POINTS", "BookColumn", "BookSheet", "cell_value", "read_book", "write_book"]
