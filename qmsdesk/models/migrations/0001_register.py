"""Migration 0001: units, people, the register of slips, their sources, copies, signatures and files."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE unit (
    id INTEGER NOT NULL PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL,
    scoring_class TEXT NOT NULL CHECK (scoring_class IN ('商品厂', '铸锻厂')) DEFAULT '商品厂',
    created_at TEXT NOT NULL
) STRICT
""",
    "CREATE UNIQUE INDEX unit_code ON unit (code)",
    """
CREATE TABLE department (
    id INTEGER NOT NULL PRIMARY KEY, unit_id INTEGER, name TEXT NOT NULL, kind TEXT NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('here', 'elsewhere')) DEFAULT 'elsewhere',
    active INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL,
    FOREIGN KEY (unit_id) REFERENCES unit (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX department_unit_id_name ON department (unit_id, name)",
    """
CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, department_id INTEGER,
    telephone TEXT NOT NULL DEFAULT '', signs_in INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL,
    FOREIGN KEY (department_id) REFERENCES department (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX person_name ON person (name)",
    "CREATE INDEX person_department_id ON person (department_id)",
    """
CREATE TABLE role_assignment (
    id INTEGER NOT NULL PRIMARY KEY, person_id INTEGER NOT NULL, role TEXT NOT NULL, unit_id INTEGER,
    since TEXT NOT NULL, until TEXT, given_by TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE RESTRICT,
    FOREIGN KEY (unit_id) REFERENCES unit (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX role_assignment_unit_id ON role_assignment (unit_id)",
    "CREATE INDEX role_assignment_person_id_role ON role_assignment (person_id, role)",
    """
CREATE TABLE setting (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL
) STRICT
""",
    "CREATE UNIQUE INDEX setting_name ON setting (name)",
    """
CREATE TABLE customer (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL DEFAULT '',
    telephone TEXT NOT NULL DEFAULT '', pinyin TEXT NOT NULL DEFAULT '',
    initials TEXT NOT NULL DEFAULT '', uses INTEGER NOT NULL DEFAULT 0, last_used TEXT
) STRICT
""",
    "CREATE INDEX customer_initials ON customer (initials)",
    "CREATE UNIQUE INDEX customer_name_address ON customer (name, address)",
    """
CREATE TABLE product (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, drawing_no TEXT NOT NULL DEFAULT '',
    serial_no TEXT NOT NULL DEFAULT '', customer_id INTEGER, ship_date TEXT, commission_date TEXT,
    is_pressure_vessel INTEGER NOT NULL DEFAULT 0, pinyin TEXT NOT NULL DEFAULT '',
    initials TEXT NOT NULL DEFAULT '', uses INTEGER NOT NULL DEFAULT 0, last_used TEXT,
    FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE SET NULL
) STRICT
""",
    "CREATE INDEX product_serial_no ON product (serial_no)",
    "CREATE INDEX product_customer_id ON product (customer_id)",
    "CREATE INDEX product_initials ON product (initials)",
    "CREATE UNIQUE INDEX product_name_drawing_no_serial_no ON product (name, drawing_no, serial_no)",
    """
CREATE TABLE slip (
    id INTEGER NOT NULL PRIMARY KEY, paper_code TEXT NOT NULL,
    letter TEXT NOT NULL CHECK (letter IN ('F', 'J', 'C', 'B', '')), number TEXT,
    unit_id INTEGER NOT NULL, department_id INTEGER NOT NULL, year INTEGER NOT NULL,
    series TEXT NOT NULL, seq INTEGER CHECK (seq IS NULL OR seq > 0),
    state TEXT NOT NULL CHECK (state <> ''), template_revision TEXT NOT NULL,
    business_date TEXT NOT NULL, registered_at TEXT NOT NULL, registered_by TEXT NOT NULL,
    void_reason TEXT, void_by TEXT, void_at TEXT, closed_at TEXT, request_id TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1, digest TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (unit_id) REFERENCES unit (id) ON DELETE RESTRICT,
    FOREIGN KEY (department_id) REFERENCES department (id) ON DELETE RESTRICT,
    CHECK ((void_at IS NULL) = (void_reason IS NULL) AND (void_at IS NULL) = (void_by IS NULL)),
    CHECK ((state = '作废') = (void_at IS NOT NULL))
) STRICT
""",
    "CREATE UNIQUE INDEX slip_number ON slip (number)",
    "CREATE INDEX slip_unit_id ON slip (unit_id)",
    "CREATE UNIQUE INDEX slip_request_id ON slip (request_id)",
    "CREATE UNIQUE INDEX slip_paper_code_unit_id_series_seq ON slip (paper_code, unit_id, series, seq)",
    "CREATE INDEX slip_department_id_state ON slip (department_id, state)",
    """
CREATE TABLE source_document (
    id INTEGER NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL CHECK (origin IN ('call', 'original', 'import')), channel TEXT NOT NULL,
    record_no TEXT, original_no TEXT, import_name TEXT NOT NULL DEFAULT '',
    department_id INTEGER NOT NULL, caller TEXT NOT NULL DEFAULT '', telephone TEXT NOT NULL DEFAULT '',
    received_at TEXT NOT NULL, received_by TEXT NOT NULL, entered_at TEXT NOT NULL,
    entered_by TEXT NOT NULL, customer_name TEXT NOT NULL DEFAULT '',
    customer_address TEXT NOT NULL DEFAULT '', product_name TEXT NOT NULL DEFAULT '',
    drawing_no TEXT NOT NULL DEFAULT '', serial_no TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '', remedy TEXT NOT NULL DEFAULT '', pages INTEGER NOT NULL DEFAULT 1,
    is_original INTEGER NOT NULL DEFAULT 1, slip_id INTEGER, request_id TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    FOREIGN KEY (department_id) REFERENCES department (id) ON DELETE RESTRICT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX source_document_record_no ON source_document (record_no)",
    "CREATE INDEX source_document_department_id ON source_document (department_id)",
    "CREATE INDEX source_document_slip_id ON source_document (slip_id)",
    "CREATE UNIQUE INDEX source_document_request_id ON source_document (request_id)",
    "CREATE UNIQUE INDEX source_document_origin_original_no ON source_document (origin, original_no)",
    "CREATE INDEX source_document_serial_no ON source_document (serial_no)",
    """
CREATE TABLE copy (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0), "of" INTEGER NOT NULL, label TEXT NOT NULL,
    holder TEXT NOT NULL, holder_department_id INTEGER, printed_count INTEGER NOT NULL DEFAULT 0,
    last_printed_at TEXT, last_printed_by TEXT NOT NULL DEFAULT '', handed_at TEXT,
    handed_by TEXT NOT NULL DEFAULT '', signed_for_at TEXT, signed_for_by TEXT NOT NULL DEFAULT '',
    opinion TEXT NOT NULL DEFAULT '', returned_at TEXT, returned_by TEXT NOT NULL DEFAULT '',
    return_reason TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    FOREIGN KEY (holder_department_id) REFERENCES department (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX copy_slip_id_ordinal ON copy (slip_id, ordinal)",
    """
CREATE INDEX copy_holder_department_id_handed_at_signed_for_at
ON copy (holder_department_id, handed_at, signed_for_at)
""",
    """
CREATE TABLE signature (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, box TEXT NOT NULL, name TEXT NOT NULL,
    day TEXT, how TEXT NOT NULL CHECK (how IN ('typed', 'program', 'ink')),
    meaning TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '', "user" TEXT NOT NULL,
    at TEXT NOT NULL, digest TEXT NOT NULL DEFAULT '', override_reason TEXT NOT NULL DEFAULT '',
    withdrawn_at TEXT, withdrawn_by TEXT, withdrawn_why TEXT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX signature_slip_id ON signature (slip_id)",
    "CREATE UNIQUE INDEX signature_live ON signature (slip_id, box) WHERE withdrawn_at IS NULL",
    """
CREATE TABLE attachment (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER, source_id INTEGER, draft_id TEXT,
    field TEXT NOT NULL DEFAULT 'attachments', name TEXT NOT NULL, "sha256" TEXT NOT NULL,
    size INTEGER NOT NULL, media_type TEXT NOT NULL DEFAULT 'application/octet-stream',
    pages INTEGER NOT NULL DEFAULT 1, is_original INTEGER NOT NULL DEFAULT 1, added_at TEXT NOT NULL,
    added_by TEXT NOT NULL, FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    FOREIGN KEY (source_id) REFERENCES source_document (id) ON DELETE RESTRICT,
    CHECK (slip_id IS NOT NULL OR source_id IS NOT NULL OR draft_id IS NOT NULL)
) STRICT
""",
    "CREATE INDEX attachment_slip_id ON attachment (slip_id)",
    "CREATE INDEX attachment_source_id ON attachment (source_id)",
    "CREATE INDEX attachment_draft_id ON attachment (draft_id)",
    'CREATE INDEX "attachment_sha256" ON attachment ("sha256")',
    """
CREATE TABLE contact_log (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, at TEXT NOT NULL, how TEXT NOT NULL,
    contact TEXT NOT NULL DEFAULT '', result TEXT NOT NULL DEFAULT '', entered_by TEXT NOT NULL,
    entered_at TEXT NOT NULL, FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX contact_log_slip_id ON contact_log (slip_id)",
    """
CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY, "user" TEXT NOT NULL, department_id INTEGER NOT NULL,
    paper_code TEXT NOT NULL, content TEXT NOT NULL DEFAULT '{}', source_id INTEGER,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
    FOREIGN KEY (department_id) REFERENCES department (id) ON DELETE RESTRICT,
    FOREIGN KEY (source_id) REFERENCES source_document (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX draft_department_id ON draft (department_id)",
    "CREATE INDEX draft_source_id ON draft (source_id)",
    'CREATE INDEX draft_user_updated_at ON draft ("user", updated_at)',
    """
CREATE TABLE counter (
    unit_code TEXT NOT NULL, letter TEXT NOT NULL, year TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (unit_code, letter, year)
) STRICT, WITHOUT ROWID
""",
    """
CREATE TABLE request (
    id TEXT NOT NULL PRIMARY KEY, verb TEXT NOT NULL, result TEXT NOT NULL, at TEXT NOT NULL
) STRICT
""",
    """
CREATE TRIGGER slip_stays BEFORE DELETE ON slip
BEGIN SELECT RAISE(ABORT, 'a registered slip is never deleted'); END
""",
    """
CREATE TRIGGER slip_number_stays BEFORE UPDATE OF number ON slip
WHEN OLD.number IS NOT NULL AND NEW.number IS NOT OLD.number
BEGIN SELECT RAISE(ABORT, 'a number is never changed'); END
""",
    """
CREATE TRIGGER signature_stays BEFORE DELETE ON signature
BEGIN SELECT RAISE(ABORT, 'a signature is withdrawn, not deleted'); END
""",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
