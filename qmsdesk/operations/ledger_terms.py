"""A word of the search box as a condition on the ledger: through the index, verified where needed, or by pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qmsdesk.models.base import database
from qmsdesk.models.search_index import asked, found
from qmsdesk.operations.search import Term, is_latin

# what the engine is taught: text as it is compared; the key a name is sorted by, and the end of keys that begin so
FOLD, SORT_KEY, SORT_END = "qms_normal", "qms_sort_key", "qms_sort_end"

# where most words stand comes first
_IN_FEEDBACK = (
    "f.description", "{0}.problem", "f.problem_part", "{0}.customer", "{0}.product", "f.customer_address", "f.other",
    "{0}.number", "{0}.serial_no", "{0}.result", "{0}.responsible", "{0}.claim_no", "{0}.j_numbers", "{0}.c_numbers",
)  # fmt: skip
_IN_SOURCE = tuple(
    f"coalesce(s.{name}, '')" for name in ("record_no", "caller", "telephone", "original_no", "words")
)


def term_clause(term: Term) -> tuple[str, list[Any]]:
    """The condition on `ledger l` that a word is found, and its values."""
    if not is_latin(term.text):
        return _found(term, "l")
    clause, values = _found(term, "v")
    spelled = _SPELLED_ON_SERVER if database.is_server else (_BY_CUSTOMER, _BY_PRODUCT)
    ways = [f"SELECT v.slip_id FROM ledger v WHERE {clause}", *spelled]
    return f"l.slip_id IN ({' UNION ALL '.join(ways)})", [*values, *[f"%{term.text}%"] * 4]


def index_only(terms: Sequence[Term]) -> str:
    """What the index alone is asked when it answers for all these words; "" when texts or pinyin decide too."""
    if not terms or not all(term.exact and term.match and not is_latin(term.text) for term in terms):
        return ""
    return asked(" AND ".join(term.match for term in terms))


def _found(term: Term, row: str) -> tuple[str, list[Any]]:
    if not term.match:
        return _holds(term.text, row)
    among = f"{row}.slip_id IN ({found()})"
    if term.exact:
        return among, [asked(term.match)]
    held, values = _holds(term.text, row)
    return f"({among} AND {held})", [asked(term.match), *values]


def _holds(word: str, row: str) -> tuple[str, list[Any]]:
    """The word stands in a text of the slip or of its source; no word holds a blank, so each text is asked alone.

    The index knows pairs of neighbours; whether they stand in a row is read in the texts of the few candidates, and
    only texts with full-width letters need folding in Python.
    """
    slip, source = ([name.format(row) for name in names] for names in (_IN_FEEDBACK, _IN_SOURCE))
    clause = (
        f"(EXISTS (SELECT 1 FROM feedback f WHERE f.slip_id = {row}.slip_id AND {_in_any(word, slip, row)})"
        f" OR EXISTS (SELECT 1 FROM source_document s WHERE s.slip_id = {row}.slip_id"
        f" AND {_in_any(word, source, row)}))"
    )
    return clause, [word] * (len(slip) + len(source) + 2)


def _in_any(word: str, texts: Sequence[str], row: str) -> str:
    plain = not any("a" <= character <= "z" for character in word)
    each = " OR ".join(f"instr({text if plain else f'lower({text})'}, ?) > 0" for text in texts)
    whole = " || ' ' || ".join(texts)
    return f"CASE WHEN {row}.folded = 1 THEN instr({FOLD}({whole}), ?) > 0 ELSE {each} END"


def _spelled(table: str) -> str:
    """Names of a table that sound like the two patterns, each name looked at once however many rows it has."""
    return (
        f"WITH RECURSIVE each(name) AS (SELECT min(name) FROM {table} UNION ALL"
        f" SELECT (SELECT min(t.name) FROM {table} t WHERE t.name > each.name) FROM each WHERE each.name IS NOT NULL)"
        f" SELECT each.name FROM each WHERE each.name IS NOT NULL AND EXISTS (SELECT 1 FROM"
        f" (SELECT pinyin, initials FROM {table} t WHERE t.name = each.name AND t.pinyin <> '' LIMIT 1)"
        " WHERE pinyin LIKE ? OR initials LIKE ?)"
    )


_BY_CUSTOMER = (
    "SELECT slip_id FROM ledger WHERE customer_sort IN"
    f" (SELECT {SORT_KEY}(name) FROM ({_spelled('customer')}))"
)
_BY_PRODUCT = (
    f"SELECT p.slip_id FROM ({_spelled('product')}) AS named CROSS JOIN ledger p"
    f" ON p.product_sort >= {SORT_KEY}(named.name) AND p.product_sort < {SORT_END}(named.name)"
    " AND p.product_name = named.name"
)

# a server compares names directly: they are few, and its index on them needs no order
_SPELLED_ON_SERVER = tuple(
    f"SELECT slip_id FROM ledger WHERE {column} IN"
    f" (SELECT name FROM {table} WHERE pinyin <> '' AND (pinyin LIKE ? OR initials LIKE ?))"
    for table, column in (("customer", "customer"), ("product", "product_name"))
)
