"""Safety copies: made daily and before anything risky, in two places, thinned, proved by a drill each week."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models import attachments, backup, engine, keyslots, places, reserve
from qmsdesk.models.base import moment_text, read_moment
from qmsdesk.models.storage_place import file_system_type
from qmsdesk.models.transactions import rows, write_tx
from qmsdesk.operations import preferences
from qmsdesk.operations.anchoring import SECOND_PLACE, note_head
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.rights import require
from qmsdesk.procedure.clock import business_date

EARLIER = "backup.earlier_places"  # folders that were the second place once and may hold backups
LAST, DRILL, FAILURE = "backup.last", "backup.drill", "backup.failure"
OLD_AFTER = timedelta(days=3)
DRILL_EVERY = timedelta(days=7)
SAMPLE = 3


@dataclass(frozen=True)
class BackupDone:
    """A backup that stands: folder, second folder if there is one, bytes written, older ones removed, warnings."""

    folder: Path
    second: Path | None
    size: int
    removed: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class BackupLine:
    """One backup in the list: where, when, why, size in bytes, slips inside, and which place (1 or 2)."""

    folder: Path
    at: datetime
    why: str
    size: int
    slips: int
    place: int


@dataclass(frozen=True)
class DrillReport:
    """What the restore drill compared and what was wrong; empty `problems` means the backup can be trusted."""

    at: datetime
    folder: str
    slips: int
    attachments: int
    problems: tuple[str, ...]


@dataclass(frozen=True)
class BackupState:
    """What the banner says: red until somebody acknowledges; `message` is empty when all is well."""

    last: datetime | None
    message: str
    red: bool
    drill_due: bool


def make_backup(desk: Desk, *, why: str = "手动备份") -> BackupDone:
    """Copy database, keys and attachments into the first place and, where it can be reached, the second."""
    first = places.backups_dir(desk.data_dir)
    now = desk.clock.now()
    try:
        made = backup.make(engine.current(), first, now=now, why=why)
        problems = backup.verify(made.folder, engine.current().raw_key)
        if problems:
            raise UserError(f"刚做的备份没有通过检查：{problems[0]}", advice="请检查备份盘后再做一次。")
    except UserError as error:
        _note_failure(desk, f"备份失败：{error.message}")
        raise
    second, warnings = _second_copy(made, first)
    removed = backup.thin(first, now)
    if second is not None:
        backup.thin(second.parent, now)
    with write_tx():
        preferences.put(desk, LAST, {"at": made.manifest.at, "folder": made.folder.name, "why": why})
        record(desk, "备份", reason=f"{why}：{made.folder.name}")
    note_head(desk, "backup")
    return BackupDone(made.folder, second, made.size, tuple(removed), tuple(warnings))


def keep_reserve(desk: Desk) -> bool:
    """Keep a megabyte of the disk back for the last draft of a full disk; False when there is no room for it."""
    return reserve.keep(desk.data_dir)


def daily_backup(desk: Desk) -> BackupDone | None:
    """The backup of the day's first start; None when there is one of today (Shanghai date) already."""
    last = preferences.read(LAST)
    if last and business_date(read_moment(last["at"])) == desk.clock.today():
        return None
    return make_backup(desk, why="每日备份")


def list_backups(desk: Desk) -> list[BackupLine]:
    """All backups within reach, newest first."""
    found = [
        BackupLine(
            made.folder, made.at, made.manifest.why, made.size, made.manifest.counts.get("slip", 0), number
        )
        for number, place in enumerate(_places(desk), start=1)
        for made in backup.in_place(place)
    ]
    return sorted(found, key=lambda line: line.at, reverse=True)


def verify_backup(desk: Desk, *, folder: Path) -> tuple[str, ...]:
    """What is wrong with a backup of this department, as sentences; empty when it can be trusted."""
    return tuple(backup.verify(folder, engine.current().raw_key))


def set_second_place(desk: Desk, *, folder: Path | None) -> None:
    """Choose the second place of backups and anchors (another disk, a stick); None for none."""
    require(desk, "备份恢复")
    if folder is not None:
        if not folder.is_dir():
            raise UserError("这个文件夹不存在。", advice="请先插好移动盘或建好文件夹。", detail=str(folder))
        if desk.data_dir.resolve() in (folder.resolve(), *folder.resolve().parents):
            raise UserError("第二备份文件夹不能放在数据文件夹里。", advice="请选另一个磁盘上的文件夹。")
        if any(made.manifest.ring != keyslots.read(desk.data_dir).ring for made in backup.in_place(folder)):
            raise UserError(
                "这个文件夹里有另一个部门（或更换密钥之前）的备份。",
                advice="请在里面新建一个子文件夹，选它。",
            )
    before, earlier = preferences.read(SECOND_PLACE), preferences.read(EARLIER) or []
    with write_tx():
        preferences.put(desk, SECOND_PLACE, str(folder) if folder else None)
        if before and before != str(folder) and before not in earlier:
            preferences.put(desk, EARLIER, [*earlier, before])


def second_place(desk: Desk) -> Path | None:
    """The chosen second place, reachable or not."""
    chosen = preferences.read(SECOND_PLACE)
    return Path(chosen) if chosen else None


def drill(desk: Desk, *, seed: int | None = None) -> DrillReport:
    """Bring the newest backup back into a private folder and compare it with the live data; noted for the banner."""
    now, dice = desk.clock.now(), random.Random(seed)
    newest = next(iter(list_backups(desk)), None)
    nothing = DrillReport(now, "", 0, 0, ("还没有任何备份。",))
    report = nothing if newest is None else _drill(desk, newest.folder, dice)
    with write_tx():
        content: dict[str, Any] = {
            "at": moment_text(now),
            "folder": report.folder,
            "problems": list(report.problems),
        }
        preferences.put(desk, DRILL, content)
        record(desk, "恢复演练", reason="通过" if not report.problems else f"不通过：{report.problems[0]}")
    if report.problems:
        _note_failure(desk, f"恢复演练不通过：{report.problems[0]}")
    return report


def last_drill(desk: Desk) -> DrillReport | None:
    """What the last restore drill found; None before the first (how much it compared is not kept)."""
    kept = preferences.read(DRILL)
    if kept is None:
        return None
    return DrillReport(read_moment(kept["at"]), kept["folder"], 0, 0, tuple(kept["problems"]))


def backup_state(desk: Desk) -> BackupState:
    """What the banner has to say about backups now."""
    now = desk.clock.now()
    last, tested, failure = (preferences.read(name) for name in (LAST, DRILL, FAILURE))
    last_at = read_moment(last["at"]) if last else None
    drill_due = last_at is not None and (tested is None or now - read_moment(tested["at"]) >= DRILL_EVERY)
    if failure and not failure["acknowledged_by"]:
        return BackupState(last_at, failure["message"], True, drill_due)
    if last_at is None:
        return BackupState(None, "还没有做过备份。", True, drill_due)
    if now - last_at > OLD_AFTER:
        return BackupState(last_at, f"最近一次备份已是 {(now - last_at).days} 天前。", True, drill_due)
    if last_at - now > timedelta(minutes=2):
        return BackupState(last_at, "最近一次备份的时间晚于现在，请核对电脑时钟。", True, drill_due)
    return BackupState(last_at, "", False, drill_due)


def acknowledge(desk: Desk, *, note: str = "") -> None:
    """Take note of a failed backup or drill; the red banner goes, the trail keeps it."""
    failure = preferences.read(FAILURE)
    if failure and not failure["acknowledged_by"]:
        preferences.choose(desk, FAILURE, {**failure, "acknowledged_by": desk.user.name}, reason=note)


def _places(desk: Desk) -> list[Path]:
    second = second_place(desk)
    found = [places.backups_dir(desk.data_dir)]
    return [*found, second] if second is not None and second.is_dir() else found


def _second_copy(made: backup.Made, first: Path) -> tuple[Path | None, list[str]]:
    chosen = preferences.read(SECOND_PLACE)
    if not chosen:
        return None, ["还没有选定第二备份文件夹；电脑坏了，备份也会一起丢失。"]
    second = Path(chosen)
    if not second.is_dir():
        return None, [f"第二备份文件夹现在找不到：{second}。"]
    try:
        copied = backup.copy_to(made, first, second)
    except UserError as error:
        return None, [f"第二份备份没有做成：{error.message}"]
    same_disk = second.stat().st_dev == first.stat().st_dev and file_system_type(second) == file_system_type(
        first
    )
    warning = ["第二备份文件夹与数据在同一个磁盘上，建议换到另一个磁盘。"] if same_disk else []
    problems = backup.verify(copied.folder)
    return copied.folder, [*warning, *(f"第二份备份：{problem}" for problem in problems)]


def _note_failure(desk: Desk, message: str) -> None:
    content = {"at": moment_text(desk.clock.now()), "message": message, "acknowledged_by": ""}
    preferences.choose(desk, FAILURE, content)


def _drill(desk: Desk, folder: Path, dice: random.Random) -> DrillReport:
    key = engine.current().raw_key
    problems = backup.verify(folder, key)
    place = places.temporary_dir(desk.data_dir) / "drill"
    compared = (0, 0)
    if not problems:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            backup.copy_file(folder / places.DATABASE, place / places.DATABASE)
            compared = _compare(place / places.DATABASE, folder.parent / backup.POOL, key, dice, problems)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    return DrillReport(desk.clock.now(), folder.name, *compared, tuple(problems))


def _compare(path: Path, pool: Path, key: bytes, dice: random.Random, problems: list[str]) -> tuple[int, int]:
    """Look up a few slips and attachments of the copy; how many of each."""
    with closing(engine.DepartmentDatabase(path, key, readonly=True)) as copy:
        slips = copy.execute_sql("SELECT id, number, registered_at FROM slip").fetchall()
        files = copy.execute_sql("SELECT DISTINCT sha256, name FROM kept_file").fetchall()
    chosen = dice.sample(slips, min(SAMPLE, len(slips)))
    for slip_id, number, at in chosen:
        if rows("SELECT number, registered_at FROM slip WHERE id = ?", (slip_id,)) != [(number, at)]:
            problems.append(f"备份中的 {number} 与现有数据不符。")
    picked = dice.sample(files, min(SAMPLE, len(files)))
    for sha256, _name in picked:
        try:
            attachments.read(pool, engine.current().attachment_key, sha256)
        except UserError as error:
            problems.append(f"备份中的一个附件读不出来：{error.message}")
    return len(chosen), len(picked)
