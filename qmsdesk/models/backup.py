"""Safety copies: one folder each with the database and its keys, and one shared pool of attachment files."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import qmsdesk
from qmsdesk.errors import UserError
from qmsdesk.models import anchors, attachments, keyslots, manifest, schema, thinning
from qmsdesk.models.audit_check import Wrong
from qmsdesk.models.audit_check import verify as verify_trail
from qmsdesk.models.base import moment_text, read_moment
from qmsdesk.models.catalog import server_size, tables
from qmsdesk.models.derived_keys import derive
from qmsdesk.models.engine import DepartmentDatabase
from qmsdesk.models.files import (
    MARK,
    PRIVATE_FILE,
    atomic_write,
    fsync_dir,
    make_private_folder,
    sweep_leftovers,
)
from qmsdesk.models.manifest import Manifest
from qmsdesk.models.opened import OpenedDepartment
from qmsdesk.models.places import DATABASE, KEYS, attachments_dir
from qmsdesk.models.storage_errors import as_user_error
from qmsdesk.models.transactions import mapped_errors

PREFIX = "backup-"
POOL = "attachments-pool"
SPARE = 1.3  # free room asked for, as a multiple of what will be written


@dataclass(frozen=True)
class Made:
    """A backup that stands: its folder, manifest, and the size in bytes of what was written."""

    folder: Path
    manifest: Manifest
    size: int

    @property
    def at(self) -> datetime:
        """When it was made."""
        return read_moment(self.manifest.at)


def make(opened: OpenedDepartment, target: Path, *, now: datetime, why: str) -> Made:
    """Copy the open database, its keys and new attachments into `target`; the folder appears whole or not at all."""
    make_private_folder(target)
    data_dir = opened.path.parent
    _refuse_full_disk(opened, target)
    sweep(target)
    unfinished = target / f"{MARK}{secrets.token_hex(6)}"
    try:
        make_private_folder(unfinished)
        schema.copy_to(opened, unfinished / DATABASE)
        atomic_write(unfinished / KEYS, keyslots.text(data_dir))
        pooled, size = _fill_pool(attachments_dir(data_dir), target / POOL)
        found = _describe(unfinished, opened.raw_key, now=now, why=why, pooled=pooled)
        manifest.write(unfinished, found, manifest_key(opened.raw_key))
        folder = target / f"{PREFIX}{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        with mapped_errors():
            fsync_dir(unfinished)
            os.replace(unfinished, folder)
            fsync_dir(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Made(folder, found, size + sum(entry.size for entry in found.files.values()))


def copy_to(made: Made, source: Path, target: Path) -> Made:
    """Put a finished backup (from the place `source`) into a second place as well, and check it there."""
    make_private_folder(target)
    sweep(target)
    for name in made.manifest.attachments:
        if not (target / POOL / name).is_file():
            make_private_folder((target / POOL / name).parent)
            copy_file(source / POOL / name, target / POOL / name)
    unfinished = target / f"{MARK}{secrets.token_hex(6)}"
    try:
        make_private_folder(unfinished)
        for name in (*made.manifest.files, manifest.NAME):
            copy_file(made.folder / name, unfinished / name)
        with mapped_errors():
            fsync_dir(unfinished)
            os.replace(unfinished, target / made.folder.name)
            fsync_dir(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Made(target / made.folder.name, made.manifest, made.size)


def in_place(target: Path) -> list[Made]:
    """The backups with a readable manifest in a place, newest first."""
    found = []
    for folder in target.glob(f"{PREFIX}*"):
        try:
            content, _ = manifest.read(folder)
        except UserError:
            continue
        found.append(Made(folder, content, sum(entry.size for entry in content.files.values())))
    return sorted(found, key=lambda made: (made.manifest.at, made.folder.name), reverse=True)


def verify(folder: Path, key: bytes | None = None, *, pool: Path | None = None) -> list[str]:
    """What is wrong with a backup, as Chinese sentences; with the key the contents are checked as well."""
    try:
        content, sign = manifest.read(folder)
    except UserError as error:
        return [str(error)]
    places = [(folder / name, entry) for name, entry in content.files.items()]
    places += [((pool or folder.parent / POOL) / name, entry) for name, entry in content.attachments.items()]
    found = [f"文件 {path.name} 缺失或已损坏。" for path, entry in places if not _is_whole(path, entry)]
    if content.schema > schema.VERSION:
        found.append("这份备份由更新版本的程序建立，请先安装新版本。")
    if key is None or found:
        return found
    if not manifest.is_signed(content, sign, manifest_key(key)):
        return ["备份的清单被改动过，或属于另一个部门。"]
    return _verify_contents(folder / DATABASE, content, key)


def trail_findings(folder: Path, key: bytes) -> tuple[Wrong, ...]:
    """What is wrong with the trail inside a backup: it can still be brought back, but somebody must look at it."""
    with closing(DepartmentDatabase(folder / DATABASE, key, readonly=True)) as copy:
        return verify_trail(where=copy)


def thin(target: Path, now: datetime) -> list[str]:
    """Remove backups that are no longer needed, and pool files nobody names any more; the names that went."""
    made = in_place(target)
    gone = set(thinning.to_remove([item.at for item in made], now))
    removed = [item for item in made if item.at in gone]
    for item in removed:
        shutil.rmtree(item.folder, ignore_errors=True)
    if removed:
        _sweep_pool(target / POOL, (item.manifest for item in made if item not in removed))
    return [item.folder.name for item in removed]


def keep_only(target: Path, folder: Path) -> list[str]:
    """Remove every backup of a place but one, and pool files only they named; the names that went.

    For what must not be kept any longer: the one that stays has been checked.
    """
    made = in_place(target)
    gone = [item for item in made if item.folder != folder]
    for item in gone:
        shutil.rmtree(item.folder)
    _sweep_pool(target / POOL, (item.manifest for item in made if item.folder == folder))
    return [item.folder.name for item in gone]


def sweep_pool(target: Path, kept: Sequence[Made]) -> None:
    """Remove pool files of a place that none of the kept backups names."""
    _sweep_pool(target / POOL, (item.manifest for item in kept))


def sweep(target: Path) -> None:
    """Remove what a killed backup left unfinished."""
    sweep_leftovers(target)
    for folder in target.glob(f"{MARK}*"):
        shutil.rmtree(folder, ignore_errors=True)


def manifest_key(key: bytes) -> bytes:
    """The key manifests are signed with."""
    return derive(key, "backup manifest")


def copy_file(source: Path, target: Path) -> None:
    """Copy one file durably, for the owner only."""
    with mapped_errors(), source.open("rb") as old:
        handle = os.open(
            target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), PRIVATE_FILE
        )
        with os.fdopen(handle, "wb") as new:
            shutil.copyfileobj(old, new, manifest.CHUNK)
            new.flush()
            os.fsync(new.fileno())


def _fill_pool(store: Path, pool: Path) -> tuple[dict[str, manifest.Entry], int]:
    """Copy attachment files the pool does not have; what it now holds for this backup, and the bytes written."""
    held, written = {}, 0
    for path in attachments.all_files(store):
        name = path.relative_to(store).as_posix()
        place = pool / name
        if not place.is_file() or place.stat().st_size != attachments.size_of(store, path):
            make_private_folder(place.parent)
            atomic_write(place, attachments.get(store, path))
            written += place.stat().st_size
        held[name] = manifest.entry_of(place)
    return held, written


def _describe(
    folder: Path, key: bytes, *, now: datetime, why: str, pooled: dict[str, manifest.Entry]
) -> Manifest:
    """Read the finished copy itself, so that counts and head are those of exactly this file."""
    with closing(DepartmentDatabase(folder / DATABASE, key, readonly=True)) as copy:
        anchor = anchors.anchor_of(copy, at=moment_text(now), why="backup")
        counts = count_rows(copy)
        version = schema.version_of(copy)
    return Manifest(
        at=moment_text(now),
        why=why,
        program=qmsdesk.__version__,
        schema=version,
        ring=keyslots.read(folder).ring,
        seq=anchor.seq,
        mac=anchor.mac,
        series=anchor.series,
        counts=counts,
        files={name: manifest.entry_of(folder / name) for name in (DATABASE, KEYS)},
        attachments=pooled,
    )


def count_rows(where: OpenedDepartment) -> dict[str, int]:
    """Rows of every ordinary table."""
    names = tables(where)
    return {name: int(where.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}


def _verify_contents(path: Path, content: Manifest, key: bytes) -> list[str]:
    try:
        with closing(DepartmentDatabase(path, key, readonly=True)) as copy:
            found = [
                f"数据库：{row[0]}" for row in copy.execute_sql("PRAGMA cipher_integrity_check").fetchall()
            ]
            found += [
                str(row[0])
                for row in copy.execute_sql("PRAGMA integrity_check(5)").fetchall()
                if row[0] != "ok"
            ]
            if count_rows(copy) != content.counts:
                found.append("记录条数与清单不符。")
            head = anchors.anchor_of(copy, at=content.at, why="").head
            if (head.seq, head.mac) != (content.seq, content.mac):
                found.append("审计记录的末尾与清单不符。")
            return found
    except Exception as error:
        known = as_user_error(error)
        if known is None:
            raise
        return [str(known)]


def _is_whole(path: Path, entry: manifest.Entry) -> bool:
    try:
        return path.stat().st_size == entry.size and manifest.entry_of(path) == entry
    except (OSError, UserError):
        return False


def _sweep_pool(pool: Path, kept: Iterable[Manifest]) -> None:
    named = {name for content in kept for name in content.attachments}
    for path in attachments.all_files(pool):
        if path.relative_to(pool).as_posix() not in named:
            path.unlink(missing_ok=True)


def _refuse_full_disk(opened: OpenedDepartment, target: Path) -> None:
    with mapped_errors():
        free = shutil.disk_usage(target).free
        needed = int((server_size(opened) if opened.is_server else opened.path.stat().st_size) * SPARE)
    if free < needed:
        raise UserError(
            f"备份盘空间不足：需要约 {needed // 2**20 + 1} MB，只剩 {free // 2**20} MB。",
            advice="请清理备份盘，或在“备份”里换一个文件夹。",
        )
