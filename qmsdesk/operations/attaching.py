"""Files behind a slip or a source document: kept as encrypted copies, never as links (S-21)."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models import attachments, engine, places
from qmsdesk.models.base import moment_text
from qmsdesk.models.transactions import insert, one, rows, write, write_tx
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.scope import refuse_unseen, refuse_unseen_source
from qmsdesk.papers.values import Attached


@dataclass(frozen=True)
class KeptFile:
    """A file already in the encrypted store: safe name, hash and size in bytes."""

    name: str
    sha256: str
    size: int


def keep_file(path: Path) -> KeptFile:
    """Copy a file of the user's into the encrypted store; UserError when it cannot be read or is empty."""
    database = engine.current()
    stored = attachments.store_file(
        places.attachments_dir(database.path.parent), database.attachment_key, path
    )
    return KeptFile(attachments.safe_name(path.name), stored.sha256, stored.size)


def attach(
    desk: Desk,
    file: KeptFile,
    *,
    source_id: int | None = None,
    slip_id: int | None = None,
    draft_id: str = "",
    pages: int = 1,
    original: bool = True,
) -> Attached:
    """Name a kept file in the caller's transaction; it belongs to a source, a slip, or a draft."""
    row = {
        "slip_id": slip_id,
        "source_id": source_id,
        "draft_id": draft_id or None,
        "field": "attachments",
        "name": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "pages": pages,
        "is_original": int(original),
        "added_at": moment_text(desk.clock.now()),
        "added_by": desk.user.name,
    }
    attachment_id = insert("attachment", row)
    record(desk, "附件", ("attachment", attachment_id), slip_id=slip_id)
    return Attached(str(attachment_id), file.name, pages, original)


def attach_file(desk: Desk, *, draft_id: str, path: Path, pages: int = 1, original: bool = True) -> Attached:
    """Keep a file for a draft; it belongs to the slip from its registration on."""
    kept = keep_file(path)
    with write_tx():
        return attach(desk, kept, draft_id=draft_id, pages=pages, original=original)


def hand_to_slip(slip_id: int, files: Sequence[Attached]) -> None:
    """Tie the files of a draft to the slip it became, in the caller's transaction."""
    for item in files:
        if item.id:
            write(
                "UPDATE attachment SET slip_id = ?, pages = ?, is_original = ? WHERE id = ?",
                (slip_id, item.pages, int(item.original), int(item.id)),
            )


def files_of_source(source_id: int) -> tuple[Attached, ...]:
    """The files of a source document in the order they came."""
    return _files("source_id", source_id)


def files_of_slip(slip_id: int) -> tuple[Attached, ...]:
    """The files of a slip in the order they came."""
    return _files("slip_id", slip_id)


def read_file(desk: Desk, *, attachment_id: str) -> tuple[str, bytes]:
    """Name and plain content of an attached file; UserError when it is gone or damaged."""
    found = one("SELECT name, sha256, slip_id, source_id FROM attachment WHERE id = ?", (int(attachment_id),))
    if found is None:
        raise UserError("没有找到这个附件。")
    if found[2] is not None:
        refuse_unseen(desk, slip_id=found[2])
    if found[3] is not None:
        refuse_unseen_source(desk, source_id=found[3])
    database = engine.current()
    return found[0], attachments.read(
        places.attachments_dir(database.path.parent), database.attachment_key, found[1]
    )


def _files(column: str, owner: int) -> tuple[Attached, ...]:
    found = rows(
        f"SELECT id, name, pages, is_original FROM attachment WHERE {column} = ? ORDER BY id", (owner,)
    )
    return tuple(Attached(str(row[0]), row[1], row[2], bool(row[3])) for row in found)
