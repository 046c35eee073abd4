"""What somebody can get wrong in the periodic windows: a clear answer beside the field, and never an empty axis."""

from __future__ import annotations

from datetime import date

import pytest

from qmsdesk.forms.chart_view import ChartView
from qmsdesk.forms.periodic.asking import ReasonDialog
from qmsdesk.forms.periodic.charts_page import ChartsPage
from qmsdesk.forms.periodic.keying_dialog import KeyingDialog
from qmsdesk.forms.periodic.reports_page import ReportsPage
from qmsdesk.forms.periodic.returns_page import ReturnsPage
from qmsdesk.forms.periodic.surveys_page import SurveysPage
from qmsdesk.operations import returns, survey_rounds, surveys
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.survey_rounds import Sampled
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.periods import Period, half, month, quarter
from tests.forms.periodic.conftest import TODAY
from tests.operations.periodic_world import feedback


@pytest.fixture
def keying(qtbot, desk: Desk) -> KeyingDialog:
    """Two forms of the second half-year that went out, about to be keyed."""
    feedback(desk, date(2026, 9, 3), product_name="高压换热器")
    round_id = survey_rounds.plan_round(desk, kind="定期", period=half(2026, 2), population=30, reason="分层")
    chosen = [Sampled(f"{name}公司", "高压换热器/LS-1", "高压换热器") for name in "甲乙"]
    survey_rounds.add_to_sample(desk, round_id=round_id, chosen=chosen)
    survey_rounds.issue(desk, round_id=round_id)
    page = SurveysPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.key_forms()
    dialog = page.findChild(KeyingDialog)
    assert dialog is not None
    return dialog


def test_a_day_outside_the_round_and_an_unknown_product_are_said_while_they_are_keyed(
    keying: KeyingDialog,
) -> None:
    assert keying.warnings.text() == ""
    keying.surveyed.set_day(date(2026, 3, 2))
    keying.kind.setText("高压换热机")
    keying.kind.editingFinished.emit()
    assert "不在" in keying.warnings.text()
    assert "产品“高压换热机”在以往记录里没有" in keying.warnings.text()
    keying.surveyed.set_day(date(2026, 10, 2))
    keying.kind.setText("高压换热器")
    keying.kind.editingFinished.emit()
    assert keying.warnings.text() == ""


def test_missing_and_double_ticks_are_said_again_when_the_sheet_is_kept(qtbot, keying: KeyingDialog) -> None:
    keying.surveyed.set_day(date(2026, 10, 2))
    for key in "22222":
        qtbot.keyClicks(keying.grid_box, key)
    assert keying.score.text().startswith("暂不能计分")
    keying.keep()
    assert keying.message.text().startswith("01-2026H2-001 已保存。暂不能计分：")
    assert keying.form is not None
    assert keying.form.number == "01-2026H2-002"
    (first, _second) = surveys.forms(keying._desk, round_id=1)
    assert (first.total, bool(first.invalid)) == (None, True)


def test_a_year_without_anything_has_no_axes_and_says_so(qtbot, desk: Desk) -> None:
    page = ChartsPage(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.live is not None)
    assert "没有可以作图的反馈" in page.message.text()
    assert page.live is not None
    assert page.live.chart.empty
    report = ReportsPage(desk)
    qtbot.addWidget(report)
    report.show()
    report.show_period("trend", quarter(2026, 3))
    report.make_draft()
    assert report.found is not None
    assert report.view.findChildren(ChartView) == []
    report.show_period("satisfaction", half(2026, 2))
    report.make_draft()
    assert report.found is not None
    assert report.found.report.totals["forms"] == 0


def test_a_month_with_one_record_is_a_whole_return_and_a_whole_chart(qtbot, desk: Desk) -> None:
    feedback(desk, date(2026, 9, 3))
    page = ReturnsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.show_period(month(2026, 9))
    page.make_draft()
    assert page.found is not None
    assert len(page.found.lines) == 1
    charts = ChartsPage(desk)
    qtbot.addWidget(charts)
    charts.show()
    qtbot.waitUntil(lambda: charts.live is not None and len(charts.live.chart.bars) == 1)
    report = ReportsPage(desk)
    qtbot.addWidget(report)
    report.show_period("trend", Period(2026, "year", 1))
    assert report.view.charts


def test_a_negative_cost_is_refused_beside_its_cell(qtbot, quarter_of_feedback: Desk) -> None:
    page = ReturnsPage(quarter_of_feedback)
    qtbot.addWidget(page)
    page.show()
    page.show_period(month(2026, 9))
    page.make_draft()
    box = page.panel.boxes["loss"]
    box.setText("-5")
    box.editingFinished.emit()
    assert "负" in page.panel.notes["loss"].text() or "负" in page.message.text()
    assert page.found is not None
    assert all((line.cells["loss"] or 0) >= 0 for line in page.found.lines)


def test_a_month_is_reopened_with_a_reason_and_not_under_a_later_one(
    qtbot, quarter_of_feedback: Desk
) -> None:
    desk = quarter_of_feedback
    made = []
    for number in (8, 9):
        made.append(returns.draft_return(desk, period=month(2026, number)))
        returns.compile_return(desk, slip_id=made[-1], given=Given(ink=Signed("赵倩", TODAY, "ink")))
        returns.review_return(desk, slip_id=made[-1], given=Given(ink=Signed("王工", TODAY, "ink")))
    page = ReturnsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.show_period(month(2026, 8))
    page.deeds.take_back()
    asked = page.findChildren(ReasonDialog)[-1]
    asked.reason.setText("漏了一件")
    asked.ok.click()
    assert "不能再撤回2026年8月" in asked.message.text()
    asked.reject()
    page.show_period(month(2026, 9))
    page.deeds.take_back()
    asked = page.findChildren(ReasonDialog)[-1]
    asked.ok.click()
    assert asked.message.text()
    asked.reason.setText("漏了一件")
    asked.ok.click()
    assert page.found is not None
    assert (page.found.slip.frozen, page.found.slip.signatures) == (False, {})
