"""The date line: short and long, moved by single keys, words instead of dates, a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import Surroundings
from qmsdesk.forms.editors.calendar_popup import CalendarPopup
from qmsdesk.forms.editors.typed_line import LineEditor
from qmsdesk.papers.base import Field, Kind
from qmsdesk.papers.layout import Slot

TODAY = date(2026, 11, 22)
FIELD = Field("day", "启用日期", Kind.DATE, escapes=("未启用", "不详", "/"))


@pytest.fixture
def editor(qtbot: Any) -> Iterator[LineEditor]:
    page = QWidget()
    qtbot.addWidget(page)
    made = LineEditor(FIELD, Slot("day", 0, 0, 60, 8), Surroundings(today=lambda: TODAY), page)
    page.show()
    made.focus()
    yield made
    page.close()


TYPED = [
    ("5", date(2026, 11, 5)),
    ("3-15", date(2026, 3, 15)),
    ("0315", date(2026, 3, 15)),
    ("20261122", date(2026, 11, 22)),
    ("2026.11.22", date(2026, 11, 22)),
    ("2026/1/2", date(2026, 1, 2)),
    ("2026年11月22日", date(2026, 11, 22)),
    ("２０２６１１２２", date(2026, 11, 22)),
    ("３-１５", date(2026, 3, 15)),
    ("t", TODAY),
    ("昨天", date(2026, 11, 21)),
    ("未启用", "未启用"),
    ("/", "/"),
    ("／", "/"),
    ("不详:顾客记不清", "不详:顾客记不清"),
    ("不详：顾客记不清", "不详:顾客记不清"),
    ("", None),
]


@pytest.mark.parametrize(("typed", "value"), TYPED)
def test_what_is_typed_is_understood_and_shown_as_it_prints(
    editor: LineEditor, type_text: Any, typed: str, value: Any
) -> None:
    type_text(editor.box, typed)
    editor.commit()
    assert editor.value() == value
    shown = f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value or ""
    assert editor.box.text() == shown
    assert editor.problem == ""


@pytest.mark.parametrize("typed", ["2-30", "13-1", "abc", "20261322", "星期三"])
def test_what_is_not_understood_stays_and_says_so(editor: LineEditor, type_text: Any, typed: str) -> None:
    type_text(editor.box, typed)
    editor.commit()
    assert editor.box.text() == typed
    assert editor.value() == typed
    assert editor.problem
    type_text(editor.box, "1")
    assert editor.problem == ""


@pytest.mark.parametrize(
    ("start", "keys", "ends"),
    [
        (TODAY, "+", date(2026, 11, 23)),
        (TODAY, "--", date(2026, 11, 20)),
        (TODAY, "=", date(2026, 11, 23)),
        (TODAY, "[", date(2026, 10, 22)),
        (TODAY, "]]", date(2027, 1, 22)),
        (date(2026, 1, 31), "]", date(2026, 2, 28)),
        (date(2020, 1, 1), "t", TODAY),
        (TODAY, "＋", date(2026, 11, 23)),
        (None, "t", TODAY),
        (None, "-", date(2026, 11, 21)),
    ],
)
def test_single_keys_move_a_settled_date(
    editor: LineEditor, type_text: Any, start: date | None, keys: str, ends: date
) -> None:
    editor.show(start)
    type_text(editor.box, keys)
    assert editor.value() == ends


def test_a_minus_inside_a_half_typed_date_is_just_a_minus(editor: LineEditor, type_text: Any) -> None:
    type_text(editor.box, "3-1")
    assert editor.box.text() == "3-1"


def test_typing_over_a_selected_date_replaces_it(editor: LineEditor, type_text: Any) -> None:
    editor.show(TODAY)
    editor.box.selectAll()
    type_text(editor.box, "7")
    editor.commit()
    assert editor.value() == date(2026, 11, 7)


def test_emptying_a_date_leaves_none(editor: LineEditor, qtbot: Any) -> None:
    editor.show(TODAY)
    editor.box.selectAll()
    qtbot.keyClick(editor.box, Qt.Key.Key_Delete)
    editor.commit()
    assert editor.value() is None
    assert editor.box.text() == ""


def test_the_calendar_opens_by_key_and_its_choice_is_taken(editor: LineEditor, qtbot: Any) -> None:
    editor.show(date(2026, 3, 15))
    qtbot.keyClick(editor.box, Qt.Key.Key_F4)
    popup = editor.box.findChild(CalendarPopup)
    assert popup.calendar.selectedDate() == QDate(2026, 3, 15)
    with qtbot.waitSignal(editor.changed):
        popup.calendar.clicked.emit(QDate(2026, 3, 20))
    assert editor.value() == date(2026, 3, 20)
    assert not popup.isVisible()


@pytest.mark.parametrize(("button", "value"), [("今天", TODAY), ("未启用", "未启用"), ("清除", None)])
def test_the_calendar_offers_today_nothing_and_the_words(
    editor: LineEditor, qtbot: Any, button: str, value: Any
) -> None:
    from PySide6.QtWidgets import QPushButton

    editor.box.open_calendar()  # type: ignore[attr-defined]
    popup = editor.box.findChild(CalendarPopup)
    found = next(item for item in popup.findChildren(QPushButton) if item.text() == button)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    assert editor.value() == value


def test_undo_takes_the_last_step_back(editor: LineEditor, type_text: Any) -> None:
    editor.show(TODAY)
    type_text(editor.box, "+")
    editor.box.undo()
    assert editor.value() == TODAY
