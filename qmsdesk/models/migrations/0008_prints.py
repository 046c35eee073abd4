"""Migration 0008: prints that were put out, pages that came back, the authority and the certificates of signers."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE stored_print (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('copyset', 'electronic')), sha256 TEXT NOT NULL, pages INTEGER NOT NULL,
    copies INTEGER NOT NULL, reprint INTEGER NOT NULL DEFAULT 0, place TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL, content TEXT NOT NULL, signers TEXT NOT NULL DEFAULT '{}', made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX stored_print_slip_id ON stored_print (slip_id)",
    "CREATE INDEX stored_print_sha256 ON stored_print (sha256)",
    """
CREATE TABLE scan_page (
    id INTEGER NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL, kind TEXT NOT NULL, file_name TEXT NOT NULL,
    place INTEGER NOT NULL, number TEXT NOT NULL DEFAULT '', slip_id INTEGER, copy_id INTEGER,
    page INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL CHECK (state IN ('filed', 'waiting', 'aside')), reason TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL, added_by TEXT NOT NULL, filed_at TEXT, filed_by TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    FOREIGN KEY (copy_id) REFERENCES copy (id) ON DELETE RESTRICT,
    CHECK (state != 'filed' OR slip_id IS NOT NULL)
) STRICT
""",
    "CREATE INDEX scan_page_sha256 ON scan_page (sha256)",
    "CREATE INDEX scan_page_slip_id ON scan_page (slip_id)",
    "CREATE INDEX scan_page_copy_id ON scan_page (copy_id)",
    "CREATE INDEX scan_page_state ON scan_page (state)",
    """
CREATE TABLE authority (
    id INTEGER NOT NULL PRIMARY KEY, certificate BLOB NOT NULL, key BLOB NOT NULL, made_at TEXT NOT NULL
) STRICT
""",
    """
CREATE TABLE certificate (
    id INTEGER NOT NULL PRIMARY KEY, user TEXT NOT NULL, serial TEXT NOT NULL, certificate BLOB NOT NULL,
    sealed_key TEXT NOT NULL, made_at TEXT NOT NULL
) STRICT
""",
    "CREATE INDEX certificate_user ON certificate (user)",
    "CREATE UNIQUE INDEX certificate_serial ON certificate (serial)",
    # every file of the encrypted store with a name for people, whichever table speaks of it
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
