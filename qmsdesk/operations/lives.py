"""The small lives beside a slip's own (intake, supplier, letter, arbitration) go by the same table and guards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.stepping import refuse_wrong_role
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.facts import Facts
from qmsdesk.procedure.guards import enforce
from qmsdesk.procedure.workflow import allowed, transition


def open_gestures(desk: Desk, *, life: str, state: str) -> tuple[str, ...]:
    """The gestures this user has in a state of a small life (intake, reply, supplier, appeal), for buttons."""
    return tuple(row.action for row in allowed(life, state, desk.user.roles))


def move(
    deed: Deed,
    life: str,
    action: str,
    *,
    table: str,
    key: int,
    state: str,
    given: Given,
    facts: Callable[[], Facts],
    state_column: str = "state",
    **columns: Any,
) -> str:
    """Change a row and its state inside the caller's transaction; the guard judges what stands then. The new state."""
    row = transition(life, state, action)
    refuse_wrong_role(deed.desk, row, given, state=state, paper=life)
    deed.change(table, key, **{state_column: row.target, **columns})
    enforce(row, facts())
    return row.target
