"""The bar over a slip says what comes next: the gesture to make, the slip to go to, or whose turn it is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from qmsdesk.forms.case.action_bar import ActionBar
from qmsdesk.operations import arbitration
from tests.operations.case_hands import as_, ink
from tests.operations.case_walk import Walker


def _bar(qtbot: QtBot, walker: Walker, slip_id: int, *roles: str) -> ActionBar:
    bar = ActionBar(as_(walker.desk, *roles))
    qtbot.addWidget(bar)
    bar.show_slip(slip_id)
    return bar


def test_a_classified_complaint_asks_for_its_handling(qtbot: QtBot, walker: Walker) -> None:
    bar = _bar(qtbot, walker, walker.classified("B"))
    assert next(iter(bar.buttons)) == "开处理单"
    assert "请开处理单" in bar.nothing.text()


def test_both_strands_ask_for_both(qtbot: QtBot, walker: Walker) -> None:
    bar = _bar(qtbot, walker, walker.classified("A+B"), "quality_clerk")
    assert list(bar.buttons)[:2] == ["开建议单", "开处理单"]


def test_what_is_under_way_can_be_reached(qtbot: QtBot, walker: Walker) -> None:
    feedback = walker.classified("B")
    c_id = walker.handling("开始分析", feedback=feedback)
    bar = _bar(qtbot, walker, feedback)
    wanted: list[tuple[str, int]] = []
    bar.link_wanted.connect(lambda page, slip_id: wanted.append((page, slip_id)))
    link = bar._links.itemAt(0).widget()
    link.click()  # type: ignore[union-attr]
    assert wanted == [("slip", c_id)]
    assert "原因分析" in bar.nothing.text()


def test_who_cannot_go_on_reads_whose_turn_it_is(qtbot: QtBot, walker: Walker) -> None:
    bar = _bar(qtbot, walker, walker.feedback("审核 送交"), "production")
    assert not bar.buttons
    assert "签收" in bar.nothing.text()
    assert "质管部门" in bar.nothing.text()


def test_copies_that_nobody_signed_for_are_named(qtbot: QtBot, walker: Walker) -> None:
    bar = _bar(qtbot, walker, walker.handling("开始分析 提出处理意见 登记 审核 分发"))
    assert "联没有签收" in bar.nothing.text()
    assert bar._links.count() == 1


def test_an_appeal_is_ruled_on_from_the_front(qtbot: QtBot, walker: Walker) -> None:
    c_id = walker.delivered()
    arbitration.appeal(
        walker.desk, slip_id=c_id, department="装配车间", reason="由铸锻公司加工", given=ink("吴江")
    )
    assert "裁决" in _bar(qtbot, walker, c_id, "company_quality").buttons
    assert "裁决" not in _bar(qtbot, walker, c_id, "responsible_clerk").buttons


def test_a_missing_photocopy_is_asked_for_where_it_stands_in_the_way(qtbot: QtBot, walker: Walker) -> None:
    path = "登记 审核 发出 签收 答复 审核答复 实施 核实合格"
    slip_id = walker.suggestion(path)
    bar = _bar(qtbot, walker, slip_id)
    assert "建议单复印件" in bar.nothing.text()
    bar.buttons["登记复印件"].click()
    assert bar.dialog is not None
    bar.dialog.act()
    bar.show_slip(slip_id)
    assert "登记复印件" not in bar.buttons
    assert bar.buttons["关闭"].isEnabled()


def test_a_claim_without_ground_leads_to_the_approval(qtbot: QtBot, walker: Walker) -> None:
    from qmsdesk.operations.claims import begin_claim
    from tests.operations.case_hands import a_request

    begun = begin_claim(walker.desk, feedback_ids=[walker.classified()], request_id=a_request())
    walker.walk(begun.slip_id, "判定 无需预批")
    bar = _bar(qtbot, walker, begun.slip_id)
    assert next(iter(bar.buttons)) == "先处理后分析批准"


def test_a_new_handling_says_which_meeting_it_needs(qtbot: QtBot, walker: Walker) -> None:
    bar = _bar(qtbot, walker, walker.handling("开始分析"))
    assert "专题分析会" in bar.nothing.text()
    bar.show_slip(walker.handling("开始分析 提出处理意见"))
    assert "F9" in bar.nothing.text()
    stranger = _bar(qtbot, walker, walker.handling("开始分析"), "production")
    assert "由质管部门" in stranger.nothing.text()
