"""Live charts over any span of days: grouped by the database from one index, and the rows behind one bar (5.3.6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import read_tx, rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import states
from qmsdesk.operations.ledger_query import Condition, Filter
from qmsdesk.operations.scope import of_unit
from qmsdesk.procedure.chart_data import ParetoChart, pareto_chart
from qmsdesk.procedure.classify import class_name
from qmsdesk.procedure.statistics import BLANK, Group, Measure, Pareto, pareto_of

VOID = "作废"
TOP = 12
# the category of a ledger line by dimension; what stands in the covering index needs no other column
_COLUMNS = {
    "problem": "l.problem_code",
    "product": "l.product_name",
    "responsible": "l.responsible",
    "customer": "l.customer",
    "cause": "coalesce(h.cause_kind, '')",
}
# the same categories as columns that the ledger filters by
_FILTERED = {
    "problem": "problem_class",
    "product": "product_name",
    "responsible": "responsible",
    "customer": "customer",
    "cause": "cause",
}
_CAUSES = (
    " LEFT JOIN (SELECT k.parent_id AS slip_id, max(c.cause_kind) AS cause_kind FROM case_link k"
    " JOIN handling c ON c.slip_id = k.child_id GROUP BY k.parent_id) h ON h.slip_id = l.slip_id"
)
# one leap through the index per class and one range in it: nothing is sorted, however long the history is
_BY_CLASS = """
WITH RECURSIVE class(code) AS (
    SELECT min(problem_code) FROM ledger
    UNION ALL SELECT (SELECT min(problem_code) FROM ledger WHERE problem_code > code) FROM class WHERE code IS NOT NULL
)
SELECT code, {sums} FROM class WHERE code IS NOT NULL
"""
_OF_CLASS = "(SELECT {} FROM ledger l WHERE l.problem_code = class.code AND {})"
_ADDED = (
    "count(*)",
    "coalesce(sum(CASE WHEN l.claim_cost > 0 THEN l.claim_cost ELSE 0 END), 0)",
    "count(l.claim_cost)",
)
NAMES = {
    "problem": "质量问题",
    "product": "产品",
    "responsible": "责任部门",
    "customer": "顾客",
    "cause": "原因",
}
MEASURES: dict[Measure, str] = {"count": "件数", "money": "费用损失"}


@dataclass(frozen=True)
class RowBehind:
    """One feedback behind a bar."""

    slip_id: int
    number: str
    day: date
    customer: str
    product: str
    problem: str
    state: str
    fen: int | None


@dataclass(frozen=True)
class LiveChart:
    """A 排列图 with the computed figures behind it; the key of a bar is its category as it is kept."""

    chart: ParetoChart
    pareto: Pareto


def live_pareto(
    desk: Desk, *, dimension: str, measure: Measure, first: date, last: date, top: int = TOP
) -> LiveChart:
    """排列图 of the feedback of these days, both included; UserError when they run backwards."""
    if last < first:
        raise UserError("结束日期早于开始日期。", advice="请核对起止日期。")
    groups = groups_of(desk, dimension=dimension, first=first, last=last, money=measure == "money")
    made = pareto_of(groups, measure=measure, top=top)
    title = f"{NAMES[dimension]}排列图（按{MEASURES[measure]}）"
    return LiveChart(pareto_chart(title, made), made)


def groups_of(desk: Desk, *, dimension: str, first: date, last: date, money: bool = True) -> list[Group]:
    """Categories with their pieces and, when asked for, their money; void slips are left out."""
    clause, bound = _where(desk, first, last)
    wanted = _ADDED if money else _ADDED[:1]
    if dimension == "problem":
        sums = ", ".join(_OF_CLASS.format(added, clause) for added in wanted)
        found = rows(_BY_CLASS.format(sums=sums), bound * len(wanted))
    else:
        join = _CAUSES if dimension == "cause" else ""
        sums, column = ", ".join(wanted), _COLUMNS[dimension]
        found = rows(f"SELECT {column} AS c, {sums} FROM ledger l{join} WHERE {clause} GROUP BY c", bound)
    merged: dict[str, Group] = {}
    for category, *added in found:
        count, fen, known = added if money else (added[0], 0, 0)
        label = label_of(dimension, str(category))
        old = merged.get(label, Group(label, 0, 0, 0))
        merged[label] = Group(label, old.count + count, old.fen + fen, old.known + known)
    counted = (group for group in merged.values() if group.count)
    return sorted(counted, key=lambda group: (-group.count, group.label))


def rows_behind(
    desk: Desk,
    *,
    dimension: str,
    label: str,
    first: date,
    last: date,
    others: Sequence[str] = (),
    limit: int = 500,
) -> list[RowBehind]:
    """The feedback behind one bar, newest first; for 其他 the labels shown beside it are `others`."""
    clause, bound = _where(desk, first, last)
    column, join = _COLUMNS[dimension], _CAUSES if dimension == "cause" else ""
    with read_tx():
        wanted = _categories(desk, dimension, label, (first, last), others)
        if not wanted:
            return []
        marks = ",".join("?" * len(wanted))
        found = rows(
            "SELECT l.slip_id, l.number, l.feedback_date, l.customer, l.product, l.problem, l.state, l.claim_cost"
            f" FROM ledger l{join} WHERE {clause} AND {column} IN ({marks})"
            " ORDER BY l.feedback_date DESC, l.slip_id DESC LIMIT ?",
            [*bound, *wanted, limit],
        )
    return [RowBehind(row[0], row[1], date.fromisoformat(row[2]), *row[3:]) for row in found]


def _categories(
    desk: Desk, dimension: str, label: str, span: tuple[date, date], others: Sequence[str]
) -> list[str]:
    """What is kept in the ledger of the categories that stand under one label."""
    clause, bound = _where(desk, *span)
    column, join = _COLUMNS[dimension], _CAUSES if dimension == "cause" else ""
    known = [
        str(row[0]) for row in rows(f"SELECT DISTINCT {column} FROM ledger l{join} WHERE {clause}", bound)
    ]
    return [
        value
        for value in known
        if label_of(dimension, value) == label or (others and label_of(dimension, value) not in others)
    ]


def filters_behind(
    desk: Desk, *, dimension: str, label: str, first: date, last: date, others: Sequence[str] = ()
) -> tuple[Filter, ...]:
    """The conditions that show the rows behind one bar in the ledger, where they can be sorted, printed, narrowed."""
    wanted = _categories(desk, dimension, label, (first, last), others)
    blank = Filter(_FILTERED[dimension], Condition.EMPTY)
    same = Filter(_FILTERED[dimension], Condition.ONE_OF, tuple(wanted))
    return (*filters_of_days(desk, first=first, last=last), blank if wanted == [""] else same)


def filters_of_days(desk: Desk, *, first: date, last: date) -> tuple[Filter, ...]:
    """The conditions that show the feedback of some days in the ledger, without what is void."""
    counted = tuple(state for state in states(desk) if state != VOID)
    return (
        Filter("feedback_date", Condition.BETWEEN, (first, last)),
        Filter("state", Condition.ONE_OF, counted),
    )


def rows_of_days(desk: Desk, *, first: date, last: date, limit: int = 500) -> list[RowBehind]:
    """The feedback of some days, newest first."""
    clause, bound = _where(desk, first, last)
    found = rows(
        "SELECT l.slip_id, l.number, l.feedback_date, l.customer, l.product, l.problem, l.state, l.claim_cost"
        f" FROM ledger l WHERE {clause} ORDER BY l.feedback_date DESC, l.slip_id DESC LIMIT ?",
        [*bound, limit],
    )
    return [RowBehind(row[0], row[1], date.fromisoformat(row[2]), *row[3:]) for row in found]


def label_of(dimension: str, category: str) -> str:
    """How a category is written under its bar."""
    if not category.strip():
        return BLANK
    return class_name(category) if dimension == "problem" else category.strip()


def _where(desk: Desk, first: date, last: date) -> tuple[str, list[Any]]:
    clause, bound = of_unit(desk)
    span = "l.feedback_date BETWEEN ? AND ? AND l.state <> ?"
    return f"({clause}) AND {span}", [*bound, first.isoformat(), last.isoformat(), VOID]
