"""Migration 0002: one table per paper, its columns named as the fields of the paper."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE feedback (
    slip_id INTEGER NOT NULL PRIMARY KEY, feedback_date TEXT, customer_name TEXT NOT NULL DEFAULT '',
    customer_address TEXT NOT NULL DEFAULT '', product_name TEXT NOT NULL DEFAULT '',
    drawing_no TEXT NOT NULL DEFAULT '', commission_date TEXT, failure_date TEXT,
    problem_part TEXT NOT NULL DEFAULT '', problem_kind TEXT NOT NULL DEFAULT '',
    witness TEXT NOT NULL DEFAULT '', opened INTEGER NOT NULL DEFAULT 0,
    visual INTEGER NOT NULL DEFAULT 0, tool TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '', other TEXT NOT NULL DEFAULT '',
    qc_receipt_opinion TEXT NOT NULL DEFAULT '', channel TEXT NOT NULL DEFAULT '',
    serial_no TEXT NOT NULL DEFAULT '', ship_date TEXT, pressure_vessel INTEGER NOT NULL DEFAULT 0,
    proposed_class TEXT NOT NULL DEFAULT '', problem_code TEXT NOT NULL DEFAULT '',
    complaint_class TEXT NOT NULL CHECK (complaint_class IN ('', 'A', 'B', 'AB')) DEFAULT '',
    severity TEXT NOT NULL CHECK (severity IN ('', '一般', '重大', '特大')) DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX feedback_serial_no ON feedback (serial_no)",
    "CREATE INDEX feedback_customer_name ON feedback (customer_name)",
    """
CREATE TABLE suggestion (
    slip_id INTEGER NOT NULL PRIMARY KEY, issuing_unit TEXT NOT NULL DEFAULT '',
    receiving_unit TEXT NOT NULL DEFAULT '', info_source TEXT NOT NULL DEFAULT '',
    content TEXT NOT NULL DEFAULT '', reply TEXT NOT NULL DEFAULT '',
    verification TEXT NOT NULL DEFAULT '',
    decision TEXT NOT NULL CHECK (decision IN ('', '采纳', '部分采纳', '不采纳')) DEFAULT '',
    decision_reason TEXT NOT NULL DEFAULT '', design_change INTEGER NOT NULL DEFAULT 0,
    answer_customer INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    """
CREATE TABLE handling (
    slip_id INTEGER NOT NULL PRIMARY KEY, feedback_no TEXT NOT NULL DEFAULT '',
    product_name TEXT NOT NULL DEFAULT '', drawing_no TEXT NOT NULL DEFAULT '',
    customer_name TEXT NOT NULL DEFAULT '', cause_analysis TEXT NOT NULL DEFAULT '',
    responsible_dept TEXT NOT NULL DEFAULT '', disposition TEXT NOT NULL DEFAULT '',
    to_quality INTEGER NOT NULL DEFAULT 0, to_sales INTEGER NOT NULL DEFAULT 0,
    to_responsible INTEGER NOT NULL DEFAULT 0, copy_count INTEGER, photocopy_count INTEGER,
    severity TEXT NOT NULL CHECK (severity IN ('', '一般', '重大', '特大')) DEFAULT '',
    cause_kind TEXT NOT NULL DEFAULT '', answer_customer INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    """
CREATE TABLE warranty_claim (
    slip_id INTEGER NOT NULL PRIMARY KEY, product_name TEXT NOT NULL DEFAULT '',
    drawing_no TEXT NOT NULL DEFAULT '', ship_date TEXT, serial_no TEXT NOT NULL DEFAULT '',
    customer_name TEXT NOT NULL DEFAULT '', feedback_no TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '', required_date TEXT, sales_opinion TEXT NOT NULL DEFAULT '',
    quality_opinion TEXT NOT NULL DEFAULT '', remarks TEXT NOT NULL DEFAULT '', planned_date TEXT,
    responsible_unit TEXT NOT NULL DEFAULT '', total_weight INTEGER, total_amount INTEGER,
    factory_opinion TEXT NOT NULL DEFAULT '', consignee TEXT NOT NULL DEFAULT '',
    station TEXT NOT NULL DEFAULT '', full_wagon TEXT NOT NULL DEFAULT '',
    part_load TEXT NOT NULL DEFAULT '', actual_date TEXT,
    claim_class TEXT NOT NULL CHECK (claim_class IN ('', '质量三包', '经营性三包')) DEFAULT '',
    mode_repair INTEGER NOT NULL DEFAULT 0, mode_replace INTEGER NOT NULL DEFAULT 0,
    mode_return INTEGER NOT NULL DEFAULT 0, mode_compensate INTEGER NOT NULL DEFAULT 0,
    handling_no TEXT NOT NULL DEFAULT '', warranty_result TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX warranty_claim_serial_no ON warranty_claim (serial_no)",
    """
CREATE TABLE warranty_claim_line (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, row_no INTEGER NOT NULL,
    drawing_no TEXT NOT NULL DEFAULT '', name TEXT NOT NULL DEFAULT '',
    quantity INTEGER CHECK (quantity IS NULL OR quantity > 0), unit_weight INTEGER, unit_price INTEGER,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX warranty_claim_line_slip_id_row_no ON warranty_claim_line (slip_id, row_no)",
    """
CREATE TABLE monthly_return (
    slip_id INTEGER NOT NULL PRIMARY KEY, year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12), unit_name TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    """
CREATE TABLE monthly_return_line (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, row_no INTEGER NOT NULL,
    feedback_no TEXT NOT NULL DEFAULT '', customer_name TEXT NOT NULL DEFAULT '',
    product_name TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '', loss INTEGER, claim_no TEXT NOT NULL DEFAULT '',
    remarks TEXT NOT NULL DEFAULT '', FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX monthly_return_line_slip_id_row_no ON monthly_return_line (slip_id, row_no)",
    """
CREATE TABLE survey_form (
    slip_id INTEGER NOT NULL PRIMARY KEY, customer_name TEXT NOT NULL DEFAULT '',
    product TEXT NOT NULL DEFAULT '', ship_date TEXT, serial_no TEXT NOT NULL DEFAULT '',
    survey_date TEXT, rating_reliability TEXT NOT NULL DEFAULT '',
    rating_completeness TEXT NOT NULL DEFAULT '', rating_safety TEXT NOT NULL DEFAULT '',
    rating_bought_parts TEXT NOT NULL DEFAULT '', rating_appearance TEXT NOT NULL DEFAULT '',
    rating_service TEXT NOT NULL DEFAULT '', rating_delivery TEXT NOT NULL DEFAULT '',
    cause TEXT NOT NULL DEFAULT '', suggestion TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '', department TEXT NOT NULL DEFAULT '', report_date TEXT,
    scoring_class TEXT NOT NULL DEFAULT '', round_kind TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    """
CREATE TABLE template_change (
    slip_id INTEGER NOT NULL PRIMARY KEY, FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    """
CREATE TABLE template_change_line (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, row_no INTEGER NOT NULL,
    mark TEXT NOT NULL DEFAULT '', notice_no TEXT NOT NULL DEFAULT '',
    changed_by TEXT NOT NULL DEFAULT '', changed_on TEXT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX template_change_line_slip_id_row_no ON template_change_line (slip_id, row_no)",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
