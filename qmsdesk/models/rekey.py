"""A new key for a department: database, slots and attachments change over together or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import closing
from pathlib import Path

from qmsdesk.models import attachments, audit, engine, keyslots, schema
from qmsdesk.models.derived_keys import derive
from qmsdesk.models.files import MARK, fsync_dir, make_private_folder
from qmsdesk.models.opened import OpenedDepartment
from qmsdesk.models.places import DATABASE, attachments_dir
from qmsdesk.models.restore_pending import READY
from qmsdesk.models.transactions import mapped_errors


def rekey(users: dict[str, tuple[str, bool]], *, user: str, since: str) -> str:
    """Give the open department a random new key and new slots, and open it again; the new recovery code.

    `users` is who may sign in: name -> (password, must it be changed). Killed before the change-over everything is as
    it was; killed after it, the next start finishes.
    """
    opened = engine.current()
    data_dir, new = opened.path.parent, keyslots.new_key()
    unfinished = data_dir / f"{MARK}{secrets.token_hex(6)}"
    try:
        make_private_folder(unfinished)
        _copy_with_new_key(opened, unfinished / DATABASE, new)
        _seal_attachments_again(opened, data_dir, derive(new, "attachments"))
        code = keyslots.write_ring(unfinished, users=users, key=new)
        path = opened.path
        engine.close()
        with mapped_errors():
            fsync_dir(unfinished)
            os.replace(unfinished, data_dir / READY)
            fsync_dir(data_dir)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    engine.open_(path, new, user=user, since=since)
    _forget_old_files(data_dir)
    return code


def _copy_with_new_key(opened: OpenedDepartment, target: Path, new: bytes) -> None:
    """A whole copy under the new key, which also remembers the keys its trail was written with."""
    schema.copy_to(opened, target)
    with mapped_errors(), closing(engine.DepartmentDatabase(target, opened.raw_key)) as copy:
        copy.execute_sql("PRAGMA journal_mode = DELETE")
        copy.execute_sql(
            "INSERT INTO chain_key (up_to, audit_key, anchor_key) VALUES (?, ?, ?)",
            (audit.head(copy).seq, opened.audit_key.hex(), opened.anchor_key.hex()),
        )
        copy.rekey(f"x'{new.hex()}'")
    with mapped_errors():
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _seal_attachments_again(opened: OpenedDepartment, data_dir: Path, key: bytes) -> None:
    """Write every attachment once more under the new key; the old files stay until the change-over is done."""
    store = attachments_dir(data_dir)
    for (sha256,) in opened.execute_sql("SELECT DISTINCT sha256 FROM kept_file").fetchall():
        attachments.store(store, key, attachments.read(store, opened.attachment_key, sha256))


def _forget_old_files(data_dir: Path) -> None:
    opened = engine.current()
    known = [row[0] for row in opened.execute_sql("SELECT DISTINCT sha256 FROM kept_file").fetchall()]
    for path in attachments.orphans(attachments_dir(data_dir), opened.attachment_key, known):
        attachments.remove(attachments_dir(data_dir), path)
