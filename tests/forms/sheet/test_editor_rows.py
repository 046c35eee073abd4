"""Repeating rows on the sheet: keys, blocks from a spreadsheet, insert and delete, more rows than the sheet holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qmsdesk.forms.editors.rows import RowsEditor
from qmsdesk.forms.editors.table_text import is_block, read_block
from qmsdesk.forms.sheet_window import SheetWindow
from qmsdesk.papers.catalogue import paper

Open = Callable[..., SheetWindow]


@pytest.fixture
def window(open_sheet: Open) -> SheetWindow:
    return open_sheet(paper("04"))


@pytest.fixture
def rows(window: SheetWindow) -> RowsEditor:
    editor = window.editors["lines"]
    assert isinstance(editor, RowsEditor)
    return editor


def cell(rows: RowsEditor, row: int, column: str) -> Any:
    return rows.cells[row, column].box


def goods(count: int) -> list[dict[str, Any]]:
    return [{"name": f"螺栓{at}", "quantity": at + 1, "unit_price": 150} for at in range(count)]


def test_a_row_is_typed_cell_by_cell_with_enter(rows: RowsEditor, window: SheetWindow, qtbot: Any) -> None:
    start = cell(rows, 0, "drawing_no")
    start.setFocus()
    for text in ("M30", "luoshuan", "12", "0.5", "3.2"):
        focus = window.focusWidget()
        qtbot.keyClicks(focus, text)
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    expected = {
        "drawing_no": "M30",
        "name": "luoshuan",
        "quantity": 12,
        "unit_weight": 500,
        "unit_price": 320,
    }
    assert rows.value() == [expected]
    assert window.focusWidget() is cell(rows, 1, "drawing_no")
    assert cell(rows, 0, "unit_weight").text() == "0.5/6"
    assert cell(rows, 0, "unit_price").text() == "3.20/38.40"


def test_the_pair_shows_the_unit_while_the_cursor_is_there(rows: RowsEditor) -> None:
    rows.show(goods(1))
    price = cell(rows, 0, "unit_price")
    assert price.text() == "1.50/1.50"
    price.setFocus()
    assert price.text() == "1.50"
    cell(rows, 0, "name").setFocus()
    assert price.text() == "1.50/1.50"


def test_enter_in_a_blank_row_leaves_the_table(rows: RowsEditor, window: SheetWindow, qtbot: Any) -> None:
    rows.show(goods(2))
    blank = cell(rows, 2, "drawing_no")
    blank.setFocus()
    qtbot.keyClick(blank, Qt.Key.Key_Return)
    assert window.focusWidget().property("field") == "ship_date"


def test_arrows_go_between_rows(rows: RowsEditor, window: SheetWindow, qtbot: Any) -> None:
    cell(rows, 1, "quantity").setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.focusWidget() is cell(rows, 2, "quantity")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Up)
    assert window.focusWidget() is cell(rows, 0, "quantity")


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("甲\t1\n乙\t2", [["甲", "1"], ["乙", "2"]]),
        ('"两行\n一格"\t3', [["两行 一格", "3"]]),
        ("\t1", [["", "1"]]),
    ],
)
def test_clipboard_text_of_a_spreadsheet_is_a_block(text: str, block: list[list[str]]) -> None:
    assert is_block(text)
    assert read_block(text) == block


def test_a_single_cell_is_no_block() -> None:
    assert not is_block("螺栓\n")


@pytest.mark.parametrize("column", ["name", "quantity"])
def test_a_block_is_pasted_over_the_cells_and_undone_as_one(
    rows: RowsEditor, window: SheetWindow, qtbot: Any, column: str
) -> None:
    rows.show(goods(2))
    lines = [["法兰", "2", "1.5", "10"], ["垫片", "4", "", "约5元"]]
    if column == "quantity":
        lines = [line[1:] for line in lines]
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
    target = cell(rows, 1, column)
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    first, second = rows.value()[1], rows.value()[2]
    assert (first["quantity"], first["unit_weight"], first["unit_price"]) == (2, 1500, 1000)
    assert first["name"] == ("法兰" if column == "name" else "螺栓1")
    assert second["unit_price"] == "约5元"
    assert "unit_weight" not in second
    window.undo()
    assert rows.value() == goods(2)
    window.redo()
    assert len(rows.value()) == 3


def test_plain_text_is_pasted_into_the_cell_alone(rows: RowsEditor, qtbot: Any) -> None:
    QGuiApplication.clipboard().setText("法兰")
    name = cell(rows, 0, "name")
    name.setFocus()
    qtbot.keyClick(name, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert rows.value() == [{"name": "法兰"}]


def test_rows_are_inserted_and_deleted_by_keys(rows: RowsEditor, qtbot: Any) -> None:
    rows.show(goods(3))
    target = cell(rows, 1, "name")
    qtbot.keyClick(target, Qt.Key.Key_Insert, Qt.KeyboardModifier.AltModifier)
    assert [row.get("name") for row in rows.value()] == ["螺栓0", None, "螺栓1", "螺栓2"]
    qtbot.keyClick(target, Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(target, Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    assert [row.get("name") for row in rows.value()] == ["螺栓0", "螺栓2"]


def test_rows_beyond_the_sheet_are_reached_by_turning_pages(
    rows: RowsEditor, window: SheetWindow, qtbot: Any
) -> None:
    rows.show(goods(20))
    assert rows.pages() == 3
    assert cell(rows, 0, "name").plain() == "螺栓0"
    qtbot.keyClick(cell(rows, 0, "name"), Qt.Key.Key_PageDown)
    assert cell(rows, 0, "name").plain() == "螺栓9"
    qtbot.keyClick(cell(rows, 0, "name"), Qt.Key.Key_PageDown)
    qtbot.keyClick(cell(rows, 0, "name"), Qt.Key.Key_PageDown)
    assert rows.offset == 18
    cell(rows, 2, "name").setFocus()
    qtbot.keyClicks(cell(rows, 2, "name"), "new")
    assert rows.value()[20] == {"name": "new"}
    assert rows.value()[:20] == goods(20)


def test_enter_at_the_foot_of_a_full_sheet_goes_to_the_next(
    rows: RowsEditor, window: SheetWindow, qtbot: Any
) -> None:
    rows.show(goods(9))
    last = cell(rows, 8, "unit_price")
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Return)
    assert rows.offset == 9
    assert window.focusWidget() is cell(rows, 0, "drawing_no")


def test_a_cell_that_is_not_understood_says_which(rows: RowsEditor, qtbot: Any) -> None:
    quantity = cell(rows, 3, "quantity")
    quantity.setFocus()
    qtbot.keyClicks(quantity, "many")
    cell(rows, 3, "name").setFocus()
    assert rows.problem.startswith("第 4 行“数量”：")
    assert rows.value()[3] == {"quantity": "many"}


def test_a_total_waits_until_count_and_price_are_numbers(rows: RowsEditor) -> None:
    rows.show(
        [{"name": "螺栓", "quantity": "many", "unit_price": 150}, {"quantity": 2, "unit_price": "约5元"}]
    )
    assert cell(rows, 0, "unit_price").text() == "1.50"
    assert cell(rows, 1, "unit_price").text() == "约5元"
