"""What the ledger is asked: text, filters, order; turned into SQL with bound values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.operations.ledger_spans import known_span
from qmsdesk.operations.ledger_terms import BY_ID, Way, term_clause
from qmsdesk.operations.search import terms


class ColumnKind(StrEnum):
    """How a column is shown, sorted and exported."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    MONEY = "money"


@dataclass(frozen=True)
class LedgerColumn:
    """One column: key, heading, kind, whether form 07 prints it, usual width in mm."""

    key: str
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    on_paper: bool = False
    width_mm: float = 24.0


COLUMNS: tuple[LedgerColumn, ...] = (
    LedgerColumn("row_no", "序号", ColumnKind.NUMBER, True, 12),
    LedgerColumn("number", "反馈单号", ColumnKind.TEXT, True, 28),
    LedgerColumn("customer", "顾客名称", ColumnKind.TEXT, True, 38),
    LedgerColumn("product", "产品名称/图号", ColumnKind.TEXT, True, 44),
    LedgerColumn("serial_no", "出厂编号", ColumnKind.TEXT, True, 24),
    LedgerColumn("problem", "主要问题", ColumnKind.TEXT, True, 56),
    LedgerColumn("result", "处理结果", ColumnKind.TEXT, True, 36),
    LedgerColumn("responsible", "责任部门", ColumnKind.TEXT, True, 22),
    LedgerColumn("claim_no", "三包单号", ColumnKind.TEXT, True, 26),
    LedgerColumn("claim_cost", "三包费用", ColumnKind.MONEY, True, 20),
    LedgerColumn("complaint_class", "类别", ColumnKind.TEXT, False, 14),
    LedgerColumn("state", "状态", ColumnKind.TEXT, False, 20),
    LedgerColumn("feedback_date", "反馈日期", ColumnKind.DATE, False, 26),
    LedgerColumn("due", "期限", ColumnKind.DATE, False, 26),
    LedgerColumn("j_numbers", "建议单号", ColumnKind.TEXT, False, 26),
    LedgerColumn("c_numbers", "处理单号", ColumnKind.TEXT, False, 26),
)
BY_KEY = {column.key: column for column in COLUMNS}
# never shown as columns, but filtered and grouped by; what a bar of a chart counts among them
UNIT, PROBLEM_CLASS = LedgerColumn("unit", "单位"), LedgerColumn("problem_class", "问题类别")
_HIDDEN = {
    UNIT: "(SELECT u.name FROM unit u WHERE u.id = l.unit_id)",
    PROBLEM_CLASS: "l.problem_code",
    LedgerColumn("product_name", "产品名称"): "l.product_name",
    LedgerColumn("cause", "原因类别"): (
        "(SELECT max(c.cause_kind) FROM case_link k JOIN handling c ON c.slip_id = k.child_id"
        " WHERE k.parent_id = l.slip_id)"
    ),
}
HIDDEN = {column.key: expression for column, expression in _HIDDEN.items()}
FILTERED = {**BY_KEY, **{column.key: column for column in _HIDDEN}}
# columns whose order is kept in an index
INDEXED = frozenset(
    ("row_no", "number", "customer", "product", "serial_no", "claim_cost", "feedback_date", "due")
)
NULLABLE = ("claim_cost", "due")  # what is empty comes before everything, on every engine
SORT_COLUMNS = {
    "number": "number_sort",
    "row_no": "number_sort",
    "customer": "customer_sort",
    "product": "product_sort",
}


class Condition(StrEnum):
    """What a filter asks of a column."""

    CONTAINS = "contains"
    IS = "is"
    ONE_OF = "one_of"
    EMPTY = "empty"
    FILLED = "filled"
    BETWEEN = "between"
    PERIOD = "period"
    LATE = "late"


@dataclass(frozen=True)
class Filter:
    """One condition: column, test, and its values (dates as date, money in 分; None = open end of a range)."""

    column: str
    test: Condition
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Query:
    """A view of the ledger: search text, conditions that must all hold, order (column, descending)."""

    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: tuple[tuple[str, bool], ...] = (("number", True),)


def like(text: str) -> str:
    """A LIKE pattern that finds `text` literally anywhere (escape character \\)."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


def where(query: Query, *, today: date, way: Way = BY_ID) -> tuple[str, list[Any]]:
    """The WHERE clause of a query over `ledger` and its values; UserError for a column that is gone."""
    parts: list[str] = []
    values: list[Any] = []
    for term in terms(query.text):
        clause, bound = term_clause(term, way)
        parts.append(clause)
        values += bound
    for item in query.filters:
        clause, bound = _filter_clause(item, today)
        parts.append(clause)
        values += bound
    return (" AND ".join(f"({part})" for part in parts) or "1 = 1"), values


def order_by(query: Query, *, scan: bool = False) -> str:
    """The ORDER BY of a query; the row id settles what is equal.

    `scan`: the whole ledger is wanted. Following the index of the first of several columns would then read the rows
    in a wild order, several times slower than reading them as they lie and sorting.
    """
    parts = []
    wanted = query.sort or (("number", True),)
    plus = "+" if scan and len(wanted) > 1 else ""
    for key, descending in wanted:
        _known(key)
        name = SORT_COLUMNS.get(key, key)
        nulls = "" if name not in NULLABLE else " NULLS LAST" if descending else " NULLS FIRST"
        parts.append(f'{plus}"{name}" {"DESC" if descending else "ASC"}{nulls}')
    last = "DESC" if wanted[0][1] else "ASC"
    return ", ".join(dict.fromkeys([*parts, f'"slip_id" {last}']))


def _filter_clause(item: Filter, today: date) -> tuple[str, list[Any]]:
    if item.test is Condition.LATE:
        return "l.due < ? AND l.state NOT IN ('已关闭', '作废')", [today.isoformat()]
    column = expression(item.column)
    if item.test is Condition.PERIOD:
        first, last = known_span(item.values[0], today)
        return f"{column} BETWEEN ? AND ?", [first.isoformat(), last.isoformat()]
    bound = [value.isoformat() if isinstance(value, date) else value for value in item.values]
    if item.test is Condition.CONTAINS:
        text = f"CAST({column} AS TEXT)" if is_number(item.column) else column
        return f"{text} LIKE ? ESCAPE '\\'", [like(str(bound[0]))]
    if item.test is Condition.IS:
        return f"{column} = ?", bound[:1]
    if item.test is Condition.ONE_OF:
        return (f"{column} IN ({', '.join('?' * len(bound))})" if bound else "1 = 0"), bound
    if item.test is Condition.EMPTY:
        return f"{column} IS NULL" if is_number(item.column) else f"{column} IS NULL OR {column} = ''", []
    if item.test is Condition.FILLED:
        return _filled(item.column), []
    return _range_clause(_filled(item.column), column, bound)


def is_number(key: str) -> bool:
    """True for a column that holds numbers: it is empty only where there is none."""
    return FILTERED[key].kind in (ColumnKind.NUMBER, ColumnKind.MONEY)


def _filled(key: str) -> str:
    column = expression(key)
    return f"{column} IS NOT NULL" if is_number(key) else f"{column} IS NOT NULL AND {column} <> ''"


def _range_clause(filled: str, column: str, bound: list[Any]) -> tuple[str, list[Any]]:
    """From … to …, either end open; what is empty lies in no range."""
    low, high = bound[:2]
    parts = [filled]
    if low is not None:
        parts.append(f"{column} >= ?")
    if high is not None:
        parts.append(f"{column} <= ?")
    return " AND ".join(parts), [value for value in (low, high) if value is not None]


def expression(key: str) -> str:
    """What a filter or a grouping reads in SQL; UserError for a column that is gone."""
    if key in HIDDEN:
        return HIDDEN[key]
    _known(key)
    return f'l."{key}"'


def label_of(key: str, value: Any) -> str:
    """A kept value as people read it: a problem class by its name instead of its code."""
    from qmsdesk.procedure.classify import class_name  # a group is not needed for the first picture

    return class_name(value) if key == PROBLEM_CLASS.key and value else str(value)


def _known(key: str) -> None:
    if key not in BY_KEY:
        raise UserError(
            f"台帐里没有“{key}”这一列。", advice="请重新选择筛选或排序的列，旧的视图可能来自别的版本。"
        )
