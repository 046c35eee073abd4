"""Reading the ledger (form 07): ids in order, rows for what is on screen, sums of what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from qmsdesk.models.search_index import asked
from qmsdesk.models.search_index import found as indexed
from qmsdesk.models.transactions import one
from qmsdesk.models.transactions import rows as read_rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_order import order, scoped
from qmsdesk.operations.ledger_query import (
    COLUMNS,
    ColumnKind,
    Condition,
    Filter,
    LedgerColumn,
    Query,
)
from qmsdesk.operations.ledger_terms import index_only
from qmsdesk.operations.scope import ALL_ROWS, works_alone
from qmsdesk.operations.search import terms

__all__ = [
    "COLUMNS",
    "ColumnKind",
    "Condition",
    "Filter",
    "LedgerColumn",
    "Query",
    "Totals",
    "order",
    "rows",
    "scoped",
    "stream",
    "totals",
]

_NAMES = ", ".join(f"l.{column.key}" for column in COLUMNS)
_PLACE = {column.key: place for place, column in enumerate(COLUMNS)}
_DATES = tuple(_PLACE[column.key] for column in COLUMNS if column.kind is ColumnKind.DATE)
# from one state to the next in the index, instead of through a million entries
_STATES = (
    "WITH RECURSIVE found(state) AS (SELECT min(state) FROM ledger UNION ALL"
    " SELECT (SELECT min(l.state) FROM ledger l WHERE l.state > found.state) FROM found WHERE found.state IS NOT NULL)"
    " SELECT state FROM found WHERE state IS NOT NULL"
)
BLOCK = 500
_LATE = "l.due < ? AND l.state NOT IN ('已关闭', '作废')"
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Totals:
    """Sums of a view: slips, 三包费用 in 分, and how many are late."""

    count: int
    cost: int
    late: int


def rows(desk: Desk, *, ids: Sequence[int]) -> list[Row]:
    """The rows of some slips in the order of `ids`, values in the order of COLUMNS; one statement."""
    if not ids:
        return []
    marks = ",".join("?" * len(ids))
    found = read_rows(f"SELECT {_NAMES}, l.slip_id FROM ledger l WHERE l.slip_id IN ({marks})", list(ids))
    by_id: dict[int, Row] = {}
    for values in map(list, found):
        for place in _DATES:
            values[place] = _day(values[place]) if values[place] else None
        slip_id = values.pop()
        by_id[slip_id] = tuple(values)
    return [by_id[slip_id] for slip_id in ids if slip_id in by_id]


def stream(desk: Desk, *, query: Query) -> Iterator[Row]:
    """Every row of a view in its order, block by block; exactly what the window shows."""
    yield from count_and_stream(desk, query=query)[1]


def count_and_stream(desk: Desk, *, query: Query) -> tuple[int, Iterator[Row]]:
    """How many rows a view has, and the rows themselves block by block."""
    ids = order(desk, query=query)
    blocks = (rows(desk, ids=ids[start : start + BLOCK]) for start in range(0, len(ids), BLOCK))
    return len(ids), (row for block in blocks for row in block)


def totals(desk: Desk, *, query: Query) -> Totals:
    """Count, cost and late slips of a view."""
    clause, values = scoped(desk, query)
    today = desk.clock.today().isoformat()
    if clause == ALL_ROWS:
        return _all_totals(today)
    match = index_only(terms(query.text)) if not query.filters and works_alone() else ""
    if match:
        quick = _index_totals(match, today)
        if quick is not None:
            return quick
    found = one(
        f"SELECT count(*), coalesce(sum(l.claim_cost), 0), count(*) FILTER (WHERE {_LATE})"
        f" FROM ledger l WHERE {clause}",
        [today, *values],
    )
    return Totals(*(found or (0, 0, 0)))


def _all_totals(today: str) -> Totals:
    """Totals of the whole ledger, each from its own index: no row is read but those past their day."""
    count = one("SELECT count(*) FROM ledger")
    cost = one("SELECT sum(claim_cost) FROM ledger WHERE claim_cost IS NOT NULL")
    late = one(f"SELECT count(*) FROM ledger l WHERE {_LATE}", (today,))
    return Totals(*((found or (0,))[0] or 0 for found in (count, cost, late)))


def _index_totals(match: str, today: str) -> Totals | None:
    """Totals of words the index alone answers for; None when more slips are past their day than were found."""
    count = int((one(f"SELECT count(*) FROM ({indexed()}) AS hits", (asked(match),)) or (0,))[0])
    past = "SELECT count(*) FROM (SELECT 1 FROM ledger WHERE due < ? LIMIT ?) AS late"
    if int((one(past, (today, count + 1)) or (0,))[0]) > count:
        return None
    among = f"+l.slip_id IN ({indexed()})"
    cost = one(
        f"SELECT sum(l.claim_cost) FROM ledger l WHERE l.claim_cost IS NOT NULL AND {among}", (asked(match),)
    )
    late = one(f"SELECT count(*) FROM ledger l WHERE {_LATE} AND {among}", (today, asked(match)))
    return Totals(count, (cost or (0,))[0] or 0, (late or (0,))[0])


def is_late(row: Row, today: date) -> bool:
    """True when a row's deadline has passed and its case is still open; the day itself is in time (I-14)."""
    due, state = row[_PLACE["due"]], row[_PLACE["state"]]
    return isinstance(due, date) and due < today and state not in ("已关闭", "作废")


def states(desk: Desk) -> list[str]:
    """The states that occur, for the filter bar."""
    return [row[0] for row in read_rows(_STATES)]


_day = lru_cache(maxsize=8192)(date.fromisoformat)  # the same few days stand in thousands of rows
