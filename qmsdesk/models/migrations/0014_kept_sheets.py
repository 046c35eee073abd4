"""Migration 0014: prints without a slip of their own (AUX-1, bound ledger, company reports) are kept as well."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE kept_sheet (
    id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('source', 'ledger', 'report')),
    source_id INTEGER, title TEXT NOT NULL, sha256 TEXT NOT NULL, pages INTEGER NOT NULL,
    reprint INTEGER NOT NULL DEFAULT 0, place TEXT NOT NULL DEFAULT '', made_at TEXT NOT NULL, made_by TEXT NOT NULL,
    FOREIGN KEY (source_id) REFERENCES source_document (id) ON DELETE RESTRICT,
    CHECK (kind != 'source' OR source_id IS NOT NULL)
) STRICT
""",
    "CREATE INDEX kept_sheet_source_id ON kept_sheet (source_id)",
    "CREATE INDEX kept_sheet_title ON kept_sheet (title)",
    "CREATE INDEX kept_sheet_sha256 ON kept_sheet (sha256)",
    "DROP VIEW kept_file",
    """
CREATE VIEW kept_file AS
SELECT sha256, name FROM attachment
UNION ALL SELECT sha256, '打印件' FROM stored_print
UNION ALL SELECT sha256, file_name FROM scan_page
UNION ALL SELECT sha256, name FROM foreign_file
UNION ALL SELECT sha256, title FROM kept_sheet
""",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
