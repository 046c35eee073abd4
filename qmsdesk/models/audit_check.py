"""Does the trail hold: dense, linked, genuine, and equal to the records it speaks of."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qmsdesk.models import audit
from qmsdesk.models.base import database
from qmsdesk.models.engine import current
from qmsdesk.models.transactions import read_tx, rows

# tables whose every row must be in the trail
TRACED = (
    "unit", "department", "person", "role_assignment", "setting", "source_document", "slip", "feedback", "suggestion",
    "handling", "warranty_claim", "warranty_claim_line", "monthly_return", "monthly_return_line", "survey_form",
    "template_change", "template_change_line", "copy", "signature", "attachment", "contact_log",
)  # fmt: skip
RECENT = 500
ENOUGH = 200  # more findings help nobody


@dataclass(frozen=True)
class Wrong:
    """One thing that does not hold: the line of the trail (0 = none), the record, and what is wrong, in Chinese."""

    seq: int
    record: str
    what: str


def verify(
    from_seq: int = 1, *, anchors: Iterable[audit.Head] = (), records: bool = True
) -> tuple[Wrong, ...]:
    """Everything wrong from line `from_seq` on; with `records` the rows themselves are compared as well.

    Heads kept outside the database (`anchors`) show a tail that was cut or an old file that was put back.
    """
    with read_tx():
        found, state, macs = _walk(from_seq)
        found += _against_anchors(anchors, macs, from_seq)
        if records:
            found += _against_rows(state, complete=from_seq <= 1)
    return tuple(found[:ENOUGH])


def verify_recent() -> tuple[Wrong, ...]:
    """The last RECENT lines and the records they touched: cheap enough for each start."""
    return verify(max(1, audit.head().seq - RECENT + 1))


def _walk(from_seq: int) -> tuple[list[Wrong], dict[tuple[str, str], tuple[int, Any]], dict[int, str]]:
    key = current().audit_key
    expected, previous = from_seq, _mac_before(from_seq)
    found: list[Wrong] = []
    state: dict[tuple[str, str], tuple[int, Any]] = {}
    macs: dict[int, str] = {}
    for row in audit.walk(from_seq):
        seq, link, mac = int(row[0]), str(row[-2]), str(row[-1])
        if seq != expected:
            found.append(Wrong(expected, "audit", f"审计记录缺 {expected} 到 {seq - 1} 号。"))
        elif link != previous:
            found.append(Wrong(seq, "audit", "审计记录与前一条接不上。"))
        if not hmac.compare_digest(mac, audit.mac_of(key, row)):
            found.append(Wrong(seq, "audit", "审计记录被改动过。"))
        expected, previous = seq + 1, mac
        macs[seq] = mac
        _apply(state, seq, str(row[9]), found)
    return found, state, macs


def _mac_before(from_seq: int) -> str:
    found = rows("SELECT mac FROM audit WHERE seq = ?", (from_seq - 1,))
    return str(found[0][0]) if found else audit.FIRST


def _apply(
    state: dict[tuple[str, str], tuple[int, Any]], seq: int, snapshot: str, found: list[Wrong]
) -> None:
    try:
        for table, kept in json.loads(snapshot).items():
            for key, row in kept.items():
                state[table, key] = (seq, row)
    except (ValueError, AttributeError):
        found.append(Wrong(seq, "audit", "审计记录的内容读不出来。"))


def _against_anchors(anchors: Iterable[audit.Head], macs: dict[int, str], from_seq: int) -> list[Wrong]:
    last = audit.head().seq
    found = []
    for anchor in anchors:
        if anchor.seq > last:
            found.append(
                Wrong(
                    anchor.seq,
                    "audit",
                    f"审计记录只到 {last} 号，而外存的锚点到 {anchor.seq} 号：结尾被截掉。",
                )
            )
        elif anchor.seq >= max(from_seq, 1) and macs.get(anchor.seq) != anchor.mac:
            found.append(Wrong(anchor.seq, "audit", f"第 {anchor.seq} 条与外存的锚点不符：数据库被换过。"))
    return found


def _against_rows(state: dict[tuple[str, str], tuple[int, Any]], *, complete: bool) -> list[Wrong]:
    """Compare the last logged state of each record with the record; unlogged rows only show in a complete check."""
    found = []
    for table in TRACED:
        kept = {key: value for (name, key), value in state.items() if name == table}
        present = set()
        for key, row in _present(table, None if complete else kept):
            present.add(key)
            if key in kept:
                found += _compare(table, key, row, *kept[key])
            else:
                found.append(Wrong(0, _name(table, key), "这条记录没有审计记录，是从程序外面加进来的。"))
        found += [
            Wrong(seq, _name(table, key), "这条记录被从程序外面删除。")
            for key, (seq, row) in kept.items()
            if row is not None and key not in present
        ]
    return found


def _present(table: str, only: dict[str, Any] | None) -> Iterable[tuple[str, dict[str, Any]]]:
    if only is not None:
        for key in only:
            row = audit.rows_of(((table, key),))[table][key]
            if row is not None:
                yield key, row
        return
    cursor = database.execute_sql(f'SELECT rowid, * FROM "{table}"')
    names = [column[0] for column in cursor.description][1:]
    for row in cursor:
        yield str(row[0]), dict(zip(names, row[1:], strict=True))


def _compare(
    table: str, key: str, row: dict[str, Any], seq: int, logged: dict[str, Any] | None
) -> list[Wrong]:
    if logged is None:
        return [Wrong(seq, _name(table, key), "这条记录已按规定删除，却又出现在库里。")]
    # a column added by a later migration is unknown to an older line
    different = [name for name in logged if row.get(name) != logged[name]]
    if not different:
        return []
    return [Wrong(seq, _name(table, key), f"记录与审计记录不符：{'、'.join(sorted(different))}。")]


def _name(table: str, key: str) -> str:
    """The record by its number where it has one."""
    column = "id" if table == "slip" else "slip_id"
    try:
        found = rows(
            f'SELECT s.number FROM "{table}" t JOIN slip s ON s.id = t.{column} WHERE t.rowid = ?', (key,)
        )
    except Exception:  # tables that hang on no slip
        found = []
    return f"{found[0][0]}（{table}）" if found and found[0][0] else f"{table} {key}"
