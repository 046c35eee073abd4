"""What tables there are and how they hang together, asked of whichever engine keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qmsdesk.models.base import database
from qmsdesk.models.transactions import mapped_errors

_FOREIGN = """
SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
"""
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey))
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = to_regclass(quote_ident(?)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename
"""


_SIZE = """
SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname <> 'shared_file'
"""


@dataclass(frozen=True)
class Column:
    """One column: does it hold texts, must it have a value, what it gets by itself, is it (part of) the key."""

    name: str
    is_text: bool
    needed: bool
    default: str | int | None
    primary: bool


@dataclass(frozen=True)
class Reference:
    """A column of a table that points at a row of another."""

    table: str
    column: str
    target: str


def columns(table: str, where: Any = None) -> list[Column]:
    """The columns of a table of the open database (or another) in their order; none for a table that is not there."""
    opened = where or database
    with mapped_errors():
        if opened.is_server:
            found = opened.execute_sql(_COLUMNS, (table,)).fetchall()
        else:
            found = [row[1:] for row in opened.execute_sql(f'PRAGMA table_info("{table}")').fetchall()]
    return [
        Column(str(name), str(kind).upper() == "TEXT", bool(needed), _default(default), bool(primary))
        for name, kind, needed, default, primary in found
    ]


def references() -> list[Reference]:
    """Every foreign key of the open database."""
    with mapped_errors():
        if database.is_server:
            lines = database.execute_sql(_FOREIGN).fetchall()
            return [Reference(*(str(name).strip('"') for name in line)) for line in lines]
        tables = database.execute_sql(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%FOREIGN KEY%'"
        ).fetchall()
        return [
            Reference(table, str(line[3]), str(line[2]))
            for (table,) in tables
            for line in database.execute_sql(f'PRAGMA foreign_key_list("{table}")').fetchall()
        ]


def tables(where: Any = None) -> list[str]:
    """Names of the ordinary tables of the open database (or another), sorted."""
    opened = where or database
    with mapped_errors():
        if opened.is_server:
            return [str(row[0]) for row in opened.execute_sql(_TABLES).fetchall()]
        listed = opened.execute_sql("PRAGMA table_list").fetchall()
    return sorted(
        str(row[1]) for row in listed if row[2] == "table" and not str(row[1]).startswith("sqlite_")
    )


def server_size(where: Any) -> int:
    """Bytes the tables of a department take on its server, attached files aside."""
    with mapped_errors():
        return int(where.execute_sql(_SIZE).fetchone()[0])


def _default(text: Any) -> str | int | None:
    """The value behind '…'::text, '…' or a number; a computed default counts as none."""
    if text is None:
        return None
    plain = str(text).partition("::")[0]
    if plain.startswith("'"):
        return plain.strip("'")
    return int(plain) if plain.lstrip("-").isdigit() else None
