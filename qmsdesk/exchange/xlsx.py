"""Write a table of any length as .xlsx: openpyxl makes the workbook, the rows stream through in constant memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from qmsdesk.errors import UserError

MAX_ROWS = 1_048_575  # Excel's limit less the headings
MAX_TEXT = 32_767  # UTF-16 units in a cell
CUT = "…（本格超过 Excel 的上限，全文见单据）"
FLUSH = 500
SHEET = "xl/worksheets/sheet1.xml"

_DAY_ZERO = date(1899, 12, 30).toordinal()
# what XML 1.0 cannot carry, and what Excel would read as an escape of it
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile("[&<>\r]")


class Kind(StrEnum):
    """How a column is written: real dates and numbers, everything else as text."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    MONEY = "money"  # integer 分 in, 元 out


@dataclass(frozen=True)
class Column:
    """A column of the sheet: heading, kind, width in characters."""

    title: str
    kind: Kind = Kind.TEXT
    width: float = 14.0


@dataclass(frozen=True)
class Page:
    """What stands around the table: name of the sheet, footer of the print, how many columns stay put."""

    title: str
    footer: str = ""
    frozen_columns: int = 0


_FORMATS = {Kind.TEXT: "@", Kind.DATE: "yyyy-mm-dd", Kind.INTEGER: "0", Kind.MONEY: "#,##0.00"}


def write_xlsx(
    file: BinaryIO,
    *,
    page: Page,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    advance: Callable[[int], object] = lambda _done: None,
) -> int:
    """Write a workbook with one sheet into an open binary file; the number of rows written.

    `advance` is told every 500 rows how many are done; what it raises (a cancel) leaves through here. Text is
    always text, never a formula. UserError beyond Excel's row limit.
    """
    empty = _skeleton(page, columns, 1)[SHEET]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        with package.open(SHEET, "w") as sheet:
            sheet.write(_around(empty)[0])
            count = 0
            for block, count in _blocks(columns, rows, _styles(empty)):
                sheet.write(block)
                advance(count)
            parts = _skeleton(page, columns, count)
            sheet.write(_around(parts.pop(SHEET))[1])
        for name, content in parts.items():
            package.writestr(name, content)
    return count


def _skeleton(page: Page, columns: Sequence[Column], count: int) -> dict[str, bytes]:
    """The parts of a workbook with headings, one styled model row and the settings of `count` rows."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name(page.title)
    line = Border(bottom=Side("thin", "808080"))
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        heading = sheet.cell(1, place)
        heading.value, heading.data_type = _cut(_FORBIDDEN.sub("", column.title)), "s"
        heading.font, heading.border = Font(bold=True), line
        heading.fill = PatternFill("solid", "E7E6E6")
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        model = sheet.cell(2, place)
        model.number_format = _FORMATS[column.kind]
        model.alignment = Alignment(vertical="top", wrap_text=column.kind is Kind.TEXT)
    _arrange(sheet, page, f"A1:{get_column_letter(max(1, len(columns)))}{max(2, count + 1)}")
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def _arrange(sheet: Any, page: Page, area: str) -> None:
    """Frozen headings, filter buttons, and a print on A4 landscape that repeats the headings."""
    sheet.freeze_panes = sheet.cell(2, page.frozen_columns + 1).coordinate
    sheet.auto_filter.ref = area
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    # & starts a code of its own in headers and footers
    sheet.oddHeader.center.text = page.title.replace("&", "&&")
    sheet.oddFooter.left.text = page.footer.replace("&", "&&")
    sheet.oddFooter.right.text = "第 &P 页 共 &N 页"


def sheet_name(title: str) -> str:
    """A title as Excel allows it for a sheet: without []:*?/\\ and at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", title).strip()[:31] or "Sheet1"


def _styles(sheet: bytes) -> list[str]:
    """The style numbers openpyxl gave the model row."""
    row = re.search(rb'<row r="2".*?</row>', sheet, re.DOTALL)
    cells = re.findall(rb"<c ([^>]*)/?>", row[0]) if row else []
    return [found[1].decode() if (found := re.search(rb's="(\d+)"', cell)) else "0" for cell in cells]


def _around(sheet: bytes) -> tuple[bytes, bytes]:
    """The XML before the data rows (with the headings) and after them; the extent is not declared."""
    row = re.search(rb'<row r="2".*?</row>', sheet, re.DOTALL)
    before, after = (sheet[: row.start()], sheet[row.end() :]) if row else sheet.split(b"</sheetData>")
    return re.sub(rb"<dimension [^>]*/>", b"", before), after


def _blocks(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], styles: Sequence[str]
) -> Iterator[tuple[bytes, int]]:
    """Pieces of the sheet's XML with the number of rows written so far."""
    from openpyxl.utils import get_column_letter

    letters = [get_column_letter(place) for place in range(1, len(columns) + 1)]
    opening = [
        (f'<c r="{letter}', f'" s="{style}"', column.kind)
        for letter, style, column in zip(letters, styles, columns, strict=True)
    ]
    parts: list[str] = []
    done = 0
    for done, row in enumerate(rows, start=1):
        if done > MAX_ROWS:
            raise UserError(f"超过 Excel 的上限 {MAX_ROWS} 行。", advice="请先筛选，分几次导出。")
        parts.append(_row(done + 1, row, opening))
        if done % FLUSH == 0:
            yield "".join(parts).encode(), done
            parts = []
    yield "".join(parts).encode(), done


def _row(line: int, row: Sequence[Any], opening: Sequence[tuple[str, str, Kind]]) -> str:
    cells = [f'<row r="{line}">']
    for value, (start, style, kind) in zip(row, opening, strict=True):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            cells.append(
                f'{start}{line}{style} t="inlineStr"><is><t xml:space="preserve">{text(value)}</t></is></c>'
            )
        else:
            cells.append(f"{start}{line}{style}><v>{_number(value, kind)}</v></c>")
    cells.append("</row>")
    return "".join(cells)


def _number(value: Any, kind: Kind) -> str:
    """A date as Excel's day number, 分 as 元 with two decimals, other numbers as they are."""
    if isinstance(value, date):
        day = str(value.toordinal() - _DAY_ZERO)
        if isinstance(value, datetime):
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return f"{day}{seconds / 86400:.9f}".replace("0.", ".", 1) if seconds else day
        return day
    if kind is Kind.MONEY:
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"
    return str(int(value)) if isinstance(value, bool) else repr(value)


def text(value: str) -> str:
    """Text as it stands in the XML of a cell: nothing XML forbids, nothing Excel would decode, never too long."""
    if value.isascii() and value.isalnum():
        return _cut(value)
    if _FORBIDDEN.search(value):
        value = _FORBIDDEN.sub("", value)
    value = _cut(value)
    if "_x" in value:
        value = _ESCAPED.sub("_x005F_", value)
    return escape(value, {"\r": "&#13;"}) if _SPECIAL.search(value) else value


def _cut(value: str) -> str:
    """At most what a cell holds, counted as Excel counts; a cut is said in the cell."""
    if len(value) * 2 <= MAX_TEXT or len(value.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return value
    room = MAX_TEXT - len(CUT)
    return value.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + CUT
