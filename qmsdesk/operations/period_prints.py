"""Prints of returns and reports that were put out: counted on every copy and kept by their hash (R-8-a, R-8-b)."""

from __future__ import annotations

import json

from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations import period_slips as slips
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_archive import COPY_SET, keep_archival


def reprints(slip_id: int) -> int:
    """How often the copies of a return or report were printed already."""
    found = one("SELECT max(printed_count) FROM copy WHERE slip_id = ?", (slip_id,))
    return int(found[0] or 0) if found else 0


def put_out(desk: Desk, *, slip_id: int, data: bytes, where: str) -> None:
    """Count one print of every copy and keep its bytes with what was frozen; `where` is a printer's name or 文件.

    A print that is not PDF/A-2b is refused: it would not stand for years.
    """
    sha256, pages = keep_archival(desk, data)
    slip = slips.read(desk, slip_id=slip_id)
    digest = (one("SELECT digest FROM slip WHERE id = ?", (slip_id,)) or ("",))[0]
    content = json.dumps(
        {"period": slip.period.key, "title": slip.title, "snapshot": slip.snapshot}, ensure_ascii=False
    )
    with write_tx():
        deed = Deed(desk, slip_id)
        copies = rows("SELECT id, printed_count FROM copy WHERE slip_id = ?", (slip_id,))
        before = max((int(count) for _key, count in copies), default=0)
        for key, count in copies:
            deed.change(
                "copy",
                key,
                printed_count=int(count) + 1,
                last_printed_at=deed.now,
                last_printed_by=desk.user.name,
            )
        deed.insert(
            "stored_print", kind=COPY_SET, sha256=sha256, pages=pages, copies=len(copies), reprint=before, place=where,
            digest=digest, signers="{}", slip_id=slip_id, content=content, made_at=deed.now, made_by=desk.user.name,
        )  # fmt: skip
        deed.close("打印", where)
