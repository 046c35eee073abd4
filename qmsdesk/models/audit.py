"""The audit trail: an append-only chain of HMACs; each action keeps the whole new state of what it touched."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from qmsdesk.models.base import database, moment_text
from qmsdesk.models.engine import current
from qmsdesk.models.opened import OpenedDepartment
from qmsdesk.models.row_keys import row_key
from qmsdesk.models.transactions import must_be_in_write, write_many

COLUMNS = (
    "seq", "at", "monotonic", "user", "role", "workstation", "action", "slip_id", "old", "new", "reason", "prev_mac",
    "mac",
)  # fmt: skip
_LIST = ", ".join(f'"{name}"' for name in COLUMNS)
_INSERT = f"INSERT INTO audit ({_LIST}) VALUES ({', '.join('?' * len(COLUMNS))})"
FIRST = "0" * 64
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_ENCODE_SHORT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
AT_ONCE = 500  # rows read in one statement

Row = dict[str, Any]
# table -> key of the row -> its columns; None for a row that is gone
Snapshot = dict[str, dict[str, Row | None]]
Touched = tuple[str, int | str]


@dataclass(frozen=True)
class Author:
    """Who does something, in which role, where and when."""

    user: str
    role: str
    workstation: str
    at: datetime


@dataclass(frozen=True)
class Entry:
    """One line of the trail to be written."""

    action: str
    old: Snapshot = field(default_factory=dict)
    new: Snapshot = field(default_factory=dict)
    reason: str = ""
    slip_id: int | None = None


@dataclass(frozen=True)
class Head:
    """Where the chain ends: its length and last HMAC (hex); kept outside the database as an anchor."""

    seq: int
    mac: str


def append(author: Author, action: str, *, touched: Sequence[Touched] = (), old: Snapshot | None = None,
           reason: str = "", slip_id: int | None = None) -> int:  # fmt: skip
    """Write one line inside the transaction of the action; `touched` rows are read as they are now. Its seq.

    `old` is what `rows_of()` gave before the change. Every table of TRACED must be named whenever a row of it changes.
    """
    entry = Entry(action, old or {}, rows_of(touched), reason, slip_id)
    return append_all(author, (entry,)).seq


def append_all(author: Author, entries: Iterable[Entry]) -> Head:
    """Write many lines in one go (an import); the new head."""
    must_be_in_write()
    key = current().audit_key
    last = head()
    at, uptime = moment_text(author.at), time.monotonic_ns()
    lines = []
    for entry in entries:
        body = (
            last.seq + 1, at, uptime, author.user, author.role, author.workstation, entry.action, entry.slip_id,
            _dump(entry.old), _dump(entry.new), entry.reason, last.mac,
        )  # fmt: skip
        last = Head(last.seq + 1, _mac(key, body))
        lines.append((*body, last.mac))
    if len(lines) == 1:
        database.execute_sql(_INSERT, lines[0])
    elif lines:
        write_many(_INSERT, lines)
    return last


def head(where: OpenedDepartment | None = None) -> Head:
    """The end of the chain of the open database (or another); seq 0 when it is empty."""
    row = (where or database).execute_sql("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(int(row[0]), str(row[1])) if row else Head(0, FIRST)


def rows_of(touched: Sequence[Touched], where: OpenedDepartment | None = None) -> Snapshot:
    """The rows as they are in the database now; None for one that is not there."""
    snapshot: Snapshot = {}
    for table, key in touched:
        snapshot.setdefault(table, {})[str(key)] = _read_row(table, key, where)
    return snapshot


def rows_of_many(deeds: Sequence[Sequence[Touched]]) -> list[Snapshot]:
    """What `rows_of` gives for each of many deeds, read table by table (an import)."""
    wanted: dict[str, list[int | str]] = {}
    for table, key in (item for deed in deeds for item in deed):
        wanted.setdefault(table, []).append(key)
    found = {table: _read_rows(table, keys) for table, keys in wanted.items()}
    snapshots: list[Snapshot] = []
    for deed in deeds:
        snapshot: Snapshot = {}
        for table, key in deed:
            snapshot.setdefault(table, {})[str(key)] = found[table].get(str(key))
        snapshots.append(snapshot)
    return snapshots


def history(slip_id: int) -> list[Row]:
    """Every line about one slip, oldest first, with old and new as snapshots."""
    cursor = database.execute_sql(f"SELECT {_LIST} FROM audit WHERE slip_id = ? ORDER BY seq", (slip_id,))
    return [_readable(row) for row in cursor.fetchall()]


def lines(*, from_seq: int = 1, limit: int = 1000) -> list[Row]:
    """Lines of the trail from `from_seq` on, with old and new as snapshots."""
    cursor = database.execute_sql(
        f"SELECT {_LIST} FROM audit WHERE seq >= ? ORDER BY seq LIMIT ?", (from_seq, limit)
    )
    return [_readable(row) for row in cursor.fetchall()]


def mac_of(key: bytes, row: Sequence[Any]) -> str:
    """The HMAC (hex) a stored line must carry; `row` in the order of COLUMNS."""
    return _mac(key, row[:-1])


def redaction_mac(key: bytes, row: Sequence[Any]) -> str:
    """The HMAC (hex) that vouches for what is left of a line whose content was destroyed."""
    return _mac(key, ("redacted", *row))


def redact(seq: int, *, old: Snapshot, new: Snapshot, reason: str) -> None:
    """Leave only `old`, `new` and `reason` of a line, inside the transaction of a destruction; its own HMAC stays."""
    must_be_in_write()
    row = list(next(walk(seq)))
    row[COLUMNS.index("old")], row[COLUMNS.index("new")] = _dump(old), _dump(new)
    row[COLUMNS.index("reason")] = reason
    mac = redaction_mac(current().audit_key, row)
    database.execute_sql(
        "INSERT INTO audit_redaction (seq, mac) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET mac = excluded.mac",
        (seq, mac),
    )
    database.execute_sql(
        "UPDATE audit SET old = ?, new = ?, reason = ? WHERE seq = ?", (_dump(old), _dump(new), reason, seq)
    )


def walk(from_seq: int = 1, where: OpenedDepartment | None = None) -> Iterator[tuple[Any, ...]]:
    """Stored lines in order, in the order of COLUMNS."""
    yield from (where or database).execute_sql(
        f"SELECT {_LIST} FROM audit WHERE seq >= ? ORDER BY seq", (from_seq,)
    )


def _mac(key: bytes, body: Sequence[Any]) -> str:
    # a JSON list, because joined text would be the same for different cells
    return hmac.digest(key, _ENCODE(body).encode(), "sha256").hex()


def _dump(snapshot: Snapshot) -> str:
    if not snapshot:
        return "{}"
    # as stored, without any normalising: it is compared with the rows later
    return _ENCODE_SHORT(snapshot)


def _read_row(table: str, key: int | str, where: OpenedDepartment | None) -> Row | None:
    cursor = (where or database).execute_sql(f'SELECT * FROM "{table}" WHERE {row_key(table)} = ?', (key,))
    row = cursor.fetchone()
    return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else None


def _read_rows(table: str, keys: Sequence[int | str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for start in range(0, len(keys), AT_ONCE):
        block = list(keys[start : start + AT_ONCE])
        marks = ",".join("?" * len(block))
        key = row_key(table)
        cursor = database.execute_sql(f'SELECT {key}, * FROM "{table}" WHERE {key} IN ({marks})', block)
        names = [column[0] for column in cursor.description[1:]]
        found.update((str(row[0]), dict(zip(names, row[1:], strict=True))) for row in cursor)
    return found


def _readable(row: Sequence[Any]) -> Row:
    found: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    found["old"], found["new"] = json.loads(found["old"]), json.loads(found["new"])
    return found


def changed_fields(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> dict[str, tuple[Any, Any]]:
    """Column -> (old, new) of the columns that differ."""
    before, after = old or {}, new or {}
    names = [*before, *(name for name in after if name not in before)]
    return {
        name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    }
