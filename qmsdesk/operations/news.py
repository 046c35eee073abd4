"""Whether other workstations of a server have saved anything since the last look."""

from __future__ import annotations

from qmsdesk.models import engine
from qmsdesk.models.transactions import one
from qmsdesk.operations.desk import Desk


def is_shared(desk: Desk) -> bool:
    """True for a department on a server, where others save too."""
    return engine.current().is_server


def last_line(desk: Desk) -> int:
    """The last line of the trail: whatever is saved adds one."""
    found = one("SELECT coalesce(max(seq), 0) FROM audit")
    return int(found[0]) if found else 0


def saved_elsewhere(desk: Desk, *, since: int) -> tuple[int, bool]:
    """The last line now, and whether another workstation or user wrote one after line `since`."""
    found = one(
        'SELECT max(seq), count(*) FILTER (WHERE workstation <> ? OR "user" <> ?) FROM audit WHERE seq > ?',
        (desk.workstation, desk.user.name, since),
    )
    return (since, False) if found is None or found[0] is None else (int(found[0]), bool(found[1]))
