"""Signing from the sheet: a click on a box, the password again, refusals beside the field, 撤回, ink."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.forms.trust.history_page import HistoryDialog
from qmsdesk.forms.trust.sign_dialog import SignDialog
from qmsdesk.operations import department, people
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.slips import read_slip

PASSWORD = "lanzhou-2026-QM"


@pytest.fixture
def leader(desk: Desk) -> Desk:
    """李敏, who is also 经销部门领导 of a very small department."""
    from dataclasses import replace

    roles = ("sales_clerk", "sales_leader", "administrator")
    people.set_roles(desk, person_id=desk.user.id, roles=roles)
    return replace(desk, user=replace(desk.user, roles=frozenset(roles)))


def dialog_for(qtbot, desk: Desk, slip_id: int, box: str = "sig_review") -> SignDialog:
    dialog = SignDialog(desk, slip_id=slip_id, box=box)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_click_on_an_empty_box_asks_for_that_signature(qtbot, desk: Desk, slips: list[int]) -> None:
    session = SheetSession.for_slip(desk, slip_id=slips[0])
    qtbot.addWidget(session)
    session.show()
    box = session.sheet_window.editors["sig_review"].placed[0].widget
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    dialog = session.findChild(SignDialog)
    assert dialog is not None
    assert dialog.line().box == "sig_review"
    assert "经销部门领导" in dialog.signer.text()
    dialog.close()


def test_signing_by_password_moves_the_slip_on_and_shows_in_the_box(
    qtbot, leader: Desk, slips: list[int]
) -> None:
    dialog = dialog_for(qtbot, leader, slips[0])
    dialog.password.setText(PASSWORD)
    dialog.act()
    assert "R-4-a" in dialog.message.text() or "经办" in dialog.message.text()
    dialog.override.setText("部门只有一人，主任出差")
    dialog.act()
    assert dialog.result() == SignDialog.DialogCode.Accepted
    slip = read_slip(leader, slip_id=slips[0])
    assert slip.state == "已审核"
    assert slip.values["sig_review"].name == "李敏"
    assert slip.values["sig_review"].how == "program"


def test_a_wrong_password_or_role_is_refused_beside_the_field(
    qtbot, desk: Desk, leader: Desk, slips: list[int]
) -> None:
    wrong = dialog_for(qtbot, leader, slips[0])
    wrong.override.setText("部门只有一人")
    wrong.password.setText("not-the-password-1")
    wrong.act()
    assert "密码" in wrong.message.text()
    clerk = dialog_for(qtbot, desk, slips[0])
    clerk.password.setText(PASSWORD)
    clerk.act()
    assert "经销部门领导" in clerk.message.text()
    assert read_slip(desk, slip_id=slips[0]).state == "已登记"


def test_a_signature_is_taken_back_only_with_a_reason(qtbot, leader: Desk, slips: list[int]) -> None:
    first = dialog_for(qtbot, leader, slips[0])
    first.password.setText(PASSWORD)
    first.override.setText("部门只有一人")
    first.act()
    again = dialog_for(qtbot, leader, slips[0])
    assert again.back.isChecked()
    assert "程序签名" in again.standing.text()
    again.password.setText(PASSWORD)
    again.act()
    assert "原因" in again.message.text()
    again.reason.setText("日期写错")
    again.act()
    slip = read_slip(leader, slip_id=slips[0])
    assert (slip.state, slip.values.get("sig_review")) == ("已登记", None)


def test_ink_is_reported_with_name_and_day_as_on_the_paper(qtbot, desk: Desk, slips: list[int]) -> None:
    dialog = dialog_for(qtbot, desk, slips[0])
    dialog.ink.setChecked(True)
    dialog.ink.click()
    dialog.ink_name.setText("赵倩")
    dialog.act()
    assert "日期" in dialog.message.text()
    dialog.ink_day.set_day(desk.clock.today())
    dialog.act()
    signed = read_slip(desk, slip_id=slips[0]).values["sig_review"]
    assert (signed.name, signed.how) == ("赵倩", "ink")


def test_the_trail_of_a_slip_names_who_what_and_why(qtbot, leader: Desk, slips: list[int]) -> None:
    dialog = dialog_for(qtbot, leader, slips[0])
    dialog.password.setText(PASSWORD)
    dialog.override.setText("部门只有一人")
    dialog.act()
    history = HistoryDialog(leader, slip_id=slips[0])
    qtbot.addWidget(history)
    texts = [row.texts for row in history.table.rows_model.shown]
    assert texts[0][1] == "李敏"
    assert "用户名称：兰州石化公司" in texts[0][5]
    signed = next(line for line in texts if line[4] == "审核")
    assert "状态：已登记 → 已审核" in signed[5]
    assert "签名·审核" in signed[5]


def test_the_password_dialog_changes_it(qtbot, desk: Desk) -> None:
    from qmsdesk.forms.trust.passwd_dialog import PasswordDialog

    dialog = PasswordDialog(desk)
    qtbot.addWidget(dialog)
    dialog.old.setText(PASSWORD)
    dialog.new.setText("晴天骑车去看37号楼")
    dialog.again.setText("晴天骑车去看38号楼")
    dialog.change()
    assert "不一样" in dialog.message.text()
    dialog.again.setText("晴天骑车去看37号楼")
    dialog.change()
    assert dialog.result() == PasswordDialog.DialogCode.Accepted
    department.close_department(desk)
    again = department.open_department(
        data_dir=desk.data_dir, user="李敏", password="晴天骑车去看37号楼", clock=desk.clock
    )
    assert again.user.name == "李敏"
