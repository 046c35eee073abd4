"""Pareto, trends, losses, control charts and durations: exact, explained, never dividing by nothing."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.procedure.control_chart import Observation, control_chart
from qmsdesk.procedure.durations import Span, durations
from qmsdesk.procedure.figures import Figure, LeftOut, decimal_text, ratio, round_half_up
from qmsdesk.procedure.periods import Period, month, quarter
from qmsdesk.procedure.statistics import Case, losses, monthly_trend, pareto

DAY = date(2026, 3, 10)


def cases(*categories: str) -> list[Case]:
    return [Case(str(at), DAY, name) for at, name in enumerate(categories)]


def test_bars_fall_with_a_cumulative_line_and_the_rest_last() -> None:
    chart = pareto(cases("漏油", "异响", "漏油", "其他", "其他", "其他", "裂纹"))
    assert [(bar.label, bar.value) for bar in chart.bars] == [
        ("漏油", 2),
        ("异响", 1),
        ("裂纹", 1),
        ("其他", 3),
    ]
    assert [bar.cumulative for bar in chart.bars] == [Fraction(2, 7), Fraction(3, 7), Fraction(4, 7), 1]
    assert chart.bars[0].keys == ("0", "2")


def test_what_is_beyond_the_top_joins_the_rest() -> None:
    chart = pareto(cases("甲", "甲", "甲", "乙", "乙", "丙", "丁", "其他"), top=2)
    assert [(bar.label, bar.value) for bar in chart.bars] == [("甲", 3), ("乙", 2), ("其他", 3)]


def test_a_bar_is_vital_while_the_share_before_it_is_under_eighty_percent() -> None:
    chart = pareto(cases(*"甲甲甲甲甲甲甲乙乙丙"))
    assert [bar.vital for bar in chart.bars] == [True, True, False]
    assert pareto(cases(*"甲甲甲甲乙丙")).bars[0].vital


def test_ties_keep_the_order_of_appearance() -> None:
    assert [bar.label for bar in pareto(cases("丙", "甲", "乙")).bars] == ["丙", "甲", "乙"]


def test_by_money_blank_and_negative_amounts_are_left_out_and_named() -> None:
    rows = [
        Case("1", DAY, "漏油", 5000),
        Case("2", DAY, "漏油"),
        Case("3", DAY, "异响", -1),
        Case("4", DAY, "异响", 0),
    ]
    chart = pareto(rows, measure="money")
    assert [(bar.label, bar.value) for bar in chart.bars] == [("漏油", 5000), ("异响", 0)]
    assert chart.left_out == (LeftOut("2", "费用未填"), LeftOut("3", "费用为负数"))
    assert chart.counted == ("1", "4")
    assert not chart.bars[1].vital


def test_a_blank_category_is_shown_not_dropped() -> None:
    assert [bar.label for bar in pareto(cases("", " ", "漏油")).bars] == ["未填写", "漏油"]


def test_no_rows_and_no_money_make_an_empty_chart_without_shares() -> None:
    assert pareto([]).empty
    free = pareto([Case("1", DAY, "漏油", 0)], measure="money")
    assert free.empty
    assert free.bars[0].share is None


rows = st.lists(
    st.builds(
        Case,
        key=st.uuids().map(str),
        day=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        category=st.sampled_from(["甲", "乙", "丙", "丁", "其他", ""]),
        fen=st.none() | st.integers(-10, 10**7),
        loss_class=st.sampled_from(["质量三包损失", "经营性三包损失", ""]),
    ),
    max_size=40,
)


@given(rows, st.sampled_from(["count", "money"]), st.none() | st.integers(1, 5))
def test_a_pareto_loses_nothing(listed: list[Case], measure: str, top: int | None) -> None:
    chart = pareto(listed, measure=measure, top=top)  # type: ignore[arg-type]
    assert len(chart.counted) + len(chart.left_out) == len(listed)
    assert sum(bar.value for bar in chart.bars) == chart.total
    assert sorted(key for bar in chart.bars for key in bar.keys) == sorted(chart.counted)
    named = [bar for bar in chart.bars if bar.label != "其他"]
    assert [bar.value for bar in named] == sorted((bar.value for bar in named), reverse=True)
    if chart.total:
        assert chart.bars[-1].cumulative == 1
    assert "其他" not in [bar.label for bar in chart.bars[:-1]]


def test_a_trend_shows_last_year_beside_and_keeps_unknown_months_blank() -> None:
    listed = [
        Case("1", date(2026, 1, 31), fen=100),
        Case("2", date(2026, 1, 1), fen=50),
        Case("3", date(2025, 3, 1), fen=7),
    ]
    trend = monthly_trend(
        listed, quarter(2026, 1).months(), known_from=date(2025, 2, 1), known_to=date(2026, 2, 28)
    )
    assert [(point.value, point.year_before) for point in trend.points] == [(2, None), (0, 0), (None, 1)]
    money = monthly_trend(
        listed,
        quarter(2026, 1).months(),
        known_from=date(2025, 1, 1),
        known_to=date(2026, 3, 31),
        measure="money",
    )
    assert [(point.value, point.year_before) for point in money.points] == [(150, 0), (0, 0), (0, 7)]


def test_a_trend_without_any_record_is_empty() -> None:
    trend = monthly_trend(
        [], quarter(2026, 1).months(), known_from=date(2027, 1, 1), known_to=date(2027, 1, 1)
    )
    assert trend.empty


@given(rows)
def test_the_months_of_a_year_add_up_to_its_rows(listed: list[Case]) -> None:
    months = Period(2026, "year", 1).months()
    trend = monthly_trend(listed, months, known_from=date(2025, 1, 1), known_to=date(2026, 12, 31))
    assert sum(point.value or 0 for point in trend.points) == sum(case.day.year == 2026 for case in listed)
    assert sum(point.year_before or 0 for point in trend.points) == sum(
        case.day.year == 2025 for case in listed
    )


@given(rows)
def test_losses_keep_the_two_classes_apart_and_lose_nothing(listed: list[Case]) -> None:
    found = losses(listed)
    known = [case for case in listed if case.fen is not None and case.fen >= 0]
    for name, fen in found.by_class.items():
        assert fen == sum(case.fen or 0 for case in known if case.loss_class == name)
    assert sum(len(keys) for keys in found.counted.values()) + len(found.left_out) == len(listed)


def test_too_few_points_have_no_limits() -> None:
    chart = control_chart([Observation(str(at), 4) for at in range(11)])
    assert chart.centre is None
    assert "不足 12 个" in chart.reason
    assert len(chart.points) == 11
    assert control_chart([]).points == ()


def test_a_c_chart_flags_the_month_beyond_three_sigma() -> None:
    chart = control_chart([*(Observation(str(at), 4) for at in range(11)), Observation("11", 20)])
    assert chart.kind == "c"
    assert chart.centre == pytest.approx(64 / 12)
    assert [point.name for point in chart.points if point.outside] == ["11"]
    assert chart.points[0].upper == pytest.approx(64 / 12 + 3 * (64 / 12) ** 0.5)
    assert chart.points[0].lower == 0


def test_a_u_chart_widens_its_limits_where_exposure_is_small() -> None:
    chart = control_chart([Observation(str(at), 4, 10 + 90 * (at % 2)) for at in range(12)])
    assert chart.kind == "u"
    small, large = chart.points[0], chart.points[1]
    assert small.upper is not None
    assert large.upper is not None
    assert small.upper > large.upper


def test_equal_exposure_other_than_one_scales_like_a_c_chart() -> None:
    plain = control_chart([Observation(str(at), at % 5) for at in range(12)])
    scaled = control_chart([Observation(str(at), at % 5, 50.0) for at in range(12)])
    assert scaled.kind == "c"
    assert scaled.centre == pytest.approx(plain.centre)
    assert [point.upper for point in scaled.points] == pytest.approx([point.upper for point in plain.points])


def test_unrecorded_and_exposure_free_months_are_left_out() -> None:
    chart = control_chart(
        [Observation("一", None), Observation("二", 3, 0), Observation("三", -1), Observation("四", 2)]
    )
    assert [row.reason for row in chart.left_out] == ["没有记录", "基数为零", "件数为负数"]
    assert [point.name for point in chart.points] == ["四"]


def test_no_complaints_at_all_draw_a_flat_line() -> None:
    chart = control_chart([Observation(str(at), 0) for at in range(12)])
    assert chart.centre == 0
    assert not any(point.outside for point in chart.points)


def test_durations_leave_open_and_backward_cases_out() -> None:
    spans = [
        Span("1", DAY, DAY + timedelta(days=4)),
        Span("2", DAY, DAY + timedelta(days=7)),
        Span("3", DAY, None),
        Span("4", DAY, DAY - timedelta(days=1)),
        Span("5", None, DAY),
    ]
    found = durations("关闭", spans)
    assert (found.mean.text, found.median.text, found.longest.text) == ("5.5", "5.5", "7")
    assert [row.reason for row in found.mean.left_out] == ["尚未完成", "日期倒退", "起始日期未填"]
    assert found.days == (("1", 4), ("2", 7))


def test_without_a_closed_case_there_is_no_duration() -> None:
    assert durations("关闭", [Span("1", DAY, None)]).mean.text == "无数据"


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_nine_in_ten_do_not_exceed_the_ninth_decile(days: list[int]) -> None:
    found = durations(
        "关闭", [Span(str(at), DAY, DAY + timedelta(days=count)) for at, count in enumerate(days)]
    )
    decile = found.ninth_decile.value
    assert decile is not None
    assert sum(count <= decile for count in days) * 10 >= 9 * len(days)
    assert found.median.value is not None
    assert min(days) <= found.median.value <= max(days)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2, 3), "0.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(10), "10"),
        (Fraction(1, 2), "0.5"),
    ],
)
def test_figures_round_half_up(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text


def test_a_quotient_by_nothing_has_no_value() -> None:
    assert ratio("率", 3, 0, "甲 ÷ 乙").value is None
    assert Figure("率", Fraction(2, 3), "甲 ÷ 乙").hundredths == 67
    assert round_half_up(Fraction(5, 2)) == 3
    assert month(2026, 1).key == "2026-01"
