"""A survey in the windows: plan, sample, number, key with 1-5, watch the score, approve."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from qmsdesk.forms.periodic.asking import GivenDialog, ReasonDialog
from qmsdesk.forms.periodic.keying_dialog import KeyingDialog
from qmsdesk.forms.periodic.round_dialogs import PlanDialog, SampleDialog
from qmsdesk.forms.periodic.surveys_page import SurveysPage
from qmsdesk.operations import survey_rounds, surveys
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.survey_rounds import Sampled
from qmsdesk.procedure.periods import half
from tests.forms.conftest import PASSWORD


@pytest.fixture
def page(qtbot, quarter_of_feedback: Desk) -> SurveysPage:
    page = SurveysPage(quarter_of_feedback)
    qtbot.addWidget(page)
    page.resize(1300, 760)
    page.show()
    return page


@pytest.fixture
def issued(page: SurveysPage) -> SurveysPage:
    desk = page._desk
    round_id = survey_rounds.plan_round(desk, kind="定期", period=half(2026, 2), population=30, reason="分层")
    survey_rounds.add_to_sample(
        desk,
        round_id=round_id,
        chosen=[Sampled("兰州石化公司", "高压换热器/LS-1"), Sampled("大连石化公司", "阀门")],
    )
    survey_rounds.issue(desk, round_id=round_id)
    page.refresh()
    return page


def test_a_round_is_planned_and_a_plan_without_reason_is_refused_in_the_dialog(page: SurveysPage) -> None:
    page.plan()
    dialog = page.findChild(PlanDialog)
    assert dialog is not None
    dialog.population.setValue(30)
    dialog.ok.click()
    assert "抽样理由" in dialog.message.text()
    dialog.reason.setText("按产品分层")
    dialog.ok.click()
    assert [line.name for line in survey_rounds.rounds(page._desk)] == ["2026年四季度定期调查"]
    page.sample()
    sample = page.findChild(SampleDialog)
    assert sample is not None
    sample.table.selectAll()
    sample.ok.click()
    assert [row.texts[1] for row in page.forms.rows_model.shown] == ["兰州石化公司"]
    page.issue()
    assert page.forms.rows_model.shown[0].texts[0] == "01-2026H2-001"


def test_seven_keys_and_enter_key_a_sheet(qtbot, issued: SurveysPage) -> None:
    issued.key_forms()
    dialog = issued.findChild(KeyingDialog)
    assert dialog is not None
    dialog.surveyed.set_day(date(2026, 10, 2))
    for key in "2222222":
        qtbot.keyClicks(dialog.grid_box, key)
    assert dialog.score.text().endswith("= 8.50 分，÷ 10 = 85%")
    assert dialog.focusWidget() is dialog.ok
    dialog.keep()
    assert dialog.form is not None
    assert dialog.form.number == "01-2026H2-002"
    assert dialog.surveyed.day() == date(2026, 10, 2)
    assert [form.total for form in surveys.forms(issued._desk, round_id=1)] == [850, None]


def test_dissatisfaction_leads_to_the_reason(qtbot, issued: SurveysPage) -> None:
    issued.key_forms()
    dialog = issued.findChild(KeyingDialog)
    assert dialog is not None
    for key in "2222242":
        qtbot.keyClicks(dialog.grid_box, key)
    assert "不满意：售后服务质量" in dialog.score.text()
    assert dialog.focusWidget() is dialog.cause
    dialog.surveyed.set_day(date(2026, 10, 30))
    dialog.keep()
    assert "还没有到" in dialog.message.text()


def test_a_second_tick_is_kept_as_it_stands_and_makes_the_form_invalid(qtbot, issued: SurveysPage) -> None:
    issued.key_forms()
    dialog = issued.findChild(KeyingDialog)
    assert dialog is not None
    for key in "222222":
        qtbot.keyClicks(dialog.grid_box, key)
    qtbot.keyClick(dialog.grid_box, Qt.Key.Key_At, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(dialog.grid_box, Qt.Key.Key_NumberSign, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.grid_box.ticks()["delivery"] == ("满意", "基本满意")
    assert "“交货期”选了 2 个等级" in dialog.score.text()
    qtbot.keyClicks(dialog.grid_box, "0")
    assert "delivery" not in dialog.grid_box.ticks()


def test_forms_are_approved_and_marked(qtbot, issued: SurveysPage) -> None:
    issued.key_forms()
    dialog = issued.findChild(KeyingDialog)
    assert dialog is not None
    dialog.surveyed.set_day(date(2026, 10, 2))
    dialog.filler.setText("孙工")
    for key in "1111111":
        qtbot.keyClicks(dialog.grid_box, key)
    dialog.keep()
    dialog.reject()
    issued.approve()
    asked = issued.findChild(GivenDialog)
    assert asked is not None
    asked.password.setText(PASSWORD)
    asked.ok.click()
    issued.forms.clearSelection()
    issued.forms.selectRow(1)
    issued.mark_missing()
    reason = issued.findChild(ReasonDialog)
    assert reason is not None
    reason.reason.setText("三次催收无回音")
    reason.ok.click()
    assert [form.state for form in surveys.forms(issued._desk, round_id=1)] == ["已审批", "未收回"]
