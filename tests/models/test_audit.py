"""The trail shows who did what, and every change made behind the program's back (G24-G27)."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from qmsdesk.errors import BugError
from qmsdesk.models import audit, audit_check, engine, keyslots
from qmsdesk.models.audit_check import verify, verify_recent
from qmsdesk.models.base import database
from qmsdesk.models.transactions import insert, one, rows, write, write_tx
from tests.models.conftest import CLERK, register_slip

SLIPS = 12
UNLOCK = [
    f"DROP TRIGGER {name}"
    for name in ("audit_not_changed", "audit_not_removed", "audit_not_replaced", "slip_stays")
]


@pytest.fixture
def filled(opened: Path) -> Path:
    """Twelve slips and their lines."""
    for place in range(SLIPS):
        with write_tx():
            register_slip(f"第 {place + 1} 个问题")
    assert verify() == ()
    return opened


def _behind(*statements: str) -> None:
    """What somebody with the key and a database tool does."""
    for statement in (*UNLOCK, *statements):
        database.execute_sql(statement)


def test_a_line_says_who_when_where_what_and_why(opened: Path) -> None:
    with write_tx():
        number = register_slip()
    with write_tx():
        old = audit.rows_of([("feedback", 1)])
        write("UPDATE feedback SET description = '改过的' WHERE slip_id = 1")
        audit.append(CLERK, "correct", touched=[("feedback", 1)], old=old, reason="写错了", slip_id=1)
    registered, corrected = audit.history(1)
    assert registered["new"]["slip"]["1"]["number"] == number
    assert (corrected["user"], corrected["role"], corrected["workstation"]) == ("李敏", "sales_clerk", "前台")
    assert (corrected["at"], corrected["action"], corrected["reason"]) == (
        "2026-11-22T02:00:00.000Z",
        "correct",
        "写错了",
    )
    changed = audit.changed_fields(corrected["old"]["feedback"]["1"], corrected["new"]["feedback"]["1"])
    assert changed == {"description": ("管箱法兰渗漏", "改过的")}
    assert verify() == ()


def test_a_line_is_written_inside_the_transaction_of_the_deed(opened: Path) -> None:
    with pytest.raises(BugError):
        audit.append(CLERK, "register")
    before = audit.head()
    with pytest.raises(KeyError), write_tx():  # noqa: PT012
        register_slip()
        raise KeyError
    assert audit.head() == before


def test_many_lines_at_once_make_the_same_chain(opened: Path) -> None:
    with write_tx():
        head = audit.append_all(CLERK, [audit.Entry("import", reason=str(place)) for place in range(300)])
    assert head == audit.head()
    assert verify() == ()


REST = ", ".join(audit.COLUMNS[2:])
ATTACKS: dict[str, tuple[list[str], str]] = {
    "a slip is edited": (["UPDATE feedback SET description = '没有问题' WHERE slip_id = 5"], "F01-2026-005"),
    "a date is edited": (["UPDATE slip SET business_date = '2025-01-01' WHERE id = 5"], "F01-2026-005"),
    "a slip is removed": (["DELETE FROM feedback WHERE slip_id = 5", "DELETE FROM slip WHERE id = 5"], "slip 5"),
    "a slip is added": (
        ["INSERT INTO feedback (slip_id) VALUES (99)", "UPDATE feedback SET description = 'x' WHERE slip_id = 99"],
        "feedback 99",
    ),
    "a line is edited": (["UPDATE audit SET user = '王工' WHERE seq = 5"], "audit"),
    "a moment is edited": (["UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 5"], "audit"),
    "a line is removed": (["DELETE FROM audit WHERE seq = 5"], "audit"),
    "the first line is removed": (["DELETE FROM audit WHERE seq = 1"], "audit"),
    "two lines change places": (
        [
            "UPDATE audit SET seq = 999 WHERE seq = 5",
            "UPDATE audit SET seq = 5 WHERE seq = 6",
            "UPDATE audit SET seq = 6 WHERE seq = 999",
        ],
        "audit",
    ),
    "a line is copied to the end": (
        [f"INSERT INTO audit SELECT 14, at, {REST} FROM audit WHERE seq = 5"],
        "audit",
    ),
    "a line is replaced": (
        [f"INSERT OR REPLACE INTO audit SELECT seq, '2020-01-01', {REST} FROM audit WHERE seq = 5"],
        "audit",
    ),
    "lines are moved up to close a gap": (
        ["DELETE FROM audit WHERE seq = 5", "UPDATE audit SET seq = seq - 1 WHERE seq > 5"],
        "audit",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_done_behind_the_program_is_found_and_named(filled: Path, attack: str) -> None:
    statements, named = ATTACKS[attack]
    database.execute_sql("PRAGMA foreign_keys = 0")
    _behind(*statements)
    found = verify()
    assert found, attack
    assert any(named in wrong.record for wrong in found), found


def _sha_chain(change: Callable[[list[object]], None]) -> None:
    """Change line 5 and chain everything after it anew, as somebody without the key of the trail would."""
    previous = audit.FIRST
    stored = list(audit.walk())
    _behind()
    for row in stored:
        cells = list(row)
        if cells[0] == 5:
            change(cells)
        cells[-2] = previous
        previous = hashlib.sha256(json.dumps(cells[:-1], ensure_ascii=False).encode()).hexdigest()
        write_plain = f"UPDATE audit SET user = ?, prev_mac = ?, mac = ? WHERE seq = {cells[0]}"
        database.execute_sql(write_plain, (cells[3], cells[-2], previous))


def test_a_chain_computed_anew_without_its_key_is_found(filled: Path) -> None:
    _sha_chain(lambda cells: cells.__setitem__(3, "王工"))
    assert any(wrong.what == "审计记录被改动过。" for wrong in verify())


def test_a_record_changed_together_with_its_line_is_found(filled: Path) -> None:
    row = one("SELECT new FROM audit WHERE seq = 6")
    assert row is not None
    content = json.loads(row[0])
    content["feedback"]["5"]["description"] = "没有问题"
    _behind()
    database.execute_sql("UPDATE feedback SET description = '没有问题' WHERE slip_id = 5")
    database.execute_sql("UPDATE audit SET new = ? WHERE seq = 6", (json.dumps(content, ensure_ascii=False),))
    assert [wrong.seq for wrong in verify()] == [6]


def test_a_cut_tail_needs_the_anchor_and_is_found_with_it(filled: Path) -> None:
    anchor = audit.head()
    database.execute_sql("PRAGMA foreign_keys = 0")
    _behind(
        "DELETE FROM audit WHERE seq > 10",
        "DELETE FROM feedback WHERE slip_id > 9",
        "DELETE FROM slip WHERE id > 9",
    )
    assert verify() == ()
    assert [wrong.seq for wrong in verify(anchors=[anchor])] == [anchor.seq]


def test_yesterdays_file_put_back_is_found_with_the_anchor(filled: Path, key: bytes, tmp_path: Path) -> None:
    engine.close()
    shutil.copy(filled, tmp_path / "yesterday.db")
    engine.open_(filled, key)
    with write_tx():
        register_slip("今天的投诉")
    anchor = audit.head()
    engine.close()
    shutil.copy(tmp_path / "yesterday.db", filled)
    engine.open_(filled, key)
    with write_tx():
        register_slip("另一个投诉")
    assert verify() == ()
    assert [wrong.seq for wrong in verify(anchors=[anchor])] == [anchor.seq]


def test_the_trail_of_another_department_does_not_fit(filled: Path, tmp_path: Path) -> None:
    taken = rows("SELECT * FROM audit WHERE seq > 5")
    engine.close()
    other = keyslots.new_key()
    engine.create(tmp_path / "other" / "department.db", other)
    marks = ", ".join("?" * len(audit.COLUMNS))
    for row in taken:
        database.execute_sql(f"INSERT INTO audit VALUES ({marks})", row)
    assert any("被改动过" in wrong.what for wrong in verify())


def test_a_plain_hash_chain_would_have_been_fooled(filled: Path) -> None:
    """The negative control: without the key of the chain, an edited and re-linked trail looks whole."""
    _sha_chain(lambda cells: cells.__setitem__(3, "王工"))
    previous = audit.FIRST
    for row in audit.walk():
        assert row[-2] == previous
        previous = hashlib.sha256(json.dumps(row[:-1], ensure_ascii=False).encode()).hexdigest()
        assert row[-1] == previous


def test_the_check_at_start_covers_what_was_done_lately(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_check, "RECENT", 5)
    database.execute_sql("UPDATE feedback SET description = 'x' WHERE slip_id = 2")
    assert verify_recent() == ()
    database.execute_sql("UPDATE feedback SET description = 'x' WHERE slip_id = 11")
    assert [wrong.record for wrong in verify_recent()] == ["F01-2026-011（feedback）"]


def test_every_traced_table_can_be_traced(opened: Path) -> None:
    for table in audit_check.TRACED:
        columns = database.execute_sql(f'PRAGMA table_info("{table}")').fetchall()
        keys = [column for column in columns if column[5]]
        # VACUUM renumbers rows that have no integer key of their own
        assert [(column[2], column[5]) for column in keys] == [("INTEGER", 1)], table


@pytest.mark.parametrize("field", ["feedback_date", "customer_name", "opened", "severity", "complaint_class"])
def test_a_change_of_any_field_shows(filled: Path, field: str) -> None:
    value = {"opened": "1", "severity": "'重大'", "complaint_class": "'AB'"}.get(field, "'2020-01-01'")
    database.execute_sql(f"UPDATE feedback SET {field} = {value} WHERE slip_id = 3")
    (wrong,) = verify()
    assert field in wrong.what


def test_a_line_too_many_in_a_series_of_inserts_is_refused_by_the_table(filled: Path) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        database.connection().execute("INSERT INTO audit SELECT * FROM audit WHERE seq = 3")
    with pytest.raises(Exception, match="冲突"), write_tx():
        insert("audit", dict.fromkeys(audit.COLUMNS, 1))
