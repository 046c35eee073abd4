"""Backups are whole or refused, and bringing one back is all or nothing (G10-G13)."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import (
    attachments,
    audit,
    audit_check,
    backup,
    engine,
    keyslots,
    places,
    restore,
    restore_pending,
    thinning,
)
from qmsdesk.models.base import database
from qmsdesk.models.transactions import insert, rows, write_tx
from tests.models.conftest import AT, CLERK, NOW, register_slip

PHOTO = "现场照片".encode()


@pytest.fixture
def filled(opened: Path, key: bytes) -> Path:
    """A department with keys, five slips and an attachment; the path of its database, open."""
    keyslots.create(opened.parent, user="李敏", password="晴天骑车去看37号楼", key=key)
    stored = attachments.store(places.attachments_dir(opened.parent), engine.current().attachment_key, PHOTO)
    for place in range(5):
        with write_tx():
            register_slip(f"第 {place + 1} 个问题")
            content = {"slip_id": place + 1, "name": "照片.jpg", "sha256": stored.sha256, "size": stored.size}
            file = insert("attachment", {**content, "added_at": AT, "added_by": "李敏"})
            audit.append(CLERK, "attach", touched=[("attachment", file)], slip_id=place + 1)
    return opened


@pytest.fixture
def made(filled: Path, tmp_path: Path) -> backup.Made:
    """A backup of it, after which one more slip was registered and everything was closed."""
    done = backup.make(engine.current(), tmp_path / "backups", now=NOW, why="手动备份")
    with write_tx():
        register_slip("备份之后")
    engine.close()
    return done


def _numbers(path: Path, key: bytes) -> int:
    engine.open_(path, key)
    try:
        assert rows("PRAGMA integrity_check") == [("ok",)]
        return len(rows("SELECT number FROM slip"))
    finally:
        engine.close()


def test_a_backup_holds_everything_and_nothing_readable(made: backup.Made, key: bytes) -> None:
    content = made.manifest
    assert (content.counts["slip"], content.seq, content.series) == (5, 11, {"01/F/2026": 5})
    assert backup.verify(made.folder, key) == []
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "department.db",
        "keys.json",
        "manifest.json",
    ]
    for path in (*made.folder.iterdir(), *made.folder.parent.rglob("*.bin")):
        assert PHOTO not in path.read_bytes()
        assert "第 1 个问题".encode() not in path.read_bytes()


def test_an_attachment_is_copied_once_for_all_backups(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    for minutes in range(3):
        backup.make(engine.current(), target, now=NOW + timedelta(minutes=minutes), why="")
    assert len(backup.in_place(target)) == 3
    assert len(list(target.rglob("*.bin"))) == 1


def test_a_backup_beside_a_busy_writer_is_of_one_moment(filled: Path, tmp_path: Path, key: bytes) -> None:
    stop = threading.Event()

    def write() -> None:
        with engine.thread_connection():
            while not stop.is_set():
                with write_tx():
                    register_slip()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = [
            backup.make(engine.current(), tmp_path / "b", now=NOW + timedelta(hours=n), why="")
            for n in range(5)
        ]
    finally:
        stop.set()
        writer.join()
    for item in done:
        assert backup.verify(item.folder, key) == []
        assert (
            item.manifest.counts["slip"]
            == item.manifest.counts["feedback"]
            == item.manifest.series["01/F/2026"]
        )
    assert done[-1].manifest.counts["slip"] > done[0].manifest.counts["slip"]


def test_a_plain_copy_of_the_file_would_lose_slips(filled: Path, tmp_path: Path, key: bytes) -> None:
    """The negative control: what lies in the journal is not in the file yet."""
    shutil.copy(filled, tmp_path / "copy.db")
    engine.close()
    copy = engine.DepartmentDatabase(tmp_path / "copy.db", key, readonly=True)
    try:
        assert copy.execute_sql("SELECT count(*) FROM slip").fetchone() != (5,)
    finally:
        copy.close()


def _damages(folder: Path, count: int) -> list[tuple[str, Callable[[], None]]]:
    dice = random.Random(735)
    files = [*folder.iterdir(), *folder.parent.rglob("*.bin")]

    def flip(path: Path, place: int, bit: int) -> None:
        content = bytearray(path.read_bytes())
        content[place] ^= 1 << bit
        path.write_bytes(content)

    found: list[tuple[str, Callable[[], None]]] = []
    for _ in range(count):
        path = dice.choice(files)
        place, bit = dice.randrange(path.stat().st_size), dice.randrange(8)
        found.append((f"{path.name} {place}.{bit}", lambda p=path, b=place, c=bit: flip(p, b, c)))
    for path in files:
        found.append((f"{path.name} missing", path.unlink))
        found.append((f"{path.name} empty", lambda p=path: p.write_bytes(b"")))
        found.append((f"{path.name} cut", lambda p=path: p.write_bytes(p.read_bytes()[:-1])))
    return found


def _accepted(made: backup.Made, key: bytes | None, tmp_path: Path, count: int) -> list[str]:
    whole = tmp_path / "whole"
    shutil.copytree(made.folder.parent, whole)
    accepted = []
    for name, damage in _damages(made.folder, count):
        damage()
        if not backup.verify(made.folder, key):
            accepted.append(name)
        shutil.rmtree(made.folder.parent)
        shutil.copytree(whole, made.folder.parent)
    return accepted


def test_two_hundred_damaged_backups_are_refused(made: backup.Made, key: bytes, tmp_path: Path) -> None:
    assert _accepted(made, key, tmp_path, 200) == []


def test_a_check_of_names_and_sizes_alone_would_accept_damaged_backups(
    made: backup.Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the damages are of a kind that only the contents tell."""
    monkeypatch.setattr(
        backup, "_is_whole", lambda path, entry: path.is_file() and path.stat().st_size == entry.size
    )
    assert len(_accepted(made, None, tmp_path, 40)) > 10


def test_a_backup_of_another_department_or_a_forged_one_is_refused(made: backup.Made, key: bytes) -> None:
    assert backup.verify(made.folder, keyslots.new_key()) == ["备份的清单被改动过，或属于另一个部门。"]
    listed = made.folder / "manifest.json"
    listed.write_text(listed.read_text("utf-8").replace('"slip": 5', '"slip": 4'), "utf-8")
    assert backup.verify(made.folder) == []
    assert backup.verify(made.folder, key) == ["备份的清单被改动过，或属于另一个部门。"]


def test_a_backup_of_a_newer_program_is_refused(
    made: backup.Made, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup.schema, "VERSION", made.manifest.schema - 1)
    assert "更新版本" in backup.verify(made.folder, key)[0]


def test_a_killed_backup_leaves_nothing_that_looks_like_one(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    unfinished = target / ".~qms-abc"
    unfinished.mkdir(parents=True)
    (unfinished / "department.db").write_bytes(b"half")
    assert backup.in_place(target) == []
    backup.make(engine.current(), target, now=NOW, why="")
    assert not unfinished.exists()


def test_a_full_backup_disk_is_named_before_anything_is_written(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(UserError, match="空间不足"):
        backup.make(engine.current(), tmp_path / "backups", now=NOW, why="")
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_restore_brings_all_back_and_keeps_what_it_replaces(
    made: backup.Made, path: Path, key: bytes
) -> None:
    shutil.rmtree(places.attachments_dir(path.parent))
    kept = restore.restore(made.folder, path.parent, key, now=NOW, user="李敏")
    assert kept is not None
    assert _numbers(path, key) == 5
    assert _numbers(kept / "department.db", key) == 6
    store = places.attachments_dir(path.parent)
    engine.open_(path, key)
    (sha256,) = rows("SELECT DISTINCT sha256 FROM attachment")[0]
    assert attachments.read(store, engine.current().attachment_key, sha256) == PHOTO
    engine.close()


def test_a_journal_left_beside_the_old_file_does_not_reach_the_new_one(
    made: backup.Made, path: Path, key: bytes
) -> None:
    engine.open_(path, key)
    with write_tx():
        register_slip()
    shutil.copytree(path.parent, path.parent.with_name("copied"))
    engine.close()
    shutil.rmtree(path.parent)
    shutil.copytree(path.parent.with_name("copied"), path.parent)
    assert path.with_name("department.db-wal").stat().st_size > 0
    restore.restore(made.folder, path.parent, key, now=NOW, user="李敏")
    assert _numbers(path, key) == 5


def test_a_damaged_backup_touches_nothing(made: backup.Made, path: Path, key: bytes) -> None:
    before = {item: item.read_bytes() for item in path.parent.rglob("*") if item.is_file()}
    (made.folder / "department.db").write_bytes(b"x")
    with pytest.raises(UserError, match="不能用"):
        restore.restore(made.folder, path.parent, key, now=NOW, user="李敏")
    assert {item: item.read_bytes() for item in path.parent.rglob("*") if item.is_file()} == before


def test_data_in_use_is_not_replaced(made: backup.Made, path: Path, key: bytes) -> None:
    engine.open_(path, key, user="王工")
    with pytest.raises(UserError, match="正在使用中"):
        restore.restore(made.folder, path.parent, key, now=NOW, user="李敏")
    engine.close()


def test_a_restore_into_an_empty_folder_brings_its_keys(
    made: backup.Made, tmp_path: Path, key: bytes
) -> None:
    fresh = tmp_path / "new computer"
    assert restore.restore(made.folder, fresh, key, now=NOW, user="李敏") is None
    assert keyslots.open_slot(fresh, user="李敏", password="晴天骑车去看37号楼", now=NOW)[0] == key
    assert not keyslots.tries_were_tampered(fresh)
    assert _numbers(fresh / "department.db", key) == 5


@pytest.mark.parametrize("step", range(6))
def test_a_restore_cut_at_any_step_is_finished_at_the_next_start(
    made: backup.Made, path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    class Killed(BaseException):
        pass

    steps = iter(range(100))

    def dies(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if restore_pending.is_pending(path.parent) and next(steps) == step:
                raise Killed
            return real(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(restore_pending, "fsync_dir", dies(restore_pending.fsync_dir))
        patch.setattr(restore_pending.os, "replace", dies(restore_pending.os.replace))
        patch.setattr(restore_pending.Path, "unlink", dies(Path.unlink))
        patch.setattr(restore_pending.Path, "rmdir", dies(Path.rmdir))
        with pytest.raises(Killed):
            restore.restore(made.folder, path.parent, key, now=NOW, user="李敏")
    assert _numbers(path, key) == 5
    assert not restore_pending.is_pending(path.parent)


def _kill_restores(
    made: backup.Made, path: Path, key: bytes, child: Callable[..., Any], kills: int
) -> set[int]:
    dice, seen = random.Random(735), set()
    whole = path.parent.with_name("whole")
    shutil.copytree(path.parent, whole)
    for _ in range(kills):
        process = child("restore_backup", made.folder, path.parent, key.hex())
        assert process.stdout.readline() == "ready\n"
        timer = threading.Timer(dice.uniform(0, 0.05), process.kill)
        timer.start()
        process.wait()
        timer.join()
        seen.add(_numbers(path, key))
        assert (path.parent / "keys.json").is_file()
        shutil.rmtree(path.parent)
        shutil.copytree(whole, path.parent)
    return seen


def test_ten_killed_restores_are_all_old_or_all_new(
    made: backup.Made, path: Path, key: bytes, child: Callable[..., Any]
) -> None:
    assert _kill_restores(made, path, key, child, 10) <= {5, 6}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_sixty_killed_restores_are_all_old_or_all_new(
    made: backup.Made, path: Path, key: bytes, child: Callable[..., Any]
) -> None:
    assert _kill_restores(made, path, key, child, 60) == {5, 6}


def _days(*numbers: float) -> list[datetime]:
    return [datetime(2026, 11, 22, 1, tzinfo=UTC) - timedelta(days=number) for number in numbers]


def test_thinning_keeps_two_days_whole_then_days_weeks_and_months() -> None:
    made = _days(*(step / 4 for step in range(4 * 400)))
    gone = set(thinning.to_remove(made, NOW))
    kept = sorted(set(made) - gone, reverse=True)
    ages = [(NOW - moment).days for moment in kept]
    assert sum(age < 2 for age in ages) == 8
    assert all(day in ages for day in range(1, 12))
    assert len({(moment.year, moment.month) for moment in kept}) >= 13
    assert len(kept) < 40
    assert made[0] in kept


@pytest.mark.parametrize(
    "now", [NOW - timedelta(hours=2), NOW + timedelta(days=61), NOW - timedelta(days=4000)]
)
def test_a_jumping_clock_removes_nothing(now: datetime) -> None:
    made = _days(*range(300))
    assert thinning.clock_is_suspicious(made, now)
    assert thinning.to_remove(made, now) == []


def test_thinning_takes_pool_files_nobody_names_any_more(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    for days in range(40, 3, -1):
        if days == 30:
            with write_tx():
                database.execute_sql("DELETE FROM attachment")
            shutil.rmtree(places.attachments_dir(filled.parent))
        backup.make(engine.current(), target, now=NOW - timedelta(days=days), why="")
    backup.make(engine.current(), target, now=NOW, why="")
    removed = backup.thin(target, NOW)
    assert removed
    assert all(not backup.verify(item.folder) for item in backup.in_place(target))


def test_a_backup_of_altered_records_can_be_used_but_says_so(
    filled: Path, tmp_path: Path, key: bytes
) -> None:
    database.execute_sql("UPDATE feedback SET description = '改过' WHERE slip_id = 2")
    done = backup.make(engine.current(), tmp_path / "backups", now=NOW, why="")
    assert backup.verify(done.folder, key) == []
    assert [wrong.record for wrong in backup.trail_findings(done.folder, key)] == ["F01-2026-002（feedback）"]
    assert audit_check.verify() == backup.trail_findings(done.folder, key)
