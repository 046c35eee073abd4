"""The ledger leaves the program: exactly the rows that are shown, as .xlsx or as form 07."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import UserError
from qmsdesk.models.files import atomic_write
from qmsdesk.models.transactions import read_tx, write_tx
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Row, count_and_stream, stream
from qmsdesk.operations.ledger_query import BY_KEY, COLUMNS, ColumnKind, Query
from qmsdesk.operations.print_archive import archived
from qmsdesk.operations.progress import Progress, silent, step
from qmsdesk.operations.rights import EXPORT, require
from qmsdesk.operations.sheet_archive import LEDGER as LEDGER_SHEET
from qmsdesk.operations.sheet_archive import keep_sheet
from qmsdesk.operations.sheet_words import sheet_words
from qmsdesk.papers.catalogue import paper
from qmsdesk.settings import company

if TYPE_CHECKING:
    from qmsdesk.exchange.xlsx import Column

LEDGER = "07"
_WIDTH_PER_MM = 0.55
_YEAR = re.compile(r"-([0-9]{4})-")  # a hundred times quicker than reading the whole number


def ledger_xlsx(
    desk: Desk, *, query: Query, columns: Sequence[str], path: Path, progress: Progress = silent
) -> int:
    """Write the view as .xlsx: the named columns in their order, every row of the query; the number of rows.

    Raises Cancelled (nothing is left behind) and UserError when the file cannot be written.
    """
    require(desk, EXPORT, paper=LEDGER)
    from qmsdesk.exchange.xlsx import Page, write_xlsx

    chosen = [BY_KEY[key] for key in columns if key in BY_KEY]
    if not chosen:
        raise UserError("没有选中要导出的列。", advice="请在“列”里至少勾选一列。")
    places = [COLUMNS.index(column) for column in chosen]
    with read_tx():
        total, stream = count_and_stream(desk, query=query)
        page = Page(
            "顾客反馈投诉信息台帐", footer=company(desk.data_dir).secrecy, frozen_columns=min(2, len(chosen))
        )
        headings = [_column(column.title, column.kind, column.width_mm) for column in chosen]
        atomic_write(
            path,
            lambda file: write_xlsx(
                file,
                page=page,
                columns=headings,
                rows=(tuple(row[place] for place in places) for row in stream),
                advance=lambda done: step(progress, done, total),
            ),
        )
    _log(desk, "导出台帐", path, total)
    return total


def ledger_pdf(desk: Desk, *, query: Query, path: Path, progress: Progress = silent) -> int:
    """Write the view as form 07 (PDF/A-2b), each page summed; the number of rows.

    Ordered by number it is bound by year and, as the ledger of record, kept among the prints.

    Raises as `ledger_xlsx` does.
    """
    require(desk, EXPORT, paper=LEDGER)
    from qmsdesk.printing.job import PrintMeta
    from qmsdesk.printing.ledger import render_rows

    bound = bool(query.sort) and query.sort[0][0] in ("number", "row_no")
    with read_tx():
        total, stream = count_and_stream(desk, query=query)
        data = render_rows(
            paper(LEDGER),
            (dict(zip(_ON_PAPER, row, strict=False)) for row in stream),
            company=sheet_words(desk),
            meta=PrintMeta(printed_at=desk.clock.now()),
            report=lambda done: step(progress, done, total),
            bind_by=year_of if bound else None,
            add_up="claim_cost",
        )
    data = archived(data)
    if bound:
        keep_sheet(
            desk, kind=LEDGER_SHEET, title=f"{paper(LEDGER).title} 共 {total} 行", data=data, where="文件"
        )
    atomic_write(path, data)
    _log(desk, "打印台帐", path, total)
    return total


def ledger_rows(desk: Desk, *, query: Query) -> list[Row]:
    """Every row of the view for a command that writes it out, which is an export as well."""
    require(desk, EXPORT, paper=LEDGER)
    found = list(stream(desk, query=query))
    with write_tx():
        record(desk, "导出台帐", reason=f"命令行 共 {len(found)} 行")
    return found


def year_of(row: Mapping[str, Any]) -> str:
    """The volume a row is bound in: the year its number was taken in."""
    found = _YEAR.search(row.get("number") or "")
    return f"{found[1]}年" if found else ""


_ON_PAPER = tuple(column.key for column in COLUMNS if column.on_paper)


def _column(title: str, kind: ColumnKind, width_mm: float) -> Column:
    from qmsdesk.exchange.xlsx import Column, Kind

    kinds = {ColumnKind.DATE: Kind.DATE, ColumnKind.MONEY: Kind.MONEY, ColumnKind.NUMBER: Kind.INTEGER}
    return Column(title, kinds.get(kind, Kind.TEXT), round(width_mm * _WIDTH_PER_MM, 1))


def _log(desk: Desk, action: str, path: Path, total: int) -> None:
    with write_tx():
        record(desk, action, reason=f"{path.name} 共 {total} 行")
