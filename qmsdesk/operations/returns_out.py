"""The monthly return leaves the program: form 05 in two copies as PDF, and its lines as .xlsx (5.3.6.1, R-14-e)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qmsdesk.models.files import atomic_write
from qmsdesk.models.transactions import one, write_tx
from qmsdesk.operations import period_prints
from qmsdesk.operations import period_slips as slips
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.returns import Return, read_return
from qmsdesk.operations.rights import require
from qmsdesk.papers.monthly_return import PAPER
from qmsdesk.papers.values import money_text
from qmsdesk.procedure.copies import copy_set
from qmsdesk.procedure.monthly import EMPTY
from qmsdesk.settings import company

_NAMES = ("feedback_no", "customer_name", "product_name", "problem", "outcome", "loss", "claim_no", "remarks")
_WIDTHS = (16, 24, 24, 40, 60, 14, 18, 20)


def return_pdf(desk: Desk, *, slip_id: int) -> Printed:
    """Both copies of form 05 as one archival PDF; 草稿 across it until 编制 has signed."""
    from qmsdesk.printing.archival import archive
    from qmsdesk.printing.job import PrintMeta
    from qmsdesk.printing.render import render

    require(desk, "打印", paper=PAPER.code)
    found = read_return(desk, slip_id=slip_id)
    reprints = period_prints.reprints(slip_id)
    marks = {"draft"} if slips.COMPILED not in found.slip.signatures else {"reprint"} if reprints else set()
    copies = copy_set(PAPER.code)
    meta = PrintMeta(
        revision=PAPER.revision, digest=_digest(slip_id), printed_at=desk.clock.now(), reprint_count=reprints
    )
    data = render(
        PAPER, copies, paper_values(found), marks=frozenset(marks), company=company(desk.data_dir), meta=meta
    )
    name = f"{found.slip.period.key} {PAPER.title}"
    return Printed(archive(data), len(copies), bool(reprints), f"{name}.pdf", found.slip.title, counted=True)


def return_xlsx(desk: Desk, *, slip_id: int, path: Path) -> int:
    """The lines with their kind, the totals below; how many lines. The file is whole or absent."""
    from qmsdesk.exchange.xlsx import Column, Kind, Page, write_xlsx

    require(desk, "导出", paper=PAPER.code)
    found = read_return(desk, slip_id=slip_id)
    labels = {column.name: column.label for item in PAPER.fields for column in item.columns}
    columns = [Column("序号", Kind.INTEGER, 6), Column("类别", Kind.TEXT, 8)]
    columns += [
        Column(labels[name], Kind.MONEY if name == "loss" else Kind.TEXT, width)
        for name, width in zip(_NAMES, _WIDTHS, strict=True)
    ]
    columns += [Column("件数增减", Kind.INTEGER, 9), Column("费用增减", Kind.MONEY, 14)]
    page = Page(found.slip.title, footer=company(desk.data_dir).secrecy, frozen_columns=3)
    atomic_write(path, lambda file: write_xlsx(file, page=page, columns=columns, rows=_sheet_rows(found)))
    with write_tx():
        record(desk, "导出统计表", reason=path.name, slip_id=slip_id)
    return len(found.lines)


def paper_values(found: Return) -> dict[str, Any]:
    """The return as the sheet shows it: its lines and a line of totals, or 本月无顾客反馈."""
    lines = [{"feedback_no": line.number, **line.cells} for line in found.lines]
    if lines:
        lines.append(_total_line(found))
    else:
        lines.append({"problem": EMPTY})
    return {
        "year": found.slip.period.year,
        "month": found.slip.period.index,
        "unit_name": found.slip.unit_name,
        "lines": lines,
        **found.slip.signatures,
    }


def _total_line(found: Return) -> dict[str, Any]:
    """What the lines add up to; money that earlier months counted already is said apart."""
    kinds = [line.kind for line in found.lines]
    told = [f"{kind} {kinds.count(kind)} 件" for kind in ("本月", "续报", "补报") if kind in kinds]
    total = sum(line.cells["loss"] or 0 for line in found.lines)
    counted = f"本月计入 {found.count} 件、{money_text(found.fen)} 元"
    if total != found.fen:
        counted += "；各行费用含以前各月已计入的部分"
    return {"customer_name": "合计", "problem": "，".join(told), "outcome": counted, "loss": total}


def _sheet_rows(found: Return) -> Iterator[tuple[Any, ...]]:
    for line in found.lines:
        cells = {"feedback_no": line.number, **line.cells}
        yield (
            line.row_no, line.kind, *(cells[name] for name in _NAMES), line.count_delta, line.loss_delta
        )  # fmt: skip
    if not found.lines:
        yield (None, "", "", "", "", EMPTY, "", None, "", "", None, None)
    total = sum(line.cells["loss"] or 0 for line in found.lines)
    yield (None, "合计", "", "", "", "", found.explanation, total, "", "", found.count, found.fen)


def _digest(slip_id: int) -> str:
    found = one("SELECT digest FROM slip WHERE id = ?", (slip_id,))
    return str(found[0]) if found else ""
