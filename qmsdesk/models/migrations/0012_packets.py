"""Migration 0012: packets handed to departments that work in another database, and the copies such packets brought."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE packet (
    id INTEGER NOT NULL PRIMARY KEY, packet_id TEXT NOT NULL, slip_id INTEGER NOT NULL, copy_id INTEGER NOT NULL,
    receiver TEXT NOT NULL, digest TEXT NOT NULL, made_at TEXT NOT NULL, made_by TEXT NOT NULL, receipt_at TEXT,
    receipt_by TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    FOREIGN KEY (copy_id) REFERENCES copy (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX packet_packet_id ON packet (packet_id)",
    "CREATE INDEX packet_slip_id ON packet (slip_id)",
    "CREATE INDEX packet_copy_id ON packet (copy_id)",
    """
CREATE TABLE foreign_copy (
    id INTEGER NOT NULL PRIMARY KEY, packet_id TEXT NOT NULL, unit TEXT NOT NULL, department TEXT NOT NULL,
    sender TEXT NOT NULL, paper_code TEXT NOT NULL, number TEXT NOT NULL, holder TEXT NOT NULL, label TEXT NOT NULL,
    content TEXT NOT NULL, digest TEXT NOT NULL, sent_at TEXT NOT NULL, taken_at TEXT NOT NULL, taken_by TEXT NOT NULL,
    signed_for_at TEXT, signed_for_by TEXT NOT NULL DEFAULT '', opinion TEXT NOT NULL DEFAULT ''
) STRICT
""",
    "CREATE UNIQUE INDEX foreign_copy_packet_id ON foreign_copy (packet_id)",
    "CREATE INDEX foreign_copy_number ON foreign_copy (number)",
    """
CREATE TABLE foreign_file (
    id INTEGER NOT NULL PRIMARY KEY, foreign_copy_id INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    FOREIGN KEY (foreign_copy_id) REFERENCES foreign_copy (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX foreign_file_foreign_copy_id ON foreign_file (foreign_copy_id)",
    "CREATE INDEX foreign_file_sha256 ON foreign_file (sha256)",
    "DROP VIEW kept_file",
    """
CREATE VIEW kept_file AS
SELECT sha256, name FROM attachment
UNION ALL SELECT sha256, '打印件' FROM stored_print
UNION ALL SELECT sha256, file_name FROM scan_page
UNION ALL SELECT sha256, name FROM foreign_file
""",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
