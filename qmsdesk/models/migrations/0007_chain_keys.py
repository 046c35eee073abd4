"""Migration 0007: the keys the trail was written with before the database got a new key."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE chain_key (
    id INTEGER NOT NULL PRIMARY KEY, up_to INTEGER NOT NULL, audit_key TEXT NOT NULL, anchor_key TEXT NOT NULL
) STRICT
""",
    "CREATE UNIQUE INDEX chain_key_up_to ON chain_key (up_to)",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
