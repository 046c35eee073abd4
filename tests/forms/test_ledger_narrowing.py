"""Headings' menus, pills, kept views, groups, sums, scanners: the ledger does what it is asked and keeps its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QMenu

from qmsdesk.forms import ledger_views_menu
from qmsdesk.forms.ledger_diff import steps
from qmsdesk.forms.ledger_filter_dialog import FilterDialog
from qmsdesk.forms.ledger_page import LedgerPage
from qmsdesk.forms.ledger_words import words
from qmsdesk.models.transactions import one, write, write_tx
from qmsdesk.operations import ledger_views
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import COLUMNS, Condition, Filter
from qmsdesk.operations.ledger_groups import groups
from qmsdesk.operations.ledger_views import View
from qmsdesk.printing.codes import PageCode

KEYS = [column.key for column in COLUMNS]
LANZHOU = Filter("customer", Condition.IS, ("兰州石化公司",))


@pytest.fixture
def page(qtbot, desk: Desk, slips: list[int], settings: QSettings) -> LedgerPage:
    return opened(qtbot, desk, settings, len(slips))


def opened(qtbot, desk: Desk, settings: QSettings, count: int) -> LedgerPage:
    """A ledger page with its rows there."""
    page = LedgerPage(desk, settings)
    qtbot.addWidget(page)
    page.resize(1366, 700)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.sums.text().startswith(f"共 {count} 条"))
    return page


def shown(page: LedgerPage, key: str) -> list[str]:
    return [page.model.line(row).texts[KEYS.index(key)] for row in range(page.model.rowCount())]


def heading_menu(page: LedgerPage, key: str) -> QMenu:
    page.narrowing.offer_heading(KEYS.index(key), QPoint(10, 10))
    menu = next(menu for menu in page.findChildren(QMenu) if menu.isVisible())
    return menu


def choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def test_a_condition_from_the_heading_narrows_the_rows_and_its_pill_takes_it_away(
    qtbot, page: LedgerPage
) -> None:
    choose(heading_menu(page, "claim_no"), "为空")
    choose(heading_menu(page, "feedback_date"), "本月")
    page.filters.narrow(LANZHOU)
    qtbot.waitUntil(lambda: shown(page, "customer") == ["兰州石化公司"] * 2)
    pills = page.narrowing.chips.pills()
    assert [pill.text() for pill in pills] == ["三包单号为空", "反馈日期：本月", "顾客名称：兰州石化公司"]
    qtbot.mouseClick(pills[2], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    page.filters.clear_button.click()
    assert not page.narrowing.chips.isVisible()


def test_the_bar_and_the_headings_hold_together(qtbot, page: LedgerPage) -> None:
    page.filters.klass.setCurrentIndex(page.filters.klass.findData("B"))
    page.filters.narrow(LANZHOU)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.filters.drop(page.filters.filters()[0])
    assert page.filters.klass.currentIndex() == 0
    page.narrowing.widen("customer")
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)


def test_the_menu_sorts_alone_and_after_others(qtbot, page: LedgerPage) -> None:
    with qtbot.waitSignal(page.model.loaded):
        choose(heading_menu(page, "customer"), "顾客名称 升序")
    with qtbot.waitSignal(page.model.loaded):
        choose(heading_menu(page, "serial_no"), "再按此列排序")
    assert page.model.query.sort == (("customer", False), ("serial_no", False))
    rows = list(zip(shown(page, "customer"), shown(page, "serial_no"), strict=True))
    lanzhou = [serial for customer, serial in rows if customer == "兰州石化公司"]
    assert lanzhou == sorted(lanzhou)


def dialog_for(qtbot, page: LedgerPage, key: str, test: Condition) -> FilterDialog:
    values = groups(page.desk, query=page.query(), column=key) if test is Condition.ONE_OF else None
    dialog = FilterDialog(page, COLUMNS[KEYS.index(key)], test, page.desk.clock, values=values)
    dialog.accepted_filter.connect(page.filters.narrow)
    dialog.open()
    return dialog


def test_a_range_of_money_is_typed_in_yuan(qtbot, page: LedgerPage) -> None:
    dialog = dialog_for(qtbot, page, "claim_cost", Condition.BETWEEN)
    dialog.boxes[0].setText("很多")
    dialog.settle()
    assert "不是金额" in dialog.message.text()
    dialog.boxes[0].setText("1.2万")
    dialog.settle()
    assert page.filters.more == (Filter("claim_cost", Condition.BETWEEN, (1_200_000, None)),)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)


def test_a_range_of_days_is_typed_short_and_never_backwards(qtbot, page: LedgerPage) -> None:
    dialog = dialog_for(qtbot, page, "feedback_date", Condition.BETWEEN)
    dialog.boxes[0].setText("11-20")
    dialog.boxes[1].setText("11-19")
    dialog.settle()
    assert "大于" in dialog.message.text()
    dialog.boxes[1].setText("t")
    dialog.settle()
    day = date(2026, 11, 20)
    assert page.filters.more == (Filter("feedback_date", Condition.BETWEEN, (day, day)),)
    qtbot.waitUntil(lambda: page.narrowing.chips.isVisible())


def test_several_values_are_ticked(qtbot, page: LedgerPage) -> None:
    dialog = dialog_for(qtbot, page, "customer", Condition.ONE_OF)
    dialog.settle()
    assert "勾选" in dialog.message.text()
    assert dialog.list is not None
    assert dialog.list.item(0).text().startswith("兰州石化公司　2 条")
    for place in (0, 1):
        dialog.list.item(place).setCheckState(Qt.CheckState.Checked)
    dialog.settle()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)


def test_one_of_is_asked_from_the_menu_with_the_values_that_occur(qtbot, page: LedgerPage) -> None:
    choose(heading_menu(page, "customer"), "其中之一…")
    qtbot.waitUntil(lambda: page.findChild(FilterDialog) is not None)
    dialog = page.findChild(FilterDialog)
    assert dialog.list.count() == 4
    dialog.reject()


def test_a_kept_view_brings_back_filters_order_columns_and_widths(
    qtbot, page: LedgerPage, settings: QSettings
) -> None:
    page.filters.narrow(LANZHOU)
    page.view.show_column(KEYS.index("serial_no"), False)
    page.view.setColumnWidth(KEYS.index("problem"), 321)
    page.narrowing.sort("problem", False, False)
    qtbot.waitUntil(lambda: page.model.query.sort == (("problem", False),))
    page.narrowing.menu.save("兰州", shared=False)
    page.narrowing.show_view(View())
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert page.view.columnWidth(KEYS.index("problem")) != 321
    page.narrowing.menu.fill()
    choose(page.narrowing.menu.menu, "兰州")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.model.query.sort == (("problem", False),)
    assert page.view.columnWidth(KEYS.index("problem")) == 321
    assert "serial_no" not in page.view.plan.visible_keys()


def test_a_view_that_cannot_be_read_is_said_and_the_list_stays(
    qtbot, page: LedgerPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(ledger_views_menu, "show_error", lambda _parent, error: told.append(str(error)))
    key = ledger_views.save_view(page.desk, name="旧", view=View((LANZHOU,)))
    with write_tx():
        write(
            "UPDATE saved_view SET content = replace(content, '\"customer\"', '\"colour\"') WHERE id = ?",
            (key,),
        )
    page.narrowing.menu.open(key)
    assert "colour" in told[0]
    assert page.model.rowCount() == 5
    assert page.filters.filters() == ()


def test_the_view_somebody_left_is_there_again_next_time(
    qtbot, desk: Desk, page: LedgerPage, settings: QSettings
) -> None:
    page.filters.narrow(LANZHOU)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.narrowing.sort("problem", True, False)
    qtbot.waitUntil(
        lambda: (kept := ledger_views.last_view(desk)) is not None and kept.sort == (("problem", True),)
    )
    again = opened(qtbot, desk, settings, 2)
    assert again.model.query.sort == (("problem", True),)
    assert again.narrowing.chips.isVisible()
    assert shown(again, "customer") == ["兰州石化公司"] * 2


def test_groups_stand_beside_the_rows_and_a_click_shows_one(qtbot, page: LedgerPage) -> None:
    choose(heading_menu(page, "customer"), "按顾客名称分组")
    panel = page.narrowing.panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.table.rowCount() == 4)
    assert [panel.table.item(0, column).text() for column in (0, 1)] == ["兰州石化公司", "2"]
    panel.table.cellClicked.emit(0, 0)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    qtbot.waitUntil(lambda: panel.table.rowCount() == 1)
    qtbot.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()


def test_the_selection_is_summed_and_averaged_over_rows_with_a_cost(
    qtbot, page: LedgerPage, slips: list[int]
) -> None:
    with write_tx():
        for slip_id, cost in zip(slips, (10_000, 20_001), strict=False):
            write("UPDATE ledger SET claim_cost = ? WHERE slip_id = ?", (cost, slip_id))
    page.view.selectAll()
    assert page.chosen.text() == "已选 5 条　三包费用合计 300.01 元　平均 150.01 元（2 条有费用）"
    page.view.clearSelection()
    assert page.chosen.text() == ""


def test_rows_may_be_higher_and_the_frozen_part_follows(qtbot, page: LedgerPage) -> None:
    before = page.view.rowHeight(0)
    menu = QMenu(page)
    page.view.fill_column_menu(menu)
    heights = next(action.menu() for action in menu.actions() if action.text() == "行高")
    choose(heights, "宽松")
    assert page.view.rowHeight(0) == page.view.frozen.rowHeight(0) > before


def test_a_scanned_page_opens_its_slip(qtbot, page: LedgerPage, slips: list[int]) -> None:
    page.search.setText(PageCode("01", "F01-2026-003", 1, "2").text.lower())
    with qtbot.waitSignal(page.slip_wanted) as wanted:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert wanted.args == [slips[2]]


def test_a_new_slip_comes_in_without_losing_selection_and_place(
    qtbot, page: LedgerPage, slips: list[int], one_more: Callable[[], int]
) -> None:
    page.resize(1366, 260)
    page.view.go_to(slips[1])
    page.view.verticalScrollBar().setValue(page.view.verticalScrollBar().maximum())
    top = page.model.slip_id(page.view.rowAt(0))
    resets: list[int] = []
    page.model.modelReset.connect(lambda: resets.append(1))
    new = one_more()
    with qtbot.waitSignal(page.model.loaded):
        page.refresh()
    assert page.model.slip_id(0) == new
    assert [page.model.slip_id(row) for row in page.view.chosen_rows()] == [slips[1]]
    assert page.model.slip_id(page.view.currentIndex().row()) == slips[1]
    assert page.model.slip_id(page.view.rowAt(0)) == top
    assert resets == []


def test_a_slip_that_moves_in_the_order_stays_selected(qtbot, page: LedgerPage, slips: list[int]) -> None:
    page.narrowing.sort("serial_no", False, False)
    qtbot.waitUntil(lambda: shown(page, "serial_no") == sorted(shown(page, "serial_no")))
    qtbot.waitUntil(lambda: page.model._job is None)
    first = page.model.slip_id(0)
    page.view.go_to(first)
    with write_tx():
        write("UPDATE ledger SET serial_no = 'ZZ' WHERE slip_id = ?", (first,))
    with qtbot.waitSignal(page.model.loaded):
        page.refresh()
    assert page.model.slip_id(4) == first
    assert page.view.chosen_rows() == [4]


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([3, 2, 1], [4, 3, 2, 1], ["insert"]),
        ([3, 2, 1], [3, 1], ["remove"]),
        ([3, 2, 1], [3, 9, 1], ["remove", "insert"]),
        ([5, 4, 3, 2, 1], [4, 3, 2, 5, 1], ["move"]),
        ([5, 4, 3, 2, 1], [5, 1, 4, 3, 2], ["move"]),
        ([2, 1], [2, 1], []),
        ([], [1], ["insert"]),
        ([1], [], ["remove"]),
    ],
)
def test_the_fewest_rows_change(old: list[int], new: list[int], kinds: list[str]) -> None:
    from array import array

    found = steps(array("q", old), array("q", new))
    assert found is not None
    assert [step.kind for step in found] == kinds


def test_too_many_changes_are_shown_anew() -> None:
    from array import array

    assert steps(array("q", range(10_000)), array("q", range(10_000, 0, -1))) is None


def test_sorting_while_slips_come_in_never_shows_a_wrong_list(
    qtbot, page: LedgerPage, one_more: Callable[[], int]
) -> None:
    wanted = one("SELECT group_concat(slip_id) FROM (SELECT slip_id FROM ledger ORDER BY serial_no, slip_id)")
    assert wanted
    page.model.show(page.query())
    page.narrowing.sort("serial_no", False, False)
    with write_tx():
        write("UPDATE ledger SET problem = problem || '!'")
        page.narrowing.sort("customer", True, False)  # the order is read beside the open transaction
        page.narrowing.sort("serial_no", False, False)
    one_more()
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 6 and page.model._job is None)
    found = [page.model.slip_id(row) for row in range(6)]
    expected = one(
        "SELECT group_concat(slip_id) FROM (SELECT slip_id FROM ledger ORDER BY serial_no, slip_id)"
    )
    assert expected == (",".join(map(str, found)),)


def test_conditions_read_as_people_say_them() -> None:
    assert words(Filter("claim_cost", Condition.BETWEEN, (None, 12_345))) == "三包费用至 123.45"
    assert words(Filter("due", Condition.LATE)) == "只看超期"
    assert words(Filter("row_no", Condition.BETWEEN, (1, 3))) == "序号 1 至 3"
    assert words(Filter("gone", Condition.FILLED)) == "gone不为空"
    assert len(words(Filter("problem", Condition.CONTAINS, ("漏" * 500,)))) <= 28
