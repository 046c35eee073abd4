"""Named choices of the department, kept in the database; every change is in the trail."""

from __future__ import annotations

import json
from typing import Any

from qmsdesk.models import audit
from qmsdesk.models.base import moment_text
from qmsdesk.models.transactions import insert, one, write, write_tx
from qmsdesk.operations.audit_trail import record
from qmsdesk.operations.desk import Desk


def read(name: str, default: Any = None) -> Any:
    """The kept choice, or `default` when none was made."""
    row = one("SELECT value FROM setting WHERE name = ?", (name,))
    return default if row is None else json.loads(row[0])


def choose(desk: Desk, name: str, value: Any, *, reason: str = "") -> None:
    """Keep a choice (JSON data) in a transaction of its own."""
    with write_tx():
        put(desk, name, value, reason=reason)


def put(desk: Desk, name: str, value: Any, *, reason: str = "") -> None:
    """Keep a choice inside the caller's transaction."""
    content = {
        "value": json.dumps(value, ensure_ascii=False),
        "changed_at": moment_text(desk.clock.now()),
        "changed_by": desk.user.name,
    }
    row = one("SELECT id FROM setting WHERE name = ?", (name,))
    if row is None:
        key = insert("setting", {"name": name, **content})
        record(desk, "更改设置", ("setting", key), reason=reason)
        return
    old = audit.rows_of([("setting", int(row[0]))])
    write(
        "UPDATE setting SET value = ?, changed_at = ?, changed_by = ? WHERE id = ?",
        (*content.values(), row[0]),
    )
    record(desk, "更改设置", ("setting", int(row[0])), old=old, reason=reason)
