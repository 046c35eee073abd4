"""Migration 0009: the list of what was destroyed, and lines of the trail whose content went with it."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE destruction (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, list_no TEXT NOT NULL, number TEXT NOT NULL,
    kept_until TEXT NOT NULL, asked_by TEXT NOT NULL, approved_by TEXT NOT NULL, approved_on TEXT NOT NULL,
    approved_how TEXT NOT NULL, at TEXT NOT NULL, digest TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX destruction_slip_id ON destruction (slip_id)",
    "CREATE INDEX destruction_list_no ON destruction (list_no)",
    "CREATE TABLE audit_redaction ( seq INTEGER NOT NULL PRIMARY KEY, mac TEXT NOT NULL ) STRICT",
    "DROP TRIGGER audit_not_changed",
    """
CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_redaction WHERE seq = OLD.seq) OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at
    OR NEW.monotonic <> OLD.monotonic OR NEW."user" <> OLD."user" OR NEW.role <> OLD.role
    OR NEW.workstation <> OLD.workstation OR NEW.action <> OLD.action OR NEW.slip_id IS NOT OLD.slip_id
    OR NEW.prev_mac <> OLD.prev_mac OR NEW.mac <> OLD.mac
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
""",
    """
CREATE TRIGGER audit_redaction_not_removed BEFORE DELETE ON audit_redaction
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
""",
    """
CREATE TRIGGER destruction_not_removed BEFORE DELETE ON destruction
BEGIN SELECT RAISE(ABORT, 'what was destroyed stays listed'); END
""",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
