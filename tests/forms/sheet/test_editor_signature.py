"""Signature boxes: name and day, 今天我签, and what was signed elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from qmsdesk.forms.editors.signature import SignatureEditor, rooms
from qmsdesk.forms.sheet_window import SheetWindow
from qmsdesk.papers.catalogue import all_papers, paper
from qmsdesk.papers.layout import lay_out
from qmsdesk.papers.values import Signed

Open = Callable[..., SheetWindow]
TODAY = date(2026, 11, 22)


@pytest.fixture
def window(open_sheet: Open) -> SheetWindow:
    return open_sheet(paper("01"), read_only_sections=("review", "receipt"))


@pytest.fixture
def handler(window: SheetWindow) -> SignatureEditor:
    editor = window.editors["sig_handler"]
    assert isinstance(editor, SignatureEditor)
    return editor


def test_a_name_and_a_short_day_make_a_signature(handler: SignatureEditor, qtbot: Any) -> None:
    handler.focus()
    qtbot.keyClicks(handler.name, "Wang")
    qtbot.keyClick(handler.name, Qt.Key.Key_Return)
    assert handler.day.hasFocus()
    qtbot.keyClicks(handler.day, "5")
    qtbot.keyClick(handler.day, Qt.Key.Key_Return)
    assert handler.value() == Signed("Wang", date(2026, 11, 5))
    assert handler.day.text() == "2026年11月5日"


def test_signing_today_fills_name_and_day_and_is_undone_as_one(
    window: SheetWindow, handler: SignatureEditor
) -> None:
    window.sign_today()
    assert handler.value() == Signed("李敏", TODAY)
    window.undo()
    assert handler.value() is None


def test_signing_today_never_touches_what_others_sign(window: SheetWindow, handler: SignatureEditor) -> None:
    handler.show(Signed("王工", TODAY))
    window.sign_today()
    assert set(window.values()) == {"sig_handler"}
    assert handler.value() == Signed("王工", TODAY)


@pytest.mark.parametrize("how", ["program", "ink"])
def test_a_signature_made_elsewhere_is_not_typed_over(handler: SignatureEditor, qtbot: Any, how: str) -> None:
    handler.show(Signed("赵倩", TODAY, how))
    qtbot.keyClicks(handler.name, "x")
    handler.sign_today()
    assert handler.value() == Signed("赵倩", TODAY, how)
    assert handler.name.isReadOnly()
    handler.show(None)
    assert not handler.name.isReadOnly()


def test_half_a_signature_is_kept_for_the_check_to_name(handler: SignatureEditor) -> None:
    handler.show(Signed("王工", None))
    assert handler.value() == Signed("王工", None)


@pytest.mark.parametrize("sheet", all_papers(), ids=lambda item: item.code)
def test_name_and_day_lie_inside_their_printed_room(sheet: Any) -> None:
    laid = lay_out(sheet)
    for box in sheet.signatures:
        slots = [slot for slot in laid.slots if slot.field == box.field]
        name, day = rooms(slots)
        for part in (name, day):
            assert any(
                slot.x - 0.01 <= part.x
                and slot.y - 0.01 <= part.y
                and part.x + part.w <= slot.x + slot.w + 0.01
                and part.y + part.h <= slot.y + slot.h + 0.01
                for slot in slots
            )
        assert day.w >= 21
        assert name.w >= 9
