"""What follows a destruction: files, free pages and backups that still hold the content; it may be repeated.

The marker is written with the destruction itself, so that a crash in between is made good at the next start.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models import attachments, backup, engine, places
from qmsdesk.models.base import database, moment_text
from qmsdesk.models.transactions import mapped_errors, rows, write_tx
from qmsdesk.operations import preferences
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.backup import EARLIER, list_backups, make_backup, second_place
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.rights import require

PENDING, LEFT = "destruction.pending", "destruction.left"


@dataclass(frozen=True)
class OldBackups:
    """Backups in a folder that could not be reached: they hold destroyed content until they are removed by hand.

    `before` is moment text: what was made later is clean; `names` are the backups known to lie there.
    """

    place: str
    lists: tuple[str, ...]
    before: str
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """What to do about it."""
        known = f"（{self.names[0]} 等 {len(self.names)} 份）" if self.names else ""
        lists = "、".join(self.lists)
        return f"{self.place} 里的旧备份{known}仍有清单 {lists} 的内容，请接上后删除，再点“已删除”。"


def mark(desk: Desk, list_no: str, files: Sequence[str]) -> None:
    """Inside the transaction of a destruction: its end is still to come."""
    before = preferences.read(PENDING) or {"lists": [], "files": []}
    content = {"lists": [*before["lists"], list_no], "files": sorted({*before["files"], *files})}
    preferences.put(desk, PENDING, content, reason=list_no)


def is_pending() -> bool:
    """Whether a destruction was begun whose traces are not all gone."""
    return bool(preferences.read(PENDING))


def finish(desk: Desk) -> tuple[tuple[str, ...], tuple[OldBackups, ...]]:
    """Take the last traces away; names of the backups that went, and what lies where nobody can reach it now."""
    pending = preferences.read(PENDING)
    if not pending:
        return clear_reachable(desk), old_backups(desk)
    _drop_files(desk, set(pending["files"]))
    if (
        not engine.current().is_server
    ):  # a server reuses the room by itself, and only its owner may ask for more
        with mapped_errors():
            database.execute_sql("VACUUM")
            database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    known = tuple(line.folder.name for line in list_backups(desk))
    done = make_backup(desk, why="销毁之后")
    now, lists = moment_text(desk.clock.now()), tuple(pending["lists"])
    left = [OldBackups(place, lists, now, known) for place in _unreached(desk, done.second)]
    with write_tx():
        _keep(desk, _merged([*old_backups(desk), *left]))
    removed = [*_sweep_own(desk, done.folder), *clear_reachable(desk)]
    if done.second is not None:
        removed += backup.keep_only(done.second.parent, done.second)
    with write_tx():
        preferences.put(desk, PENDING, None, reason="、".join(pending["lists"]))
        record(desk, "销毁完毕", reason=f"{'、'.join(pending['lists'])}：旧备份删除 {len(removed)} 份")
    return tuple(removed), old_backups(desk)


def old_backups(desk: Desk) -> tuple[OldBackups, ...]:
    """The folders with backups that must still be removed by hand."""
    kept = preferences.read(LEFT) or []
    return tuple(
        OldBackups(item["place"], tuple(item["lists"]), item["before"], tuple(item["names"])) for item in kept
    )


def clear_reachable(desk: Desk) -> tuple[str, ...]:
    """Remove the old backups of every remembered folder that can be reached again; their names."""
    removed: list[str] = []
    for item in old_backups(desk):
        place = Path(item.place)
        if not place.is_dir():
            continue
        made = backup.in_place(place)
        clean = [one for one in made if one.manifest.at >= item.before]
        for one in made:
            if one.manifest.at < item.before:
                shutil.rmtree(one.folder)
                removed.append(one.folder.name)
        backup.sweep_pool(place, clean)
        _forget(desk, item.place, f"接上后由程序删除 {len(removed)} 份")
    return tuple(removed)


def confirm_removed(desk: Desk, *, place: str) -> None:
    """Somebody removed the old backups of a folder by hand; UserError while they still lie there."""
    require(desk, "销毁")
    item = next((one for one in old_backups(desk) if one.place == place), None)
    if item is None:
        raise UserError("这个文件夹已经不在清单里。", advice="请刷新后再看。")
    folder = Path(place)
    if folder.is_dir() and any(made.manifest.at < item.before for made in backup.in_place(folder)):
        raise UserError("旧备份还在那里。", advice=f"请先删除 {place} 里的旧备份。")
    _forget(desk, place, f"{desk.user.name} 确认已手工删除")


def _drop_files(desk: Desk, hashes: set[str]) -> None:
    folder, key = places.attachments_dir(desk.data_dir), engine.current().attachment_key
    kept = {row[0] for row in rows("SELECT sha256 FROM kept_file")}
    for sha256 in hashes - kept:
        attachments.remove(folder, attachments.path_of(folder, key, sha256))


def _sweep_own(desk: Desk, newest: Path) -> list[str]:
    """What lies in the data folder and is older than the new checked backup."""
    removed = []
    for pattern in ("before-restore-*", f"{Path(places.DATABASE).stem}.before-*"):
        for path in desk.data_dir.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            removed.append(path.name)
    return [*removed, *backup.keep_only(newest.parent, newest)]


def _unreached(desk: Desk, second: Path | None) -> list[str]:
    """The second folder when it could not be written, and folders that were the second one before."""
    chosen = second_place(desk)
    earlier = [place for place in preferences.read(EARLIER) or [] if place != str(chosen)]
    return [*earlier, *([str(chosen)] if chosen is not None and second is None else [])]


def _merged(found: Sequence[OldBackups]) -> list[OldBackups]:
    """One entry a folder: the lists of all, the latest moment."""
    by_place: dict[str, OldBackups] = {}
    for item in found:
        old = by_place.get(item.place, item)
        by_place[item.place] = OldBackups(
            item.place, tuple(dict.fromkeys([*old.lists, *item.lists])), max(old.before, item.before),
            tuple(dict.fromkeys([*item.names, *old.names])),
        )  # fmt: skip
    return list(by_place.values())


def _forget(desk: Desk, place: str, why: str) -> None:
    with write_tx():
        _keep(desk, [item for item in old_backups(desk) if item.place != place], reason=f"{place}：{why}")
        earlier = [kept for kept in preferences.read(EARLIER) or [] if kept != place]
        preferences.put(desk, EARLIER, earlier)


def _keep(desk: Desk, items: Sequence[OldBackups], reason: str = "") -> None:
    preferences.put(desk, LEFT, [asdict(item) for item in items], reason=reason)
