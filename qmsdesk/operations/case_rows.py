"""The one row a feedback has for what 质管 determines about it, made when first needed."""

from __future__ import annotations

from typing import Any

from qmsdesk.models.transactions import one
from qmsdesk.operations.deed import Deed


def note(deed: Deed, feedback_id: int, **columns: Any) -> None:
    """Set columns of the feedback's case row."""
    if one("SELECT 1 FROM feedback_case WHERE slip_id = ?", (feedback_id,)) is None:
        deed.insert("feedback_case", slip_id=feedback_id)
    deed.change("feedback_case", feedback_id, **columns)


def open_strand(deed: Deed, feedback_id: int, kind: str, *, waiting: str = "") -> None:
    """Begin strand A or B of a feedback, or say where it waits now (I-19)."""
    live = one(
        "SELECT id FROM strand WHERE slip_id = ? AND kind = ? AND dropped_at IS NULL", (feedback_id, kind)
    )
    if live is None:
        deed.insert(
            "strand",
            slip_id=feedback_id,
            kind=kind,
            waiting=waiting,
            opened_at=deed.now,
            opened_by=deed.desk.user.name,
        )
    else:
        deed.change("strand", live[0], waiting=waiting, closed_at=None)
