"""Migration 0005: what carries a case: strands, links, shares, meetings, transfers, appeals, costs, replies."""

from __future__ import annotations

from typing import Any

atomic = False  # the caller holds the one transaction of the whole upgrade

STATEMENTS = (
    """
CREATE TABLE feedback_case (
    slip_id INTEGER NOT NULL PRIMARY KEY,
    original TEXT NOT NULL CHECK (original IN ('', '原件', '复印件')) DEFAULT '', original_pages INTEGER,
    quality_registered_at TEXT, quality_registered_by TEXT NOT NULL DEFAULT '',
    severe_loss INTEGER NOT NULL DEFAULT 0, severe_reputation INTEGER NOT NULL DEFAULT 0,
    several_or_unclear INTEGER NOT NULL DEFAULT 0, severity_confirmed_by TEXT NOT NULL DEFAULT '',
    severity_confirmed_on TEXT, no_answer_reason TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    """
CREATE TABLE strand (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('A', 'B')),
    waiting TEXT NOT NULL CHECK (waiting IN ('', '转出', '供方')) DEFAULT '', opened_at TEXT NOT NULL,
    opened_by TEXT NOT NULL, closed_at TEXT, dropped_at TEXT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX strand_slip_id ON strand (slip_id)",
    "CREATE UNIQUE INDEX strand_live ON strand (slip_id, kind) WHERE dropped_at IS NULL",
    """
CREATE TABLE case_link (
    id INTEGER NOT NULL PRIMARY KEY, parent_id INTEGER NOT NULL, child_id INTEGER NOT NULL,
    linked_at TEXT NOT NULL, linked_by TEXT NOT NULL,
    FOREIGN KEY (parent_id) REFERENCES slip (id) ON DELETE RESTRICT,
    FOREIGN KEY (child_id) REFERENCES slip (id) ON DELETE RESTRICT,
    CHECK (parent_id <> child_id)
) STRICT
""",
    "CREATE INDEX case_link_child_id ON case_link (child_id)",
    "CREATE UNIQUE INDEX case_link_parent_id_child_id ON case_link (parent_id, child_id)",
    """
CREATE TABLE responsibility (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 0,
    row_no INTEGER NOT NULL, department TEXT NOT NULL,
    share INTEGER CHECK (share IS NULL OR share BETWEEN 0 AND 10000),
    source TEXT NOT NULL DEFAULT '判定',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    """
CREATE UNIQUE INDEX responsibility_slip_id_revision_department ON responsibility (slip_id,
revision, department)
""",
    """
CREATE TABLE meeting (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('质量分析会', '专题分析会')), held_on TEXT,
    place TEXT NOT NULL DEFAULT '', convener TEXT NOT NULL DEFAULT '', chair TEXT NOT NULL DEFAULT '',
    chair_role TEXT NOT NULL DEFAULT '', causes TEXT NOT NULL DEFAULT '',
    responsibility TEXT NOT NULL DEFAULT '', decisions TEXT NOT NULL DEFAULT '',
    risk TEXT NOT NULL DEFAULT '', resources TEXT NOT NULL DEFAULT '', benefit TEXT NOT NULL DEFAULT '',
    management_review INTEGER NOT NULL DEFAULT 0, general_manager_decision TEXT NOT NULL DEFAULT '',
    general_manager TEXT NOT NULL DEFAULT '', decided_on TEXT, recorded_by TEXT NOT NULL DEFAULT '',
    recorded_at TEXT NOT NULL,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX meeting_slip_id ON meeting (slip_id)",
    """
CREATE TABLE meeting_person (
    id INTEGER NOT NULL PRIMARY KEY, meeting_id INTEGER NOT NULL, row_no INTEGER NOT NULL,
    name TEXT NOT NULL, department TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (meeting_id) REFERENCES meeting (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX meeting_person_meeting_id_row_no ON meeting_person (meeting_id, row_no)",
    """
CREATE TABLE meeting_action (
    id INTEGER NOT NULL PRIMARY KEY, meeting_id INTEGER NOT NULL, row_no INTEGER NOT NULL,
    what TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '', due TEXT, done_on TEXT,
    FOREIGN KEY (meeting_id) REFERENCES meeting (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX meeting_action_meeting_id_row_no ON meeting_action (meeting_id, row_no)",
    """
CREATE TABLE supplier_claim (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, state TEXT NOT NULL CHECK (state <> ''),
    name TEXT NOT NULL, contact TEXT NOT NULL DEFAULT '', content TEXT NOT NULL DEFAULT '',
    limit_on TEXT NOT NULL, first_limit_on TEXT NOT NULL, extension_reason TEXT NOT NULL DEFAULT '',
    sent_on TEXT NOT NULL, sent_by TEXT NOT NULL, confirmed_on TEXT, report_no TEXT NOT NULL DEFAULT '',
    report_on TEXT, result TEXT NOT NULL DEFAULT '', result_on TEXT, closed_at TEXT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX supplier_claim_slip_id ON supplier_claim (slip_id)",
    """
CREATE TABLE transfer (
    id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('转交', '转出')),
    source_id INTEGER, slip_id INTEGER, giver TEXT NOT NULL, receiver TEXT NOT NULL,
    sent_at TEXT NOT NULL, sent_by TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    original TEXT NOT NULL CHECK (original IN ('', '原件', '复印件')) DEFAULT '', pages INTEGER,
    taken_at TEXT, taken_by TEXT NOT NULL DEFAULT '', result TEXT NOT NULL DEFAULT '', result_on TEXT,
    analysis TEXT NOT NULL DEFAULT '', analysis_on TEXT,
    FOREIGN KEY (source_id) REFERENCES source_document (id) ON DELETE RESTRICT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    CHECK ((source_id IS NULL) <> (slip_id IS NULL))
) STRICT
""",
    "CREATE INDEX transfer_source_id ON transfer (source_id)",
    "CREATE INDEX transfer_slip_id ON transfer (slip_id)",
    """
CREATE TABLE investigation (
    id INTEGER NOT NULL PRIMARY KEY, source_id INTEGER, slip_id INTEGER, day TEXT NOT NULL,
    who TEXT NOT NULL, how TEXT NOT NULL DEFAULT '', findings TEXT NOT NULL, entered_at TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    FOREIGN KEY (source_id) REFERENCES source_document (id) ON DELETE RESTRICT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    CHECK ((source_id IS NULL) <> (slip_id IS NULL))
) STRICT
""",
    "CREATE INDEX investigation_source_id ON investigation (source_id)",
    "CREATE INDEX investigation_slip_id ON investigation (slip_id)",
    """
CREATE TABLE appeal (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    level INTEGER NOT NULL CHECK (level IN (1, 2)), department TEXT NOT NULL, reason TEXT NOT NULL,
    filed_on TEXT NOT NULL, filed_by TEXT NOT NULL, entered_at TEXT NOT NULL,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX appeal_slip_id_level ON appeal (slip_id, level)",
    """
CREATE TABLE ruling (
    id INTEGER NOT NULL PRIMARY KEY, appeal_id INTEGER NOT NULL, text TEXT NOT NULL,
    investigation TEXT NOT NULL DEFAULT '', ruled_by TEXT NOT NULL, ruled_on TEXT NOT NULL,
    revision INTEGER, entered_at TEXT NOT NULL,
    FOREIGN KEY (appeal_id) REFERENCES appeal (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX ruling_appeal_id ON ruling (appeal_id)",
    """
CREATE TABLE cost_item (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, row_no INTEGER NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL DEFAULT '', fen INTEGER NOT NULL CHECK (fen >= 0),
    estimate INTEGER NOT NULL DEFAULT 0, removed_at TEXT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX cost_item_slip_id_row_no ON cost_item (slip_id, row_no)",
    """
CREATE TABLE approval (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('费用', '经营性三包', '先处理后分析', '作废')),
    cost_item_id INTEGER, name TEXT NOT NULL, day TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('typed', 'program', 'ink')), role TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, user TEXT NOT NULL, withdrawn_at TEXT,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT,
    FOREIGN KEY (cost_item_id) REFERENCES cost_item (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX approval_slip_id ON approval (slip_id)",
    "CREATE INDEX approval_cost_item_id ON approval (cost_item_id)",
    """
CREATE TABLE warranty_decision (
    slip_id INTEGER NOT NULL PRIMARY KEY, dispatch TEXT, factory TEXT, in_use TEXT, failure TEXT,
    kept TEXT NOT NULL CHECK (kept IN ('是', '否', '不明')) DEFAULT '不明', quality_cause INTEGER,
    early_failure INTEGER NOT NULL DEFAULT 0, pressure_vessel INTEGER NOT NULL DEFAULT 0,
    contract_end TEXT, regulation_basis TEXT NOT NULL DEFAULT '', regulation_end TEXT,
    result TEXT NOT NULL, rule_row TEXT NOT NULL, explanation TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL DEFAULT '', decided_on TEXT, reason TEXT NOT NULL DEFAULT '',
    evidence TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    """
CREATE TABLE customer_reply (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, state TEXT NOT NULL CHECK (state <> ''),
    customer TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '',
    company_level INTEGER NOT NULL DEFAULT 0, drafted_by TEXT NOT NULL, drafted_on TEXT NOT NULL,
    department_leader TEXT NOT NULL DEFAULT '', department_on TEXT,
    company_leader TEXT NOT NULL DEFAULT '', company_on TEXT, channel TEXT NOT NULL DEFAULT '',
    sender TEXT NOT NULL DEFAULT '', sent_on TEXT, entered_at TEXT NOT NULL,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX customer_reply_slip_id ON customer_reply (slip_id)",
    """
CREATE TABLE verification (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    result TEXT NOT NULL CHECK (result IN ('合格', '不合格')), text TEXT NOT NULL, who TEXT NOT NULL,
    day TEXT NOT NULL, entered_at TEXT NOT NULL,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE INDEX verification_slip_id ON verification (slip_id)",
    """
CREATE TABLE stock_check (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('库存品', '在制品', '检验记录')),
    result TEXT NOT NULL CHECK (result IN ('发现同类', '未发现', '不适用')),
    note TEXT NOT NULL DEFAULT '', who TEXT NOT NULL, day TEXT NOT NULL,
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX stock_check_slip_id_place ON stock_check (slip_id, place)",
    """
CREATE TABLE deadline (
    id INTEGER NOT NULL PRIMARY KEY, slip_id INTEGER NOT NULL, kind TEXT NOT NULL, what TEXT NOT NULL,
    due TEXT NOT NULL, done_on TEXT, clause TEXT NOT NULL DEFAULT '',
    FOREIGN KEY (slip_id) REFERENCES slip (id) ON DELETE RESTRICT
) STRICT
""",
    "CREATE UNIQUE INDEX deadline_slip_id_kind ON deadline (slip_id, kind)",
    "CREATE INDEX deadline_done_on_due ON deadline (done_on, due)",
    "ALTER TABLE handling ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE handling ADD COLUMN several_or_unclear INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE handling ADD COLUMN measures TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE handling ADD COLUMN capa_number TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE handling ADD COLUMN capa_due TEXT",
    "ALTER TABLE handling ADD COLUMN appeal_state TEXT NOT NULL DEFAULT '无'",
    "ALTER TABLE suggestion ADD COLUMN photocopy_on TEXT",
    "ALTER TABLE suggestion ADD COLUMN photocopy_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE warranty_claim ADD COLUMN handling_received_on TEXT",
    "ALTER TABLE warranty_claim ADD COLUMN dispatched_on TEXT",
    "ALTER TABLE source_document ADD COLUMN state TEXT NOT NULL CHECK (state <> '') DEFAULT '接收'",
    "ALTER TABLE draft ADD COLUMN slip_id INTEGER",
    "ALTER TABLE product ADD COLUMN contract_end TEXT",
    """
ALTER TABLE contact_log ADD COLUMN kind TEXT NOT NULL CHECK (kind IN ('联系', '收到确认', '答复', '回访',
'催办')) DEFAULT '联系'
""",
    """
ALTER TABLE contact_log ADD COLUMN satisfied TEXT NOT NULL CHECK (satisfied IN ('', '满意',
'不满意')) DEFAULT ''
""",
)


def up(migrator: Any, db: Any) -> None:
    """Run the statements in order."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
