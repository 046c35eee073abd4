"""Prints without a slip of their own: AUX-1, the ledger bound by year, company reports, kept by their hash (§8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import keep_archival
from qmsdesk.operations.scope import refuse_unseen_source, works_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

SOURCE, LEDGER, REPORT = "source", "ledger", "report"
KINDS = {SOURCE: "信息原件记录", LEDGER: "台帐", REPORT: "报告"}
_COLUMNS = "id, kind, source_id, title, sha256, pages, reprint, place, made_at, made_by"


@dataclass(frozen=True)
class KeptSheet:
    """One such print that was put out: kind, title, hash, pages, which reprint (0 = none), where to, when, by whom."""

    id: int
    kind: str
    source_id: int | None
    title: str
    sha256: str
    pages: int
    reprint: int
    place: str
    made_at: datetime
    made_by: str


def keep_sheet(
    desk: Desk,
    *,
    kind: str,
    title: str,
    data: bytes,
    where: str,
    source_id: int | None = None,
    slip_id: int | None = None,
) -> int:
    """Keep a print that left, to a printer or 文件, and say so in the trail; its key. UserError if not PDF/A-2b."""
    sha256, pages = keep_archival(desk, data)
    with write_tx():
        deed = Deed(desk, slip_id)
        key = deed.insert(
            "kept_sheet", kind=kind, source_id=source_id, title=title, sha256=sha256, pages=pages,
            reprint=printed_before(title), place=where, made_at=deed.now, made_by=desk.user.name,
        )  # fmt: skip
        deed.close("打印", f"{title} {where}")
    return key


def printed_before(title: str) -> int:
    """How often a print of this title was put out already; titles carry the number or the period."""
    found = one("SELECT count(*) FROM kept_sheet WHERE title = ?", (title,))
    return int(found[0]) if found else 0


def sheets_of_source(desk: Desk, *, source_id: int) -> list[KeptSheet]:
    """The prints of one AUX-1, the latest first; UserError where its original is another department's."""
    refuse_unseen_source(desk, source_id=source_id)
    return _kept("WHERE source_id = ?", (source_id,))


def sheets(desk: Desk, *, limit: int = 500) -> list[KeptSheet]:
    """Those this department put out, the latest first."""
    if works_alone():
        return _kept("", (), limit)
    own = "WHERE made_by IN (SELECT name FROM person WHERE department_id = ?)"
    return _kept(own, (desk.department.id,), limit)


def find_sheet(sha256: str) -> KeptSheet | None:
    """The print with exactly these bytes, or None."""
    found = _kept("WHERE sha256 = ?", (sha256,), 1)
    return found[0] if found else None


def _kept(where: str, values: Sequence[Any], limit: int = 500) -> list[KeptSheet]:
    found = rows(f"SELECT {_COLUMNS} FROM kept_sheet {where} ORDER BY id DESC LIMIT ?", (*values, limit))
    return [_as_sheet(row) for row in found]


def _as_sheet(row: tuple[Any, ...]) -> KeptSheet:
    moment = read_moment(row[8])
    assert moment is not None
    return KeptSheet(*(*row[:8], moment, row[9]))
