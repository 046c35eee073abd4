"""The menu of a column's heading: its order, its filters, groups by it, and which columns are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QMenu

from qmsdesk.operations.ledger import ColumnKind, Condition, Filter, LedgerColumn
from qmsdesk.operations.ledger_query import UNIT
from qmsdesk.operations.ledger_spans import SPANS

_TESTS = {
    ColumnKind.TEXT: (Condition.CONTAINS, Condition.IS, Condition.ONE_OF),
    ColumnKind.DATE: (Condition.IS, Condition.BETWEEN),
    ColumnKind.MONEY: (Condition.IS, Condition.BETWEEN),
    ColumnKind.NUMBER: (Condition.IS, Condition.BETWEEN),
}
_NAMES = {
    Condition.CONTAINS: "包含…",
    Condition.IS: "等于…",
    Condition.ONE_OF: "其中之一…",
    Condition.BETWEEN: "范围…",
}


@dataclass(frozen=True)
class HeadingDeeds:
    """What the menu's entries do."""

    sort: Callable[[str, bool, bool], None]  # column, descending, added to the present order
    ask: Callable[[LedgerColumn, Condition], None]
    narrow: Callable[[Filter], None]
    widen: Callable[[str], None]
    group: Callable[[str], None]


def fill_heading_menu(menu: QMenu, column: LedgerColumn, deeds: HeadingDeeds, *, narrowed: bool) -> None:
    """The entries for one column; what is chosen acts at once."""
    key = column.key
    menu.addAction(f"{column.title} 升序", lambda: deeds.sort(key, False, False))
    menu.addAction(f"{column.title} 降序", lambda: deeds.sort(key, True, False))
    menu.addAction("再按此列排序", lambda: deeds.sort(key, False, True))
    menu.addSeparator()
    _fill_tests(menu, column, deeds)
    if key == "number":
        unit = menu.addMenu("单位")
        _fill_tests(unit, UNIT, deeds)
    clear = menu.addAction("去掉此列的筛选", lambda: deeds.widen(key))
    clear.setEnabled(narrowed)
    menu.addSeparator()
    if key not in ("row_no", "number"):
        menu.addAction(f"按{column.title}分组", lambda: deeds.group(key))
        menu.addSeparator()


def _fill_tests(menu: QMenu, column: LedgerColumn, deeds: HeadingDeeds) -> None:
    if column.kind is ColumnKind.DATE:
        for span in SPANS:
            item = Filter(column.key, Condition.PERIOD, (span,))
            menu.addAction(span, partial(deeds.narrow, item))
    for test in _TESTS[column.kind]:
        menu.addAction(_NAMES[test], partial(deeds.ask, column, test))
    for test, name in ((Condition.EMPTY, "为空"), (Condition.FILLED, "不为空")):
        menu.addAction(name, partial(deeds.narrow, Filter(column.key, test)))
