"""The index of pairs of characters: what stands in it for a slip, and what is asked of it, for both engines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qmsdesk.models.base import database
from qmsdesk.models.transactions import write, write_many

_PHRASE = re.compile(r'"((?:[^"]|"")*)"')
_PUT = "INSERT INTO search(rowid, tokens) VALUES (?, ?)"
_PUT_ON_SERVER = (
    "INSERT INTO search(rowid, words, tokens) VALUES (?, ?, array_to_tsvector(string_to_array(?, ' ')))"
)
_FOUND = "SELECT rowid FROM search WHERE search MATCH ?"
# the index gives the few that have every pair; whether these stand in a row is seen in the words
_FOUND_ON_SERVER = (
    "SELECT rowid FROM search, (SELECT CAST(? AS text) AS asked) AS query"
    " WHERE tokens @@ qms_pairs(asked) AND qms_holds(words, asked)"
)


def put(lines: Sequence[tuple[int, str]]) -> None:
    """Add the terms (blank-separated) of slips that have none yet, inside `write_tx()`."""
    if database.is_server:
        write_many(_PUT_ON_SERVER, [(slip_id, words_of(terms), terms) for slip_id, terms in lines])
    else:
        write_many(_PUT, lines)


def replace(slip_id: int, terms: str) -> None:
    """Put the terms of one slip in place of its earlier ones, inside `write_tx()`."""
    write("DELETE FROM search WHERE rowid = ?", (slip_id,))
    put([(slip_id, terms)])


def found() -> str:
    """The SELECT of slip ids that match one value, made by `asked`."""
    return _FOUND_ON_SERVER if database.is_server else _FOUND


def asked(match: str) -> str:
    """Phrases of pairs that must all be there ("ab bc" AND "c"*) as the engine wants them: a server by their words."""
    if not database.is_server:
        return match
    return " ".join(_word(phrase.replace('""', '"')) for phrase in _PHRASE.findall(match))


def words_of(terms: str) -> str:
    """The words whose pairs and last characters the terms are."""
    return "".join(term[0] if len(term) > 1 else f"{term} " for term in terms.split(" ") if term).rstrip(" ")


def _word(phrase: str) -> str:
    pairs = phrase.split(" ")
    return "".join(pair[0] for pair in pairs[:-1]) + pairs[-1]
