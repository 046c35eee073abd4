"""Survey rounds: half-years, late forms, return rates (5.4.1.3, 5.4.3, I-30, I-55)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qmsdesk.errors import UserError
from qmsdesk.procedure.periods import half
from qmsdesk.procedure.readings import Readings
from qmsdesk.procedure.survey import Round, SurveyDates, assign_halves, coverage, outside_round

H1, H2, NEXT = half(2026, 1), half(2026, 2), half(2027, 1)
ROUND = Round("定期", H1, population=40, sample=20, issued=20, returned=11, focus=3)
SIGNED = {H1: date(2026, 7, 6)}


def test_a_round_shows_sample_return_and_focus() -> None:
    found = coverage(ROUND)
    assert (found.sampled.percent_text, found.return_rate.percent_text, found.focus.percent_text) == (
        "50%",
        "55%",
        "15%",
    )
    assert found.warnings == ()


def test_thresholds_warn_only_where_they_are_set() -> None:
    found = coverage(ROUND, Readings(minimum_return_percent=75, minimum_focus_percent=20))
    assert len(found.warnings) == 2
    assert "55%" in found.warnings[0]
    assert coverage(ROUND, Readings(minimum_return_percent=55)).warnings == ()


def test_a_round_without_forms_has_no_rate_and_no_division_by_zero() -> None:
    empty = Round("不定期", H1, 0, 0, 0, 0)
    found = coverage(empty, Readings(minimum_return_percent=50))
    assert found.return_rate.value is None
    assert "无数据" in found.warnings[0]


@pytest.mark.parametrize("change", [{"returned": 21}, {"sample": 41}, {"focus": 21}, {"issued": -1}])
def test_impossible_counts_are_refused(change: dict[str, int]) -> None:
    with pytest.raises(UserError):
        coverage(replace(ROUND, **change))  # type: ignore[arg-type]


def test_the_half_year_follows_the_day_of_the_survey() -> None:
    forms = [SurveyDates("1", date(2026, 6, 30), date(2026, 7, 2)), SurveyDates("2", date(2026, 7, 1))]
    assert [(found.period, found.late) for found in assign_halves(forms, SIGNED)] == [
        (H1, False),
        (H2, False),
    ]


def test_a_form_that_reaches_quality_after_signing_counts_in_the_next_half_as_late() -> None:
    late = SurveyDates("1", date(2026, 6, 20), date(2026, 7, 7))
    found = assign_halves([late], SIGNED)[0]
    assert (found.period, found.late) == (H2, True)
    assert "迟到" in found.why
    twice = assign_halves(
        [replace(late, reached_quality=date(2027, 2, 1))], {**SIGNED, H2: date(2027, 1, 7)}
    )[0]
    assert twice.period == NEXT


def test_the_same_half_is_another_reading_of_a_late_form() -> None:
    late = SurveyDates("1", date(2026, 6, 20), date(2026, 7, 7))
    found = assign_halves([late], SIGNED, Readings(late_survey="same_half"))[0]
    assert (found.period, found.late) == (H1, True)


def test_a_date_outside_the_round_is_pointed_out() -> None:
    assert outside_round(date(2026, 4, 1), ROUND) == ""
    assert "不在本轮" in outside_round(date(2026, 3, 31), ROUND)
    free = replace(ROUND, kind="不定期", opens=date(2026, 2, 1), closes=date(2026, 2, 28))
    assert outside_round(date(2026, 2, 28), free) == ""
    assert outside_round(date(2026, 4, 1), free) != ""
