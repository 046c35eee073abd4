"""Read Excel workbooks through calamine, after the guards have looked through them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.exchange.arrange import Numbered, arrange
from qmsdesk.exchange.cells import Cell, cell, is_blank
from qmsdesk.exchange.tables import MAX_COLUMNS, Table, refuse

Span = tuple[tuple[int, int], tuple[int, int]]


def read_xlsx(path: Path) -> Table:
    """Read the first visible sheet with content of an .xlsx or .xlsm."""
    from qmsdesk.exchange.guard import check_xlsx

    return _read(path, *check_xlsx(path))


def read_xls(path: Path) -> Table:
    """Read the first visible sheet with content of an old .xls."""
    from qmsdesk.exchange.biff import check_xls

    return _read(path, check_xls(path))


def _read(path: Path, formulas: int, errors: int = 0) -> Table:
    try:
        return _opened(path, _warnings(formulas, errors))
    except UserError:
        raise
    except BaseException as error:
        # a panic of the Rust library arrives as a BaseException of its own
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise refuse(path, "读不出来，可能已损坏", detail=f"{type(error).__name__}: {error}") from error


def _opened(path: Path, warnings: list[str]) -> Table:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        sheets = _worksheets(book)
        for name in sheets:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            if len(sheets) > 1:
                warnings.append(f"文件有 {len(sheets)} 个工作表，只读取“{name}”。")
            return _table(path, sheet, name, warnings)
    raise refuse(path, "没有内容", "请选择有数据的文件。")


def _worksheets(book: Any) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [item for item in book.sheets_metadata if item.typ == SheetTypeEnum.WorkSheet]
    shown = [item.name for item in sheets if item.visible == SheetVisibleEnum.Visible]
    return shown or [item.name for item in sheets]


def _warnings(formulas: int, errors: int) -> list[str]:
    found = []
    if formulas:
        found.append(f"文件里有 {formulas} 个公式，读取的是上次保存时的计算结果。")
    if errors:
        found.append(f"有 {errors} 个单元格是公式错误（如 #REF!），按空白读取。")
    return found


def _table(path: Path, sheet: Any, name: str, warnings: list[str]) -> Table:
    rows = _numbered(sheet)
    spans = [span for span in sheet.merged_cell_ranges or [] if span[1][0] > span[0][0]]
    if spans:
        filled = _Filled(sheet.start, spans)
        rows = filled.through(rows)
    table = arrange(rows, refusal=lambda why: refuse(path, f"的工作表“{name}”{why}"), sheet=name)
    if spans and filled.used:
        warnings.append(f"有 {filled.used} 处纵向合并单元格，已按首格内容逐行补齐。")
    return Table(table.headings, table.rows, table.lines, name, tuple(warnings))


def _numbered(sheet: Any) -> Iterator[Numbered]:
    """Rows from the first one with content, each with its line number in the sheet."""
    for line, row in enumerate(sheet.iter_rows(), start=sheet.start[0] + 1):
        yield line, [value if type(value) is str else cell(value) for value in row]


class _Filled:
    """Vertically merged cells get the words of their first cell in every row; across columns they stay one cell."""

    def __init__(self, start: tuple[int, int], spans: Sequence[Span]) -> None:
        self.used = 0
        self._left = start[1]
        self._starting: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, _right) in spans:
            if 0 <= left - self._left < MAX_COLUMNS:
                self._starting.setdefault(top + 1, []).append((left - self._left, bottom + 1))

    def through(self, rows: Iterator[Numbered]) -> Iterator[Numbered]:
        """The same rows with the gaps of merged cells filled."""
        running: dict[int, tuple[int, Cell]] = {}
        for line, raw in rows:
            row = list(raw)
            for column, (last, value) in list(running.items()):
                if line > last:
                    del running[column]
                elif column < len(row) and is_blank(row[column]) and any(not is_blank(item) for item in row):
                    row[column] = value
            for column, last in self._starting.get(line, ()):
                if column < len(row) and not is_blank(row[column]):
                    running[column] = (last, row[column])
                    self.used += 1
            yield line, row
