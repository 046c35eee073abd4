"""Migration 0004: the audit trail and the viewing log, which nobody can change."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, monotonic INTEGER NOT NULL, "user" TEXT NOT NULL,
    role TEXT NOT NULL, workstation TEXT NOT NULL, action TEXT NOT NULL, slip_id INTEGER,
    old TEXT NOT NULL, new TEXT NOT NULL, reason TEXT NOT NULL, prev_mac TEXT NOT NULL,
    mac TEXT NOT NULL
) STRICT
""",
    "CREATE INDEX audit_slip_id ON audit (slip_id)",
    """
CREATE TABLE view_log (
    id INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, "user" TEXT NOT NULL, workstation TEXT NOT NULL,
    slip_id INTEGER, what TEXT NOT NULL DEFAULT '', purpose TEXT NOT NULL,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX view_log_slip_id ON view_log (slip_id)",
    """
CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
""",
    """
CREATE TRIGGER view_log_not_changed BEFORE UPDATE ON view_log
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
""",
    """
CREATE TRIGGER audit_not_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
""",
    """
CREATE TRIGGER view_log_not_removed BEFORE DELETE ON view_log
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
""",
    """
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
""",
    """
CREATE TRIGGER view_log_not_replaced BEFORE INSERT ON view_log
WHEN EXISTS (SELECT 1 FROM view_log WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END
""",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
