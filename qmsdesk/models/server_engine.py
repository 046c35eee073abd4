"""A department on a PostgreSQL server: several workstations, one writer at a time, the same statements."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from peewee import PostgresqlDatabase, _BasePsycopgAdapter
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus

from qmsdesk.errors import BugError
from qmsdesk.models.dialect import translated
from qmsdesk.models.instance_lock import InstanceLock
from qmsdesk.models.opened import OpenedDepartment
from qmsdesk.models.server_errors import words_for_entry
from qmsdesk.models.server_place import ServerPlace
from qmsdesk.models.storage_errors import StorageError

WRITER = 0x514D5344  # "QMSD": the one writer's turn
SETTINGS = {
    "lock_timeout": "5s",
    "statement_timeout": "5min",
    "idle_in_transaction_session_timeout": "60s",
    "synchronous_commit": "on",
    "standard_conforming_strings": "on",
    "TimeZone": "UTC",
}
_CONNECT: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


class _Truth(Loader):
    """A comparison in a SELECT is 0 or 1."""

    def load(self, data: Any) -> int:
        """The number."""
        return int(bytes(data) == b"t")


class _Number(Loader):
    """A sum is an integer again; what has places is a float."""

    def load(self, data: Any) -> int | float:
        """The number."""
        text = bytes(data).decode()
        return int(text) if "." not in text and text != "NaN" else float(text)


class _BinaryCursor(psycopg.Cursor[Any]):
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__(connection)
        self.format = psycopg.pq.Format.BINARY


def connect(place: ServerPlace, **settings: str) -> psycopg.Connection[Any]:
    """A connection in autocommit with our settings; the client puts values into a statement, quoted by libpq."""
    try:
        connection = psycopg.connect(
            place.url,
            autocommit=True,
            cursor_factory=psycopg.ClientCursor,
            application_name="qmsdesk",
            client_encoding="UTF8",
            **_CONNECT,
        )
    except psycopg.OperationalError as error:
        message, advice, code = words_for_entry(str(error))
        raise StorageError(message, advice=advice, detail=str(error), code=code) from error
    try:
        connection.adapters.register_loader("bool", _Truth)
        connection.adapters.register_loader("numeric", _Number)
        wanted = {**SETTINGS, **settings}
        parts = [f'SET search_path TO "{place.schema}", pg_temp']
        parts += [f"SET {name} TO '{value}'" for name, value in wanted.items()]
        connection.execute("; ".join(parts).encode())
    except BaseException:
        connection.close()
        raise
    return connection


class _Driver(_BasePsycopgAdapter):
    """What peewee asks of a driver; it was told nothing of psycopg, which it would load at every start."""

    txn_idle, txn_inerror, txn_unknown = (
        TransactionStatus.IDLE,
        TransactionStatus.INERROR,
        TransactionStatus.UNKNOWN,
    )

    def check_driver(self) -> None:
        """It is here, or this module would not be."""

    def get_binary_type(self) -> type[bytes]:
        """Bytes are sent as they are."""
        return bytes

    def get_server_version(self, connection: psycopg.Connection[Any]) -> int:
        """150018 for 15.18."""
        return connection.info.server_version

    def txn_status(self, connection: psycopg.Connection[Any]) -> TransactionStatus:
        """Whether a transaction is open, failed or lost."""
        return connection.info.transaction_status

    def rollback(self, connection: psycopg.Connection[Any]) -> None:
        """Undo what is open."""
        connection.rollback()


class ServerDepartment(OpenedDepartment, PostgresqlDatabase):
    """The same gestures on PostgreSQL: a writing transaction first takes the one writer's turn."""

    is_server: ClassVar[bool] = True
    param = "?"

    def __init__(
        self, place: ServerPlace, path: Path, key: bytes, *, lock: InstanceLock | None = None
    ) -> None:
        self.take_keys(path, key, readonly=False, lock=lock)
        self.place = place
        super().__init__(place.url)
        self._adapter = _Driver()

    def _connect(self) -> psycopg.Connection[Any]:
        return connect(self.place)

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> Any:
        """Run one statement written for both engines."""
        return super().execute_sql(translated(sql), [plain(value) for value in params or ()])

    def has_begun(self) -> bool:
        """True inside a transaction of this thread, a failed one too."""
        if self.is_closed():
            return False
        return self.connection().info.transaction_status in (
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        )

    def begin_write(self) -> None:
        """Begin, and wait for the turn: numbers stay gap-free and the trail dense, as with one program."""
        self._renew()
        self.execute_sql("BEGIN")
        try:
            self.execute_sql(f"SELECT pg_advisory_xact_lock({WRITER}, qms_turn())")
        except BaseException:
            with contextlib.suppress(Exception):
                self.execute_sql("ROLLBACK")
            raise

    def begin_read(self) -> None:
        """One snapshot for several statements."""
        self._renew()
        self.execute_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def commit(self) -> None:
        """Make it durable; a transaction that failed unnoticed is never taken for saved."""
        if self.connection().info.transaction_status is not TransactionStatus.INTRANS:
            raise BugError("an error inside the transaction was swallowed")
        self.execute_sql("COMMIT")

    def keep_pages(self, kibibytes: int) -> int:
        """A server keeps its pages as it is set up to; nothing is changed."""
        return kibibytes

    def write_many(self, sql: str, lines: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each line of values."""
        for line in lines:
            self.execute_sql(sql, line)

    def insert_row(self, sql: str, values: Sequence[Any], key: str) -> int:
        """Run one INSERT; the key of the new row (0 where the key is a text)."""
        row = self.execute_sql(f'{sql} RETURNING "{key}"', values).fetchone()
        return row[0] if isinstance(row[0], int) else 0

    def put_file(self, name: str, content: bytes) -> None:
        """Keep one sealed file for all workstations; the same name has the same content."""
        self._files().execute(
            "INSERT INTO shared_file (name, content, size) VALUES (%s, %b, %s) ON CONFLICT (name) DO NOTHING",
            (name, content, len(content)),
        )

    def get_file(self, name: str) -> bytes | None:
        """One sealed file; None when there is none."""
        cursor = self._files(binary=True)
        row = cursor.execute("SELECT content FROM shared_file WHERE name = %s", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def has_file(self, name: str) -> bool:
        """True when a file of this name is kept."""
        return (
            self._files().execute("SELECT 1 FROM shared_file WHERE name = %s", (name,)).fetchone() is not None
        )

    def file_size(self, name: str) -> int:
        """Size in bytes of a file; 0 when there is none."""
        row = self._files().execute("SELECT size FROM shared_file WHERE name = %s", (name,)).fetchone()
        return int(row[0]) if row else 0

    def file_names(self, start: str) -> list[str]:
        """Names of the files whose names begin so, sorted."""
        found = self._files().execute(
            "SELECT name FROM shared_file WHERE starts_with(name, %s) ORDER BY name", (start,)
        )
        return [str(row[0]) for row in found]

    def remove_file(self, name: str) -> None:
        """Take a file away."""
        self._files().execute("DELETE FROM shared_file WHERE name = %s", (name,))

    def _files(self, *, binary: bool = False) -> psycopg.Cursor[Any]:
        """A cursor that sends and fetches bytes as they are, without writing them out as text."""
        return psycopg.Cursor(self.connection()) if not binary else _BinaryCursor(self.connection())

    def after_failure(self) -> None:
        """Let go of a connection that is lost, so that the next statement makes a new one."""
        if not self.is_closed() and self.connection().closed:
            with contextlib.suppress(Exception):
                self.close()

    def _renew(self) -> None:
        if not self.is_closed() and self.connection().closed:
            self.close()


def plain(value: Any) -> Any:
    """A value as both engines keep it: 0/1, ISO days, the text behind a choice."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
