"""One sheet at work: Enter and Ctrl+Enter, problems, proposals, undo over fields, state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from qmsdesk.errors import FieldProblem
from qmsdesk.forms.sheet_window import SheetWindow
from qmsdesk.forms.type_ahead import Suggestion, TypeAhead
from qmsdesk.papers.base import Facts
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.check import problems

Open = Callable[..., SheetWindow]
LATER = ("review", "receipt")
TODAY = date(2026, 11, 22)


@pytest.fixture
def window(open_sheet: Open) -> SheetWindow:
    return open_sheet(paper("01"), read_only_sections=LATER)


def box(window: SheetWindow, field: str) -> Any:
    return window.editors[field].placed[0].widget


def test_enter_walks_through_the_whole_form(window: SheetWindow, qtbot: Any) -> None:
    window.editors["feedback_date"].focus()
    visited = []
    for _step in range(60):
        focus = window.focusWidget()
        field = focus.property("field")
        if not visited or visited[-1] != field:
            visited.append(field)
        held = Qt.KeyboardModifier.NoModifier
        if field in ("description", "other"):
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
        else:
            qtbot.keyClick(focus, Qt.Key.Key_Return, held)
        if window.focusWidget().property("field") == "feedback_date":
            break
    sheet = window.paper
    expected = [
        field.name
        for field in (*sheet.fields, *sheet.extra)
        if field.section in ("fill", "classify") and field.name != "number"
    ]
    assert visited == expected


def test_shift_enter_goes_back(window: SheetWindow, qtbot: Any) -> None:
    window.editors["customer_address"].focus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget().property("field") == "customer_name"


def test_enter_breaks_the_line_in_a_long_text_only(window: SheetWindow, qtbot: Any) -> None:
    description = box(window, "description")
    description.setFocus()
    qtbot.keyClicks(description, "a")
    qtbot.keyClick(description, Qt.Key.Key_Return)
    qtbot.keyClicks(description, "b")
    assert window.values()["description"] == "a\nb"


def test_ctrl_enter_asks_to_save_from_every_field(window: SheetWindow, qtbot: Any) -> None:
    for editor in window.editors.values():
        if editor.stops():
            with qtbot.waitSignal(window.save_requested):
                qtbot.keyClick(editor.stops()[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.values() == {}


@pytest.mark.parametrize(
    ("action", "signal"),
    [("save", "save_requested"), ("register", "register_requested"), ("print", "print_requested")],
)
def test_actions_ask_by_signal_and_finish_typing_first(
    window: SheetWindow, qtbot: Any, action: str, signal: str
) -> None:
    day = box(window, "feedback_date")
    day.setFocus()
    qtbot.keyClicks(day, "5")
    with qtbot.waitSignal(getattr(window, signal)):
        window.actions_by_name[action].trigger()
    assert day.text() == "2026年11月5日"


def test_what_is_being_composed_is_committed_before_saving(
    window: SheetWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = []
    monkeypatch.setattr(type(QGuiApplication.inputMethod()), "commit", lambda _self: committed.append(True))
    window.actions_by_name["save"].trigger()
    assert committed == [True]


def test_shortcuts_are_unique_and_the_free_ones(window: SheetWindow) -> None:
    keys = [key.toString() for action in window.actions_by_name.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    taken = {"F8", "Ctrl+N", "F3", "Ctrl+W", "Ctrl+Q", "F1", "Ctrl+I", "F11", "F5", "Ctrl+1", "Ctrl+2"}
    assert not taken & set(keys)


def test_problems_are_listed_by_printed_label_marked_and_the_first_gets_the_cursor(
    window: SheetWindow, qtbot: Any
) -> None:
    found = problems(window.paper, window.values(), Facts(TODAY, has_transcript=True))
    window.show_problems(found)
    assert window.problem_list.isVisible()
    assert window.problem_list.lines.count() == len(found)
    assert window.problem_list.lines.item(0).text().startswith("反馈日期：")
    assert window.focusWidget().property("field") == "feedback_date"
    assert window.view.note.isVisible()
    assert window.view.note.words.text() == found[0].message
    for problem in found:
        assert window.editors[problem.field].problem


def test_a_line_of_the_list_leads_to_its_field_beside_the_sheet_too(window: SheetWindow, qtbot: Any) -> None:
    window.actions_by_name["panel"].trigger()
    assert not window.panel.isVisible()
    window.show_problems([FieldProblem("serial_no", "出厂编号", "请填写。")])
    assert window.panel.isVisible()
    assert window.focusWidget() is box(window, "serial_no")
    window.editors["feedback_date"].focus()
    qtbot.keyClick(window.problem_list.lines, Qt.Key.Key_Down)
    qtbot.keyClick(window.problem_list.lines, Qt.Key.Key_Return)
    assert window.focusWidget() is box(window, "serial_no")


def test_typing_takes_the_problem_away(window: SheetWindow, qtbot: Any) -> None:
    window.show_problems([FieldProblem("customer_name", "用户名称", "请填写。")])
    qtbot.keyClicks(box(window, "customer_name"), "x")
    assert window.editors["customer_name"].problem == ""
    assert not window.problem_list.isVisible()
    assert not window.view.note.isVisible()


def _customers(_text: str) -> list[Suggestion]:
    return [
        Suggestion("兰州石化公司", "兰州市西固区", {"customer_address": "兰州市西固区"}),
        Suggestion("兰州兰石集团", "兰州市七里河区", {"customer_address": "兰州市七里河区"}),
    ]


@pytest.fixture
def ahead(window: SheetWindow) -> TypeAhead:
    return window.set_type_ahead("customer_name", _customers)


def test_a_proposal_fills_the_field_and_its_dependents(
    window: SheetWindow, ahead: TypeAhead, qtbot: Any
) -> None:
    name = box(window, "customer_name")
    name.setFocus()
    qtbot.keyClicks(name, "lz")
    qtbot.waitUntil(ahead.list.isVisible)
    assert ahead.list.chosen() is None
    qtbot.keyClick(name, Qt.Key.Key_Down)
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert window.values() == {"customer_name": "兰州石化公司", "customer_address": "兰州市西固区"}
    assert not ahead.list.isVisible()
    window.undo()
    window.undo()
    assert "customer_address" not in window.values()


def test_enter_without_choosing_just_goes_on(window: SheetWindow, ahead: TypeAhead, qtbot: Any) -> None:
    name = box(window, "customer_name")
    name.setFocus()
    qtbot.keyClicks(name, "lz")
    ahead.ask()
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert window.values() == {"customer_name": "lz"}
    assert window.focusWidget() is box(window, "customer_address")
    assert not ahead.list.isVisible()


def test_typed_text_is_never_overwritten_silently(window: SheetWindow, ahead: TypeAhead, qtbot: Any) -> None:
    box(window, "customer_address").enter("我填的地址")
    name = box(window, "customer_name")
    name.setFocus()
    qtbot.keyClicks(name, "lz")
    ahead.ask()
    ahead.list.setCurrentRow(0)
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert window.values()["customer_address"] == "我填的地址"
    window.editors["customer_address"].focus()
    assert "兰州市西固区" in window.view.note.words.text()
    qtbot.mouseClick(window.view.note.take, Qt.MouseButton.LeftButton)
    assert window.values()["customer_address"] == "兰州市西固区"


def test_another_choice_replaces_what_the_first_choice_filled(
    window: SheetWindow, ahead: TypeAhead, qtbot: Any
) -> None:
    name = box(window, "customer_name")
    name.setFocus()
    for row in (0, 1):
        qtbot.keyClicks(name, "l")
        ahead.ask()
        ahead.list.setCurrentRow(row)
        qtbot.keyClick(name, Qt.Key.Key_Return)
    assert window.values()["customer_address"] == "兰州市七里河区"


def test_no_list_opens_while_an_input_method_composes(
    window: SheetWindow, ahead: TypeAhead, qtbot: Any
) -> None:
    name = box(window, "customer_name")
    name.setFocus()
    qtbot.keyClicks(name, "l")
    QApplication.sendEvent(name, QInputMethodEvent("lanzhou", []))
    ahead.ask()
    qtbot.wait(180)
    assert not ahead.list.isVisible()


def test_esc_closes_the_list(window: SheetWindow, ahead: TypeAhead, qtbot: Any) -> None:
    name = box(window, "customer_name")
    name.setFocus()
    qtbot.keyClicks(name, "lz")
    ahead.ask()
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert not ahead.list.isVisible()
    assert window.values() == {"customer_name": "lz"}


def test_ctrl_z_is_the_fields_own_first_and_the_sheets_then(window: SheetWindow, qtbot: Any) -> None:
    name, address = box(window, "customer_name"), box(window, "customer_address")
    name.setFocus()
    qtbot.keyClicks(name, "ab")
    address.setFocus()
    qtbot.keyClicks(address, "cd")
    undo = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(address, *undo)
    assert window.values() == {"customer_name": "ab"}
    qtbot.keyClick(address, *undo)
    qtbot.keyClick(address, *undo)
    assert "customer_address" not in window.values()
    assert "customer_name" not in window.values()


def test_discarding_goes_back_to_what_was_opened_and_can_be_undone(open_sheet: Open, qtbot: Any) -> None:
    window = open_sheet(paper("01"), {"customer_name": "兰州石化公司"}, read_only_sections=LATER)
    box(window, "product_name").enter("换热器")
    window.actions_by_name["discard"].trigger()
    assert window.values() == {"customer_name": "兰州石化公司"}
    window.undo()
    assert window.values() == {"customer_name": "兰州石化公司", "product_name": "换热器"}


def test_what_was_typed_before_registering_does_not_come_back_by_undo(
    window: SheetWindow, qtbot: Any
) -> None:
    box(window, "product_name").enter("换热器")
    window.set_values({"product_name": "换热器", "drawing_no": "E-104"})
    window.set_read_only_sections(("*",))
    qtbot.keyClick(box(window, "product_name"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.undo()
    assert window.values() == {"product_name": "换热器", "drawing_no": "E-104"}


def test_state_and_number_decide_what_is_offered(window: SheetWindow) -> None:
    offered = window.actions_by_name
    window.set_state("草稿")
    assert offered["register"].isVisible()
    assert not offered["void"].isVisible()
    window.set_state("已登记", "F01-2026-001")
    assert window.header.number.text() == "F01-2026-001"
    assert box(window, "number").plain() == "01-2026-001"
    assert not offered["register"].isVisible()
    assert offered["void"].isVisible()
    window.set_state("作废", "F01-2026-001")
    assert window.view.page.watermark == "作废"
    assert not offered["void"].isVisible()


def test_values_the_paper_does_not_know_are_not_lost(open_sheet: Open) -> None:
    assert open_sheet(paper("02"), {"from_a_newer_version": "x"}).values() == {"from_a_newer_version": "x"}


def test_user_text_is_never_markup(open_sheet: Open) -> None:
    text = "<img src='file:///etc/passwd'><b>x</b>"
    window = open_sheet(paper("01"), {"description": text, "customer_name": text})
    window.show_problems([FieldProblem("customer_name", text, text)])
    window.view.note.show_for(window.editors["customer_name"], box(window, "customer_name"))
    assert window.view.note.words.textFormat() is Qt.TextFormat.PlainText
    assert window.values()["description"] == text
    window.header.show_saved(text)
    assert window.header.saved.textFormat() is Qt.TextFormat.PlainText
