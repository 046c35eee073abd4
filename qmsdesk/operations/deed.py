"""The rows one gesture changes, remembered as they were and as they become, for the trail (design §6)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from qmsdesk.models import audit, request
from qmsdesk.models.base import moment_text
from qmsdesk.models.row_keys import row_key
from qmsdesk.models.transactions import insert, write
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.scope import for_slip


class Deed:
    """Changes rows inside the caller's `write_tx()` and writes them into the trail as one line at the end."""

    def __init__(self, desk: Desk, slip_id: int | None) -> None:
        self.desk = desk if slip_id is None else for_slip(desk, slip_id)
        self.slip_id = slip_id
        self.now = moment_text(desk.clock.now())
        self._touched: dict[audit.Touched, None] = {}
        self._old: audit.Snapshot = {}

    def insert(self, table: str, **values: Any) -> int:
        """Add a row; its key."""
        key = insert(table, {name: plain(value) for name, value in values.items()})
        self._touched[table, key] = None
        return key

    def change(self, table: str, key: int, **values: Any) -> None:
        """Change columns of one row; what it was is kept the first time it is touched."""
        self._remember(table, key)
        columns = ", ".join(f'"{name}" = ?' for name in values)
        write(
            f'UPDATE "{table}" SET {columns} WHERE {row_key(table)} = ?',
            [*(plain(value) for value in values.values()), key],
        )

    def remove(self, table: str, key: int) -> None:
        """Take a row away that was never part of a numbered slip; the trail keeps what it said."""
        self._remember(table, key)
        write(f'DELETE FROM "{table}" WHERE {row_key(table)} = ?', (key,))

    def touch(self, table: str, key: int) -> None:
        """Name a row that was written elsewhere in this transaction."""
        self._touched[table, key] = None

    def close(self, action: str, reason: str = "", *, result: object = None) -> None:
        """Write the line of the trail; `result` is what the verb will answer if the same request comes again."""
        record(self.desk, action, *self._touched, old=self._old, reason=reason, slip_id=self.slip_id)
        asked = self.desk.asking
        if asked is not None and asked.verb and request.earlier_result(asked.request_id, asked.verb) is None:
            request.remember(asked.request_id, asked.verb, json.dumps(result), self.now)

    def forget_old(self) -> None:
        """Write nothing of what the rows were into the trail: they are destroyed (R-6-b)."""
        self._old = {}

    def _remember(self, table: str, key: int) -> None:
        if (table, key) in self._touched:
            return
        self._touched[table, key] = None
        for name, kept in audit.rows_of([(table, key)]).items():
            self._old.setdefault(name, {}).update(kept)


def plain(value: Any) -> Any:
    """A value as a column keeps it: ISO days, moment text, 0/1."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value
