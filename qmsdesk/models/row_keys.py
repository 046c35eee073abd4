"""By which column a row of each table is named in the trail."""

from __future__ import annotations

# tables with one row for a slip, named by the slip; a test keeps this equal to the records
BY_SLIP = frozenset(
    {
        "feedback", "suggestion", "handling", "warranty_claim", "monthly_return", "survey_form", "template_change",
        "ledger", "feedback_case", "warranty_decision", "periodic", "survey_result",
    }
)  # fmt: skip
BY_NAME = frozenset({"spelling"})
BY_SEQ = frozenset({"audit", "audit_redaction"})


def row_key(table: str) -> str:
    """The column that names one row of a table; counters alone have no such column."""
    if table in BY_SLIP:
        return "slip_id"
    if table in BY_NAME:
        return "name"
    return "seq" if table in BY_SEQ else "id"
