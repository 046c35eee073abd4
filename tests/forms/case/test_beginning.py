"""Beginning J, C and B in the window: several feedbacks cited, copies chosen by the clerk, one deed for two clicks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qmsdesk.forms.case.gesture import gesture_dialog
from qmsdesk.forms.case.more_gestures import gestures_for
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.models.transactions import rows
from qmsdesk.operations.beginning import Begun
from qmsdesk.operations.case_view import case_of
from qmsdesk.operations.slips import read_slip
from qmsdesk.procedure.copies import CLAIM_DEFAULT
from tests.operations.case_walk import WHOLE, Walker


def _dialog(qtbot: QtBot, walker: Walker, slip_id: int, name: str) -> Any:
    slip = read_slip(walker.desk, slip_id=slip_id)
    found = next(one for one in gestures_for(walker.desk, slip) if one.name == name)
    dialog = gesture_dialog(walker.desk, slip, found)
    qtbot.addWidget(dialog)
    return dialog


def test_a_handling_stands_on_two_feedbacks(qtbot: QtBot, walker: Walker) -> None:
    first, second = walker.classified(), walker.classified()
    dialog = _dialog(qtbot, walker, first, "开处理单")
    box = dialog.boxes["cited"]
    assert first not in [line.data(Qt.ItemDataRole.UserRole) for line in box._lines()]
    box.show_value([second])
    number = read_slip(walker.desk, slip_id=second).number
    box.search.setText("没有这个")
    assert box.value() == [second]
    dialog.act()
    assert isinstance(dialog.outcome, Begun)
    case = case_of(walker.desk, slip_id=dialog.outcome.slip_id)
    assert {first, second} <= {node.slip_id for node in case.nodes}
    assert number in {node.number for node in case.nodes}


def test_the_clerk_chooses_who_gets_a_copy_of_the_claim(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.claim("判定 无需预批")
    draft = rows("SELECT id FROM draft WHERE slip_id = ?", (slip_id,))[0][0]
    session = SheetSession.for_draft(walker.desk, draft_id=draft)
    qtbot.addWidget(session)
    session.sheet_window.set_values({**WHOLE["04"], **session.sheet_window.values()})
    session.register()
    dialog = session.life.bar.dialog
    assert dialog is not None
    assert session.slip is None
    assert len(dialog.boxes["holders"].value()) == 6
    dialog.boxes["holders"].show_value(CLAIM_DEFAULT[:3])
    chosen = dialog.boxes["holders"].value()
    dialog.act()
    assert session.slip is not None, dialog.message.text()
    assert [copy.holder for copy in session.slip.copies] == chosen


def test_a_second_click_while_the_deed_runs_does_nothing(qtbot: QtBot, walker: Walker) -> None:
    dialog = _dialog(qtbot, walker, walker.feedback(), "联系记录")
    done: list[str] = []

    def slow(_answers: object) -> None:
        done.append("once")
        dialog.act()

    dialog._do = slow
    dialog.act()
    assert done == ["once"]
    assert dialog.result() == 1
