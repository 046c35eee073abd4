"""The index of pairs of characters: what stands in it for a slip, and what is asked of it, for both engines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qmsdesk.models.base import database
from qmsdesk.models.transactions import write, write_many

_PIECE = re.compile(r'"([^"\']+)"(\*?)')
_PUT = "INSERT INTO search(rowid, tokens) VALUES (?, ?)"
_PUT_SERVER = "INSERT INTO search(rowid, tokens) VALUES (?, array_to_tsvector(string_to_array(?, ' ')))"
_FOUND = "SELECT rowid FROM search WHERE search MATCH ?"
_FOUND_SERVER = "SELECT rowid FROM search WHERE tokens @@ CAST(? AS tsquery)"


def put(lines: Sequence[tuple[int, str]]) -> None:
    """Add the terms (blank-separated) of slips that have none yet, inside `write_tx()`."""
    write_many(_PUT_SERVER if database.is_server else _PUT, lines)


def replace(slip_id: int, terms: str) -> None:
    """Put the terms of one slip in place of its earlier ones, inside `write_tx()`."""
    write("DELETE FROM search WHERE rowid = ?", (slip_id,))
    put([(slip_id, terms)])


def found() -> str:
    """The SELECT of slip ids that match one value, made by `asked`."""
    return _FOUND_SERVER if database.is_server else _FOUND


def asked(match: str) -> str:
    """Terms that must all be there ("ab" AND "c"*; * marks the beginning of a term) as the engine wants them."""
    if not database.is_server:
        return match
    # letters and digits only: nothing in them means anything to the engine, and quotes make sure of it
    return " & ".join(f"'{text}'{':*' if begins else ''}" for text, begins in _PIECE.findall(match))
