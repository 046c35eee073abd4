"""The tables of a department on a server: founded by its owner, brought up to date by him, used by everybody."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models import server_rules
from qmsdesk.models.derived_keys import derive
from qmsdesk.models.dialect import table_statement, translated
from qmsdesk.models.schema import VERSION, scripts
from qmsdesk.models.server_link import linked
from qmsdesk.models.server_place import ServerPlace

OLDEST = 150000  # PostgreSQL 15
_DDL = ("CREATE", "ALTER", "DROP")


class _Nothing:
    """What any question is answered in a department that has no rows yet."""

    def fetchone(self) -> tuple[int]:
        """No rows were counted."""
        return (0,)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """No rows."""
        return []


class Founder:
    """What a migration script calls a database: runs its statements on the server, in the caller's transaction.

    While a department is `founded` there are no rows to carry over, so that only tables are made.
    """

    def __init__(self, connection: Any, *, founding: bool) -> None:
        self.connection = connection
        self._founding = founding

    def execute_sql(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """Run one statement written for the one-file engine."""
        if sql.split(None, 1)[0] in _DDL:
            sql = table_statement(sql)
            return self.connection.execute(translated(sql)) if sql else _Nothing()
        return _Nothing() if self._founding else self.connection.execute(translated(sql), params)

    def upgrading(self, _done: int, _total: int) -> None:
        """Nobody looks on."""


def found(place: ServerPlace, *, separate: bool = True) -> ServerPlace:
    """Make a department's schema and tables; the place as the workstations enter it.

    With `separate` (and where the account may create others) that is an account of its own which can neither change
    nor take away lines of the trail. UserError when the schema is there already, or the server is too old.
    """
    with linked(place) as connection:
        _refuse_unfit(connection)
        with connection.transaction():
            connection.execute("SET LOCAL statement_timeout = 0")
            _refuse_taken(connection, place)
            make_tables(connection, place)
            run_scripts(connection, since=0)
            account = _make_account(connection, place) if separate else None
        return account or place


def run_scripts(connection: Any, *, since: int) -> None:
    """Run the migrations after version `since`, then the guards; inside the caller's transaction."""
    founder = Founder(connection, founding=since == 0)
    for number, script in scripts():
        if number > since:
            script.up(None, founder)
    for statement in server_rules.GUARDS:
        connection.execute(statement)
    _put_state(connection, "version", str(VERSION))


def seal(connection: Any, key: bytes) -> None:
    """Note which key belongs to these tables."""
    connection.execute(
        "INSERT INTO qms_state (name, value) VALUES ('key', %s)", (derive(key, "server database").hex(),)
    )


def state_of(connection: Any) -> dict[str, str]:
    """What is noted about the tables: their version, their key's mark, the everyday account."""
    return {str(name): str(value) for name, value in connection.execute("SELECT name, value FROM qms_state")}


def check(state: dict[str, str], key: bytes) -> None:
    """UserError unless the tables are of today and belong to this key."""
    version = int(state.get("version", "0"))
    if version > VERSION:
        raise UserError(
            "这个数据库由更新版本的程序建立，本程序看不懂它。", advice="请安装新版本的程序；数据没有被改动。"
        )
    if version < VERSION:
        raise UserError(
            "服务器上的数据库由旧版本建立，需要升级。",
            advice="请管理员先备份，再用数据库所有者的账号运行 qmsdesk server upgrade。",
        )
    if state.get("key") != derive(key, "server database").hex():
        raise UserError("钥匙与服务器上的数据不符。", advice="服务器上的数据可能刚被恢复过，请重新登录。")


def upgrade(place: ServerPlace) -> int:
    """Bring the tables up to date with the owner's account; the version found."""
    with linked(place) as connection, connection.transaction():
        row = connection.execute("SELECT value FROM qms_state WHERE name = 'version'").fetchone()
        version = int(row[0]) if row else 0
        if version < VERSION:
            run_scripts(connection, since=version)
            for statement in _grants(connection, place):
                connection.execute(statement)
    return version


def make_tables(connection: Any, place: ServerPlace) -> None:
    """An empty schema with what the migrations need; inside the caller's transaction."""
    connection.execute(f'CREATE SCHEMA "{place.schema}"')
    folding = connection.execute("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'").fetchone()
    for statement in server_rules.PREPARE:
        connection.execute(statement.replace("{folding}", "und-x-icu" if folding else "default"))


def _refuse_taken(connection: Any, place: ServerPlace) -> None:
    if connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (place.schema,)).fetchone():
        raise UserError(
            f"这个数据库里已经有“{place.schema}”的数据。",
            advice="请直接登录，或在地址后加 ?schema=另一个名称。",
        )


def _make_account(connection: Any, place: ServerPlace) -> ServerPlace | None:
    row = connection.execute(
        "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if not row or not row[0]:
        return None
    role, password = f"{place.schema}_app", secrets.token_urlsafe(24).replace("-", "a").replace("_", "b")
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        role = f"{role}_{secrets.token_hex(3)}"
    connection.execute(f'CREATE ROLE "{role}" LOGIN PASSWORD %s', (password,))
    _put_state(connection, "account", role)
    for statement in server_rules.grants(place.schema, role):
        connection.execute(statement)
    return place.as_user(role, password)


def _grants(connection: Any, place: ServerPlace) -> tuple[str, ...]:
    row = connection.execute("SELECT value FROM qms_state WHERE name = 'account'").fetchone()
    return server_rules.grants(place.schema, str(row[0])) if row else ()


def _put_state(connection: Any, name: str, value: str) -> None:
    connection.execute(
        "INSERT INTO qms_state (name, value) VALUES (%s, %s)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _refuse_unfit(connection: Any) -> None:
    if connection.info.server_version < OLDEST:
        raise UserError("数据库服务器的版本太旧。", advice="需要 PostgreSQL 15 或更新的版本。")
    row = connection.execute("SHOW server_encoding").fetchone()
    if row[0] != "UTF8":
        raise UserError(f"这个数据库的编码是 {row[0]}。", advice="请用 UTF8 编码新建一个数据库。")
