"""Dates typed short, month arithmetic and periods."""

from __future__ import annotations

from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.procedure.dates import add_months, format_chinese, parse_date
from qmsdesk.procedure.periods import Period, half, month, period_of, quarter

TODAY = date(2026, 11, 20)
days = st.dates(date(1951, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5", date(2026, 11, 5)),
        ("5日", date(2026, 11, 5)),
        ("3-15", date(2026, 3, 15)),
        ("3/15", date(2026, 3, 15)),
        ("3.15", date(2026, 3, 15)),
        ("3月15日", date(2026, 3, 15)),
        ("3月15号", date(2026, 3, 15)),
        ("0315", date(2026, 3, 15)),
        ("261122", date(2026, 11, 22)),
        ("20261122", date(2026, 11, 22)),
        ("2026.11.22", date(2026, 11, 22)),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026-11-22", date(2026, 11, 22)),
        ("26-11-22", date(2026, 11, 22)),
        ("2026年11月22日", date(2026, 11, 22)),
        ("2026年 11月 22日", date(2026, 11, 22)),
        ("２０２６．１１．２２", date(2026, 11, 22)),
        ("2026。11。22", date(2026, 11, 22)),
        ("t", TODAY),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 19)),
        ("+", date(2026, 11, 21)),
        ("---", date(2026, 11, 17)),
        ("+15", date(2026, 12, 5)),
        ("－2", date(2026, 11, 18)),
        ("", None),
    ],
)
def test_a_date_is_read_as_typed(typed: str, day: date | None) -> None:
    assert parse_date(typed, today=TODAY) == day


def test_plus_and_minus_step_from_the_date_in_the_field() -> None:
    assert parse_date("+", today=TODAY, current=date(2025, 12, 31)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "31",
        "2-30",
        "0",
        "13-1",
        "1301",
        "202611",
        "315",
        "abc",
        "1-2-3-4",
        "18991231",
        "2026-2-29",
        "+9999999",
    ],
)
def test_a_date_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        parse_date(typed, today=TODAY)


@given(days)
def test_every_date_reads_back_from_its_chinese_and_digit_forms(day: date) -> None:
    for text in (format_chinese(day), day.isoformat(), day.strftime("%Y%m%d"), day.strftime("%Y.%m.%d")):
        assert parse_date(text, today=TODAY) == day


@given(st.text(max_size=12))
def test_any_text_gives_a_date_or_a_message(text: str) -> None:
    with suppress(UserError):
        assert isinstance(parse_date(text, today=TODAY), date | None)


@given(days, st.integers(-600, 600))
def test_months_are_added_with_the_day_clamped_to_the_end(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months
    assert moved.day == min(day.day, monthrange(moved.year, moved.month)[1])


def test_the_last_of_january_moves_to_the_last_of_february() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)


@given(days, st.sampled_from(["month", "quarter", "half", "year"]))
def test_periods_tile_the_calendar(day: date, kind: str) -> None:
    period = period_of(day, kind)  # type: ignore[arg-type]
    assert day in period
    assert period.shifted(1).first == period.last + timedelta(days=1)
    assert period.shifted(-1).last == period.first - timedelta(days=1)


def test_periods_have_keys_titles_and_months() -> None:
    assert [p.key for p in (month(2026, 3), quarter(2026, 4), half(2026, 1), Period(2026, "year", 1))] == [
        "2026-03", "2026Q4", "2026H1", "2026"
    ]  # fmt: skip
    assert quarter(2026, 2).title == "2026年第二季度"
    assert half(2026, 2).title == "2026年下半年"
    assert Period(2026, "year", 1).title == "2026年度"
    assert [m.index for m in quarter(2026, 4).months()] == [10, 11, 12]
    assert quarter(2026, 4).last == date(2026, 12, 31)
    with pytest.raises(ValueError, match="no quarter 5"):
        quarter(2026, 5)
