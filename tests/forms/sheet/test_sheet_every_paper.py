"""What must hold for every paper: an editor per field, printed order, values there and back, names, silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.sheet_window import EVERYTHING, SheetWindow
from qmsdesk.papers.base import Kind, Need, Paper
from qmsdesk.papers.catalogue import AUXILIARY, all_papers
from qmsdesk.papers.values import Attached, Signed, dump, is_empty, load

PAPERS = (*all_papers(), *AUXILIARY)
RARE = "喆堃镕𠮷𬭚㎡Ⅱ№①—“”·〇<b>&amp;</b>=1+1%s{0}\\"
Open = Callable[..., SheetWindow]
Fill = Callable[[Paper], dict[str, Any]]

pytestmark = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.code)


def _written(value: Any, text: str) -> Any:
    """The same value with another text wherever a text may stand."""
    if isinstance(value, Signed):
        return value._replace(name=text[:40])
    if isinstance(value, list):
        return [_written(item, text) for item in value]
    if isinstance(value, dict):
        return {name: _written(item, text) for name, item in value.items()}
    if isinstance(value, Attached):
        return value._replace(name=text)
    return value


def _texts_replaced(paper: Paper, values: dict[str, Any], text: str) -> dict[str, Any]:
    kinds = (Kind.TEXT, Kind.LONG_TEXT)
    known = {field.name: field for field in (*paper.fields, *paper.extra)}
    return {
        name: text if known[name].kind in kinds else _written(value, text) for name, value in values.items()
    }


def test_every_field_has_an_editor(paper: Paper, open_sheet: Open) -> None:
    window = open_sheet(paper)
    assert list(window.editors) == [field.name for field in (*paper.fields, *paper.extra)]
    assert set(window.view.editors) == {field.name for field in paper.fields}
    assert all(editor.placed for editor in window.editors.values())


def test_tab_visits_the_fields_in_printed_order(paper: Paper, open_sheet: Open) -> None:
    window = open_sheet(paper)
    stops = [stop for editor in window.editors.values() for stop in editor.stops()]
    if not stops:
        assert all(field.need is Need.SYSTEM for field in paper.fields)
        return
    visited, widget = [stops[0]], stops[0].nextInFocusChain()
    while widget is not stops[0]:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget in stops:
            visited.append(widget)
        widget = widget.nextInFocusChain()
    assert [stop.property("field") for stop in visited] == [stop.property("field") for stop in stops]
    assert visited == stops


def test_values_come_back_as_they_were_shown(paper: Paper, open_sheet: Open, filled: Fill) -> None:
    values = filled(paper)
    window = open_sheet(paper, values)
    assert window.values() == values


def test_values_survive_window_draft_and_window(paper: Paper, open_sheet: Open, filled: Fill) -> None:
    window = open_sheet(paper)
    for text in (RARE + "长" * 2000, "/"):
        values = _texts_replaced(paper, filled(paper), text)
        window.set_values(values)
        kept = load(paper, json.loads(json.dumps(dump(paper, window.values()), ensure_ascii=False)))
        window.set_values({})
        assert window.values().keys() <= {"number"}
        window.set_values(kept)
        assert window.values() == values
        for editor in window.editors.values():
            editor.commit()
        assert window.values() == values


def test_an_empty_sheet_has_no_values(paper: Paper, open_sheet: Open) -> None:
    assert open_sheet(paper).values() == {}


def test_everything_that_takes_the_cursor_has_a_name(paper: Paper, open_sheet: Open, filled: Fill) -> None:
    window = open_sheet(paper, filled(paper))
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(window)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []
    for editor in window.editors.values():
        label = editor.field.label
        assert all(place.widget.accessibleName().startswith(label) for place in editor.placed)


def test_a_locked_sheet_takes_no_typing(paper: Paper, open_sheet: Open, filled: Fill, qtbot: Any) -> None:
    values = filled(paper)
    window = open_sheet(
        paper, values, number="F01-2026-007", state="已登记", read_only_sections=(EVERYTHING,)
    )
    assert not any(editor.stops() for editor in window.editors.values())
    for editor in window.editors.values():
        for place in editor.placed[:3]:
            qtbot.keyClicks(place.widget, "x1")
            qtbot.keyClick(place.widget, Qt.Key.Key_Delete)
    assert window.values() == values


def test_a_problem_can_be_shown_on_every_field_and_goes_with_typing(
    paper: Paper, open_sheet: Open, filled: Fill
) -> None:
    window = open_sheet(paper, filled(paper))
    for editor in window.editors.values():
        editor.show_problem("请核对。")
        assert editor.placed[0].widget.accessibleDescription() == "请核对。"
        editor.edited()
        assert editor.problem == ""


def test_a_registered_sheet_shows_a_stroke_where_nothing_was_filled_in(
    paper: Paper, open_sheet: Open
) -> None:
    window = open_sheet(paper, {}, number="F01-2026-007", state="已登记", read_only_sections=(EVERYTHING,))
    for editor in window.editors.values():
        if editor.field.kind is Kind.LONG_TEXT and editor.field.section == "fill":
            assert editor.placed[0].widget.placeholderText() == "/"  # type: ignore[attr-defined]
            assert is_empty(editor.value())
        elif editor.field.section != "fill" and hasattr(editor.placed[0].widget, "placeholderText"):
            assert editor.placed[0].widget.placeholderText().strip("年月日 ") == ""
