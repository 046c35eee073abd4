"""A condition of the ledger in words, and what somebody types into it read back."""

from __future__ import annotations

from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.operations.ledger_query import FILTERED, ColumnKind, Condition, Filter, label_of
from qmsdesk.procedure.dates import parse_date
from qmsdesk.procedure.money import money_text, parse_money

MOST_LETTERS = 28


def words(item: Filter) -> str:
    """顾客名称含“兰州”, 三包费用 100.00 至 200.00, 反馈日期：本月 …; long lists are cut short."""
    column = FILTERED.get(item.column)
    title = column.title if column else item.column
    kind = column.kind if column else ColumnKind.TEXT
    shown = [label_of(item.column, value_text(kind, value)) for value in item.values]
    if item.test is Condition.LATE:
        return "只看超期"
    if item.test is Condition.EMPTY:
        return f"{title}为空"
    if item.test is Condition.FILLED:
        return f"{title}不为空"
    if item.test is Condition.PERIOD:
        return f"{title}：{shown[0]}"
    if item.test is Condition.BETWEEN:
        return _range_words(title, *shown[:2])
    if item.test is Condition.CONTAINS:
        return _cut(f"{title}含“{shown[0]}”")
    return _cut(f"{title}：{'、'.join(shown)}")


def _range_words(title: str, low: str, high: str) -> str:
    if not high:
        return f"{title}从 {low}"
    return f"{title} {low} 至 {high}" if low else f"{title}至 {high}"


def value_text(kind: ColumnKind, value: Any) -> str:
    """A value of a filter as people read it; an open end is empty."""
    if value is None:
        return ""
    if kind is ColumnKind.MONEY and isinstance(value, int):
        return money_text(value)
    return str(value)


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= MOST_LETTERS else plain[: MOST_LETTERS - 1] + "…"


def read_value(kind: ColumnKind, text: str, *, today: date) -> Any:
    """What was typed as a value of a column; None when nothing was; UserError says what can be typed."""
    plain = text.strip()
    if not plain:
        return None
    if kind is ColumnKind.DATE:
        return parse_date(plain, today=today)
    if kind is ColumnKind.MONEY:
        return parse_money(plain)
    if kind is ColumnKind.NUMBER:
        if not plain.isdecimal() or len(plain) > 9:
            raise UserError(f"“{plain[:20]}”不是整数。", advice="请填写不超过九位的整数。")
        return int(plain)
    return plain
