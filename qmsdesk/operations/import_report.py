"""The report of an import: every row of the file, what became of it and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from qmsdesk.errors import UserError
from qmsdesk.exchange.cells import text
from qmsdesk.exchange.tables import Table
from qmsdesk.models.files import atomic_write
from qmsdesk.operations.import_rows import Refused

HEADINGS = ("原表行号", "结果", "新编号", "原因")
IMPORTED, REFUSED = "已导入", "未导入"
WIDTHS = (9.0, 9.0, 16.0, 48.0)


def check_name(report: Path) -> None:
    """UserError unless the report can be written as the kind its name says."""
    if report.suffix.lower() not in (".csv", ".xlsx"):
        raise UserError(f"报告“{report.name}”的格式不支持。", advice="请把报告文件命名为 .csv 或 .xlsx。")
    if report.is_dir() or not report.parent.is_dir():
        raise UserError(f"报告不能写到“{report}”。", advice="请选择一个已有的文件夹和一个文件名。")


def write_report(
    report: Path, table: Table, refused: Sequence[Refused], numbers: Mapping[int, str], *, footer: str
) -> None:
    """Write the report whole or not at all; refused rows first, each with its reason and its own cells."""
    rows = _rows(table, refused, numbers)
    headings = (*HEADINGS, *table.headings)
    if report.suffix.lower() == ".csv":
        from qmsdesk.exchange.csvout import csv_bytes

        atomic_write(report, csv_bytes(headings, rows))
        return
    atomic_write(report, lambda file: _xlsx(file, headings, rows, footer))


def _xlsx(file: BinaryIO, headings: Sequence[str], rows: Iterator[list[str | int]], footer: str) -> None:
    from qmsdesk.exchange.xlsx import Column, Kind, Page, write_xlsx

    widths = (*WIDTHS, *(18.0,) * (len(headings) - len(WIDTHS)))
    columns = [
        Column(heading, Kind.TEXT if place else Kind.INTEGER, width)
        for place, (heading, width) in enumerate(zip(headings, widths, strict=True))
    ]
    write_xlsx(file, page=Page("导入报告", footer, frozen_columns=3), columns=columns, rows=rows)


def _rows(table: Table, refused: Sequence[Refused], numbers: Mapping[int, str]) -> Iterator[list[str | int]]:
    reasons = {item.line: item.reason for item in refused}
    for wanted in (True, False):
        for line, row in zip(table.lines, table.rows, strict=True):
            if (line in reasons) is wanted:
                head: list[str | int] = [
                    line,
                    REFUSED if wanted else IMPORTED,
                    numbers.get(line, ""),
                    reasons.get(line, ""),
                ]
                yield [*head, *(text(value) for value in row)]
