"""Migration 0013: the search index keeps every character and where it stands, and needs no second look at texts."""

from __future__ import annotations

from typing import Any

from qmsdesk.models.search_text import tokens

atomic = False  # the caller holds the one transaction of the whole upgrade

BLOCK = 1000
STATEMENTS = (
    """
CREATE TABLE spelling (
    name TEXT NOT NULL PRIMARY KEY, pinyin TEXT NOT NULL DEFAULT '', initials TEXT NOT NULL DEFAULT ''
) STRICT
""",
    "INSERT OR IGNORE INTO spelling SELECT name, pinyin, initials FROM customer WHERE pinyin <> ''",
    "INSERT OR IGNORE INTO spelling SELECT name, pinyin, initials FROM product WHERE pinyin <> ''",
    "ALTER TABLE ledger DROP COLUMN folded",
    "DROP TABLE search",
    """
CREATE VIRTUAL TABLE search USING fts5(
    tokens, content='', contentless_delete=1, detail='full', prefix='1',
    tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'"
)
""",
)
_COUNT = "SELECT count(*) FROM ledger"
# every text the search box looks into, block by block
_TEXTS = """
SELECT l.slip_id, l.number, f.customer_name, f.customer_address, l.product, f.serial_no,
    f.problem_part, f.problem_kind, f.description, f.other,
    l.result, l.responsible, l.claim_no, l.j_numbers, l.c_numbers,
    (SELECT group_concat(concat_ws(char(10), s.record_no, s.caller, s.telephone, s.original_no, s.words), char(10))
     FROM source_document s WHERE s.slip_id = l.slip_id)
FROM ledger l CROSS JOIN feedback f ON f.slip_id = l.slip_id
WHERE l.slip_id > ? ORDER BY l.slip_id LIMIT ?
"""


def up(migrator: Any, db: Any) -> None:
    """A new index of the texts that are kept, each name spelled once; `db.upgrading` is told how far it is."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    total = int(db.execute_sql(_COUNT).fetchone()[0])
    last = done = 0
    while rows := db.execute_sql(_TEXTS, (last, BLOCK)).fetchall():
        db.connection().executemany(
            "INSERT INTO search(rowid, tokens) VALUES (?, ?)",
            [(row[0], tokens(*filter(None, row[1:]))) for row in rows],
        )
        last, done = rows[-1][0], done + len(rows)
        db.upgrading(done, total)
