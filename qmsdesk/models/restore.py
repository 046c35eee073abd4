"""Bringing a backup back: checked first, atomic, and keeping what it replaces."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models import backup, keyslots, manifest, server_place, tries
from qmsdesk.models.attachments import SUFFIX
from qmsdesk.models.backup import copy_file
from qmsdesk.models.engine import DepartmentDatabase
from qmsdesk.models.files import MARK, fsync_dir, make_private_folder
from qmsdesk.models.instance_lock import InstanceLock
from qmsdesk.models.places import DATABASE, KEYS, LOCK, TRIES, attachments_dir
from qmsdesk.models.restore_pending import READY, finish, is_pending
from qmsdesk.models.server_place import ServerPlace
from qmsdesk.models.transactions import mapped_errors

BEFORE = "before-restore-"


def restore(
    folder: Path, data_dir: Path, key: bytes, *, now: datetime, user: str, owner: ServerPlace | None = None
) -> Path | None:
    """Put the backup in `folder` in the place of the department's data; where the replaced files were kept.

    The backup is checked whole before anything is touched. Killed at any moment, the data folder holds either all
    that was there or all of the backup; what was begun is finished at the next start. UserError when the backup is
    not whole, or the data is in use. On a server this is one transaction of its `owner`'s account, and what was
    there stays as a schema of its own, whose name is returned.
    """
    problems = backup.verify(folder, key)
    server = server_place.read(data_dir)
    if problems:
        raise UserError(f"这份备份不能用：{problems[0]}", advice="请换另一份备份；现有数据没有改动。")
    make_private_folder(data_dir)
    with _held(data_dir, user=user, now=now):
        finish(data_dir)
        if server is not None:
            from qmsdesk.models.server_copy import from_backup

            return Path(from_backup(folder, folder.parent / backup.POOL, owner or server, key, now=now))
        kept = _keep_current(data_dir, now)
        _bring_attachments(folder, data_dir)
        unfinished = data_dir / f"{MARK}{secrets.token_hex(6)}"
        try:
            make_private_folder(unfinished)
            copy_file(folder / DATABASE, unfinished / DATABASE)
            if _needs_keys(folder, data_dir):
                copy_file(folder / KEYS, unfinished / KEYS)
                tries.start(unfinished, keyslots.read(folder).binding)
            with mapped_errors():
                fsync_dir(unfinished)
                os.replace(unfinished, data_dir / READY)  # from here on the backup counts
                fsync_dir(data_dir)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        finish(data_dir)
    return kept


def settle(data_dir: Path, *, now: datetime) -> None:
    """Finish a restore that a killed program had decided, before anybody reads the keys."""
    if is_pending(data_dir):
        with _held(data_dir, user="", now=now):
            finish(data_dir)


@contextmanager
def _held(data_dir: Path, *, user: str, now: datetime) -> Iterator[None]:
    lock = InstanceLock(data_dir / LOCK)
    lock.take(user=user, since=f"{now:%Y-%m-%d %H:%M}")
    try:
        yield
    finally:
        lock.release()


def _keep_current(data_dir: Path, now: datetime) -> Path | None:
    """A durable copy of the files that will be replaced, damaged or not."""
    names = [name for name in (DATABASE, f"{DATABASE}-wal", KEYS, TRIES) if (data_dir / name).is_file()]
    if not names:
        return None
    unfinished = data_dir / f"{MARK}{secrets.token_hex(6)}"
    kept = data_dir / f"{BEFORE}{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    try:
        make_private_folder(unfinished)
        for name in names:
            copy_file(data_dir / name, unfinished / name)
        with mapped_errors():
            fsync_dir(unfinished)
            os.replace(unfinished, kept)
            fsync_dir(data_dir)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return kept


def _needs_keys(folder: Path, data_dir: Path) -> bool:
    """The keys of the backup come along unless the present ones open the same database (newer passwords stay)."""
    try:
        return keyslots.read(data_dir).ring != keyslots.read(folder).ring
    except UserError:
        return True


def _bring_attachments(folder: Path, data_dir: Path) -> None:
    """Copy back attachment files that are missing or damaged; files that are there stay."""
    content, _ = manifest.read(folder)
    store, pool = attachments_dir(data_dir), folder.parent / backup.POOL
    for name, entry in content.attachments.items():
        place = store / name
        if place.suffix == SUFFIX and not (place.is_file() and manifest.entry_of(place) == entry):
            make_private_folder(place.parent)
            copy_file(pool / name, place.with_name(f"{MARK}{place.name}"))
            os.replace(place.with_name(f"{MARK}{place.name}"), place)


def roles_in(folder: Path, key: bytes, user: str) -> frozenset[str]:
    """The roles a user holds according to the backup itself; empty when the backup does not know the user."""
    with closing(DepartmentDatabase(folder / DATABASE, key, readonly=True)) as copy:
        query = "SELECT r.role FROM role_assignment r JOIN person p ON p.id = r.person_id WHERE p.name = ? AND p.active"
        query += " AND r.until IS NULL"
        return frozenset(str(row[0]) for row in copy.execute_sql(query, (user,)).fetchall())
