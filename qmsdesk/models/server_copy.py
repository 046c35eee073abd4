"""A department moved between a server and the one encrypted file of a backup, table by table, in one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from qmsdesk.models import keyslots, manifest, schema, server_rules, tries
from qmsdesk.models.catalog import columns
from qmsdesk.models.engine import DepartmentDatabase
from qmsdesk.models.files import fsync_dir
from qmsdesk.models.places import ATTACHMENTS, DATABASE, KEYS, TRIES
from qmsdesk.models.search_text import tokens
from qmsdesk.models.server_engine import WRITER, ServerDepartment
from qmsdesk.models.server_link import linked
from qmsdesk.models.server_place import ServerPlace
from qmsdesk.models.server_schema import make_tables, run_scripts, seal, state_of
from qmsdesk.models.storage_errors import StorageError
from qmsdesk.models.tables import ALL
from qmsdesk.models.transactions import mapped_errors, write_tx

BLOCK = 2000
TABLES = tuple(str(record._meta.table_name) for record in ALL)


def to_file(opened: ServerDepartment, target: Path) -> None:
    """Write one encrypted file of today's schema, complete to one moment; others go on writing meanwhile."""
    with closing(DepartmentDatabase(target, opened.raw_key)) as copy, _snapshot(opened.place) as server:
        with mapped_errors():
            copy.execute_sql("PRAGMA journal_mode = DELETE")
        schema.build(copy)
        with mapped_errors():
            copy.execute_sql("PRAGMA foreign_keys = 0")
        with write_tx(copy):
            for table in TABLES:
                _fetch(server, copy, table)
            for slip_id, words in _streamed(server, "SELECT rowid, words FROM search"):
                copy.execute_sql("INSERT INTO search(rowid, tokens) VALUES (?, ?)", (slip_id, tokens(words)))
            broken = copy.execute_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StorageError(
                    "服务器上的数据彼此对不上，备份没有做成。",
                    advice="请运行“数据体检”。",
                    detail=str(broken[:3]),
                )
    fsync_dir(target.parent)


def from_backup(folder: Path, pool: Path, place: ServerPlace, key: bytes, *, now: datetime) -> str:
    """Put a checked backup in the place of the department on the server, in one transaction.

    What was there stays under another name, which is returned. `place` is entered with the owner's account.
    """
    kept = f"{place.schema}_before_{now:%Y%m%d_%H%M%S}"
    with linked(place) as server, server.transaction():
        server.execute("SET LOCAL statement_timeout = 0")
        server.execute("SET LOCAL lock_timeout = '60s'")
        server.execute(f"SELECT pg_advisory_xact_lock({WRITER}, hashtext(%s))", (place.schema,))
        old = state_of(server)
        server.execute(f'ALTER SCHEMA "{place.schema}" RENAME TO "{kept}"')
        make_tables(server, place)
        run_scripts(server, since=0)
        with closing(DepartmentDatabase(folder / DATABASE, key, readonly=True)) as copy:
            for table in TABLES:
                _send(copy, server, table)
            _send_search(copy, server)
        seal(server, key)
        _bring_files(folder, pool, server, kept)
        if account := old.get("account"):
            server.execute("INSERT INTO qms_state (name, value) VALUES ('account', %s)", (account,))
            for statement in server_rules.grants(place.schema, account):
                server.execute(statement)
    return kept


@contextmanager
def _snapshot(place: ServerPlace) -> Iterator[Any]:
    with linked(place) as server:
        server.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
        server.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with server.transaction():
            yield server


def _streamed(server: Any, query: str) -> Iterator[tuple[Any, ...]]:
    with server.cursor(name="rows") as cursor:
        cursor.itersize = BLOCK
        cursor.execute(query)
        yield from cursor


def _fetch(server: Any, copy: DepartmentDatabase, table: str) -> None:
    names = [column.name for column in columns(table, copy)]
    listed, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    copy.write_many(
        f'INSERT INTO "{table}" ({listed}) VALUES ({marks})',
        _streamed(server, f'SELECT {listed} FROM "{table}" ORDER BY 1'),
    )


def _send(copy: DepartmentDatabase, server: Any, table: str) -> None:
    names = [column.name for column in columns(table, copy)]
    if not names:  # a table younger than the backup
        return
    listed = ", ".join(f'"{name}"' for name in names)
    with server.cursor().copy(f'COPY "{table}" ({listed}) FROM STDIN') as lines:
        for row in copy.execute_sql(f'SELECT {listed} FROM "{table}" ORDER BY 1'):
            lines.write_row(row)


def _send_search(copy: DepartmentDatabase, server: Any) -> None:
    """The index keeps no texts, but it can be asked which term stands in which slip."""
    copy.execute_sql("PRAGMA query_only = 0")  # the file itself is opened read-only
    copy.execute_sql("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search, instance)")
    server.execute("CREATE TEMP TABLE terms (slip BIGINT, place BIGINT, term TEXT) ON COMMIT DROP")
    with server.cursor().copy("COPY pg_temp.terms (slip, place, term) FROM STDIN") as lines:
        for row in copy.execute_sql('SELECT doc, "offset", term FROM temp.terms'):
            lines.write_row(row)
    server.execute(
        "INSERT INTO search (rowid, words, tokens) SELECT slip,"
        " rtrim(string_agg(CASE WHEN length(term) > 1 THEN left(term, 1) ELSE term || ' ' END, '' ORDER BY place)),"
        " array_to_tsvector(array_agg(DISTINCT term)) FROM pg_temp.terms GROUP BY slip"
    )


def _bring_files(folder: Path, pool: Path, server: Any, kept: str) -> None:
    """Attachments of the backup and those that were there; the present slots stay while they fit this backup."""
    import psycopg

    content, _ = manifest.read(folder)
    files = psycopg.Cursor(server)
    add = "INSERT INTO shared_file (name, content, size) VALUES (%s, %b, %s) ON CONFLICT (name) DO NOTHING"
    for name in content.attachments:
        sealed = (pool / name).read_bytes()
        files.execute(add, (f"{ATTACHMENTS}/{name}", sealed, len(sealed)))
    row = server.execute(f'SELECT content FROM "{kept}".shared_file WHERE name = %s', (KEYS,)).fetchone()
    same = row is not None and keyslots.parsed(bytes(row[0]).decode(), folder).ring == content.ring
    others = "" if same else f" WHERE name NOT IN ('{KEYS}', '{TRIES}')"
    server.execute(
        f'INSERT INTO shared_file SELECT * FROM "{kept}".shared_file{others} ON CONFLICT (name) DO NOTHING'
    )
    if not same:
        slots = (folder / KEYS).read_bytes()
        files.execute(add, (KEYS, slots, len(slots)))
        counts = tries.empty(keyslots.read(folder).binding).encode()
        files.execute(add, (TRIES, counts, len(counts)))
