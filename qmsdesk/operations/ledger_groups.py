"""Groups and sums of the ledger: how often a value occurs in a view, what it costs, what a selection amounts to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.models.transactions import listed, one, rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import scoped
from qmsdesk.operations.ledger_query import (
    FILTERED,
    ColumnKind,
    Condition,
    Filter,
    Query,
    expression,
    is_number,
    label_of,
)
from qmsdesk.operations.progress import Progress, silent, step
from qmsdesk.procedure.dates import month_end

MOST_GROUPS = 500
EMPTY = "（空）"
_BLOCK = 20_000


@dataclass(frozen=True)
class Group:
    """One value of a column in a view: as shown, the filter that shows its rows, slips, and 三包费用 in 分."""

    text: str
    filter: Filter
    count: int
    cost: int


@dataclass(frozen=True)
class Groups:
    """The commonest values of a column; `more` counts those left out."""

    column: str
    lines: tuple[Group, ...]
    more: int = 0


@dataclass(frozen=True)
class CostSum:
    """Rows of a selection, those that have a 三包费用, and their sum in 分; blank is not zero."""

    count: int
    with_cost: int
    cost: int

    @property
    def mean(self) -> int | None:
        """分 per row that has a cost, rounded; None when none has."""
        return None if not self.with_cost else (2 * self.cost + self.with_cost) // (2 * self.with_cost)


def groups(desk: Desk, *, query: Query, column: str, most: int = MOST_GROUPS) -> Groups:
    """The values of a column in a view, most frequent first; days are taken by month, newest first."""
    by_month = column in FILTERED and FILTERED[column].kind is ColumnKind.DATE
    counted = column in FILTERED and is_number(column)
    value = expression(column) if counted else f"coalesce({expression(column)}, '')"
    if by_month:
        value = f"substr({value}, 1, 7)"
    clause, bound = scoped(desk, query)
    order = "1 DESC" if by_month else "2 DESC, 1 NULLS LAST"
    found = rows(
        f"SELECT {value}, count(*), coalesce(sum(l.claim_cost), 0) FROM ledger l WHERE {clause}"
        f" GROUP BY 1 ORDER BY {order}",
        bound,
    )
    lines = tuple(_group(column, by_month, *row) for row in found[:most])
    return Groups(column, lines, max(0, len(found) - most))


def _group(column: str, by_month: bool, value: Any, count: int, cost: int) -> Group:
    if value is None or value == "":
        return Group(EMPTY, Filter(column, Condition.EMPTY), count, cost)
    if by_month:
        first = date.fromisoformat(f"{value}-01")
        return Group(value, Filter(column, Condition.BETWEEN, (first, month_end(first))), count, cost)
    return Group(_text(column, value), Filter(column, Condition.IS, (value,)), count, cost)


def _text(column: str, value: Any) -> str:
    from qmsdesk.papers.values import money_text

    money = FILTERED[column].kind is ColumnKind.MONEY
    return money_text(value) if money else label_of(column, value)


def cost_of_rows(desk: Desk, *, ids: Sequence[int], progress: Progress = silent) -> CostSum:
    """What some rows cost together, read in blocks; any number of ids."""
    with_cost = cost = 0
    for start in range(0, len(ids), _BLOCK):
        found = one(
            "SELECT count(claim_cost), coalesce(sum(claim_cost), 0) FROM ledger"
            f" WHERE slip_id IN ({listed()})",
            (json.dumps(list(ids[start : start + _BLOCK])),),
        )
        with_cost, cost = with_cost + (found or (0, 0))[0], cost + (found or (0, 0))[1]
        step(progress, min(len(ids), start + _BLOCK), len(ids))
    return CostSum(len(ids), with_cost, cost)
