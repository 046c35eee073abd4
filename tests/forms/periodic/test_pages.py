"""The pages of the periodic work: edit a return, write a report, walk from a bar to its rows, mark a duty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from qmsdesk.errors import UserError
from qmsdesk.forms.ledger_page import LedgerPage
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.forms.periodic import company_menu, pages
from qmsdesk.forms.periodic.asking import GivenDialog
from qmsdesk.forms.periodic.charts_page import ChartsPage, span_of
from qmsdesk.forms.periodic.duties_page import DutiesPage, MarkDialog
from qmsdesk.forms.periodic.reports_page import ReportsPage
from qmsdesk.forms.periodic.returns_page import ReturnsPage
from qmsdesk.operations import duties, reports, returns
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.unit_reports import TakenReport
from qmsdesk.procedure.chart_data import ParetoChart
from qmsdesk.procedure.periods import month, quarter
from tests.forms.conftest import PASSWORD, USER

SEPTEMBER, Q3 = month(2026, 9), quarter(2026, 3)


@pytest.fixture
def returns_page(qtbot, quarter_of_feedback: Desk) -> ReturnsPage:
    page = ReturnsPage(quarter_of_feedback)
    qtbot.addWidget(page)
    page.resize(1300, 760)
    page.show()
    return page


def test_last_month_waits_to_be_drafted(returns_page: ReturnsPage) -> None:
    line = returns_page.chosen()
    assert line is not None
    assert line.period == SEPTEMBER
    assert returns_page.draft.isEnabled()
    returns_page.make_draft()
    assert returns_page.found is not None
    assert len(returns_page.found.lines) == 2
    assert not returns_page.draft.isEnabled()


def test_a_cell_is_edited_and_put_back_in_one_click(returns_page: ReturnsPage) -> None:
    returns_page.make_draft()
    panel = returns_page.panel
    panel.boxes["problem"].setPlainText("渗漏，已带压堵漏")  # type: ignore[union-attr]
    panel._settle("problem")
    assert returns_page.found is not None
    assert returns_page.found.lines[0].cells["problem"] == "渗漏，已带压堵漏"
    assert panel.notes["problem"].text() == "记录：法兰渗漏"
    panel.restores["problem"].click()
    assert returns_page.found.lines[0].edited == ()


def test_a_wrong_amount_is_said_beside_its_cell(returns_page: ReturnsPage) -> None:
    returns_page.make_draft()
    box = returns_page.panel.boxes["loss"]
    box.setText("一百块")  # type: ignore[union-attr]
    returns_page.panel._settle("loss")
    assert "一百块" in returns_page.panel.notes["loss"].text()
    assert returns_page.found is not None
    assert returns_page.found.lines[0].edited == ()


def test_a_password_signs_and_a_wrong_one_is_said_in_the_dialog(qtbot, returns_page: ReturnsPage) -> None:
    returns_page.make_draft()
    returns_page.deeds.compile.click()
    dialog = returns_page.findChild(GivenDialog)
    assert dialog is not None
    dialog.password.setText("not the password")
    dialog.ok.click()
    assert dialog.isVisible()
    assert dialog.message.text()
    dialog.password.setText(PASSWORD)
    dialog.ok.click()
    found = returns_page.found
    assert found is not None
    assert found.slip.signatures["sig_compiler"].name == USER
    assert not returns_page.renew.isEnabled()
    assert returns_page.deeds.review.isEnabled()


@pytest.fixture
def reports_page(qtbot, quarter_of_feedback: Desk) -> ReportsPage:
    page = ReportsPage(quarter_of_feedback)
    qtbot.addWidget(page)
    page.resize(1300, 760)
    page.show()
    page.show_period(reports.TREND, Q3)
    return page


def test_a_report_is_previewed_drafted_and_written(reports_page: ReportsPage) -> None:
    assert reports_page.view.editors == {}
    reports_page.make_draft()
    assert set(reports_page.view.editors) == {"situation", "problems", "causes", "measures"}
    reports_page.view.written.emit("measures", "更换密封结构。")
    assert reports_page.view.editors["measures"].toPlainText() == "更换密封结构。"
    assert reports_page.found is not None
    assert reports_page.found.report.texts()["measures"].text == "更换密封结构。"
    reports_page.view.written.emit("measures", None)
    assert reports_page.view.editors["measures"].toPlainText() == reports_page.found.proposals["measures"]


def test_a_bar_of_the_report_shows_its_rows(qtbot, reports_page: ReportsPage) -> None:
    reports_page.make_draft()
    view = reports_page.view.charts[0]
    view.chosen.emit("阀门")
    shown = reports_page.rows.table.rows_model.shown
    assert len(shown) == 3
    assert {row.texts[3] for row in shown} == {"阀门/LS-H-0412"}
    with qtbot.waitSignal(reports_page.slip_wanted) as wanted:
        reports_page.rows.table.selectRow(0)
        reports_page.rows.table.doubleClicked.emit(reports_page.rows.table.currentIndex())
    assert wanted.args == [shown[0].key]


def test_the_company_menu_offers_only_what_can_be_done(reports_page: ReportsPage) -> None:
    reports_page.company_menu.aboutToShow.emit()
    enabled = [
        action.text()
        for action in reports_page.company_menu.actions()
        if action.isEnabled() and action.text()
    ]
    assert "汇总各单位报告" in enabled
    assert "提交管理评审" not in enabled


def test_live_charts_count_again_for_another_span(qtbot, quarter_of_feedback: Desk) -> None:
    page = ChartsPage(quarter_of_feedback)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.live is not None)
    page.dimension.setCurrentIndex(page.dimension.findData("product"))
    qtbot.waitUntil(lambda: page.live is not None and page.live.chart.title == "产品排列图（按件数）")
    assert isinstance(page.live.chart, ParetoChart)
    assert [(bar.label, bar.value) for bar in page.live.chart.bars] == [("阀门", 3), ("高压换热器", 3)]
    page.view.chosen.emit("高压换热器")
    assert len(page.rows.table.rows_model.shown) == 3
    page.span.setCurrentText("上年")
    qtbot.waitUntil(lambda: page.live is not None and page.live.chart.empty)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("本季", date(2026, 10, 1), date(2026, 12, 31)),
        ("上季", date(2026, 7, 1), date(2026, 9, 30)),
        ("上月", date(2026, 9, 1), date(2026, 9, 30)),
        ("最近十二个月", date(2025, 11, 1), date(2026, 10, 31)),
    ],
)
def test_spans_have_their_days(name: str, first: date, last: date) -> None:
    assert span_of(name, date(2026, 10, 3)) == (first, last)


def test_duties_are_drafted_opened_and_marked(qtbot, quarter_of_feedback: Desk) -> None:
    page = DutiesPage(quarter_of_feedback)
    qtbot.addWidget(page)
    page.show()
    page.draft()
    assert returns.find_return(quarter_of_feedback, period=SEPTEMBER) is not None
    assert reports.find_report(quarter_of_feedback, kind="trend", period=Q3) is not None
    page.table.choose("D1:2026-09")
    with qtbot.waitSignal(page.return_wanted) as wanted:
        page.open_chosen()
    assert wanted.args == [SEPTEMBER]
    page.table.choose("D1:2026-07")
    page.mark()
    dialog = page.findChild(MarkDialog)
    assert dialog is not None
    dialog.sent.set_day(date(2026, 8, 5))
    dialog.ok.click()
    line = next(
        line
        for line in duties.duties(quarter_of_feedback, first=date(2026, 8, 1), last=date(2026, 8, 31))
        if line.key == "D1:2026-07"
    )
    assert (line.status, line.sent_on) == ("按时", date(2026, 8, 5))


def test_the_year_view_names_every_duty_by_word_and_mark(qtbot, quarter_of_feedback: Desk) -> None:
    page = DutiesPage(quarter_of_feedback)
    qtbot.addWidget(page)
    page.tabs.setCurrentIndex(1)
    page.resize(1300, 760)
    page.show()
    page.view.grab()
    assert "10-08 2026年第三季度质量趋势分析报告" in page.view.accessibleDescription()
    place, duty = page.view._places[0]
    with qtbot.waitSignal(page.view.chosen) as chosen:
        page.view.chosen.emit(duty.key)
    assert chosen.args == [duty.key]
    assert place.isValid()
    assert page.table.chosen() == duty.key


def test_every_page_opens_from_the_menu(qtbot, quarter_of_feedback: Desk, settings: QSettings) -> None:
    window = MainWindow(quarter_of_feedback, settings)
    qtbot.addWidget(window)
    window.show()
    for name in ("duties", "returns", "reports", "charts", "surveys"):
        window.action(name).trigger()
        assert window.tabs.page(name) is window.tabs.currentWidget()
    pages.open_returns(window, month(2026, 8))
    page = window.tabs.currentWidget()
    assert isinstance(page, ReturnsPage)
    chosen = page.chosen()
    assert chosen is not None
    assert chosen.period == month(2026, 8)
    charts = window.tabs.page("charts")
    assert isinstance(charts, ChartsPage)
    qtbot.waitUntil(lambda: charts.live is not None)


def test_a_bar_leads_into_the_ledger_narrowed_to_its_rows(
    qtbot, quarter_of_feedback: Desk, settings: QSettings
) -> None:
    window = MainWindow(quarter_of_feedback, settings)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.action("charts").trigger()
    page = window.tabs.page("charts")
    assert isinstance(page, ChartsPage)
    qtbot.waitUntil(lambda: page.live is not None)
    page.dimension.setCurrentIndex(page.dimension.findData("problem"))
    qtbot.waitUntil(lambda: page.live is not None and page.live.chart.title.startswith("质量问题"))
    assert not page.rows.to_ledger.isEnabled()
    bar = page.live.chart.bars[0]
    page.view.chosen.emit(bar.key)
    page.rows.to_ledger.click()
    ledger = window.tabs.page("ledger")
    assert isinstance(ledger, LedgerPage)
    qtbot.waitUntil(lambda: ledger.sums.text().startswith(f"共 {bar.value} 条"))
    pills = [pill.text() for pill in ledger.narrowing.chips.pills()]
    assert f"问题类别：{bar.label}" in pills
    assert "反馈日期 2026-01-01 至 2026-12-31" in pills


def test_the_company_menu_takes_in_what_another_unit_sent_and_says_what_it_refused(
    reports_page: ReportsPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The file itself is checked in the operations; here the gesture: several files, each answered."""
    files = [tmp_path / "good.xlsx", tmp_path / "bad.xlsx"]
    refused: list[str] = []

    def take(_desk: Desk, *, path: Path) -> TakenReport:
        if path.name == "bad.xlsx":
            raise UserError("bad.xlsx 的上报数据不完整或被改动。")
        return TakenReport(1, "球罐公司", "2026年度质量趋势分析报告", False)

    monkeypatch.setattr(company_menu, "ask_for_files", lambda *_args, **_named: files)
    monkeypatch.setattr(company_menu, "show_error", lambda _page, error: refused.append(error.message))
    monkeypatch.setattr(company_menu.unit_reports, "take_report", take)
    menu = reports_page.company_menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith("接收外单位报告")).trigger()
    assert refused == ["bad.xlsx 的上报数据不完整或被改动。"]
    assert reports_page.message.text() == "已接收：球罐公司 2026年度质量趋势分析报告。"
