"""Migration 0003: the ledger, the search index and kept views."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE ledger (
    slip_id INTEGER NOT NULL PRIMARY KEY, row_no INTEGER NOT NULL, number TEXT NOT NULL,
    customer TEXT NOT NULL DEFAULT '', product TEXT NOT NULL DEFAULT '',
    product_name TEXT NOT NULL DEFAULT '', serial_no TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '', result TEXT NOT NULL DEFAULT '',
    responsible TEXT NOT NULL DEFAULT '', claim_no TEXT NOT NULL DEFAULT '', claim_cost INTEGER,
    complaint_class TEXT NOT NULL DEFAULT '', severity TEXT NOT NULL DEFAULT '', state TEXT NOT NULL,
    due TEXT, j_numbers TEXT NOT NULL DEFAULT '', c_numbers TEXT NOT NULL DEFAULT '',
    feedback_date TEXT NOT NULL DEFAULT '', problem_code TEXT NOT NULL DEFAULT '',
    unit_id INTEGER NOT NULL, department_id INTEGER NOT NULL, year INTEGER NOT NULL,
    number_sort INTEGER NOT NULL, customer_sort BLOB NOT NULL, product_sort BLOB NOT NULL,
    folded INTEGER NOT NULL DEFAULT 0, FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX ledger_serial_no ON ledger (serial_no)",
    "CREATE INDEX ledger_claim_cost ON ledger (claim_cost)",
    "CREATE INDEX ledger_due ON ledger (due)",
    "CREATE INDEX ledger_feedback_date ON ledger (feedback_date)",
    "CREATE INDEX ledger_number_sort ON ledger (number_sort)",
    "CREATE INDEX ledger_customer_sort ON ledger (customer_sort)",
    "CREATE INDEX ledger_product_sort ON ledger (product_sort)",
    "CREATE INDEX ledger_state_complaint_class ON ledger (state, complaint_class)",
    """
CREATE TABLE saved_view (
    id INTEGER NOT NULL PRIMARY KEY, "user" TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT
""",
    'CREATE UNIQUE INDEX saved_view_user_name ON saved_view ("user", name)',
    """
CREATE VIRTUAL TABLE search
USING fts5(tokens, content='', contentless_delete=1, detail='none', tokenize='ascii', prefix='1')
""",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
