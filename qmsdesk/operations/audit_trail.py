"""Who did what: lines for the audit chain, written inside the transaction of the deed."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdesk.models import audit
from qmsdesk.operations.desk import Desk


def author(desk: Desk) -> audit.Author:
    """The signed-in user as the trail names him."""
    return audit.Author(
        desk.user.name, "、".join(sorted(desk.user.roles)), desk.workstation, desk.clock.now()
    )


def record(
    desk: Desk,
    action: str,
    *touched: audit.Touched,
    old: audit.Snapshot | None = None,
    reason: str = "",
    slip_id: int | None = None,
) -> None:
    """One line about rows (table, key) as they are now; `old` is `audit.rows_of` from before the change."""
    audit.append(author(desk), action, touched=touched, old=old, reason=reason, slip_id=slip_id)


def record_many(desk: Desk, entries: Iterable[audit.Entry]) -> None:
    """The lines of many deeds at once."""
    audit.append_all(author(desk), entries)
