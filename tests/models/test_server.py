"""A department on a PostgreSQL server: the seam below the operations."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import row_keys, server_place, tables
from qmsdesk.models.dialect import table_statement, translated


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("SELECT a FROM t WHERE b = ? AND c = 'x?%'", "SELECT a FROM t WHERE b = %s AND c = 'x?%%'"),
        ("SELECT user, p.user FROM t", 'SELECT "user", p.user FROM t'),
        ('SELECT "user" FROM "of?"', 'SELECT "user" FROM "of?"'),
        ("SELECT a % 2 FROM t", "SELECT a %% 2 FROM t"),
        ("a CROSS JOIN b ON a.x = b.x", "a JOIN b ON a.x = b.x"),
        ("name LIKE ? OR name = 'LIKE'", "name ILIKE %s OR name = 'LIKE'"),
        ("UPDATE t SET a = x''", "UPDATE t SET a = '\\x'::bytea"),
        ("SELECT 'it''s ?' || ?", "SELECT 'it''s ?' || %s"),
    ],
)
def test_a_statement_keeps_its_meaning_and_its_literals(written: str, sent: str) -> None:
    assert translated(written) == sent


def test_a_table_gets_wide_numbers_ordered_texts_and_ids_of_its_own() -> None:
    made = table_statement(
        "\nCREATE TABLE t (\n    id INTEGER NOT NULL PRIMARY KEY, a TEXT, b BLOB\n) STRICT\n"
    )
    assert "id BIGINT NOT NULL PRIMARY KEY DEFAULT qms_next_id('t')" in made
    assert 'a TEXT COLLATE "C"' in made
    assert "b BYTEA" in made
    assert "STRICT" not in made
    assert table_statement("CREATE TRIGGER x BEFORE DELETE ON t BEGIN SELECT 1; END") == ""


def test_every_record_names_its_rows_by_the_key_the_trail_uses() -> None:
    for record in tables.ALL:
        key = record._meta.primary_key
        if getattr(key, "column_name", "__composite_key__") != "__composite_key__":
            assert row_keys.row_key(record._meta.table_name) == key.column_name


def test_an_address_names_the_schema_and_hides_the_password() -> None:
    place = server_place.parse("postgresql://li:secret@server:5433/qms?schema=dept_02&sslmode=require")
    assert place.schema == "dept_02"
    assert place.url == "postgresql://li:secret@server:5433/qms?sslmode=require"
    assert "secret" not in place.shown
    assert server_place.parse(place.address) == place


@pytest.mark.parametrize("text", ["C:/data", "postgresql://server", "postgresql://s/db?schema=A;DROP"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="地址不对"):
        server_place.parse(text)


def test_a_folder_remembers_its_server_privately(tmp_path: Path) -> None:
    place = server_place.parse("postgresql://li:se%22cret@server/qms")
    server_place.write(tmp_path / "data", place)
    assert server_place.read(tmp_path / "data") == place
    assert (tmp_path / "data" / server_place.FILE).stat().st_mode & 0o077 == 0
    assert server_place.read(tmp_path) is None
