"""The start page of each role: what waits for it stands in its own list; the menu of a ledger row."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from qmsdesk.forms.ledger_row_menu import RowMenu
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.operations import arbitration, contacts
from qmsdesk.operations.to_do import to_do
from tests.operations.case_hands import as_, ink
from tests.operations.case_walk import Walker


@pytest.fixture(scope="module")
def busy(walker: Walker) -> Walker:
    """A department with something on every desk."""
    walker.trusting = True
    walker.feedback("审核")
    walker.feedback("审核 送交")
    walker.feedback("审核 送交 签收")
    walker.suggestion("登记 审核 发出")
    walker.suggestion("登记 审核 发出 签收 答复")
    walker.handling("开始分析 提出处理意见 登记")
    appealed, ruled = walker.delivered(), walker.delivered()
    for slip_id in (appealed, ruled):
        arbitration.appeal(
            walker.desk, slip_id=slip_id, department="装配车间", reason="由铸锻公司加工", given=ink("吴江")
        )
    arbitration.rule(walker.desk, slip_id=ruled, text="维持原判定", given=ink("冯部长"))
    walker.claim("判定 无需预批 登记")
    walker.claim("判定 无需预批 登记 经销领导签字 质管批准")
    walker.claim("判定 无需预批 登记 经销领导签字 质管批准 公司领导批准 分发")
    walker.urgent_claim("")
    _begun_without_ground(walker)
    _disaster(walker)
    return walker


def _disaster(walker: Walker) -> None:
    from qmsdesk.operations import steps
    from qmsdesk.operations.turns import Given

    feedback = walker.feedback("审核 送交 签收")
    worst = {"severe_loss": True, "severe_reputation": True, "problem_code": "C1"}
    steps.step(walker.desk, slip_id=feedback, action="归为B类", given=Given(values=worst))
    walker.handling("开始分析", feedback=feedback)


def _begun_without_ground(walker: Walker) -> None:
    from qmsdesk.operations.claims import begin_claim
    from tests.operations.case_hands import a_request

    begin_claim(walker.desk, feedback_ids=[walker.classified()], request_id=a_request())


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("sales_clerk", "送交"),
        ("sales_leader", "经销领导签字"),
        ("quality_clerk", "签收"),
        ("quality_leader", "审核"),
        ("responsible_clerk", "签收"),
        ("responsible_leader", "裁决"),
        ("company_quality", "申诉待裁决"),
        ("company_leader", "公司领导批准"),
        ("production", "计划"),
        ("unit_leader", "先处理后分析待批准"),
        ("general_manager", "待总经理决定"),
    ],
)
def test_each_role_finds_its_own_work(busy: Walker, role: str, words: str) -> None:
    told = [f"{group.heading} {task.words}" for group in to_do(as_(busy.desk, role)) for task in group.tasks]
    assert any(words in one for one in told), told


def test_who_may_only_look_has_nothing_to_do(busy: Walker) -> None:
    assert [group.key for group in to_do(as_(busy.desk, "site_viewer")) if group.key != "late"] == [] or all(
        group.key in ("late", "soon", "debts", "waiting") for group in to_do(as_(busy.desk, "site_viewer"))
    )


def test_a_right_click_on_a_row_tells_what_can_be_done(qtbot: QtBot, busy: Walker, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    window = MainWindow(busy.desk, settings)
    qtbot.addWidget(window)
    window.open_ledger()
    page = window.tabs.currentWidget()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)  # type: ignore[union-attr]
    slip_id = page.model.slip_id(0)  # type: ignore[union-attr]
    rows = page.findChild(RowMenu)  # type: ignore[union-attr]
    menu = rows.fill(slip_id)
    names = [one.text().split("\t")[0] for one in menu.actions() if one.text()]
    assert names[:5] == ["打开", "整案", "保用期和出厂编号卡", "联系记录…", "打印所选…"]
    menu.actions()[1].trigger()
    assert window.tabs.currentWidget().title().startswith("整案")  # type: ignore[union-attr]
    rows.ask_contact(slip_id)
    rows.dialog.boxes["kind"].show_value("回访")
    rows.dialog.boxes["result"].setPlainText("运行正常")
    rows.dialog.boxes["satisfied"].show_value("满意")
    rows.dialog.act()
    assert contacts.contacts_of(busy.desk, slip_id=slip_id)[-1].satisfied == "满意"
    window.close()
