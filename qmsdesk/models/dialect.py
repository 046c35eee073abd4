"""The program's one way of writing SQL, as PostgreSQL wants it; what differs in meaning is written portably instead."""

from __future__ import annotations

import re
from functools import lru_cache

# string literals and quoted names stay as they are
_PIECES = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\")")
_USER = re.compile(r"(?<![.\w])user(?!\w)", re.IGNORECASE)  # unquoted it would be the name of the role
_CROSS = re.compile(r"\bCROSS JOIN\b")  # there an order of joins, here a join without a condition
_LIKE = re.compile(r"\bLIKE\b")  # there without regard to the case of Latin letters
_HINT = re.compile(r"\bINDEXED BY \w+")  # of the other planner
_CONCAT = re.compile(r"\bgroup_concat\(")
_BLOB = re.compile(r"\b[xX]$")

_STRICT = re.compile(r"\)\s*STRICT(\s*,\s*WITHOUT ROWID)?\s*$")
_WORD_TYPES = (
    (re.compile(r"\bINTEGER\b"), "BIGINT"),
    (re.compile(r"\bTEXT\b"), 'TEXT COLLATE "C"'),  # ordered by code point, as there
    (re.compile(r"\bBLOB\b"), "BYTEA"),
)
_OWN_ID = re.compile(r"^(\s*CREATE TABLE (\w+) \(\s*id BIGINT NOT NULL PRIMARY KEY)")


@lru_cache(maxsize=4096)
def translated(sql: str) -> str:
    """A statement with ? marks as psycopg sends it."""
    pieces = _PIECES.split(sql)
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            piece = _USER.sub('"user"', piece)
            piece = _CROSS.sub("JOIN", piece)
            piece = _LIKE.sub("ILIKE", piece)
            piece = _HINT.sub("", piece)
            piece = _CONCAT.sub("string_agg(", piece)
            pieces[place] = piece.replace("%", "%%").replace("?", "%s")
        else:
            before = pieces[place - 1]
            if _BLOB.search(before):  # x'' is a bit string here
                pieces[place - 1], piece = before[:-1], f"'\\x{piece[1:-1]}'::bytea"
            pieces[place] = piece.replace("%", "%%")
    return "".join(pieces)


def table_statement(sql: str) -> str:
    """A CREATE or ALTER of the migrations as PostgreSQL wants it; "" for what is made another way there."""
    words = sql.split()
    if words[1] in ("TRIGGER", "VIRTUAL") or words[1:3] == ["TABLE", "search"]:
        return ""
    whole = _STRICT.sub(")", sql)
    pieces = _PIECES.split(whole)
    for place in range(0, len(pieces), 2):
        for pattern, word in _WORD_TYPES:
            pieces[place] = pattern.sub(word, pieces[place])
    return _OWN_ID.sub(r"\1 DEFAULT qms_next_id('\2')", "".join(pieces))
