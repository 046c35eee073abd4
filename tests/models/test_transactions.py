"""One way to write: whole or not at all, and the true cause is said."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from qmsdesk.errors import BugError, UserError
from qmsdesk.models import audit_check, engine
from qmsdesk.models.base import database
from qmsdesk.models.storage_errors import StorageError, as_user_error
from qmsdesk.models.transactions import in_write, insert, one, read_tx, rows, write, write_tx
from tests.models.conftest import register_slip

SOURCE = Path(engine.__file__).parents[1]


def _count() -> int:
    row = one("SELECT count(*) FROM slip")
    assert row is not None
    return int(row[0])


def test_an_error_undoes_everything_and_leaves_as_it_was(opened: Path) -> None:
    with pytest.raises(KeyError), write_tx():  # noqa: PT012
        register_slip()
        raise KeyError("in the middle")
    assert _count() == 0
    assert not in_write()
    with write_tx():
        assert register_slip() == "F01-2026-001"


def test_a_transaction_in_a_transaction_is_a_bug(opened: Path) -> None:
    with pytest.raises(BugError), write_tx(), write_tx():
        pass
    assert not in_write()


@pytest.mark.parametrize("verb", [lambda: insert("unit", {}), lambda: write("DELETE FROM unit")])
def test_writing_outside_a_transaction_is_a_bug(opened: Path, verb: Callable[[], Any]) -> None:
    with pytest.raises(BugError):
        verb()


def test_a_full_database_says_so_and_burns_no_number(opened: Path) -> None:
    with write_tx():
        assert register_slip() == "F01-2026-001"
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StorageError, match="磁盘已满") as caught, write_tx():
        register_slip("长" * 60_000)
    assert caught.value.code == "SQLITE_FULL"
    assert "cannot rollback" not in caught.value.detail
    database.execute_sql("PRAGMA max_page_count = 1073741823")
    with write_tx():
        assert register_slip() == "F01-2026-002"
    assert audit_check.verify() == ()


def test_a_full_disk_loses_nothing_and_work_goes_on(
    path: Path, key: bytes, child: Callable[..., Any]
) -> None:
    limit = path.stat().st_size + 60_000
    process = child("fill_the_disk", path, key.hex(), limit)
    said, complaints = process.communicate(timeout=60)
    lines = said.splitlines()
    assert complaints == ""
    refused = next(line for line in lines if line.startswith("refused"))
    assert "SQLITE_FULL" in refused or "SQLITE_IOERR" in refused
    numbers = [line for line in lines if line.startswith("F")]
    assert numbers == [f"F01-2026-{place:03d}" for place in range(1, len(numbers) + 1)]
    engine.open_(path, key)
    try:
        assert [row[0] for row in rows("SELECT number FROM slip ORDER BY seq")] == numbers
        assert audit_check.verify() == ()
        assert rows("PRAGMA integrity_check") == [("ok",)]
    finally:
        engine.close()


def test_an_engine_short_of_memory_loses_nothing_and_says_so(
    path: Path, key: bytes, child: Callable[..., Any]
) -> None:
    said, complaints = child("starve", path, key.hex()).communicate(timeout=60)
    assert "Traceback" not in complaints, complaints[-600:]
    numbers = [line for line in said.splitlines() if line.startswith("F")]
    refused = [line for line in said.splitlines() if line.startswith("refused")]
    assert numbers
    assert any("SQLITE_NOMEM 内存不足" in line for line in refused), refused
    engine.open_(path, key)
    try:
        kept = [row[0] for row in rows("SELECT number FROM slip ORDER BY seq")]
        assert kept == numbers == [f"F01-2026-{place:03d}" for place in range(1, len(numbers) + 1)]
        assert audit_check.verify() == ()
        assert rows("PRAGMA integrity_check") == [("ok",)]
    finally:
        engine.close()


def test_a_busy_database_is_said_to_be_busy(opened: Path, key: bytes) -> None:
    other = dbapi2.connect(opened, isolation_level=None)
    other.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    other.execute("BEGIN IMMEDIATE")
    database.execute_sql("PRAGMA busy_timeout = 20")
    try:
        with pytest.raises(StorageError, match="正被另一个操作占用") as caught, write_tx():
            register_slip()
        assert caught.value.code == "SQLITE_BUSY"
    finally:
        other.close()


def test_readers_see_one_moment_and_hold_up_nobody(opened: Path, key: bytes) -> None:
    with read_tx():
        before = _count()
        other = dbapi2.connect(opened, isolation_level=None)
        other.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        other.execute("UPDATE unit SET name = '别的名称'")
        other.close()
        assert rows("SELECT name FROM unit") == [("炼化设备公司",)]
        assert _count() == before
    assert rows("SELECT name FROM unit") == [("别的名称",)]


def test_who_reads_before_he_writes_waits_his_turn(opened: Path, key: bytes) -> None:
    """A deferred transaction would be refused at once here, however long it is ready to wait."""
    other = dbapi2.connect(opened, isolation_level=None, check_same_thread=False)
    other.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE unit SET name = '别的名称'")
    ending = threading.Timer(0.1, lambda: other.execute("COMMIT"))
    ending.start()
    try:
        with write_tx():
            assert rows("SELECT name FROM unit") == [("别的名称",)]
            register_slip()
    finally:
        ending.join()
        other.close()


def test_a_disk_that_reads_again_is_read_again(opened: Path, key: bytes) -> None:
    """The engine itself would refuse everything until the program is started anew."""
    with write_tx():
        for _ in range(30):
            register_slip("漏" * 3000)
    engine.close()
    whole = opened.read_bytes()
    engine.open_(opened, key, user="李敏")
    with opened.open("r+b") as file:
        file.seek(len(whole) // 2)
        file.write(bytes(len(whole) - len(whole) // 2))
    with pytest.raises(StorageError, match="再试一次") as caught:
        rows("SELECT sum(length(description)) FROM feedback")
    assert caught.value.code == "SQLITE_CORRUPT"
    opened.write_bytes(whole)
    assert rows("SELECT sum(length(description)) FROM feedback") == [(90_000,)]
    with write_tx():
        assert register_slip() == "F01-2026-031"


def test_a_file_that_was_taken_away_while_open_is_not_begun_anew(opened: Path, key: bytes) -> None:
    with write_tx():
        register_slip()
    engine.close()
    whole = opened.read_bytes()
    engine.open_(opened, key, user="李敏")
    database.close()
    for take_away in (opened.unlink, lambda: opened.write_bytes(b"")):
        take_away()
        with pytest.raises(StorageError, match="移走"):
            rows("SELECT count(*) FROM feedback")
        assert not opened.exists() or not opened.stat().st_size
        opened.write_bytes(whole)
        assert rows("SELECT count(*) FROM feedback") == [(1,)]
        database.close()


def test_a_broken_rule_of_a_table_is_a_clear_message(opened: Path) -> None:
    with pytest.raises(StorageError, match="冲突") as caught, write_tx():  # noqa: PT012
        register_slip(request="the same")
        register_slip(request="the same")
    assert caught.value.code.startswith("SQLITE_CONSTRAINT")
    assert "slip.request_id" in caught.value.detail
    assert isinstance(caught.value.__cause__, Exception)


def test_a_wrong_statement_is_our_bug_and_not_the_users(opened: Path) -> None:
    with pytest.raises(Exception, match="no such table") as caught, write_tx():
        database.execute_sql("SELECT * FROM no_table")
    assert not isinstance(caught.value, UserError)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM slip",
        "UPDATE slip SET number = 'F01-2026-999'",
        "UPDATE audit SET user = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1",
        "UPDATE slip SET state = '作废'",
    ],
)
def test_slips_numbers_and_the_trail_stay(opened: Path, statement: str) -> None:
    with write_tx():
        register_slip()
    with pytest.raises(StorageError), write_tx():
        write(statement)
    assert rows("SELECT number FROM slip") == [("F01-2026-001",)]


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("unit", {"code": 5, "name": b"x", "created_at": ""}),
        ("counter", {"unit_code": "1", "letter": "F", "year": "1", "n": "x"}),
    ],
)
def test_tables_are_strict(opened: Path, table: str, values: dict[str, Any]) -> None:
    with pytest.raises(StorageError), write_tx():
        insert(table, values)


def test_system_errors_have_their_own_words(tmp_path: Path) -> None:
    known = as_user_error(OSError(28, "No space left on device"))
    assert known is not None
    assert "磁盘已满" in known.message
    assert as_user_error(ValueError("a bug")) is None


def test_nobody_writes_past_the_one_transaction() -> None:
    statements = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT")
    forbidden = []
    # the bench writes raw rows on purpose, to have something to compare with
    for file in (path for path in SOURCE.rglob("*.py") if path.parent.name != "bench"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("atomic", "manual_commit", "savepoint"):
                forbidden.append(f"{file.name}:{node.lineno} .{node.attr}")
            if isinstance(node, ast.Constant) and str(node.value).startswith(statements):
                forbidden.append(f"{file.name}:{node.lineno} {node.value}")
    begun_by = (
        "transactions.py",
        "opened.py",
        "server_engine.py",
    )  # the gate, and what the engines do behind it
    assert [name for name in forbidden if not name.startswith(begun_by)] == []
