"""Reading the ledger (form 07): ids in order, rows for what is on screen, sums of what is shown."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.models import engine
from qmsdesk.models.base import database
from qmsdesk.models.transactions import mapped_errors, one
from qmsdesk.models.transactions import rows as read_rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_query import (
    COLUMNS,
    FOLD,
    ColumnKind,
    Condition,
    Filter,
    LedgerColumn,
    Query,
    order_by,
    where,
)
from qmsdesk.operations.search import normal

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
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Totals:
    """Sums of a view: slips, 三包费用 in 分, and how many are late."""

    count: int
    cost: int
    late: int


def order(desk: Desk, *, query: Query, limit: int | None = None) -> array[int]:
    """The slip ids of a view in its order, all or the first `limit`."""
    clause, values = scoped(desk, query)
    most = "" if limit is None else f" LIMIT {limit:d}"
    with mapped_errors():
        cursor = database.execute_sql(
            f"SELECT l.slip_id FROM ledger l WHERE {clause} ORDER BY {order_by(query)}{most}", values
        )
        return array("q", (row[0] for row in cursor))


def rows(desk: Desk, *, ids: Sequence[int]) -> list[Row]:
    """The rows of some slips in the order of `ids`, values in the order of COLUMNS; one statement."""
    if not ids:
        return []
    marks = ",".join("?" * len(ids))
    found = read_rows(f"SELECT l.slip_id, {_NAMES} FROM ledger l WHERE l.slip_id IN ({marks})", list(ids))
    by_id = {row[0]: _readable(row[1:]) for row in found}
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
    found = one(
        "SELECT count(*), coalesce(sum(l.claim_cost), 0),"
        " coalesce(sum(l.due < ? AND l.state NOT IN ('已关闭', '作废')), 0)"
        f" FROM ledger l WHERE {clause}",
        [today, *values],
    )
    return Totals(*(found or (0, 0, 0)))


def is_late(row: Row, today: date) -> bool:
    """True when a row's deadline has passed and its case is still open; the day itself is in time (I-14)."""
    due, state = row[_PLACE["due"]], row[_PLACE["state"]]
    return isinstance(due, date) and due < today and state not in ("已关闭", "作废")


def states(desk: Desk) -> list[str]:
    """The states that occur, for the filter bar."""
    return [row[0] for row in read_rows(_STATES)]


def scoped(desk: Desk, query: Query) -> tuple[str, list[Any]]:
    """A department sees the slips it issued and the copies it holds (design: records per department)."""
    clause, values = where(query, today=desk.clock.today())
    _teach_folding()
    if query.text.strip() == "" and not query.filters and _only_department(desk):
        return "1", []
    if _only_department(desk):
        return clause, values
    own = "(l.department_id = ? OR l.slip_id IN (SELECT slip_id FROM copy WHERE holder = ?))"
    return f"{own} AND ({clause})", [desk.department.id, desk.department.name, *values]


def _teach_folding() -> None:
    """Give the engine the one comparison it lacks; the definition serves every connection."""
    opened = engine.current()
    if FOLD not in opened._functions:
        opened.register_function(normal, FOLD, 1)


def _only_department(desk: Desk) -> bool:
    found = one(
        "SELECT count(*) FROM department WHERE place = 'here' AND unit_id = ?", (desk.department.unit_id,)
    )
    return found is None or found[0] <= 1


def _readable(row: Row) -> Row:
    found = list(row)
    for place in _DATES:
        text = found[place]
        found[place] = date.fromisoformat(text) if text else None
    return tuple(found)
