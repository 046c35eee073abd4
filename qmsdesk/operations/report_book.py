"""A signed report in its own workbook, so that the company's office can take it in where another database is used."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import UserError
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.period_health import snapshot_digest
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.periods import Period, read_period
from qmsdesk.procedure.report_data import Report, dump, load

if TYPE_CHECKING:
    from qmsdesk.exchange.book import BookSheet
    from qmsdesk.operations.reports import ReportView

SHEET = "上报数据"
_FORMAT = 1
_CHUNK = 30_000  # letters: what a cell of Excel surely holds
_HEAD = "上报数据（由程序读取，请勿改动）"
_AGAIN = "请让该单位重新从程序中导出 .xlsx，不要在表格中改动。"


@dataclass(frozen=True)
class UnitReport:
    """A unit's signed report as its workbook says it: whose, of what, signed by whom, sent when."""

    unit_code: str
    unit: str
    kind: str
    period: Period
    title: str
    report: Report
    signatures: dict[str, Signed]
    sent_on: date
    digest: str


def data_sheet(desk: Desk, view: ReportView) -> BookSheet:
    """The sheet that carries a signed report whole, with a sum over it."""
    from qmsdesk.exchange.book import BookColumn, BookSheet

    found = view.slip
    told = {
        "format": _FORMAT, "unit_code": desk.department.unit_code, "unit": found.unit_name, "kind": found.kind,
        "period": found.period.key, "title": found.title, "report": dump(view.report),
        "sent_on": found.sent_on.isoformat() if found.sent_on else "",
        "signatures": {
            box: [signed.name, signed.day.isoformat() if signed.day else "", signed.how]
            for box, signed in found.signatures.items()
        },
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    parts = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
    return BookSheet(SHEET, (BookColumn(_HEAD, width=60),), [(_sum(text),), *((part,) for part in parts)])


def read_unit_report(path: Path) -> UnitReport:
    """A report out of the workbook another unit exported after signing.

    UserError for what is no such workbook, was not signed or not sent, or was changed anywhere after the export.
    """
    from qmsdesk.exchange.book import read_book

    sheets = read_book(path)
    if SHEET not in sheets:
        raise UserError(
            f"{path.name} 里没有可以汇总的上报数据。",
            advice="请使用各单位签署以后从“分析报告”导出的 .xlsx。",
        )
    cells = [str(row[0]) for row in sheets[SHEET][1:] if row and row[0] is not None]
    text = "".join(cells[1:])
    if not cells or cells[0] != _sum(text):
        raise UserError(f"{path.name} 的上报数据不完整或被改动。", advice=_AGAIN)
    try:
        made = _made(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise UserError(
            f"{path.name} 的上报数据读不懂。",
            advice="两边的程序版本可能不同；请升级后再试。",
            detail=str(error),
        ) from error
    _refuse_changed_tables(path, made.report, sheets)
    return made


def _made(told: dict[str, Any]) -> UnitReport:
    if told["format"] != _FORMAT:
        raise ValueError(f"format {told['format']}")
    report = load(told["report"])
    if not isinstance(report, Report) or (report.kind, report.period, report.unit) != (
        told["kind"], told["period"], told["unit"],
    ):  # fmt: skip
        raise ValueError("no report")
    signatures = {
        box: Signed(str(name), date.fromisoformat(day), str(how))
        for box, (name, day, how) in told["signatures"].items()
    }
    if not told["sent_on"]:
        raise UserError(f"“{told['title']}”还没有上报。", advice="请让该单位先在程序中“上报”，再导出 .xlsx。")
    digest = snapshot_digest(report.kind, {"report": dump(report)})
    return UnitReport(
        str(told["unit_code"]), str(told["unit"]), report.kind, read_period(told["period"]), str(told["title"]),
        report, signatures, date.fromisoformat(told["sent_on"]), digest,
    )  # fmt: skip


def _refuse_changed_tables(path: Path, report: Report, sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    """What people read in the other sheets must be what the program takes in."""
    from qmsdesk.exchange.book import cell_value
    from qmsdesk.operations.reports_out import book_sheets

    for sheet, shown in zip(book_sheets(report), list(sheets.values()), strict=False):
        for place, row in enumerate(sheet.rows, start=1):
            expected = [cell_value(column, value) for column, value in zip(sheet.columns, row, strict=True)]
            there = list(shown[place][: len(expected)]) if place < len(shown) else []
            there += [None] * (len(expected) - len(there))
            if there != expected:
                raise UserError(
                    f"{path.name} 的工作表“{sheet.title}”第 {place + 1} 行与上报数据不一致，可能被改动。",
                    advice=_AGAIN,
                )


def _sum(text: str) -> str:
    return sha256(text.encode()).hexdigest()
