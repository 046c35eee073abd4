"""The only way to write: one immediate transaction that ends whole or not at all and says the true cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from qmsdesk.errors import BugError
from qmsdesk.models.base import database
from qmsdesk.models.row_keys import row_key
from qmsdesk.models.storage_errors import StorageError, as_user_error

MUCH_KIB = 128_000  # measured with 40 000 imported rows: a quarter less time than with the usual 2 MB


def in_write() -> bool:
    """True inside a transaction of this thread."""
    return database.obj is not None and bool(database.has_begun())


def must_be_in_write() -> None:
    """BugError unless the caller runs inside `write_tx()`."""
    if not in_write():
        raise BugError("this must happen inside write_tx()")


@contextmanager
def write_tx(where: Any = None) -> Iterator[None]:
    """One BEGIN IMMEDIATE … COMMIT; on any error everything is undone and the true cause is raised (UserError).

    Never nested, and no window may be asked anything inside it. `where` is the open database unless another is given.
    """
    opened = where or database
    if opened.has_begun():
        raise BugError("write_tx() inside write_tx()")
    with mapped_errors():
        opened.begin_write()
        try:
            yield
            opened.commit()
        except BaseException:
            _undo(opened)
            raise


@contextmanager
def much_to_write() -> Iterator[None]:
    """Around a write_tx() of many thousand rows: index pages stay in memory instead of being enciphered again."""
    before = database.keep_pages(MUCH_KIB)
    try:
        yield
    finally:
        with suppress(Exception):  # a connection that broke has the usual room when it is opened anew
            database.keep_pages(before)


def _undo(opened: Any) -> None:
    """Roll back what is still open, without hiding the cause; what cannot be rolled back ends with its connection."""
    if opened.has_begun():  # a full disk has rolled back already
        with suppress(Exception):
            opened.execute_sql("ROLLBACK")
    if opened.has_begun():
        with suppress(Exception):
            opened.close()


@contextmanager
def read_tx() -> Iterator[None]:
    """One consistent view for several reads; others may write meanwhile."""
    if in_write():
        yield
        return
    with mapped_errors():
        database.begin_read()
        try:
            yield
        finally:
            _undo(database)


@contextmanager
def mapped_errors() -> Iterator[None]:
    """Engine and system errors leave as a UserError with the original as cause; others leave as they are."""
    try:
        yield
    except Exception as error:
        known = as_user_error(error)
        if database.obj is not None:
            database.after_failure()
        if isinstance(known, StorageError) and known.leaves_connection_broken and not in_write():
            _renew_connection()
        if known is None or known is error:
            raise
        raise known from error


def _renew_connection() -> None:
    """Let the next statement open the database anew: after one failed read the engine refuses all that follow."""
    if database.obj is not None and not database.is_closed():
        with suppress(Exception):
            database.close()


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a SELECT as plain tuples."""
    with mapped_errors():
        return list(database.execute_sql(sql, parameters).fetchall())


def one(sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row of a SELECT, or None."""
    with mapped_errors():
        found: tuple[Any, ...] | None = database.execute_sql(sql, parameters).fetchone()
        return found


def record(sql: str, parameters: Sequence[Any] = ()) -> dict[str, Any] | None:
    """The first row of a SELECT by the names of its columns, or None."""
    with mapped_errors():
        cursor = database.execute_sql(sql, parameters)
        found = cursor.fetchone()
        return (
            None if found is None else dict(zip((item[0] for item in cursor.description), found, strict=True))
        )


def write(sql: str, parameters: Sequence[Any] = ()) -> int:
    """Run one changing statement inside `write_tx()`; the number of rows it changed."""
    must_be_in_write()
    return int(database.execute_sql(sql, parameters).rowcount)


def insert(table: str, values: dict[str, Any]) -> int:
    """Insert one row of plain values inside `write_tx()`; its key (0 where that is a text)."""
    must_be_in_write()
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    statement = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'
    return int(database.insert_row(statement, list(values.values()), row_key(table)))


def write_many(sql: str, lines: Iterable[Sequence[Any]]) -> None:
    """Run one changing statement for each line of values, inside `write_tx()`."""
    must_be_in_write()
    database.write_many(sql, lines)


def listed(*, texts: bool = False) -> str:
    """A SELECT of the numbers (or texts) in one bound value, a JSON list: as many as there are."""
    if not database.is_server:
        return "SELECT value FROM json_each(?)"
    value = "value" if texts else "CAST(value AS BIGINT) AS value"
    return f"SELECT {value} FROM json_array_elements_text(CAST(? AS json)) AS given(value)"
