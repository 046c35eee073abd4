"""The register of copies of a slip: what was printed of it and by whom, where each copy is, what came back (R-8-a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import AUXILIARY, ELECTRONIC, prints_of, read_bytes
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.sheet_archive import KINDS, KeptSheet, sheets, sheets_of_source
from qmsdesk.operations.slips import read_slip
from qmsdesk.papers.catalogue import paper

_COPIES = """
SELECT c.label, c.printed_count, c.last_printed_at, c.last_printed_by, c.handed_at, c.signed_for_at, c.signed_for_by,
    (SELECT count(*) FROM scan_page s WHERE s.copy_id = c.id AND s.state = 'filed')
FROM copy c WHERE c.slip_id = ? ORDER BY c.ordinal
"""


@dataclass(frozen=True)
class CopyLine:
    """One copy: times printed (the first is no 补印), last when and by whom, handed over, signed for, pages scanned."""

    label: str
    prints: int
    printed_at: datetime | None
    printed_by: str
    handed_at: datetime | None
    signed_for_at: datetime | None
    signed_for_by: str
    scans: int


@dataclass(frozen=True)
class PrintLine:
    """One print that left: when, what, which reprint (0 = none), pages, where to, by whom; its bytes by hash."""

    made_at: datetime
    title: str
    reprint: int
    pages: int
    place: str
    made_by: str
    sha256: str


def copies_of(desk: Desk, *, slip_id: int) -> list[CopyLine]:
    """Every copy of a slip in its order; UserError when the slip is not one of this desk's."""
    read_slip(desk, slip_id=slip_id)
    return [
        CopyLine(row[0], row[1], _at(row[2]), row[3], _at(row[4]), _at(row[5]), row[6], row[7])
        for row in rows(_COPIES, (slip_id,))
    ]


def prints_put_out(desk: Desk, *, slip_id: int) -> list[PrintLine]:
    """Every print of a slip, its auxiliary sheets and its 信息原件记录, the latest first."""
    found = [
        PrintLine(
            item.made_at, _title(item.kind, item.content), item.reprint, item.pages,
            item.place or "（库内保存）", item.made_by, item.sha256,
        )
        for item in prints_of(desk, slip_id=slip_id)
    ]  # fmt: skip
    source = one("SELECT id FROM source_document WHERE slip_id = ?", (slip_id,))
    if source is not None:
        found += [_line(item) for item in sheets_of_source(desk, source_id=int(source[0]))]
    return sorted(found, key=lambda line: line.made_at, reverse=True)


def sheets_put_out(desk: Desk) -> list[PrintLine]:
    """The kept prints without a slip (台帐, reports, transcripts), the latest first."""
    return [_line(item) for item in sheets(desk)]


def kept_print(desk: Desk, *, line: PrintLine) -> Printed:
    """The very bytes of a kept print to look at; UserError when they are damaged."""
    return Printed(read_bytes(desk, line.sha256), 1, bool(line.reprint), f"{line.title}.pdf", line.title)


def name_of(desk: Desk, *, slip_id: int) -> str:
    """Title and number of a slip, for a heading."""
    found = one("SELECT paper_code, coalesce(number, '') FROM slip WHERE id = ?", (slip_id,))
    assert found is not None
    return f"{paper(found[0]).title} {found[1]}".strip()


def _title(kind: str, content: dict[str, object]) -> str:
    if kind == AUXILIARY:
        return str(content.get("title", ""))
    return "电子原件（已签名）" if kind == ELECTRONIC else "各联"


def _line(item: KeptSheet) -> PrintLine:
    title = item.title or KINDS[item.kind]
    return PrintLine(
        item.made_at, title, item.reprint, item.pages, item.place, item.made_by, item.sha256
    )  # fmt: skip


def _at(text: str | None) -> datetime | None:
    return read_moment(text) if text else None
