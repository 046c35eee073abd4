"""What is done beside the workflow table: contacts, begun slips, appeals and rulings, meetings, letters, approvals."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.gesture import gesture_dialog
from qmsdesk.forms.case.more_gestures import GESTURES, gestures_for
from qmsdesk.operations import arbitration, contacts, handling
from qmsdesk.operations.beginning import Begun
from qmsdesk.operations.slips import read_slip
from tests.operations.case_hands import ink
from tests.operations.case_walk import Walker


def _dialog(qtbot: QtBot, walker: Walker, slip_id: int, name: str) -> FormDialog:
    slip = read_slip(walker.desk, slip_id=slip_id)
    found = next(one for one in gestures_for(walker.desk, slip) if one.name == name)
    dialog = gesture_dialog(walker.desk, slip, found)
    qtbot.addWidget(dialog)
    return dialog


def _ink(dialog: FormDialog, name: str) -> None:
    box = dialog.boxes["signature"]
    box.ink.setChecked(True)
    box.name.setText(name)
    box.day.set_day(date(2026, 11, 22))


@pytest.mark.parametrize("code", sorted(GESTURES))
def test_every_gesture_names_its_clause(code: str) -> None:
    assert all(one.clause for one in GESTURES[code])


def test_a_contact_is_written_down(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.feedback()
    dialog = _dialog(qtbot, walker, slip_id, "联系记录")
    dialog.boxes["contact"].setText("马处长")
    dialog.boxes["result"].setPlainText("已告知预计到场时间")
    dialog.act()
    assert [line.contact for line in contacts.contacts_of(walker.desk, slip_id=slip_id)] == ["马处长"]


def test_a_dialog_that_acts_twice_writes_one_contact(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.feedback()
    dialog = _dialog(qtbot, walker, slip_id, "联系记录")
    dialog.boxes["result"].setPlainText("已告知预计到场时间")
    dialog.act()
    dialog.act()
    assert len(contacts.contacts_of(walker.desk, slip_id=slip_id)) == 1


def test_a_contact_without_result_is_refused(qtbot: QtBot, walker: Walker) -> None:
    dialog = _dialog(qtbot, walker, walker.feedback(), "联系记录")
    dialog.act()
    assert dialog.result() == 0
    assert dialog.said["result"].text() or dialog.message.text()


@pytest.mark.parametrize("name", ["开处理单", "开三包单"])
def test_a_slip_is_begun_from_a_classified_feedback(qtbot: QtBot, walker: Walker, name: str) -> None:
    dialog = _dialog(qtbot, walker, walker.classified("B"), name)
    dialog.act()
    assert isinstance(dialog.outcome, Begun)


def test_a_suggestion_goes_to_one_unit(qtbot: QtBot, walker: Walker) -> None:
    dialog = _dialog(qtbot, walker, walker.classified("A"), "开建议单")
    dialog.boxes["receiving_unit"].setText("设计所")
    dialog.act()
    assert isinstance(dialog.outcome, Begun)
    begun = read_slip(walker.desk, slip_id=dialog.outcome.slip_id)
    assert begun.paper_code == "02"


def test_a_claim_begun_from_a_handling_stands_on_it(qtbot: QtBot, walker: Walker) -> None:
    dialog = _dialog(qtbot, walker, walker.delivered(), "开三包单")
    dialog.act()
    assert isinstance(dialog.outcome, Begun)


def test_an_appeal_needs_a_reason(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.delivered()
    dialog = _dialog(qtbot, walker, slip_id, "申诉")
    _ink(dialog, "吴江")
    dialog.act()
    assert "理由" in dialog.said["reason"].text()
    assert arbitration.appeals_of(walker.desk, slip_id=slip_id) == []


def test_shares_of_a_ruling_total_a_hundred(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.delivered()
    arbitration.appeal(
        walker.desk, slip_id=slip_id, department="装配车间", reason="由铸锻公司加工", given=ink("吴江")
    )
    dialog = _dialog(qtbot, walker, slip_id, "裁决")
    dialog.boxes["text"].setPlainText("铸锻公司承担七成")
    _ink(dialog, "冯部长")
    shares = dialog.boxes["shares"]
    shares.show_lines([("装配车间", "30"), ("铸锻公司", "60")])
    dialog.act()
    assert "100" in dialog.said["shares"].text()
    assert shares.note.text() == "合计 90%，还差 10%"
    shares.show_lines([("装配车间", "30"), ("铸锻公司", "70")])
    dialog.act()
    assert dialog.result() == 1
    assert [share.share for share in arbitration.appeals_of(walker.desk, slip_id=slip_id)[-1].shares] == [
        3000,
        7000,
    ]


def test_stock_is_checked(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.handling("开始分析")
    dialog = _dialog(qtbot, walker, slip_id, "库存核查")
    dialog.boxes["result"].show_value("未发现")
    dialog.act()
    assert [one[:2] for one in handling.stock_checks(walker.desk, slip_id=slip_id)] == [("库存品", "未发现")]


def test_minutes_bring_people_and_actions(qtbot: QtBot, walker: Walker) -> None:
    from qmsdesk.operations.meetings import minutes_of

    slip_id = walker.handling("开始分析 召开质量分析会")
    dialog = _dialog(qtbot, walker, slip_id, "会议纪要")
    dialog.boxes["people"].show_lines([("赵倩", "质管部门", "质管人员")])
    dialog.boxes["actions"].show_lines([("返修密封面", "周平", "2026-12-1")])
    dialog.boxes["causes"].setPlainText("密封面加工超差")
    dialog.act()
    found = minutes_of(walker.desk, slip_id=slip_id)[-1]
    assert [one.name for one in found.people] == ["赵倩"]
    assert found.actions[0].due == date(2026, 12, 1)


def test_an_early_claim_is_allowed_by_a_leader_with_a_reason(qtbot: QtBot, walker: Walker) -> None:
    begun = _dialog(qtbot, walker, walker.classified(), "开三包单")
    begun.act()
    assert isinstance(begun.outcome, Begun)
    dialog = _dialog(qtbot, walker, begun.outcome.slip_id, "先处理后分析批准")
    dialog.boxes["reason"].setPlainText("顾客停产")
    _ink(dialog, "高主任")
    dialog.act()
    assert dialog.result() == 1


def test_a_photocopy_comes_back(qtbot: QtBot, walker: Walker) -> None:
    slip_id = walker.suggestion("登记 审核 发出 签收 答复 审核答复")
    dialog = _dialog(qtbot, walker, slip_id, "登记复印件")
    dialog.act()
    assert dialog.result() == 1
