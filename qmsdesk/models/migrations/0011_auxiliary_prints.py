"""Migration 0011: auxiliary sheets of a case are kept among the prints that were put out."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

COLUMNS = (
    "id, slip_id, kind, sha256, pages, copies, reprint, place, digest, content, signers, made_at, made_by"
)
STATEMENTS = (
    "DROP VIEW kept_file",
    """
CREATE TABLE stored_print_new (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('copyset', 'electronic', 'auxiliary')), sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL, copies INTEGER NOT NULL, reprint INTEGER NOT NULL DEFAULT 0,
    place TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL, content TEXT NOT NULL, signers TEXT NOT NULL DEFAULT '{}',
    made_at TEXT NOT NULL, made_by TEXT NOT NULL,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    f"INSERT INTO stored_print_new ({COLUMNS}) SELECT {COLUMNS} FROM stored_print",
    "DROP TABLE stored_print",
    "ALTER TABLE stored_print_new RENAME TO stored_print",
    "CREATE INDEX stored_print_slip_id ON stored_print (slip_id)",
    "CREATE INDEX stored_print_sha256 ON stored_print (sha256)",
    """
CREATE VIEW kept_file AS
SELECT sha256, name FROM attachment
UNION ALL SELECT sha256, '打印件' FROM stored_print
UNION ALL SELECT sha256, file_name FROM scan_page
""",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
