"""The tables: what the scripts build is what the records declare, and an upgrade is whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from peewee import Model
from playhouse.sqlcipher_ext import SqlCipherDatabase

from qmsdesk.errors import UserError
from qmsdesk.models import engine, schema, tables
from qmsdesk.models.base import database
from qmsdesk.models.transactions import rows, write_tx
from tests.models.conftest import register_slip

NEXT = '''"""Migration {number}: a column more."""

from typing import Any

atomic = False

STATEMENTS = (
    "ALTER TABLE unit ADD COLUMN town TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE town (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT",
    "UPDATE unit SET town = '兰州'",
    "{last}",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
'''


def _declared() -> dict[str, str]:
    """Each table and index as peewee would make it from the records."""
    memory = SqlCipherDatabase(":memory:")
    with memory.bind_ctx(tables.ALL):
        memory.create_tables(tables.ALL, safe=False)
        found = memory.execute_sql("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    memory.close()
    return {name: _plain(sql) for name, sql in found}


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql.replace('"', "")).replace("( ", "(").replace(" )", ")").strip()


def test_the_scripts_build_what_the_records_declare(opened: Path) -> None:
    built = {
        name: _plain(sql)
        for name, sql in rows(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index')"
        )
        if not name.startswith(("search", schema.HISTORY))
    }
    assert built == _declared()


def test_every_table_is_strict(opened: Path) -> None:
    loose = [row[1] for row in rows("PRAGMA table_list") if row[2] == "table" and not row[5]]
    assert [name for name in loose if not name.startswith(("sqlite_", schema.HISTORY))] == []


def test_every_record_is_in_the_list_of_tables() -> None:
    def heirs(model: type[Model]) -> set[type[Model]]:
        return {model, *(heir for child in model.__subclasses__() for heir in heirs(child))}

    records = {heir for heir in heirs(tables.ALL[0].__mro__[1]) if heir.__module__.startswith("qmsdesk.")}
    assert records - {tables.ALL[0].__mro__[1]} == set(tables.ALL)


def test_the_version_is_the_number_of_the_last_script(opened: Path) -> None:
    numbers = sorted(int(path.name[:4]) for path in schema.SCRIPTS.glob("[0-9]*.py"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers[-1] == schema.VERSION
    assert schema.version_of(engine.current()) == schema.VERSION


def test_referenced_rows_cannot_be_taken_away(opened: Path) -> None:
    with write_tx():
        register_slip()
    with pytest.raises(UserError), write_tx():
        database.execute_sql("DELETE FROM unit")


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program one version newer than the database; the path of its new script."""
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    for path in schema.SCRIPTS.glob("[0-9]*.py"):
        (scripts / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(schema, "SCRIPTS", scripts)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    script = scripts / f"{schema.VERSION:04d}_town.py"
    script.write_text(NEXT.format(number=schema.VERSION, last="SELECT 1"), "utf-8")
    return script


def test_an_upgrade_keeps_a_copy_of_what_was(path: Path, key: bytes, next_version: Path) -> None:
    engine.open_(path, key)
    assert rows("SELECT name, town FROM unit") == [("炼化设备公司", "兰州")]
    engine.close()
    (copy,) = path.parent.glob("department.before-*.db")
    other = engine.DepartmentDatabase(copy, key, readonly=True)
    assert other.execute_sql("SELECT name FROM unit").fetchall() == [("炼化设备公司",)]
    assert int(other.execute_sql("PRAGMA user_version").fetchone()[0]) == schema.VERSION - 1
    other.close()


def test_an_upgrade_that_fails_leaves_everything_as_it_was(
    path: Path, key: bytes, next_version: Path
) -> None:
    next_version.write_text(
        NEXT.format(number=schema.VERSION, last="INSERT INTO no_such_table VALUES (1)"), "utf-8"
    )
    with pytest.raises(Exception, match="no such table"):
        engine.open_(path, key)
    next_version.unlink()
    schema.VERSION -= 1
    engine.open_(path, key)
    try:
        assert rows("SELECT name FROM sqlite_schema WHERE name = 'town'") == []
        assert [row[1] for row in rows("PRAGMA table_info(unit)")][-1] == "created_at"
        assert rows("PRAGMA foreign_keys") == [(1,)]
    finally:
        engine.close()
        schema.VERSION += 1


def test_an_upgrade_that_breaks_a_reference_is_taken_back(path: Path, key: bytes, next_version: Path) -> None:
    next_version.write_text(
        NEXT.format(number=schema.VERSION, last="UPDATE department SET unit_id = 77"), "utf-8"
    )
    with pytest.raises(UserError, match="彼此对不上"):
        engine.open_(path, key)


def test_an_archive_of_an_older_version_is_not_changed(path: Path, key: bytes, next_version: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError, match="旧版本"):
        engine.open_(path, key, readonly=True)
    assert path.read_bytes() == before
