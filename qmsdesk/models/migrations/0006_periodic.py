"""Migration 0006: returns, reports, survey rounds and scores, the duty calendar, an index for statistics."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

_LINE = (
    "line_kind TEXT NOT NULL CHECK (line_kind IN ('本月', '续报', '补报')) DEFAULT '本月'",
    "count_delta INTEGER NOT NULL DEFAULT 0",
    "loss_delta INTEGER NOT NULL DEFAULT 0",
    "still_open INTEGER NOT NULL DEFAULT 0",
    "source TEXT NOT NULL DEFAULT '{}'",
)

STATEMENTS = (
    *(f"ALTER TABLE monthly_return_line ADD COLUMN {column}" for column in _LINE),
    """
CREATE TABLE periodic (
    slip_id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('return', 'trend', 'satisfaction', 'company_trend', 'company_satisfaction')),
    period TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', content TEXT NOT NULL DEFAULT '{}',
    snapshot TEXT NOT NULL DEFAULT '', frozen_at TEXT, sent_on TEXT, sent_to TEXT NOT NULL DEFAULT '',
    sent_by TEXT NOT NULL DEFAULT '', received_on TEXT, received_by TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    CHECK ((snapshot = '') = (frozen_at IS NULL))
) STRICT
""",
    "CREATE INDEX periodic_kind_period ON periodic (kind, period)",
    """
CREATE TABLE survey_round (
    id INTEGER NOT NULL PRIMARY KEY, unit_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('定期', '不定期')), year INTEGER NOT NULL,
    half INTEGER NOT NULL CHECK (half IN (1, 2)), title TEXT NOT NULL DEFAULT '', opens TEXT NOT NULL,
    closes TEXT NOT NULL, population INTEGER NOT NULL CHECK (population >= 0),
    reason TEXT NOT NULL DEFAULT '', mode TEXT NOT NULL DEFAULT '',
    scoring_class TEXT NOT NULL CHECK (scoring_class IN ('商品厂', '铸锻厂')),
    state TEXT NOT NULL CHECK (state IN ('计划', '进行', '结束')) DEFAULT '计划',
    created_at TEXT NOT NULL, created_by TEXT NOT NULL,
    FOREIGN KEY (unit_id) REFERENCES unit (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX survey_round_year_half ON survey_round (year, half)",
    """
CREATE TABLE survey_result (
    slip_id INTEGER NOT NULL PRIMARY KEY, survey_round_id INTEGER NOT NULL,
    product_kind TEXT NOT NULL DEFAULT '', mode TEXT NOT NULL DEFAULT '', focus INTEGER NOT NULL DEFAULT 0,
    sample_reason TEXT NOT NULL DEFAULT '', ticks TEXT NOT NULL DEFAULT '{}',
    scoring_class TEXT NOT NULL CHECK (scoring_class IN ('商品厂', '铸锻厂')),
    scoring_version TEXT NOT NULL DEFAULT '', total INTEGER, full_marks INTEGER NOT NULL DEFAULT 0,
    invalid_reason TEXT NOT NULL DEFAULT '', counts_in TEXT NOT NULL DEFAULT '',
    late INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL DEFAULT '', reached_on TEXT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    FOREIGN KEY (survey_round_id) REFERENCES survey_round (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX survey_result_survey_round_id ON survey_result (survey_round_id)",
    "CREATE INDEX survey_result_counts_in ON survey_result (counts_in)",
    """
CREATE TABLE duty (
    id INTEGER NOT NULL PRIMARY KEY, key TEXT NOT NULL, code TEXT NOT NULL, what TEXT NOT NULL,
    paper_code TEXT NOT NULL DEFAULT '', period TEXT NOT NULL DEFAULT '', due TEXT NOT NULL,
    warn_from TEXT NOT NULL, clause TEXT NOT NULL DEFAULT '', slip_id INTEGER, sent_on TEXT,
    received_on TEXT, note TEXT NOT NULL DEFAULT '', changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL DEFAULT '', FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX duty_key ON duty (key)",
    "CREATE INDEX duty_due ON duty (due)",
    # days and money of each problem class side by side, added up without sorting and without touching the wide rows
    "CREATE INDEX ledger_problem_code_feedback_date_claim_cost_state"
    " ON ledger (problem_code, feedback_date, claim_cost, state)",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
