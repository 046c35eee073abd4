"""The prints that were put out: the very bytes previewed and printed are kept, archival and by their hash (§8)."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models import attachments, engine, places
from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.scope import refuse_unseen
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.papers.values import dump

COPY_SET, ELECTRONIC, AUXILIARY = "copyset", "electronic", "auxiliary"


@dataclass(frozen=True)
class KeptPrint:
    """One print that was put out: kind, hash, pages and copies, which reprint (0 = none), where to, when, by whom."""

    id: int
    slip_id: int
    kind: str
    sha256: str
    pages: int
    copies: int
    reprint: int
    place: str
    digest: str
    content: dict[str, Any]
    signers: dict[str, list[int]]
    made_at: datetime
    made_by: str


_COLUMNS = (
    "id, slip_id, kind, sha256, pages, copies, reprint, place, digest, content, signers, made_at, made_by"
)


def archived(data: bytes) -> bytes:
    """The print as PDF/A-2b, checked; done before anybody sees it, so that what is seen is what is kept."""
    from qmsdesk.printing import archival

    return archival.archive(data)


def keep_bytes(desk: Desk, data: bytes) -> str:
    """Put bytes into the encrypted store; their SHA-256. The record follows in a transaction of the caller."""
    folder = places.attachments_dir(desk.data_dir)
    return attachments.store(folder, engine.current().attachment_key, data).sha256


def read_bytes(desk: Desk, sha256: str) -> bytes:
    """The bytes behind a hash; UserError when they are gone or damaged."""
    return attachments.read(places.attachments_dir(desk.data_dir), engine.current().attachment_key, sha256)


def put_out(
    desk: Desk, *, slip_id: int, data: bytes, where: str, only: Collection[int] | None = None
) -> KeptPrint:
    """Count one print of every copy of a slip (or of the ordinals in `only`) and keep its bytes; `where` says where to.

    A print that is not PDF/A-2b is refused: it would not stand for years.
    """
    sha256, pages = keep_archival(desk, data)
    with write_tx():
        deed, slip = Deed(desk, slip_id), read_slip(desk, slip_id=slip_id)
        reprint = 0
        for copy_id, printed, ordinal in rows(
            "SELECT id, printed_count, ordinal FROM copy WHERE slip_id = ?", (slip_id,)
        ):
            reprint = max(reprint, int(printed))
            if only is not None and ordinal not in only:
                continue
            deed.change(
                "copy", copy_id, printed_count=int(printed) + 1, last_printed_at=deed.now,
                last_printed_by=desk.user.name,
            )  # fmt: skip
        what = Entry(COPY_SET, sha256, pages, len(slip.copies), reprint, where)
        print_id = enter(deed, slip, what)
        deed.close("打印", where)
    return read_print(print_id)


def put_out_sheet(desk: Desk, *, slip_id: int, data: bytes, title: str, copies: int, where: str) -> KeptPrint:
    """Keep an auxiliary sheet (AUX-n, 复印件) with its slip; a second print of the same bytes is counted."""
    sha256, pages = keep_archival(desk, data)
    with write_tx():
        deed, slip = Deed(desk, slip_id), read_slip(desk, slip_id=slip_id)
        again = one("SELECT count(*) FROM stored_print WHERE slip_id = ? AND sha256 = ?", (slip_id, sha256))
        content = json.dumps({"title": title}, ensure_ascii=False)
        what = Entry(AUXILIARY, sha256, pages, copies, again[0] if again else 0, where, content=content)
        print_id = enter(deed, slip, what)
        deed.close("打印附表", f"{title} {where}")
    return read_print(print_id)


def keep_archival(desk: Desk, data: bytes) -> tuple[str, int]:
    """Store a print that will stand for years: (SHA-256, pages); UserError for one that is not PDF/A-2b."""
    from qmsdesk.printing import archival, raster

    if found := archival.findings(data):
        raise UserError(
            "这份打印件不能长期保存。", advice="请重新生成后再打印。", detail="; ".join(found[:3])
        )
    return keep_bytes(desk, data), raster.page_count(data)


@dataclass(frozen=True)
class Entry:
    """What is entered for a print besides the slip it is of."""

    kind: str
    sha256: str
    pages: int
    copies: int
    reprint: int = 0
    place: str = ""
    digest: str = ""
    signers: str = "{}"
    content: str = ""


def enter(deed: Deed, slip: Slip, what: Entry) -> int:
    """Add the row of a print inside the caller's transaction; the record is written down as it is now."""
    content = json.dumps(dump(slip.paper, slip.values), ensure_ascii=False, sort_keys=True)
    return deed.insert(
        "stored_print",
        **{**vars(what), "digest": what.digest or slip.digest, "content": what.content or content},
        slip_id=slip.id, made_at=deed.now, made_by=deed.desk.user.name,
    )  # fmt: skip


def prints_of(desk: Desk, *, slip_id: int) -> list[KeptPrint]:
    """Every print of a slip that was put out, the latest first."""
    refuse_unseen(desk, slip_id=slip_id)
    found = rows(f"SELECT {_COLUMNS} FROM stored_print WHERE slip_id = ? ORDER BY id DESC", (slip_id,))
    return [_kept(row) for row in found]


def find_print(sha256: str) -> KeptPrint | None:
    """The print with exactly these bytes, or None."""
    row = one(f"SELECT {_COLUMNS} FROM stored_print WHERE sha256 = ? ORDER BY id LIMIT 1", (sha256,))
    return None if row is None else _kept(row)


def read_print(print_id: int) -> KeptPrint:
    """One kept print; UserError when there is none."""
    row = one(f"SELECT {_COLUMNS} FROM stored_print WHERE id = ?", (print_id,))
    if row is None:
        raise UserError("没有这份打印件。", advice="请从单据的打印记录里选择。")
    return _kept(row)


def _kept(row: tuple[Any, ...]) -> KeptPrint:
    moment = read_moment(row[11])
    assert moment is not None
    return KeptPrint(*(*row[:9], json.loads(row[9]), _serials(row[10]), moment, row[12]))


def _serials(text: str) -> dict[str, list[int]]:
    return {box: [int(serial, 16) for serial in known] for box, known in json.loads(text).items()}
