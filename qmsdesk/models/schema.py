"""The tables of today: built once, brought up to date by numbered scripts, and refused when newer than this program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from qmsdesk.errors import UserError
from qmsdesk.models.files import fsync_dir
from qmsdesk.models.pragmas import APPLICATION_ID
from qmsdesk.models.storage_errors import StorageError
from qmsdesk.models.transactions import mapped_errors, write_tx

if TYPE_CHECKING:
    from qmsdesk.models.engine import DepartmentDatabase
    from qmsdesk.models.opened import OpenedDepartment
    from qmsdesk.models.server_engine import ServerDepartment

VERSION = 14
SCRIPTS = Path(__file__).with_name("migrations")
HISTORY = "schema_migration"


def scripts() -> Iterator[tuple[int, ModuleType]]:
    """Number and module of every migration, oldest first."""
    from importlib import import_module

    for path in sorted(SCRIPTS.glob("[0-9]*.py")):
        yield int(path.stem[:4]), import_module(f"qmsdesk.models.migrations.{path.stem}")


def build(opened: DepartmentDatabase) -> None:
    """Make all tables in a database that has none."""
    with mapped_errors():
        opened.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    _run_scripts(opened)


def version_of(opened: OpenedDepartment) -> int:
    """Schema version of the open database."""
    return int(opened.execute_sql("PRAGMA user_version").fetchone()[0])


def bring_up_to_date(
    opened: DepartmentDatabase, *, before: Callable[[DepartmentDatabase], object] | None = None
) -> None:
    """Run the scripts that are missing, in one transaction, after a safety copy; a newer database is refused."""
    found = version_of(opened)
    if found > VERSION:
        raise UserError(
            "这个数据库由更新版本的程序建立，本程序看不懂它。", advice="请安装新版本的程序；数据没有被改动。"
        )
    if found == VERSION:
        return
    if opened.readonly:
        raise UserError(
            "这份档案由旧版本建立，只读打开时不能升级。", advice="请把它复制到可写的文件夹再打开。"
        )
    (before or safety_copy)(opened)
    _run_scripts(opened)


def safety_copy(opened: DepartmentDatabase) -> Path:
    """A whole encrypted copy beside the database, made before anything risky; its path."""
    found = version_of(opened)
    target = opened.path.with_name(f"{opened.path.stem}.before-v{VERSION}-from-v{found}.db")
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{opened.path.stem}.before-v{VERSION}-from-v{found}-{number}.db")
    copy_to(opened, target)
    return target


def copy_to(opened: OpenedDepartment, target: Path) -> None:
    """VACUUM INTO: one encrypted file, complete to this moment, in journal mode DELETE; the same from a server."""
    if opened.is_server:
        from qmsdesk.models.server_copy import to_file

        to_file(cast("ServerDepartment", opened), target)
        return
    with mapped_errors():
        opened.execute_sql("VACUUM INTO ?", (str(target),))
        fsync_dir(target.parent)


def _run_scripts(opened: DepartmentDatabase) -> None:
    from playhouse.migrations import Runner

    # outside the transaction, where it still has an effect: a table rebuilt under enforcement empties its children
    opened.execute_sql("PRAGMA foreign_keys = 0")
    try:
        with write_tx(opened):
            Runner(opened, directory=str(SCRIPTS), table_name=HISTORY).up()
            broken = opened.execute_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StorageError(
                    "升级后的数据彼此对不上，已全部退回。",
                    advice="请先运行“数据体检”。",
                    detail=str(broken[:3]),
                )
            opened.execute_sql(f"PRAGMA user_version = {VERSION}")
    finally:
        opened.execute_sql("PRAGMA foreign_keys = 1")
