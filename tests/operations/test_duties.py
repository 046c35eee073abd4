"""The duty calendar: every dated duty with its last day, early warning, and what became of it (§9)."""

from __future__ import annotations

from datetime import date

import pytest

from qmsdesk.errors import UserError
from qmsdesk.operations import duties, returns, work_calendar
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafting_ahead import draft_ahead
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.periods import month
from tests.operations.periodic_world import at, clerk, feedback, leader


@pytest.fixture
def year(desk: Desk) -> Desk:
    """A department that began in January 2026, with the year's duties planned."""
    feedback(desk, date(2026, 1, 5))
    duties.plan_year(at(desk, date(2026, 1, 6)), year=2026)
    return desk


def _line(desk: Desk, key: str) -> duties.DutyLine:
    found = duties.duties(desk, first=date(2026, 1, 1), last=date(2027, 1, 31))
    return next(line for line in found if line.key == key)


def test_a_year_has_twelve_returns_five_reports_and_the_survey_duties(year: Desk) -> None:
    found = duties.duties(year, first=date(2026, 1, 1), last=date(2027, 1, 31))
    codes = [line.code for line in found]
    assert [codes.count(code) for code in ("D1", "D2", "D3", "D4", "D5", "D9")] == [12, 4, 1, 2, 2, 2]
    dates = {line.key: line.due for line in found}
    assert dates["D1:2026-09"] == date(2026, 10, 5)
    assert dates["D1:2026-12"] == date(2027, 1, 5)
    assert dates["D2:2026Q1"] == date(2026, 4, 8)
    assert dates["D5:2026H1"] == date(2026, 7, 8)
    assert dates["D4:2026H2"] == date(2026, 12, 31)


def test_planning_again_changes_nothing(year: Desk) -> None:
    assert duties.plan_year(at(year, date(2026, 2, 1)), year=2026) == 0


def test_the_warning_comes_three_working_days_early_over_the_holidays(year: Desk) -> None:
    # 1-7 October 2026 are free, 20 September and 10 October are worked
    line = _line(year, "D1:2026-09")
    assert line.warn_from == date(2026, 9, 28)
    for day, status in (
        (date(2026, 9, 27), "未到期"), (date(2026, 9, 28), "将到期"), (date(2026, 10, 5), "将到期"),
        (date(2026, 10, 6), "逾期"),
    ):  # fmt: skip
        assert _line(at(year, day), "D1:2026-09").status == status


def test_a_year_without_a_table_counts_monday_to_friday_and_says_so(year: Desk) -> None:
    assert duties.year_warning(year, year=2026) == ""
    assert "2031 年没有工作日历" in duties.year_warning(year, year=2031)
    assert work_calendar.seed(year, years=(2031,)) == (2031,)
    work_calendar.keep(year, year=2031, free=[date(2031, 1, 1)], worked=[], reason="放假通知")
    assert duties.year_warning(year, year=2031) == ""
    assert not work_calendar.work_calendar(year).is_workday(date(2031, 1, 1))


@pytest.mark.parametrize(
    ("free", "worked", "said"),
    [
        ([date(2030, 1, 1)], [], "不在 2031 年"),
        ([date(2031, 1, 4)], [], "本来就是周末"),
        ([], [date(2031, 1, 2)], "本来就是工作日"),
    ],
)
def test_a_day_that_is_no_exception_is_refused(
    year: Desk, free: list[date], worked: list[date], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        work_calendar.keep(year, year=2031, free=free, worked=worked, reason="x")


def test_a_return_answers_its_duty(year: Desk) -> None:
    day = date(2026, 2, 4)
    slip_id = returns.draft_return(clerk(year, day), period=month(2026, 1))
    returns.compile_return(clerk(year, day), slip_id=slip_id, given=Given(ink=Signed("赵倩", day)))
    returns.review_return(leader(year, day), slip_id=slip_id, given=Given(ink=Signed("王工", day)))
    returns.send_return(clerk(year, day), slip_id=slip_id, on=day)
    line = _line(at(year, date(2026, 3, 1)), "D1:2026-01")
    assert (line.slip_id, line.status, line.sent_on) == (slip_id, "按时", day)
    with pytest.raises(UserError, match="由程序里的报表办理"):
        duties.mark_done(year, key="D1:2026-01", sent_on=day)


def test_what_was_done_on_paper_is_marked(year: Desk) -> None:
    there = at(year, date(2026, 2, 20))
    duties.mark_done(
        there, key="D1:2026-01", sent_on=date(2026, 2, 6), received_on=date(2026, 2, 9), note="传真"
    )
    line = _line(there, "D1:2026-01")
    assert (line.status, line.late_days, line.note) == ("已逾期办理", 1, "传真")
    for sent, received, said in (
        (date(2026, 2, 21), None, "还没有到"), (date(2026, 2, 6), date(2026, 2, 5), "早于报送日期"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=said):
            duties.mark_done(there, key="D1:2026-01", sent_on=sent, received_on=received)


def test_what_is_late_or_soon_due_comes_first(year: Desk) -> None:
    told = duties.open_duties(at(year, date(2026, 3, 3)), ahead_days=10)
    assert [(line.key, line.status) for line in told] == [("D1:2026-01", "逾期"), ("D1:2026-02", "将到期")]


def test_what_is_due_is_drafted_ahead_once(year: Desk) -> None:
    there = clerk(year, date(2026, 4, 2))
    made = draft_ahead(there)
    titles = {
        line.what
        for line in duties.duties(there, first=date(2026, 3, 1), last=date(2026, 4, 30))
        if line.slip_id in made
    }
    assert titles == {
        "2026年2月产品顾客反馈统计表",
        "2026年3月产品顾客反馈统计表",
        "2026年第一季度质量趋势分析报告",
    }
    assert draft_ahead(there) == []
    assert draft_ahead(at(year, date(2026, 4, 2), roles=frozenset({"sales_clerk"}))) == []


def test_nothing_is_owed_from_before_the_department_began(desk: Desk) -> None:
    feedback(desk, date(2026, 6, 10))
    there = at(desk, date(2026, 6, 11))
    duties.plan_year(there, year=2026)
    assert min(
        line.due for line in duties.duties(there, first=date(2026, 1, 1), last=date(2026, 12, 31))
    ) == date(2026, 6, 30)
