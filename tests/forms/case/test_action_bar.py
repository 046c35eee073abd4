"""Every opened slip shows the gestures of the workflow table, and its dialog makes them."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.forms.case.action_bar import ActionBar, can_begin
from qmsdesk.forms.case.action_dialog import action_dialog
from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import INPUTS, inputs_for
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.operations import steps
from qmsdesk.operations.slips import read_slip
from qmsdesk.papers.catalogue import paper
from tests.operations.case_hands import as_
from tests.operations.case_walk import Walker


def _dialog(qtbot: QtBot, walker: Walker, slip_id: int, action: str) -> FormDialog:
    found = next(one for one in steps.allowed_actions(walker.desk, slip_id=slip_id) if one.action == action)
    dialog = action_dialog(walker.desk, read_slip(walker.desk, slip_id=slip_id), found)
    qtbot.addWidget(dialog)
    return dialog


@pytest.mark.parametrize("key", sorted(steps.STEPS))
def test_every_gesture_of_the_table_has_a_form(key: tuple[str, str]) -> None:
    code, action = key
    spec = steps.spec_of(code, action)
    for item in inputs_for(
        paper(code), action, (*spec.fills, *spec.asks, *(("signature",) if spec.box else ()))
    ):
        assert item.label
        assert not item.label.isascii()


def test_every_input_has_a_box(qtbot: QtBot, walker: Walker) -> None:
    dialog = FormDialog(
        walker.desk, name="试", sentence="", act="好", inputs=tuple(INPUTS.values()), do=lambda _answers: None
    )
    qtbot.addWidget(dialog)
    assert set(dialog.boxes) == set(INPUTS)


def test_a_registered_feedback_waits_for_its_review(qtbot: QtBot, walker: Walker) -> None:
    bar = ActionBar(walker.desk)
    qtbot.addWidget(bar)
    bar.show_slip(walker.feedback())
    assert bar.buttons["审核"].isEnabled()
    assert "签收" not in bar.buttons


def test_an_ink_signature_moves_the_slip(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.feedback()
    dialog = _dialog(qtbot, walker, slip_id, "审核")
    box = dialog.boxes["signature"]
    box.ink.setChecked(True)
    box.name.setText("王工")
    box.day.set_day(date(2026, 11, 22))
    dialog.act()
    assert dialog.result() == 1
    assert walker.state(slip_id) == "已审核"


def test_a_refusal_stands_beside_its_field(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.feedback("审核 送交")
    dialog = _dialog(qtbot, walker, slip_id, "退回")
    dialog.show()
    dialog.act()
    assert dialog.isVisible()
    assert dialog.said["reason"].isVisible()
    assert "理由" in dialog.said["reason"].text() or "原因" in dialog.said["reason"].text()
    assert walker.state(slip_id) == "待质管签收"


def test_a_missing_signature_is_asked_for(qtbot: QtBot, walker: Walker) -> None:
    dialog = _dialog(qtbot, walker, walker.feedback(), "审核")
    dialog.act()
    assert "密码" in dialog.said["signature"].text()


def test_the_words_of_the_customer_propose_a_problem_class(qtbot: QtBot, walker: Walker) -> None:
    dialog = _dialog(qtbot, walker, walker.feedback("审核 送交 签收"), "归为B类")
    assert dialog.boxes["problem_code"].currentText().startswith("★ C1")


def test_words_of_danger_are_pointed_out_when_a_feedback_is_classified(
    qtbot: QtBot, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = _dialog(qtbot, walker, walker.feedback("审核 送交 签收"), "归为B类")
    assert "立即报告" not in calm.message.text()
    told = {**walker.feedback_values, "description": "管箱爆炸，一人受伤，装置停车。"}
    monkeypatch.setattr(walker, "feedback_values", told)
    dialog = _dialog(qtbot, walker, walker.feedback("审核 送交 签收"), "归为B类")
    assert "爆炸" in dialog.message.text()
    assert "立即报告（5.3.4.3、5.3.4.4）" in dialog.message.text()


def test_the_sheet_and_its_bar_follow_a_step(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.feedback("审核")
    session = SheetSession.for_slip(walker.desk, slip_id=slip_id)
    qtbot.addWidget(session)
    session.resize(1366, 700)
    session.show()
    bar = session.life.bar
    assert bar.isVisible()
    assert "送交" in bar.buttons
    with qtbot.waitSignal(session.slip_changed):
        bar.buttons["送交"].click()
        assert bar.dialog is not None
        bar.dialog.boxes["original_pages"].setText("2")
        bar.dialog.act()
    assert "签收" in bar.buttons
    assert session.sheet_window.header.state.text() == "待质管签收"


def test_a_begun_handling_opens_with_its_own_gestures(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.handling("开始分析")
    from qmsdesk.operations.sheet_in_work import draft_of

    session = SheetSession.for_draft(walker.desk, draft_id=draft_of(walker.desk, slip_id=slip_id))
    qtbot.addWidget(session)
    assert session.life.slip_id == slip_id
    assert "提出处理意见" in session.life.bar.buttons
    session.may_close()


def test_what_the_rules_object_to_is_a_disabled_button(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.delivered()
    actions = {one.action: one for one in steps.allowed_actions(walker.desk, slip_id=slip_id)}
    bar = ActionBar(walker.desk)
    qtbot.addWidget(bar)
    bar.show_slip(slip_id)
    steps_only = {name: made for name, made in bar.buttons.items() if name in actions}
    assert steps_only
    for name, made in steps_only.items():
        assert made.isEnabled() == can_begin(actions[name])
        if not made.isEnabled():
            assert actions[name].why_not in made.toolTip()


def test_who_may_only_look_has_no_bar(qtbot: QtBot, walker: Walker) -> None:
    bar = ActionBar(as_(walker.desk, "site_viewer"))
    qtbot.addWidget(bar)
    bar.show_slip(walker.feedback())
    assert bar.isHidden()
    assert bar.buttons == {}


def test_an_ink_signature_is_all_a_clerk_may_report_for_others(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.feedback()
    clerk = as_(walker.desk, "sales_clerk")
    found = next(one for one in steps.allowed_actions(clerk, slip_id=slip_id) if one.action == "审核")
    dialog = action_dialog(clerk, read_slip(clerk, slip_id=slip_id), found)
    qtbot.addWidget(dialog)
    assert dialog.boxes["signature"].ink.isChecked()
    assert not dialog.boxes["signature"].here.isEnabled()
