"""Migration 0010: the lists of the desk (what waits in a state, what is on its way) are found by index."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    "DROP INDEX slip_department_id_state",
    "CREATE INDEX slip_unit_id_state_paper_code ON slip (unit_id, state, paper_code)",
    "CREATE INDEX copy_on_its_way ON copy (handed_at) WHERE handed_at IS NOT NULL AND signed_for_at IS NULL",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
