"""Lines and boxes of words: plain text only, input methods, full-width codes, marks and lists."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.choice import ChoiceMarks
from qmsdesk.forms.editors.make import make_editor
from qmsdesk.papers.base import Field, Kind
from qmsdesk.papers.layout import Slot


@pytest.fixture
def make(qtbot: Any) -> Any:
    page = QWidget()
    page.resize(700, 400)
    qtbot.addWidget(page)
    page.show()

    def one(field: Field, *slots: Slot, on_paper: bool = True) -> FieldEditor:
        slots = slots or (Slot(field.name, 0, 0, 60, 20),)
        editor = make_editor(field, slots, Surroundings(on_paper=on_paper), page)
        for place in editor.placed:
            place.widget.resize(300, 60)
            place.rescale(96 / 25.4)
            place.widget.show()
        editor.focus()
        return editor

    return one


def box(editor: FieldEditor) -> Any:
    return editor.placed[0].widget


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG_TEXT, Kind.DATE])
@pytest.mark.parametrize("on_paper", [True, False])
def test_an_input_method_composes_without_changing_the_value(make: Any, kind: Kind, on_paper: bool) -> None:
    editor = make(Field("words", "内容", kind), on_paper=on_paper)
    changes: list[Any] = []
    editor.changed.connect(lambda: changes.append(editor.value()))
    QApplication.sendEvent(box(editor), QInputMethodEvent("ni'hao", []))
    assert box(editor).composing
    assert not editor.value()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("不详" if kind is Kind.DATE else "你好")
    QApplication.sendEvent(box(editor), commit)
    assert not box(editor).composing
    assert editor.value() == ("不详" if kind is Kind.DATE else "你好")
    assert changes[-1:] == [editor.value()]


def test_pasted_markup_stays_text(make: Any) -> None:
    editor = make(Field("words", "内容", Kind.LONG_TEXT))
    mime = QMimeData()
    mime.setHtml('<b>粗</b><img src="file:///etc/passwd">')
    mime.setText("<b>粗</b>")
    box(editor).insertFromMimeData(mime)
    assert editor.value() == "<b>粗</b>"


def test_pasted_lines_become_one_where_a_line_is_one(make: Any) -> None:
    mime = QMimeData()
    mime.setText("甲\r\n乙")
    short, long_text = make(Field("a", "甲")), make(Field("b", "乙", Kind.LONG_TEXT))
    for editor in (short, long_text):
        box(editor).insertFromMimeData(mime)
    assert short.value() == "甲 乙"
    assert long_text.value() == "甲\n乙"


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (Field("serial_no", "出厂编号"), "ＬＳ２０２６－０１", "LS2026-01"),
        (Field("feedback_no", "反馈单号", Kind.LINK), "Ｆ０１－２０２６－００１", "F01-2026-001"),
        (Field("problem_kind", "发生何种问题"), "漏油，约３处（见图）", "漏油，约３处（见图）"),
    ],
)
def test_codes_lose_full_width_signs_and_prose_keeps_them(
    make: Any, field: Field, typed: str, kept: str
) -> None:
    editor = make(field)
    box(editor).enter(typed)
    editor.commit()
    assert editor.value() == kept


def test_a_long_text_scrolls_and_says_where_the_rest_goes(make: Any) -> None:
    editor = make(Field("words", "内容", Kind.LONG_TEXT))
    editor.show("长" * 2000)
    assert box(editor).overflows()
    assert box(editor).note.text() == "超出部分打印到附页"
    assert box(editor).note.isVisible()
    editor.show("短")
    assert not box(editor).note.isVisible()


@pytest.fixture
def levels(make: Any) -> ChoiceMarks:
    words = ("很满意", "满意", "不满意")
    slots = tuple(Slot("level", 20 * at, 0, 14, 14, option=word) for at, word in enumerate(words))
    return make(Field("level", "评价", Kind.CHOICE, choices=words), *slots)


def test_a_mark_is_set_moved_and_taken_away_by_mouse(levels: ChoiceMarks, qtbot: Any) -> None:
    qtbot.mouseClick(levels.marks["满意"], Qt.MouseButton.LeftButton)
    assert levels.value() == "满意"
    qtbot.mouseClick(levels.marks["不满意"], Qt.MouseButton.LeftButton)
    assert levels.value() == "不满意"
    qtbot.mouseClick(levels.marks["不满意"], Qt.MouseButton.LeftButton)
    assert levels.value() == ""


def test_a_mark_is_set_by_numbers_arrows_space_and_taken_by_delete(levels: ChoiceMarks, qtbot: Any) -> None:
    first = levels.marks["很满意"]
    qtbot.keyClicks(first, "3")
    assert levels.value() == "不满意"
    qtbot.keyClick(levels.marks["不满意"], Qt.Key.Key_Left)
    assert levels.value() == "满意"
    assert levels.marks["满意"].hasFocus()
    qtbot.keyClick(levels.marks["满意"], Qt.Key.Key_Delete)
    assert levels.value() == ""
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert levels.value() == "很满意"


def test_tab_stops_once_in_a_group_of_marks(levels: ChoiceMarks) -> None:
    assert len(levels.stops()) == 1
    levels.show("不满意")
    assert levels.stops() == [levels.marks["不满意"]]


def test_a_word_the_paper_no_longer_has_is_not_lost(levels: ChoiceMarks, make: Any) -> None:
    levels.show("一般")
    assert levels.value() == "一般"
    listed = make(Field("channel", "方式", Kind.CHOICE, choices=("传真", "信函")))
    listed.show("电报")
    assert listed.value() == "电报"


def test_a_list_is_used_by_keys_and_never_by_the_wheel(make: Any, qtbot: Any) -> None:
    editor = make(Field("channel", "方式", Kind.CHOICE, choices=("传真", "信函")), on_paper=False)
    assert editor.value() == ""
    qtbot.keyClicks(box(editor), "2")
    assert editor.value() == "信函"
    qtbot.keyClick(box(editor), Qt.Key.Key_Delete)
    assert editor.value() == ""
    with qtbot.waitSignal(editor.changed):
        qtbot.keyClick(box(editor), Qt.Key.Key_Down)
    assert editor.value() == "传真"


def test_a_tick_is_toggled_by_click_and_space(make: Any, qtbot: Any) -> None:
    editor = make(Field("opened", "拆开检查过", Kind.TICK), Slot("opened", 0, 0, 3.4, 3.4, box=True))
    qtbot.mouseClick(box(editor), Qt.MouseButton.LeftButton)
    assert editor.value() is True
    qtbot.keyClick(box(editor), Qt.Key.Key_Space)
    assert editor.value() is False
