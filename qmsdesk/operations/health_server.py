"""The checks of the 数据体检 that look at a PostgreSQL server instead of one file."""

from __future__ import annotations

from typing import Any, Literal

from qmsdesk.models.catalog import references, server_size
from qmsdesk.models.engine import current, engine_versions
from qmsdesk.models.row_keys import row_key
from qmsdesk.models.server_health import damaged_indexes
from qmsdesk.models.transactions import one, rows

Result = tuple[Literal["good", "warning", "bad"], str, list[str]]
OLDEST = 15
_WANTED = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def tables() -> Result:
    """Every row can be read and every reference holds; the indexes too, where the server can check them."""
    found = [
        f"{item.table} 第 {key} 行指向不存在的 {item.target}"
        for item in references()
        for (key,) in rows(
            f'SELECT t.{row_key(item.table)} FROM "{item.table}" t WHERE t."{item.column}" IS NOT NULL AND NOT EXISTS'
            f' (SELECT 1 FROM "{item.target}" o WHERE o.{row_key(item.target)} = t."{item.column}") LIMIT 3'
        )
    ]
    found += damaged_indexes()
    if found:
        return "bad", "服务器上的数据有损坏，请停止录入，从备份恢复。", found
    size = server_size(current())
    sums = _setting("data_checksums")
    if sums != "on":
        words = f"完好，{size / 2**20:.1f} MB；但服务器没有开启数据页校验，坏盘可能发现不了（initdb -k）。"
        return "warning", words, []
    return "good", f"完好，{size / 2**20:.1f} MB，数据页有校验。", []


def version() -> Result:
    """The server is new enough and makes durable what it says it saved."""
    words = f"PostgreSQL {engine_versions()['postgresql']}。"
    if int(_setting("server_version_num")) < OLDEST * 10000:
        return "bad", f"{words}版本太旧，需要 {OLDEST} 或更新。", []
    loose = [f"{name} = {_setting(name)}" for name, wanted in _WANTED.items() if _setting(name) != wanted]
    if loose:
        return "bad", f"{words}断电时可能丢失已保存的记录。", loose
    return "good", words, []


def account() -> Result:
    """The everyday account can neither change nor take away lines of the trail."""
    row = one(
        "SELECT has_table_privilege('audit', 'DELETE') OR has_table_privilege('audit', 'TRUNCATE')"
        " OR has_table_privilege('audit', 'UPDATE')"
    )
    if row and row[0]:
        return "warning", "工作站用的是数据库所有者的账号，建议改用日常账号。", []
    return "good", "工作站的账号不能改、不能删审计记录。", []


def _setting(name: str) -> Any:
    return (one(f"SHOW {name}") or ("",))[0]
