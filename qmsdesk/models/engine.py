"""The encrypted database of one department: create, open, close, and what is checked before."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from playhouse.sqlcipher_ext import SqlCipherDatabase

from qmsdesk.errors import BugError, UserError
from qmsdesk.models import pragmas, server_place
from qmsdesk.models.base import database
from qmsdesk.models.files import fsync_dir, make_private_folder, sweep_leftovers
from qmsdesk.models.instance_lock import InstanceLock
from qmsdesk.models.opened import OpenedDepartment
from qmsdesk.models.places import LOCK
from qmsdesk.models.restore_pending import finish, is_pending
from qmsdesk.models.schema import bring_up_to_date, build
from qmsdesk.models.server_errors import driver_is_missing
from qmsdesk.models.server_place import ServerPlace
from qmsdesk.models.storage_errors import StorageError, as_user_error
from qmsdesk.models.storage_place import refuse_network, refuse_unwritable
from qmsdesk.models.transactions import mapped_errors

PLAIN_HEADER = b"SQLite format 3\0"
PAGE_BYTES = 4096


class DepartmentDatabase(OpenedDepartment, SqlCipherDatabase):  # type: ignore[misc]
    """SQLCipher with a raw key, the lock that keeps others out, and the keys derived from it."""

    def __init__(
        self, path: Path, key: bytes, *, readonly: bool = False, lock: InstanceLock | None = None
    ) -> None:
        self.take_keys(path, key, readonly=readonly, lock=lock)
        self.upgrading: Callable[[int, int], object] = _unwatched  # told (done, total) by a long upgrade
        name = f"{path.absolute().as_uri()}?mode=ro&immutable=1" if readonly else str(path)
        settings = pragmas.READING if readonly else pragmas.WRITING
        super().__init__(name, pragmas=list(settings), passphrase=f"x'{key.hex()}'", uri=readonly)
        self._was_open = False

    def _connect(self) -> Any:
        """A connection; one that is opened anew never begins an empty database where the file was cut or taken away."""
        if self._was_open and (not self.path.exists() or not self.path.stat().st_size):
            raise _file_is_cut(self.path)
        connection = super()._connect()
        self._was_open = True
        return connection


def _unwatched(_done: int, _total: int) -> None:
    """Nobody looks on."""


def current() -> OpenedDepartment:
    """The database that is open; BugError when none is."""
    found = database.obj
    if not isinstance(found, OpenedDepartment):
        raise BugError("no department is open")
    return found


@mapped_errors()
def create(path: Path, key: bytes, *, user: str = "", since: str = "") -> None:
    """Make a new encrypted database with today's tables and leave it open; its folder is fsynced once."""
    place = server_place.read(path.parent)
    if place is not None:
        _found_on_server(place, path, key, user=user, since=since)
        return
    refuse_network(path.parent)
    make_private_folder(path.parent)
    refuse_unwritable(path.parent)
    if path.exists():
        raise UserError(
            "这个文件夹里已经有一个部门的数据。", advice="请直接登录，或换一个空文件夹。", detail=str(path)
        )
    _connect(path, key, lock=_take_lock(path.parent, user=user, since=since))
    try:
        build(cast(DepartmentDatabase, current()))
        fsync_dir(path.parent)
    except BaseException:
        close()
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink()
        raise


@mapped_errors()
def open_(
    path: Path,
    key: bytes,
    *,
    readonly: bool = False,
    exclusive: bool = True,
    user: str = "",
    since: str = "",
    upgrading: Callable[[int, int], object] | None = None,
) -> None:
    """Open a department's database; UserError for every reason why it cannot be.

    `readonly` opens an archive on a medium nobody writes to; `exclusive` keeps a second program out; `upgrading` is
    told (done, total) while the rows of an older version are brought up to date.
    """
    place = server_place.read(path.parent)
    if place is not None:
        _open_on_server(place, path, key, user=user, since=since)
        return
    pragmas.refuse_unsafe_engine(pragmas.engine_version())
    if not path.is_file() and not is_pending(path.parent):
        raise UserError("这里没有部门数据库。", advice="请核对数据文件夹，或先建立部门。", detail=str(path))
    if not readonly:
        refuse_network(path.parent)
        refuse_unwritable(path.parent)
    lock = _take_lock(path.parent, user=user, since=since) if exclusive and not readonly else None
    try:
        _refuse_strange_file(path)
        if readonly:
            _refuse_open_journal(path)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    _connect(path, key, lock=lock, readonly=readonly)
    try:
        _check_it_is_ours()
        opened = cast(DepartmentDatabase, current())
        opened.upgrading = upgrading or _unwatched
        bring_up_to_date(opened)
    except BaseException:
        close()
        raise


def close() -> None:
    """Fold the journal into the one file, close, and let others in; does nothing when nothing is open."""
    found = database.obj
    if not isinstance(found, OpenedDepartment):
        return
    try:
        if not found.readonly and not found.is_server and not found.is_closed():
            with contextlib.suppress(Exception):
                found.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        found.close()
    finally:
        database.initialize(None)
        if found.lock is not None:
            found.lock.release()


@contextlib.contextmanager
def thread_connection() -> Iterator[None]:
    """The connection of a worker thread: opened with every pragma, closed when the work is done."""
    opened = database.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened:
            database.close()


def _take_lock(data_dir: Path, *, user: str, since: str) -> InstanceLock:
    """Keep others out, then clear away what a killed program left and finish a restore it had begun."""
    if isinstance(database.obj, OpenedDepartment):
        raise BugError("another department is open in this program")
    lock = InstanceLock(data_dir / LOCK)
    lock.take(user=user, since=since)
    try:
        finish(data_dir)
        sweep_leftovers(data_dir)
    except BaseException:
        lock.release()
        raise
    return lock


def _connect(path: Path, key: bytes, *, lock: InstanceLock | None = None, readonly: bool = False) -> None:
    if isinstance(database.obj, OpenedDepartment):
        raise BugError("another department is open in this program")
    made = DepartmentDatabase(path, key, readonly=readonly, lock=lock)
    database.initialize(made)
    try:
        made.connect()
    except Exception as error:
        close()
        raise (as_user_error(error) or error) from error


def _found_on_server(place: ServerPlace, path: Path, key: bytes, *, user: str, since: str) -> None:
    """Claim the fresh tables of a server for this key, and leave them open."""
    from qmsdesk.models.server_link import linked
    from qmsdesk.models.server_schema import seal

    with linked(place) as connection:
        seal(connection, key)
    _open_on_server(place, path, key, user=user, since=since)


def _open_on_server(place: ServerPlace, path: Path, key: bytes, *, user: str, since: str) -> None:
    try:
        from qmsdesk.models.server_engine import ServerDepartment
    except ImportError as error:
        raise driver_is_missing() from error
    from qmsdesk.models.server_schema import check

    lock = _take_lock(path.parent, user=user, since=since)
    made = ServerDepartment(place, path, key, lock=lock)
    database.initialize(made)
    try:
        made.connect()
        check(dict(made.execute_sql("SELECT name, value FROM qms_state").fetchall()), key)
    except BaseException as error:
        close()
        raise (as_user_error(error) or error) from error


def _refuse_strange_file(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(len(PLAIN_HEADER))
    if start == PLAIN_HEADER:
        raise UserError(
            "这是一个未加密的数据库，不是本程序建立的。", advice="请核对数据文件夹。", detail=str(path)
        )
    if size == 0 or size % PAGE_BYTES:
        raise _file_is_cut(path)


def _file_is_cut(path: Path) -> StorageError:
    return StorageError(
        "数据库文件不完整（被截断、为空或已被移走）。",
        advice="请先看文件是否被别的程序移走；找不回时用“恢复”取回最近一次完好的备份。",
        detail=str(path),
        code="SQLITE_CORRUPT",
    )


def _refuse_open_journal(path: Path) -> None:
    journal = path.with_name(path.name + "-wal")
    if journal.exists() and journal.stat().st_size:
        raise UserError(
            "这份档案旁边还有没合并的日志文件，只读打开会漏掉最后的记录。",
            advice="请先在原电脑上正常关闭程序，再复制整个文件夹。",
        )


def _check_it_is_ours() -> None:
    try:
        mark = database.execute_sql("PRAGMA application_id").fetchone()[0]
        database.execute_sql("SELECT count(*) FROM sqlite_schema").fetchone()
    except Exception as error:
        raise (as_user_error(error) or error) from error
    if mark != pragmas.APPLICATION_ID:
        raise UserError("这个数据库不是本程序建立的。", advice="请核对数据文件夹。")


def engine_versions() -> dict[str, Any]:
    """Versions of the engines, for the health page and the about box."""
    if current().is_server:
        return {"postgresql": database.execute_sql("SHOW server_version").fetchone()[0]}
    row = database.execute_sql("PRAGMA cipher_version").fetchone()
    return {
        "sqlite": ".".join(map(str, pragmas.engine_version())),
        "sqlcipher": row[0] if row else "",
        "system_sqlite": sqlite3.sqlite_version,
    }
