"""The order of the ledger: the slip ids of a view, all of them in one piece, or quickly those that fill a screen."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Sequence
from typing import Any

from qmsdesk.models import engine
from qmsdesk.models.search_index import asked
from qmsdesk.models.search_index import found as indexed
from qmsdesk.models.transactions import listed, one, rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_query import INDEXED, Query, order_by, where
from qmsdesk.operations.ledger_terms import BY_ID, SORT_END, SORT_KEY, Way, index_only
from qmsdesk.operations.scope import ALL_ROWS, seen
from qmsdesk.operations.search import terms

WALKED = Way(walked=True)
FEW = 2_000  # so many found slips are looked up one by one sooner than all are walked through
WINDOWS = (2_000, 20_000)  # rows of an order looked through for the first ones of a view


def order(desk: Desk, *, query: Query, limit: int | None = None) -> array[int]:
    """The slip ids of a view in its order, all or the first `limit`."""
    many = _finds_many(query)
    if limit is not None and many:
        first = _first_in_windows(desk, query, limit)
        if first is not None:
            return first
    clause, values = scoped(desk, query, WALKED if many else BY_ID)
    most = "" if limit is None else f" LIMIT {limit:d}"
    by = order_by(query, scan=limit is None and not engine.current().is_server)
    return _packed(f"SELECT l.slip_id FROM ledger l WHERE {clause} ORDER BY {by}{most}", values)


def scoped(desk: Desk, query: Query, way: Way = BY_ID) -> tuple[str, list[Any]]:
    """A department sees the slips it issued and the copies it holds (design: records per department)."""
    clause, values = where(query, today=desk.clock.today(), way=way)
    _teach_keys()
    own, bound = seen(desk, slip="l.slip_id", table="l")
    return (clause, values) if own == ALL_ROWS else (f"{own} AND ({clause})", [*bound, *values])


def _packed(statement: str, values: Sequence[Any]) -> array[int]:
    """The ids of a statement as one value: a million of them come without a step in Python, so no window stutters."""
    pack = "unhex(group_concat(printf('%016X', slip_id), ''))"
    if engine.current().is_server:
        pack = "string_agg(int8send(slip_id), CAST('' AS bytea))"
    found = one(f"SELECT {pack} FROM ({statement}) AS ids", values)
    ids = array("q")
    if found and found[0]:
        ids.frombytes(found[0])
        if sys.byteorder == "little":
            ids.byteswap()
    return ids


def _finds_many(query: Query) -> bool:
    """Whether more than a few slips are to be expected: conditions on columns, or common words."""
    match = index_only(terms(query.text))
    if not match:
        return bool(query.filters) and not terms(query.text)
    most = f"SELECT count(*) FROM (SELECT 1 FROM ({indexed()}) AS hits LIMIT ?) AS few"
    return int((one(most, (asked(match), FEW)) or (0,))[0]) >= FEW


def _first_in_windows(desk: Desk, query: Query, limit: int) -> array[int] | None:
    """The first rows of a view found among the first rows of the whole order; None when they lie too far apart."""
    if not query.sort or len(query.sort) > 1 or query.sort[0][0] not in INDEXED:
        return None
    for width in WINDOWS:
        window = _packed(f"SELECT l.slip_id FROM ledger l ORDER BY {order_by(query)} LIMIT {width:d}", ())
        if not window:
            return window
        clause, values = scoped(desk, query, Way(within=(min(window), max(window))))
        found = {
            row[0]
            for row in rows(
                f"SELECT l.slip_id FROM ({listed()}) AS w CROSS JOIN ledger l ON l.slip_id = w.value WHERE {clause}",
                [json.dumps(list(window)), *values],
            )
        }
        if len(found) >= limit or len(window) < width:
            return array("q", [slip_id for slip_id in window if slip_id in found][:limit])
    return None


def _teach_keys() -> None:
    """Give the engine the order of names it lacks; the definitions serve every connection."""
    opened: Any = engine.current()
    if opened.is_server:
        return
    for name, function in ((SORT_KEY, _sort_key), (SORT_END, _sort_end)):
        if name not in opened._functions:
            opened.register_function(function, name, 1)


def _sort_key(text: str) -> bytes:
    from qmsdesk.models.ledger import sort_key  # the records are not needed for the first picture

    return sort_key(text)


def _sort_end(text: str) -> bytes:
    """A key behind all keys that begin with this text's."""
    return _sort_key(text) + b"\xff"
