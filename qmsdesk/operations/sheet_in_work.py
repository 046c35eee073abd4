"""Which draft a slip's sheet is being written in."""

from __future__ import annotations

from qmsdesk.models.transactions import one
from qmsdesk.operations.desk import Desk


def draft_of(desk: Desk, *, slip_id: int) -> str:
    """The id of the draft of a slip that was begun and has no number yet; "" when it has a number or no draft."""
    found = one(
        "SELECT d.id FROM draft d JOIN slip s ON s.id = d.slip_id WHERE s.id = ? AND s.number IS NULL"
        " AND s.unit_id = ? ORDER BY d.updated_at DESC LIMIT 1",
        (slip_id, desk.department.unit_id),
    )
    return str(found[0]) if found else ""
