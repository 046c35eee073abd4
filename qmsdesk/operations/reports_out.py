"""A report leaves the program: PDF in two copies, and a workbook with every figure and table (R-14-e, S-19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.models.files import atomic_write
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations import period_prints
from qmsdesk.operations import period_slips as slips
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.reports import ReportView, read_report, report_digest
from qmsdesk.operations.rights import require
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.copies import copy_set
from qmsdesk.procedure.report_data import CellKind, FigureLine, Heading, Report, Table, Text
from qmsdesk.settings import company

if TYPE_CHECKING:
    from qmsdesk.exchange.book import BookColumn, BookSheet

_BOXES = {
    "trend": (("编制", slips.COMPILED), ("质量负责人审核", slips.REVIEWED)),
    "satisfaction": (("编制", slips.COMPILED), ("质量负责人审批", slips.REVIEWED)),
    "company_trend": (("编制", slips.COMPILED), ("管理者代表批准", slips.APPROVED)),
    "company_satisfaction": (("编制", slips.COMPILED), ("管理者代表审批", slips.APPROVED)),
}


def report_pdf(desk: Desk, *, slip_id: int) -> Printed:
    """The report with its copies as one archival PDF; 草稿 across it until 编制 has signed."""
    require(desk, "打印", paper=read_report(desk, slip_id=slip_id).slip.paper_code)
    view = read_report(desk, slip_id=slip_id)
    copies, again = copy_set(view.slip.paper_code), period_prints.reprints(slip_id)
    data = print_report(
        desk, view.report, signatures=signature_lines(view), clause=view.clause, copies=len(copies),
        paper_code=view.slip.paper_code, draft=slips.COMPILED not in view.slip.signatures, reprints=again,
    )  # fmt: skip
    name = f"{view.slip.period.key} {view.report.title}.pdf"
    return Printed(data, len(copies), bool(again), name, view.report.title, counted=True)


def print_report(
    desk: Desk,
    report: Report,
    *,
    signatures: tuple[tuple[str, Signed | None], ...] = (),
    clause: str = "",
    copies: int = 0,
    paper_code: str = "",
    draft: bool = False,
    reprints: int = 0,
) -> bytes:
    """Any report as an archival PDF; with `copies` each copy of its paper's set on pages of its own."""
    from qmsdesk.printing.archival import archive
    from qmsdesk.printing.report import ReportPrint, render_report

    around = ReportPrint(
        signatures=signatures,
        copies=copy_set(paper_code) if copies else (),
        draft=draft,
        reprints=0 if draft else reprints,
        digest=report_digest(report),
        printed_at=desk.clock.now(),
        made_by=desk.user.name,
        clause=clause,
    )
    return archive(render_report(report, around, company(desk.data_dir)))


def signature_lines(view: ReportView) -> tuple[tuple[str, Signed | None], ...]:
    """The signature lines at the end of a report, empty where ink is to come."""
    signed = view.slip.signatures
    return tuple((name, signed.get(box)) for name, box in _BOXES[view.slip.kind])


def report_xlsx(desk: Desk, *, slip_id: int, path: Path) -> int:
    """Every figure, text and table of a report as a workbook; how many rows. The file is whole or absent."""
    from qmsdesk.operations.report_book import data_sheet

    view = read_report(desk, slip_id=slip_id)
    require(desk, "导出", paper=view.slip.paper_code)
    more = [data_sheet(desk, view)] if view.slip.frozen else []
    return save_book(desk, view.report, path, slip_id=slip_id, more=more)


def save_book(
    desk: Desk, report: Report, path: Path, *, slip_id: int | None = None, more: Sequence[BookSheet] = ()
) -> int:
    """A report as a workbook: first its figures and texts, then one sheet for each table, then `more`."""
    from qmsdesk.exchange.book import write_book

    sheets = [*book_sheets(report), *more]
    written: list[int] = []
    footer = company(desk.data_dir).secrecy
    atomic_write(path, lambda file: written.append(write_book(file, sheets, footer=footer)))
    with write_tx():
        record(desk, "导出报告", reason=path.name, slip_id=slip_id)
    return written[0]


def book_sheets(report: Report) -> list[BookSheet]:
    """What of a report people read in its workbook."""
    return [_first_sheet(report), *_table_sheets(report)]


def _first_sheet(report: Report) -> BookSheet:
    from qmsdesk.exchange.book import BookColumn, BookSheet

    rows = []
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            rows.append((block.text, "", ""))
        elif isinstance(block, FigureLine):
            rows.append((block.name, block.value, block.note))
        elif isinstance(block, Text):
            rows.append((block.title, block.text, ""))
    columns = (BookColumn("项目", width=26), BookColumn("数值或正文", width=70), BookColumn("说明", width=70))
    return BookSheet("概况", columns, rows, (report.title, f"单位：{report.unit}"))


def _table_sheets(report: Report) -> Iterator[BookSheet]:
    from qmsdesk.exchange.book import BookSheet

    for block in report.blocks:
        if isinstance(block, Table):
            columns = [_column(column.title, column.kind, column.share) for column in block.columns]
            notes = (block.title, block.note) if block.note else (block.title,)
            yield BookSheet(block.key, columns, block.rows, notes)


def _column(title: str, kind: CellKind, share: float) -> BookColumn:
    from qmsdesk.exchange.book import PERCENT, POINTS, BookColumn
    from qmsdesk.exchange.xlsx import Kind

    width = max(10.0, share * 11)
    if kind is CellKind.COUNT:
        return BookColumn(title, Kind.INTEGER, width)
    if kind is CellKind.MONEY:
        return BookColumn(title, Kind.MONEY, max(14.0, width), scale=100)
    if kind is CellKind.PERCENT:
        return BookColumn(title, Kind.MONEY, width, scale=10_000, number_format=PERCENT)
    if kind is CellKind.POINTS:
        return BookColumn(title, Kind.MONEY, width, scale=100, number_format=POINTS)
    return BookColumn(title, Kind.TEXT, width)
