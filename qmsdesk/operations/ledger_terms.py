"""A word of the search box as a condition on the ledger: a phrase of the index, or by pinyin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qmsdesk.models.base import database
from qmsdesk.models.search_index import asked, found
from qmsdesk.operations.search import Term, is_latin

# what the engine is taught: the key a name is sorted by, and the end of keys that begin so
SORT_KEY, SORT_END = "qms_sort_key", "qms_sort_end"


@dataclass(frozen=True)
class Way:
    """How found slips are looked up: each by its id, or (`walked`) asked of every row on the way; within which ids."""

    walked: bool = False
    within: tuple[int, int] | None = None


BY_ID = Way()


def term_clause(term: Term, way: Way = BY_ID) -> tuple[str, list[Any]]:
    """The condition on `ledger l` that a word is found, and its values."""
    indexed, values = found(), list[Any]([asked(term.match)])
    if way.within is not None:
        indexed, values = f"{indexed} AND rowid BETWEEN ? AND ?", [*values, *way.within]
    if is_latin(term.text):
        spelled = _SPELLED_ON_SERVER if database.is_server else (_BY_CUSTOMER, _BY_PRODUCT)
        indexed = " UNION ALL ".join((indexed, *spelled))
        values = [*values, *[f"%{term.text}%"] * 4]
    return f"{'+' if way.walked else ''}l.slip_id IN ({indexed})", values


def index_only(terms: Sequence[Term]) -> str:
    """What the index alone is asked when it answers for all these words; "" when pinyin decides too."""
    if not terms or any(is_latin(term.text) for term in terms):
        return ""
    return " AND ".join(term.match for term in terms)


_SPELLED = "SELECT name FROM spelling WHERE pinyin LIKE ? OR initials LIKE ?"
_BY_CUSTOMER = (
    f"SELECT slip_id FROM ledger WHERE customer_sort IN (SELECT {SORT_KEY}(name) FROM ({_SPELLED}) AS named)"
)
_BY_PRODUCT = (
    f"SELECT p.slip_id FROM ({_SPELLED}) AS named CROSS JOIN ledger p"
    f" ON p.product_sort >= {SORT_KEY}(named.name) AND p.product_sort < {SORT_END}(named.name)"
    " AND +p.product_name = named.name"  # else an index of all names is made on the spot
)

# a server compares names directly: its index on them needs no order
_SPELLED_ON_SERVER = tuple(
    f"SELECT slip_id FROM ledger WHERE {column} IN ({_SPELLED})" for column in ("customer", "product_name")
)
