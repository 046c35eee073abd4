"""Does the trail hold: dense, linked, genuine, and equal to the records it speaks of."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from qmsdesk.models import audit
from qmsdesk.models.catalog import columns, tables
from qmsdesk.models.engine import current
from qmsdesk.models.opened import OpenedDepartment
from qmsdesk.models.row_keys import row_key
from qmsdesk.models.transactions import mapped_errors

# tables whose every row must be in the trail
TRACED = (
    "unit", "department", "person", "role_assignment", "setting", "source_document", "slip", "feedback", "suggestion",
    "handling", "warranty_claim", "warranty_claim_line", "monthly_return", "monthly_return_line", "survey_form",
    "template_change", "template_change_line", "copy", "signature", "attachment", "contact_log",
    "feedback_case", "strand", "case_link", "responsibility", "meeting", "meeting_person", "meeting_action",
    "supplier_claim", "transfer", "investigation", "appeal", "ruling", "cost_item", "approval", "warranty_decision",
    "customer_reply", "verification", "stock_check", "deadline",
    "periodic", "survey_round", "survey_result", "duty", "stored_print", "scan_page", "destruction",
    "packet", "foreign_copy", "foreign_file", "kept_sheet",
)  # fmt: skip
RECENT = 500
ENOUGH = 200  # more findings help nobody

_State = dict[tuple[str, str], tuple[int, Any]]


@dataclass(frozen=True)
class Wrong:
    """One thing that does not hold: the line of the trail (0 = none), the record, and what is wrong, in Chinese."""

    seq: int
    record: str
    what: str


def verify(
    from_seq: int = 1,
    *,
    anchors: Iterable[audit.Head] = (),
    records: bool = True,
    where: OpenedDepartment | None = None,
) -> tuple[Wrong, ...]:
    """Everything wrong from line `from_seq` on; with `records` the rows themselves are compared as well.

    Heads kept outside the database (`anchors`) show a tail that was cut or an old file that was put back.
    `where` is the open database unless another one (a backup) is given.
    """
    check = _Check(where or current(), from_seq)
    with mapped_errors():
        check.walk()
        check.against_anchors(anchors)
        if records:
            check.against_rows(complete=from_seq <= 1)
    return tuple(check.found[:ENOUGH])


def verify_recent(anchors: Iterable[audit.Head] = ()) -> tuple[Wrong, ...]:
    """The last RECENT lines, the records they touched and all anchors: cheap enough for each start."""
    return verify(max(1, audit.head().seq - RECENT + 1), anchors=anchors)


class _Check:
    """One pass over the trail of one database."""

    def __init__(self, where: OpenedDepartment, from_seq: int) -> None:
        self.where = where
        self.from_seq = from_seq
        self.found: list[Wrong] = []
        self.state: _State = {}
        self.redacted: dict[int, str] | None = None

    def walk(self) -> None:
        """Follow the chain; remember the last state of each record."""
        expected, previous = self.from_seq, self._mac_of(self.from_seq - 1)
        earlier = self.where.chain_keys()
        for row in audit.walk(self.from_seq, self.where):
            seq, link, mac = int(row[0]), str(row[-2]), str(row[-1])
            if seq != expected:
                self._say(expected, "audit", f"审计记录缺 {expected} 到 {seq - 1} 号。")
            elif link != previous:
                self._say(seq, "audit", "审计记录与前一条接不上。")
            while earlier and earlier[0][0] < seq:
                earlier.pop(0)
            key = earlier[0][1] if earlier else self.where.audit_key
            if not hmac.compare_digest(mac, audit.mac_of(key, row)) and not self._is_redacted(row):
                self._say(seq, "audit", "审计记录被改动过。")
            expected, previous = seq + 1, mac
            self._remember(seq, str(row[9]))

    def _is_redacted(self, row: tuple[Any, ...]) -> bool:
        """Whether the content of this line was destroyed by this program, and the rest is as it left it (R-6-b)."""
        if self.redacted is None:
            known = "audit_redaction" in tables(self.where)
            found = self.where.execute_sql("SELECT seq, mac FROM audit_redaction").fetchall() if known else ()
            self.redacted = {int(seq): str(mac) for seq, mac in found}
        kept = self.redacted.get(int(row[0]), "")
        keys = [self.where.audit_key, *(key for _, key, _ in self.where.chain_keys())]
        return any(hmac.compare_digest(kept, audit.redaction_mac(key, row)) for key in keys)

    def against_anchors(self, anchors: Iterable[audit.Head]) -> None:
        """Compare with heads kept outside."""
        last = audit.head(self.where).seq
        for anchor in anchors:
            if anchor.seq > last:
                what = f"审计记录只到 {last} 号，而外存的锚点到 {anchor.seq} 号：结尾被截掉。"
                self._say(anchor.seq, "audit", what)
            elif anchor.seq and self._mac_of(anchor.seq) != anchor.mac:
                self._say(anchor.seq, "audit", f"第 {anchor.seq} 条与外存的锚点不符：数据库被换过。")

    def against_rows(self, *, complete: bool) -> None:
        """Compare the last logged state of each record with the record; unlogged rows show in a complete check only."""
        for table in TRACED:
            kept = {key: value for (name, key), value in self.state.items() if name == table}
            present = set()
            for key, row in self._present(table, None if complete else kept):
                present.add(key)
                self._compare(table, key, row, kept.get(key))
            for key, (seq, row) in kept.items():
                if row is not None and key not in present:
                    self._say(seq, self._name(table, key), "这条记录被从程序外面删除。")

    def _compare(self, table: str, key: str, row: dict[str, Any], kept: tuple[int, Any] | None) -> None:
        if kept is None:
            self._say(0, self._name(table, key), "这条记录没有审计记录，是从程序外面加进来的。")
            return
        seq, logged = kept
        if logged is None:
            self._say(seq, self._name(table, key), "这条记录已按规定删除，却又出现在库里。")
            return
        # a column added by a later migration is unknown to an older line
        different = [name for name in logged if row.get(name) != logged[name]]
        if different:
            self._say(seq, self._name(table, key), f"记录与审计记录不符：{'、'.join(sorted(different))}。")

    def _present(self, table: str, only: dict[str, Any] | None) -> Iterator[tuple[str, dict[str, Any]]]:
        if only is not None:
            for key in only:
                row = audit.rows_of(((table, key),), self.where)[table][key]
                if row is not None:
                    yield key, row
            return
        cursor = self.where.execute_sql(f'SELECT {row_key(table)}, * FROM "{table}"')
        names = [column[0] for column in cursor.description][1:]
        for row in cursor:
            yield str(row[0]), dict(zip(names, row[1:], strict=True))

    def _mac_of(self, seq: int) -> str:
        row = self.where.execute_sql("SELECT mac FROM audit WHERE seq = ?", (seq,)).fetchone()
        return str(row[0]) if row else audit.FIRST

    def _remember(self, seq: int, snapshot: str) -> None:
        try:
            for table, kept in json.loads(snapshot).items():
                for key, row in kept.items():
                    self.state[table, key] = (seq, row)
        except (ValueError, AttributeError):
            self._say(seq, "audit", "审计记录的内容读不出来。")

    def _name(self, table: str, key: str) -> str:
        """The record by its number where it has one."""
        known = {item.name for item in columns(table, self.where)}
        column = "id" if table == "slip" else "slip_id"
        if table != "slip" and "slip_id" not in known:
            return f"{table} {key}"
        query = (
            f'SELECT s.number FROM "{table}" t JOIN slip s ON s.id = t.{column} WHERE t.{row_key(table)} = ?'
        )
        row = self.where.execute_sql(query, (key,)).fetchone()
        return f"{row[0]}（{table}）" if row and row[0] else f"{table} {key}"

    def _say(self, seq: int, record: str, what: str) -> None:
        self.found.append(Wrong(seq, record, what))
