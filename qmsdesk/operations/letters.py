"""The internal texts of a case, none of which may appear in a letter to the customer (R-5.5.2-c)."""

from __future__ import annotations

from qmsdesk.models.transactions import rows
from qmsdesk.operations.case_links import children, feedbacks


def internal_texts(slip_id: int) -> tuple[str, ...]:
    """Causes and minutes kept anywhere in the case of a slip."""
    code = rows("SELECT paper_code FROM slip WHERE id = ?", (slip_id,))
    above = feedbacks(slip_id, code[0][0]) if code else ()
    handlings = [row[0] for row in children(above, ("03",))]
    if not handlings:
        return ()
    marks = ",".join("?" * len(handlings))
    found = rows(
        f"SELECT cause_analysis FROM handling WHERE slip_id IN ({marks})"
        f" UNION ALL SELECT causes FROM meeting WHERE slip_id IN ({marks})",
        [*handlings, *handlings],
    )
    return tuple(row[0] for row in found if row[0])
