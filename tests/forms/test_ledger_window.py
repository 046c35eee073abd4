"""The ledger's window: rows by pages, order by SQL, what is shown is what is copied and exported."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton

from qmsdesk.forms.ledger_model import PAGE, LedgerModel, resorted
from qmsdesk.forms.ledger_page import LedgerPage
from qmsdesk.models.base import database
from qmsdesk.operations import ledger
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import COLUMNS, Query
from qmsdesk.operations.ledger_views import last_view
from qmsdesk.operations.progress import Progress, step

TITLES = [column.title for column in COLUMNS]


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements that run inside."""
    seen: list[str] = []
    original = database.obj.execute_sql

    def execute(sql: str, *rest: object) -> object:
        seen.append(sql)
        return original(sql, *rest)

    database.obj.execute_sql = execute
    try:
        yield seen
    finally:
        del database.obj.execute_sql


@pytest.fixture
def page(qtbot, desk: Desk, slips: list[int], settings: QSettings) -> LedgerPage:
    page = LedgerPage(desk, settings)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.sums.text().startswith(f"共 {len(slips)} 条"))
    page.resize(1366, 640)
    page.show()
    qtbot.waitExposed(page)
    return page


def shown(page: LedgerPage, key: str) -> list[str]:
    place = [column.key for column in COLUMNS].index(key)
    return [page.model.line(row).texts[place] for row in range(page.model.rowCount())]


def test_the_model_keeps_the_rules_of_qt(qtbot, desk: Desk, slips: list[int]) -> None:
    model = LedgerModel(desk)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_now(Query())
    model.show_now(Query(text="兰州"))
    model.show_now(Query())
    assert model.rowCount() == len(slips)
    del tester


def test_the_ten_columns_of_the_paper_come_first(page: LedgerPage) -> None:
    paper = [column.title for column in COLUMNS if column.on_paper]
    assert TITLES[:10] == paper
    assert page.model.headerData(1, Qt.Orientation.Horizontal).startswith("反馈单号")


def test_a_page_of_rows_costs_one_statement(desk: Desk, slips: list[int]) -> None:
    model = LedgerModel(desk)
    model.show_now(Query())
    with counted_statements() as seen:
        for row in range(model.rowCount()):
            model.line(row)
    assert len(seen) == -(-len(slips) // PAGE)


def test_painting_again_asks_the_database_nothing(qtbot, page: LedgerPage) -> None:
    page.view.viewport().repaint()
    with counted_statements() as seen:
        page.view.viewport().repaint()
    assert seen == []


def test_a_word_from_the_middle_finds_the_slip(qtbot, page: LedgerPage) -> None:
    page.search.setText("密封")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert shown(page, "customer") == ["兰州石化公司"]
    assert page.view.marks == ("密封",)
    page.search.setText("gxlg")
    qtbot.waitUntil(lambda: shown(page, "customer") == ["广西柳工机械有限公司"])


@pytest.mark.parametrize(
    "text", ['"', "%", "_", "' OR 1=1 --", "AND OR NOT *", "\ud800", "漏" * 10_000, "(", "\\"]
)
def test_strange_search_text_finds_nothing_and_breaks_nothing(qtbot, page: LedgerPage, text: str) -> None:
    with qtbot.waitSignal(page.model.loaded):
        page.search.setText(text)
    assert page.model.rowCount() == 0 or text == "\ud800"
    assert page.empty.isVisibleTo(page) or text == "\ud800"


def test_the_class_filter_narrows_the_view_and_clears_again(qtbot, page: LedgerPage) -> None:
    page.filters.klass.setCurrentIndex(page.filters.klass.findData("A"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert "吊耳" in shown(page, "problem")[0]
    assert page.filters.clear_button.isEnabled()
    page.filters.clear_button.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)
    assert not page.filters.clear_button.isEnabled()


def test_a_span_of_days_narrows_the_view(qtbot, page: LedgerPage) -> None:
    page.filters.span.setCurrentText("上月")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    page.filters.span.setCurrentText("本季")
    qtbot.waitUntil(lambda: page.model.rowCount() == 5)


def test_own_days_are_typed_short(qtbot, page: LedgerPage) -> None:
    page.filters.span.setCurrentText("自定")
    assert page.filters.since.isVisible()
    page.filters.since.setText("21")
    page.filters.since.editingFinished.emit()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert page.filters.since.text() == "2026-11-21"


def test_a_click_on_a_heading_sorts_and_a_second_turns_it_round(qtbot, page: LedgerPage) -> None:
    with qtbot.waitSignal(page.model.loaded):
        page.view.horizontalHeader().sectionClicked.emit(2)
    up = shown(page, "customer")
    with qtbot.waitSignal(page.model.loaded):
        page.view.horizontalHeader().sectionClicked.emit(2)
    assert shown(page, "customer")[0] == up[-1]
    assert "↓" in page.model.headerData(2, Qt.Orientation.Horizontal)


def test_another_heading_may_be_added_to_the_order() -> None:
    query = Query(sort=(("customer", False),))
    assert resorted(query, "serial_no", add=True) == (("customer", False), ("serial_no", False))
    assert resorted(query, "customer", add=True) == (("customer", True),)
    assert resorted(query, "serial_no", add=False) == (("serial_no", False),)


def test_enter_and_a_double_click_open_the_slip(qtbot, page: LedgerPage, slips: list[int]) -> None:
    page.view.go_to(slips[2])
    with qtbot.waitSignal(page.slip_wanted) as opened:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert opened.args == [slips[2]]
    with qtbot.waitSignal(page.slip_wanted) as opened:
        page.view.doubleClicked.emit(page.model.index(0, 3))
    assert opened.args == [page.model.slip_id(0)]


def test_a_whole_number_in_the_search_box_opens_the_slip(qtbot, page: LedgerPage, slips: list[int]) -> None:
    page.search.setText("F01-2026-002")
    with qtbot.waitSignal(page.slip_wanted) as opened:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert opened.args == [slips[1]]


def test_rows_are_copied_with_headings_and_never_as_formulas(qtbot, page: LedgerPage) -> None:
    page.view.selectAll()
    page.copy()
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert lines[0].split("\t") == [TITLES[column] for column in page.view.plan.visible_columns()]
    assert len(lines) == 6
    assert "<th>反馈单号</th>" in data.html()
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.split("\t"))


def test_rows_are_copied_as_bare_text_by_a_command_of_its_own(qtbot, page: LedgerPage) -> None:
    page.view.selectRow(0)
    page.view.setFocus()
    qtbot.keyClick(
        page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    data = QGuiApplication.clipboard().mimeData()
    assert not data.hasHtml()
    texts = page.model.line(0).texts
    assert data.text().split("\t") == [
        " ".join(texts[column].split()) for column in page.view.plan.visible_columns()
    ]
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().mimeData().hasHtml()


def test_hidden_columns_and_widths_are_remembered(
    qtbot, desk: Desk, page: LedgerPage, settings: QSettings
) -> None:
    page.view.show_column(4, False)
    page.view.setColumnWidth(5, 333)
    page.view.horizontalHeader().moveSection(9, 3)
    page.view.plan.save(settings)
    qtbot.waitUntil(lambda: (kept := last_view(desk)) is not None and kept.columns == page.view.plan.kept())
    other = LedgerPage(desk, settings)
    qtbot.addWidget(other)
    assert other.view.plan.visible_keys() == page.view.plan.visible_keys()
    assert COLUMNS[4].key not in other.view.plan.visible_keys()
    assert other.view.columnWidth(5) == 333
    with qtbot.waitSignal(other.model.loaded):
        pass
    other.view.reset_columns()
    assert other.view.plan.visible_keys() == [column.key for column in COLUMNS]


def test_the_first_columns_stay_in_sight(qtbot, page: LedgerPage) -> None:
    page.resize(700, 500)
    page.view.horizontalScrollBar().setValue(400)
    assert page.view.frozen.isVisible()
    assert page.view.frozen.width() == page.view.columnWidth(0) + page.view.columnWidth(1)
    assert page.view.frozen.columnViewportPosition(1) == page.view.columnWidth(0)


def test_the_sums_say_what_is_shown(qtbot, page: LedgerPage) -> None:
    assert page.sums.text().startswith("共 5 条")
    page.view.selectAll()
    assert page.chosen.text().startswith("已选 5 条")


def test_place_and_selection_stay_when_the_rows_are_read_again(
    qtbot, page: LedgerPage, slips: list[int]
) -> None:
    page.view.go_to(slips[1])
    with qtbot.waitSignal(page.model.loaded):
        page.refresh()
    assert page.model.slip_id(page.view.currentIndex().row()) == slips[1]


def test_late_is_said_in_colour_and_in_words(qtbot, desk: Desk, slips: list[int]) -> None:
    from qmsdesk.models.transactions import write, write_tx

    with write_tx():
        write("UPDATE ledger SET due = '2026-11-01' WHERE slip_id = ?", (slips[0],))
    model = LedgerModel(desk)
    model.show_now(Query())
    row = model.row_of(slips[0])
    assert row is not None
    due = [column.key for column in COLUMNS].index("due")
    assert model.line(row).texts[due] == "2026-11-01 超期"
    assert model.data(model.index(row, due), Qt.ItemDataRole.ForegroundRole) is not None
    assert model.totals.late == 1


def test_the_export_holds_exactly_the_rows_and_columns_shown(
    qtbot, page: LedgerPage, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl

    from qmsdesk.forms import ledger_export

    path = tmp_path / "台帐.xlsx"
    told: list[object] = []
    monkeypatch.setattr(ledger_export, "ask_where_to_save", lambda *_args, **_words: path)
    monkeypatch.setattr(ledger_export, "tell_file", lambda _parent, _text, where: told.append(where))
    page.view.show_column(4, False)
    with qtbot.waitSignal(page.model.loaded):
        page.search.setText("兰州")
    page.export_xlsx()
    qtbot.waitUntil(lambda: told == [path], timeout=10_000)
    sheet = openpyxl.load_workbook(path).active
    cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    heads = next(row for row in cells if "反馈单号" in row)
    assert [text for text in heads if text] == [TITLES[n] for n in page.view.plan.visible_columns()]
    place = heads.index("反馈单号")
    numbers = [row[place] for row in cells[cells.index(heads) + 1 :] if row[place]]
    assert numbers == shown(page, "number")


def test_an_export_is_cancelled_at_its_bar_and_leaves_nothing(
    qtbot, page: LedgerPage, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qmsdesk.forms import ledger_export
    from qmsdesk.forms.work_dialog import WorkDialog
    from qmsdesk.operations import ledger_out

    told: list[int] = []
    turns: list[int] = []

    def slow(_desk: Desk, *, progress: Progress, **_asked: Any) -> None:
        """As long as a million rows take; the file itself is tried in the operations."""
        for turn in range(2_000):
            turns.append(turn)
            step(progress, turn, 2_000)
            time.sleep(0.002)

    monkeypatch.setattr(ledger_export, "ask_where_to_save", lambda *_args, **_words: tmp_path / "台帐.xlsx")
    monkeypatch.setattr(ledger_export, "tell_file", lambda *_args: told.append(1))
    monkeypatch.setattr(ledger_out, "ledger_xlsx", slow)
    page.export_xlsx()
    bar = page.findChild(WorkDialog)
    assert bar is not None
    qtbot.waitUntil(lambda: bar.value() > 0)
    bar.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: page.findChild(WorkDialog) is None)
    count = len(turns)
    qtbot.wait(50)
    assert (len(turns), told) == (count, [])


def test_a_filter_on_an_unknown_column_is_said_in_words(qtbot, desk: Desk, slips: list[int]) -> None:
    model = LedgerModel(desk)
    with qtbot.waitSignal(model.failed) as failed:
        model.show(Query(filters=(ledger.Filter("gone", ledger.Condition.EMPTY),)))
    assert "gone" in failed.args[0].message
