"""The encrypted database: who may open it, where it may lie, and what it looks like from outside."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from qmsdesk.errors import BugError, UserError
from qmsdesk.models import engine, keyslots, pragmas, storage_place
from qmsdesk.models.base import database
from qmsdesk.models.transactions import one, rows, write_tx
from tests.models.conftest import register_slip

CANARY = "金丝雀压力容器七三五"
WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 5000,
    "temp_store": 2,
    "trusted_schema": 0,
    "recursive_triggers": 1,
}


def _pragmas() -> dict[str, Any]:
    return {name: database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in WANTED}


def test_every_connection_is_set_up_alike_in_threads_too(opened: Path) -> None:
    seen: list[dict[str, Any]] = []

    def work() -> None:
        with engine.thread_connection():
            seen.append(_pragmas())

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert _pragmas() == WANTED
    assert seen == [WANTED]


def test_nothing_typed_can_be_read_in_any_file(opened: Path) -> None:
    with write_tx():
        number = register_slip(CANARY)
    with write_tx():
        register_slip(CANARY)
        during = {file.name: file.read_bytes() for file in opened.parent.iterdir()}
    engine.close()
    after = {file.name: file.read_bytes() for file in opened.parent.iterdir()}
    for content in (*during.values(), *after.values()):
        for words in (CANARY, number, "兰州石化", "李敏sales_clerk"):
            assert words.encode() not in content
            assert words.encode("utf-16-le") not in content
    assert any(name.endswith("-wal") for name in during)


def test_a_closed_department_is_one_file(opened: Path) -> None:
    with write_tx():
        register_slip()
    assert opened.with_name("department.db-wal").stat().st_size > 0
    engine.close()
    assert not list(opened.parent.glob("department.db-*"))


def test_a_wrong_key_opens_nothing(path: Path) -> None:
    with pytest.raises(UserError, match="不是本部门的数据库"):
        engine.open_(path, keyslots.new_key())


def test_the_standard_engine_and_no_key_open_nothing(path: Path) -> None:
    for module in (sqlite3, dbapi2):
        connection = module.connect(path)
        with pytest.raises(module.DatabaseError):
            connection.execute("SELECT * FROM unit").fetchall()
        connection.close()


@pytest.mark.parametrize("place", [5, 40, 4096 + 200, 3 * 4096 + 1000, 11 * 4096 + 17, 20 * 4096 + 4000])
def test_a_flipped_bit_never_gives_wrong_data(path: Path, key: bytes, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0x10
    path.write_bytes(content)
    try:
        engine.open_(path, key)
    except UserError as error:
        assert "损坏" in error.message  # noqa: PT017  (most places are met later than the opening)
        return
    try:
        damage = database.execute_sql("PRAGMA cipher_integrity_check").fetchall()
        assert damage
        assert rows("SELECT name FROM unit") == [("炼化设备公司",)]
    except UserError as error:
        assert "损坏" in error.message  # noqa: PT017
    finally:
        engine.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不完整"),
        (b"x" * 4095, "不完整"),
        (b"SQLite format 3\0" + bytes(4080), "未加密"),
        (os.urandom(8192), "不是本部门的数据库"),
    ],
)
def test_a_file_that_is_no_department_is_named(path: Path, key: bytes, content: bytes, words: str) -> None:
    path.write_bytes(content)
    with pytest.raises(UserError, match=words):
        engine.open_(path, key)
    assert path.read_bytes() == content


def test_an_encrypted_database_of_another_program_is_refused(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "department.db"
    connection = dbapi2.connect(path)
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("CREATE TABLE something (a)")
    connection.close()
    with pytest.raises(UserError, match="不是本程序建立的"):
        engine.open_(path, key)


def test_a_newer_database_is_refused_and_left_as_it_is(opened: Path, key: bytes) -> None:
    database.execute_sql("PRAGMA user_version = 9999")
    engine.close()
    before = opened.read_bytes()
    with pytest.raises(UserError, match="更新版本"):
        engine.open_(opened, key)
    assert opened.read_bytes() == before


def test_a_missing_database_is_said_to_be_missing(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(UserError, match="没有部门数据库"):
        engine.open_(tmp_path / "department.db", key)


def test_a_department_is_never_made_over_another(path: Path, key: bytes) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError, match="已经有一个部门"):
        engine.create(path, key)
    assert path.read_bytes() == before


def test_a_second_program_is_told_who_holds_the_data(
    path: Path, key: bytes, child: Callable[..., Any]
) -> None:
    holder = child("hold_open", path, key.hex())
    assert holder.stdout.readline() == "ready\n"
    with pytest.raises(UserError, match=r"王工.*2026-11-22 10:00") as caught:
        engine.open_(path, key, user="李敏")
    assert str(holder.pid) in caught.value.message


def test_the_lock_of_a_killed_program_is_free(path: Path, key: bytes, child: Callable[..., Any]) -> None:
    holder = child("hold_open", path, key.hex())
    assert holder.stdout.readline() == "ready\n"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    engine.open_(path, key, user="李敏")
    engine.close()


def test_two_departments_at_once_is_a_bug(opened: Path, key: bytes, tmp_path: Path) -> None:
    with pytest.raises(BugError):
        engine.create(tmp_path / "other" / "department.db", key)


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 22 0:35 / {share} rw,relatime shared:5 - {kind} server:/export rw
41 22 0:36 / {share}/local rw - ext4 /dev/vdb rw
"""


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("nfs4", True),
        ("cifs", True),
        ("smb3", True),
        ("fuse.sshfs", True),
        ("9p", True),
        ("ext4", False),
        ("xfs", False),
        ("fuseblk", False),
        ("btrfs", False),
        ("tmpfs", False),
    ],
)
def test_a_network_drive_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, refused: bool
) -> None:
    mounts = tmp_path / "mountinfo"
    share = tmp_path / "share"
    (share / "local").mkdir(parents=True)
    (tmp_path / "shared").mkdir()
    mounts.write_text(MOUNTS.format(kind=kind, share=share))
    monkeypatch.setattr(storage_place, "MOUNTS", mounts)
    if refused:
        with pytest.raises(UserError, match="网络盘"):
            storage_place.refuse_network(share / "部门")
    else:
        storage_place.refuse_network(share / "部门")
    storage_place.refuse_network(share / "local" / "部门")
    storage_place.refuse_network(tmp_path / "shared" / "部门")


def test_a_database_is_neither_made_nor_opened_on_a_network_drive(
    monkeypatch: pytest.MonkeyPatch, path: Path, key: bytes
) -> None:
    monkeypatch.setattr(storage_place, "file_system_type", lambda folder: "nfs4")
    with pytest.raises(UserError, match="网络盘"):
        engine.open_(path, key)
    with pytest.raises(UserError, match="网络盘"):
        engine.create(path.parent / "other" / "department.db", key)


@pytest.mark.parametrize("share", [r"\\server\quality\data", "//server/quality/data"])
def test_a_share_path_is_a_network_drive(share: str) -> None:
    assert storage_place.file_system_type(Path(share)) == "UNC"
    with pytest.raises(UserError, match="网络盘"):
        storage_place.refuse_network(Path(share))


def test_a_folder_that_cannot_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, path: Path, key: bytes
) -> None:
    monkeypatch.setattr(storage_place.os, "access", lambda *_: False)
    with pytest.raises(UserError, match="不能写入"):
        engine.open_(path, key)


def test_an_archive_opens_for_reading_only_and_leaves_no_trace(path: Path, key: bytes) -> None:
    before = sorted(path.parent.iterdir())
    engine.open_(path, key, readonly=True)
    try:
        assert rows("SELECT name FROM unit") == [("炼化设备公司",)]
        with pytest.raises(UserError, match="不能写入"), write_tx():
            register_slip()
    finally:
        engine.close()
    assert sorted(path.parent.iterdir()) == before


def test_an_archive_with_an_unmerged_journal_is_not_shown_with_rows_missing(path: Path, key: bytes) -> None:
    path.with_name("department.db-wal").write_bytes(b"frames")
    with pytest.raises(UserError, match="没合并的日志"):
        engine.open_(path, key, readonly=True)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 1), (3, 51, 2), (3, 44, 5), (3, 50, 6)])
def test_an_engine_that_loses_data_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(UserError, match="会丢数据"):
        pragmas.refuse_unsafe_engine(version)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (3, 44, 6), (3, 50, 7), (4, 0, 0)])
def test_a_repaired_engine_is_used(version: tuple[int, ...]) -> None:
    pragmas.refuse_unsafe_engine(version)


def test_the_engine_in_use_is_a_safe_one() -> None:
    pragmas.refuse_unsafe_engine(pragmas.engine_version())


def test_deleted_text_leaves_the_file(opened: Path) -> None:
    with write_tx():
        database.execute_sql(
            "INSERT INTO saved_view (user, name, content, changed_at) VALUES ('a', 'b', ?, '')", (CANARY,)
        )
    with write_tx():
        database.execute_sql("DELETE FROM saved_view")
    assert one("PRAGMA secure_delete") == (1,)
    assert one("SELECT count(*) FROM saved_view") == (0,)
