"""Due dates of requirements §9, working days, and how long records are kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.procedure.deadlines import Duties, plan_warning, survey_window
from qmsdesk.procedure.periods import Period, half, month, quarter
from qmsdesk.procedure.readings import Readings
from qmsdesk.procedure.retention import TABLE, destruction_refusal, retention
from qmsdesk.procedure.workdays import MON_FRI, WorkCalendar, add_workdays, workdays_between

DUTIES = Duties()
WEEK_2026 = WorkCalendar.of(
    [(date(2026, 10, day), False) for day in (1, 2, 5, 6, 7)]
    + [(date(2026, 9, 20), True), (date(2026, 10, 10), True)]
)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (DUTIES.monthly_return(month(2026, 1)), date(2026, 2, 5)),
        (DUTIES.monthly_return(month(2026, 9)), date(2026, 10, 5)),
        (DUTIES.monthly_return(month(2026, 12)), date(2027, 1, 5)),
        (DUTIES.trend_report(quarter(2026, 1)), date(2026, 4, 8)),
        (DUTIES.trend_report(quarter(2026, 4)), date(2027, 1, 8)),
        (DUTIES.trend_report(Period(2026, "year", 1)), date(2027, 1, 8)),
        (DUTIES.survey_summary(half(2026, 1)), date(2026, 6, 30)),
        (DUTIES.survey_summary(half(2026, 2)), date(2026, 12, 31)),
        (DUTIES.satisfaction_report(half(2026, 1)), date(2026, 7, 8)),
        (DUTIES.satisfaction_report(half(2026, 2)), date(2027, 1, 8)),
        (DUTIES.suggestion_reply(date(2026, 1, 31)), date(2026, 2, 28)),
        (DUTIES.suggestion_reply(date(2026, 3, 5)), date(2026, 4, 5)),
        (DUTIES.supplier_answer(date(2026, 5, 1)), date(2026, 5, 1)),
        (DUTIES.claim_completion(date(2026, 5, 2)), date(2026, 5, 2)),
        (DUTIES.survey_round(2026, 2), date(2026, 12, 31)),
    ],
)
def test_due_dates_are_those_of_the_catalogue(due: object, day: date) -> None:
    assert due.due == day  # type: ignore[attr-defined]


def test_a_return_is_late_only_from_the_day_after() -> None:
    duty = DUTIES.monthly_return(month(2026, 12))
    assert duty.status(date(2027, 1, 5)) == "将到期"
    assert duty.status(date(2027, 1, 6)) == "逾期"
    assert duty.late_days(date(2027, 1, 6)) == 1
    assert duty.status(date(2027, 3, 1), done=date(2027, 1, 5)) == "按时"
    assert duty.status(date(2027, 3, 1), done=date(2027, 1, 7)) == "已逾期办理"
    assert duty.late_days(date(2027, 3, 1), done=date(2027, 1, 7)) == 2


def test_the_warning_comes_three_working_days_ahead() -> None:
    plain = DUTIES.monthly_return(month(2026, 9))
    assert plain.warn_from == date(2026, 9, 30)
    known = Duties(WEEK_2026).monthly_return(month(2026, 9))
    assert known.warn_from == date(2026, 9, 28)
    assert plain.due == known.due == date(2026, 10, 5)
    assert plain.status(date(2026, 9, 29)) == "未到期"
    assert plain.status(date(2026, 9, 30)) == "将到期"


def test_the_calendar_month_is_another_reading_of_the_suggestion_clock() -> None:
    duties = Duties(readings=Readings(suggestion_reply="calendar_month"))
    assert duties.suggestion_reply(date(2026, 1, 31)).due == date(2026, 1, 31)


def test_a_year_has_twentythree_dated_duties_in_order() -> None:
    duties = DUTIES.for_periods_of(2026)
    assert len(duties) == 12 + 5 + 6
    assert [duty.due for duty in duties] == sorted(duty.due for duty in duties)


def test_january_shows_what_the_old_year_still_owes() -> None:
    ids = [duty.id for duty in DUTIES.due_in(date(2027, 1, 1), date(2027, 1, 31))]
    assert ids == ["D1", "D2", "D3", "D5"]


def test_survey_rounds_fill_the_second_and_fourth_quarter() -> None:
    assert survey_window(2026, 1) == (date(2026, 4, 1), date(2026, 6, 30))
    assert survey_window(2026, 2) == (date(2026, 10, 1), date(2026, 12, 31))


def test_step_targets_are_off_until_a_number_of_days_is_set() -> None:
    assert DUTIES.step_target("签收", date(2026, 3, 6), None) is None
    target = DUTIES.step_target("签收", date(2026, 3, 6), 1)
    assert target is not None
    assert target.due == date(2026, 3, 9)


def test_a_plan_later_than_wanted_warns() -> None:
    assert plan_warning(planned=date(2026, 5, 3), wanted=date(2026, 5, 1)).startswith(
        "计划完成日期比要求完成日期晚 2 天"
    )
    assert plan_warning(planned=date(2026, 5, 1), wanted=date(2026, 5, 1)) == ""
    assert plan_warning(planned=None, wanted=date(2026, 5, 1)) == ""


def test_worked_weekends_and_free_weekdays_are_counted() -> None:
    assert WEEK_2026.is_workday(date(2026, 10, 10))
    assert not WEEK_2026.is_workday(date(2026, 10, 6))
    assert add_workdays(date(2026, 9, 30), 1, WEEK_2026).day == date(2026, 10, 8)
    assert workdays_between(date(2026, 9, 30), date(2026, 10, 10), WEEK_2026) == 3


def test_a_year_without_a_table_is_counted_and_warned_of() -> None:
    reckoned = add_workdays(date(2026, 12, 30), 3, WEEK_2026)
    assert reckoned.day == date(2027, 1, 4)
    assert not reckoned.certain
    assert "没有工作日历" in reckoned.warning
    assert add_workdays(date(2026, 9, 30), 1, WEEK_2026).warning == ""


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(1, 60))
def test_counting_there_and_back_agrees(day: date, count: int) -> None:
    there = add_workdays(day, count, WEEK_2026).day
    assert WEEK_2026.is_workday(there)
    assert workdays_between(day, there, WEEK_2026) == count
    assert workdays_between(there, day, WEEK_2026) == -count
    assert there > day


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_no_day_is_never_worked_by_default(day: date) -> None:
    assert MON_FRI.is_workday(day) == (day.weekday() < 5)
    assert add_workdays(day, 0).day == day


def test_a_feedback_closed_in_march_is_kept_to_the_end_of_the_fifth_year() -> None:
    kept = retention("01", date(2026, 3, 2))
    assert kept.until == date(2031, 12, 31)
    assert not kept.expired(date(2031, 12, 31))
    assert kept.expired(date(2032, 1, 1))
    assert kept.rule.keeper == "生产单位/部门的经销部门"


def test_returns_and_survey_forms_are_kept_three_years_all_else_five() -> None:
    assert {rule.paper for rule in TABLE if rule.years == 3} == {"05", "06"}
    assert {rule.years for rule in TABLE} == {3, 5}
    assert len(TABLE) == 10


def test_an_open_record_has_no_end() -> None:
    assert retention("03", None).until is None


def test_the_closing_day_is_another_reading_of_retention() -> None:
    kept = retention("05", date(2024, 2, 29), Readings(retention_from="closing_day"))
    assert kept.until == date(2027, 2, 28)


def test_auxiliary_prints_are_handling_records() -> None:
    assert retention("AUX-3", date(2026, 1, 1)).rule.name == "质量信息原件及处理记录等"


def test_nothing_is_destroyed_without_expiry_list_and_another_persons_approval() -> None:
    kept = retention("06", date(2020, 5, 1))
    today = date(2026, 1, 1)

    def refused(**facts: object) -> str | None:
        sound = {"today": today, "approver": "赵倩", "asker": "李敏", "listed": True}
        return destruction_refusal(kept, **{**sound, **facts})  # type: ignore[arg-type]

    assert refused() is None
    assert "保存期" in (refused(today=date(2023, 12, 31)) or "")
    assert "清单" in (refused(listed=False) or "")
    assert "批准人" in (refused(approver=" ") or "")
    assert "本人" in (refused(approver="李敏") or "")
    assert destruction_refusal(retention("06", None), today=today, approver="赵倩", asker="李敏", listed=True)


def test_the_due_day_itself_is_never_shifted_by_holidays() -> None:
    assert Duties(WEEK_2026).monthly_return(month(2026, 9)).due + timedelta(days=0) == date(2026, 10, 5)
