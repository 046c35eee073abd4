"""Bringing a backup back, with the department closed; numbers once given are never given again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models import anchors, backup, engine, keyslots, manifest, places, restore, server_place
from qmsdesk.models.base import moment_text
from qmsdesk.models.files import make_private_folder
from qmsdesk.models.transactions import one, write, write_tx
from qmsdesk.operations.anchoring import anchor_files, known_anchors
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.department import close_department, open_department
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import Clock, SystemClock


@dataclass(frozen=True)
class Restored:
    """What a restore did: slips now inside, where the replaced files lie, and the numbers lost after the backup.

    `findings` are records inside that do not agree with their trail; somebody must look at them.
    """

    slips: int
    kept: Path | None
    lost_numbers: tuple[str, ...]
    findings: tuple[str, ...]


def check_backup(*, folder: Path) -> tuple[str, ...]:
    """What is wrong with the files of a backup, without opening it; empty when they are whole."""
    return tuple(backup.verify(folder))


def restore_backup(
    *, data_dir: Path, folder: Path, user: str, password: str, clock: Clock | None = None, owner: str = ""
) -> Restored:
    """Replace the department's data by a backup; the user's present password, or the one of then, opens it.

    UserError when the backup is not whole, the password is wrong, or the data is in use; nothing is changed then.
    On a server the account of its owner is needed: `owner` is its address.
    """
    clock = clock or SystemClock()
    entered = server_place.parse(owner) if owner else None
    key = _key_of(folder, data_dir, user, password, clock)
    if "administrator" not in restore.roles_in(folder, key, user):
        raise UserError(
            "恢复备份应由备份当时的系统管理员办理。", advice="请换一位用户登录；现有数据没有改动。"
        )
    kept = restore.restore(folder, data_dir, key, now=clock.now(), user=user, owner=entered)
    desk = open_department(data_dir=data_dir, user=user, password=password, clock=clock)
    try:
        lost = _settle_numbers(desk, folder, kept)
        row = one("SELECT count(*) FROM slip")
        findings = tuple(f"{wrong.record}：{wrong.what}" for wrong in backup.trail_findings(folder, key))
        return Restored(int(row[0]) if row else 0, kept, lost, findings)
    finally:
        close_department(desk)


def _key_of(folder: Path, data_dir: Path, user: str, password: str, clock: Clock) -> bytes:
    """The key through the present slots when they belong to the backup, else through the backup's own."""
    problems = backup.verify(folder)
    if problems:
        raise UserError(f"这份备份不能用：{problems[0]}", advice="请换另一份备份；现有数据没有改动。")
    content, _ = manifest.read(folder)
    if keyslots.is_there(data_dir) and keyslots.read(data_dir).ring == content.ring:
        return keyslots.open_slot(data_dir, user=user, password=password, now=clock.now())[0]
    noted = places.temporary_dir(data_dir)
    make_private_folder(noted)
    return keyslots.open_slot(folder, user=user, password=password, now=clock.now(), tries_in=noted)[0]


def _settle_numbers(desk: Desk, folder: Path, kept: Path | None) -> tuple[str, ...]:
    """Jump over numbers the anchors know to have been given, note the restore in the trail and beside it."""
    content, _ = manifest.read(folder)
    lost: list[str] = []
    with write_tx():
        for series, n in anchors.furthest(known_anchors(desk.data_dir)).items():
            unit, letter, year = series.split("/")
            row = one(
                "SELECT n FROM counter WHERE unit_code = ? AND letter = ? AND year = ?", (unit, letter, year)
            )
            reached = int(row[0]) if row else 0
            if n > reached:
                lost.append(f"{letter}{unit}-{year}：{reached + 1}–{n}")
                write(
                    "INSERT INTO counter (unit_code, letter, year, n) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (unit_code, letter, year) DO UPDATE SET n = excluded.n",
                    (unit, letter, year, n),
                )
        where = f"；换下的文件在 {kept.name}" if kept else ""
        missing = f"；备份之后发出的编号不再使用：{'，'.join(lost)}" if lost else ""
        record(desk, "恢复备份", reason=f"{folder.name}，审计到第 {content.seq} 条{where}{missing}")
    opened = engine.current()
    anchor = anchors.Anchor(
        content.seq, content.mac, moment_text(desk.clock.now()), anchors.RESTORED, content.series
    )
    for file in anchor_files(desk.data_dir):
        anchors.write(file, opened.anchor_key, anchor)
    if opened.is_server:
        anchors.share(desk.data_dir, opened.anchor_key, anchor)
    return tuple(lost)
