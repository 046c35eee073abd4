"""Charts as shapes: bars proportional to their values, axes from zero, labels whole, nothing by colour alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.procedure.chart_data import (
    BandChart,
    Chart,
    ParetoChart,
    RunChart,
    TrendChart,
    band_chart,
    pareto_chart,
    run_chart,
    trend_chart,
)
from qmsdesk.procedure.chart_layout import NO_DATA, lay_out
from qmsdesk.procedure.chart_shapes import Box, Dot, Fill, Line, Picture, Stroke, Words, nice_axis, wrap
from qmsdesk.procedure.control_chart import Observation, control_chart
from qmsdesk.procedure.figures import ratio
from qmsdesk.procedure.periods import month
from qmsdesk.procedure.statistics import Case, monthly_trend, pareto

WIDTH, HEIGHT, EM = 480.0, 220.0, 8.0
NAMES = ("高压换热器", "螺纹锁紧环换热器（双壳程）", "加氢反应器 2.25Cr-1Mo-0.25V", "阀")


def measure(text: str, size: float, bold: bool) -> float:
    """Han letters are an em wide, Latin ones half."""
    return sum(size if ord(char) > 255 else size / 2 for char in text) * (1.05 if bold else 1.0)


def laid(chart: Chart) -> Picture:
    return lay_out(chart, width=WIDTH, height=HEIGHT, em=EM, measure=measure)


def words(picture: Picture) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Words)]


def bars(picture: Picture) -> list[Box]:
    return [shape for shape in picture.shapes if isinstance(shape, Box) and shape.hint]


def base(picture: Picture) -> float:
    """The height of the base line."""
    return max(y for shape in picture.shapes if isinstance(shape, Line) for _x, y in shape.points)


def _pareto(counts: list[int], *, money: bool = False) -> ParetoChart:
    cases = [
        Case(f"{name}-{turn}", date(2026, 1, 1), NAMES[place], 100 if money else None)
        for place, name in enumerate(NAMES[: len(counts)])
        for turn in range(counts[place])
    ]
    return pareto_chart("产品排列图", pareto(cases, measure="money" if money else "count"))


def _trend(now: list[int], then: list[int]) -> TrendChart:
    days = [(2026, number, count) for number, count in enumerate(now, start=1)]
    days += [(2025, number, count) for number, count in enumerate(then, start=1)]
    cases = [
        Case(f"{year}-{number}-{turn}", date(year, number, 5))
        for year, number, count in days
        for turn in range(count)
    ]
    months = [month(2026, number) for number in range(1, len(now) + 1)]
    made = monthly_trend(cases, months, known_from=date(2025, 1, 1), known_to=date(2026, 12, 31))
    return trend_chart("各月反馈件数", made)


def _run(counts: list[int]) -> RunChart:
    return run_chart(
        "控制图", control_chart([Observation(f"{place}月", count) for place, count in enumerate(counts)])
    )


def _bands(rates: list[int | None]) -> BandChart:
    figures = [
        (f"第{place}半年", ratio("满意率", rate or 0, 0 if rate is None else 10_000, "x"))
        for place, rate in enumerate(rates)
    ]
    return band_chart(
        "满意率", figures, (925, 800, 675, 500), ("很满意", "满意", "基本满意", "不满意", "很不满意")
    )


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_pareto_bars_are_as_high_as_their_values_from_zero(counts: list[int]) -> None:
    chart = _pareto(counts)
    picture = laid(chart)
    heights = [box.h for box in bars(picture)]
    unit = heights[0] / chart.bars[0].value
    assert heights == pytest.approx([bar.value * unit for bar in chart.bars])
    assert {round(box.y + box.h, 6) for box in bars(picture)} == {round(base(picture), 6)}
    assert "0" in words(picture)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_the_cumulative_line_ends_at_the_whole_and_the_mark_stands_at_eighty(counts: list[int]) -> None:
    picture = laid(_pareto(counts))
    total = sum(box.h for box in bars(picture))
    mark = next(shape for shape in picture.shapes if isinstance(shape, Line) and shape.stroke is Stroke.DASH)
    assert base(picture) - mark.points[0][1] == pytest.approx(total * 0.8)
    dots = [shape for shape in picture.shapes if isinstance(shape, Dot) and shape.hint]
    shares = [
        Fraction(sum(sorted(counts, reverse=True)[: place + 1]), sum(counts)) for place in range(len(counts))
    ]
    assert [base(picture) - dot.y for dot in dots] == pytest.approx(
        [float(share) * total for share in shares]
    )


def test_vital_and_other_bars_differ_without_colour_and_the_legend_says_so() -> None:
    picture = laid(_pareto([30, 8, 4, 1]))
    assert [box.fill for box in bars(picture)] == [Fill.DARK, Fill.DARK, Fill.HATCH, Fill.HATCH]
    assert {"累计在 80% 以内的主要项", "其余项", "累计比例"} <= set(words(picture))


def test_labels_are_whole_however_narrow_the_bars_are() -> None:
    picture = laid(_pareto([9, 7, 5, 2]))
    told = "".join(words(picture)).replace(" ", "")
    assert all(name.replace(" ", "") in told for name in NAMES)
    narrow = lay_out(_pareto([9, 7, 5, 2]), width=150, height=150, em=EM, measure=measure)
    assert all(name.replace(" ", "") in "".join(words(narrow)).replace(" ", "") for name in NAMES)
    assert narrow.height > 150


@given(st.text(alphabet="换热器（）ABc1-. ", min_size=1, max_size=40), st.floats(20, 200))
def test_wrapping_loses_no_letter(text: str, width: float) -> None:
    assert "".join(wrap(text, width, EM, measure)).replace(" ", "") == text.replace(" ", "")


@given(st.integers(1, 10**9))
def test_an_axis_begins_at_zero_and_ends_beyond_the_largest(largest: int) -> None:
    axis = nice_axis(largest)
    values = [value for value, _text in axis.ticks]
    assert values[0] == 0
    assert axis.top >= largest
    assert axis.top == pytest.approx(values[-1])
    assert len({text for _value, text in axis.ticks}) == len(axis.ticks) <= 8
    assert all(float(value).is_integer() for value, _text in nice_axis(largest, whole=True).ticks)


def test_a_trend_stands_beside_the_year_before_and_tells_blank_from_zero() -> None:
    picture = laid(_trend([4, 0, 6], [2, 3, 1]))
    by_hint = {box.hint: box for box in bars(picture)}
    assert by_hint["2026年3月：6 件"].h == pytest.approx(3 * by_hint["2025年1月：2 件"].h)
    assert by_hint["2026年2月：0 件"].h == 0
    assert by_hint["2026年1月：4 件"].fill is not by_hint["2025年1月：2 件"].fill
    months = [month(2026, 1), month(2026, 2)]
    unknown = monthly_trend(
        [Case("a", date(2026, 1, 5))], months, known_from=date(2026, 1, 1), known_to=date(2026, 1, 31)
    )
    told = laid(trend_chart("各月", unknown))
    assert "2026年2月：无记录" in {box.hint for box in bars(told)}
    assert "– 无记录" in words(told)


def test_a_point_beyond_the_limits_is_square_and_named() -> None:
    picture = laid(_run([4, 6, 3, 5, 7, 2, 4, 5, 30, 3, 4, 6]))
    outside = [shape for shape in picture.shapes if isinstance(shape, Dot) and shape.square]
    assert [dot.hint for dot in outside] == ["8月：30 件，超出控制限"]
    assert "30 超限" in words(picture)
    dashed = [shape for shape in picture.shapes if isinstance(shape, Line) and shape.stroke is Stroke.DASH]
    assert len(dashed) >= 2


def test_too_few_points_have_no_limits_but_a_reason() -> None:
    picture = laid(_run([4, 6, 3]))
    assert any("不足 12 个" in text for text in words(picture))
    assert not any(
        isinstance(shape, Line) and shape.stroke is Stroke.DASH and len(shape.points) > 2
        for shape in picture.shapes
    )


def test_rates_stand_in_bands_from_nought_to_a_hundred_and_a_gap_stays_a_gap() -> None:
    picture = laid(_bands([8123, None, 9012, 8800]))
    told = words(picture)
    assert {"0%", "100%", "81.23%", "90.12%", "88%", "无有效调查表"} <= set(told)
    assert "满意 ≥80%" in told
    lines = [
        shape
        for shape in picture.shapes
        if isinstance(shape, Line) and shape.weight == 1.2 and len(shape.points) > 1
    ]
    joined = [line for line in lines if len(line.points) == 2 and line.points[0][1] != line.points[1][1]]
    assert len(joined) == 1


@pytest.mark.parametrize(
    "chart", [_pareto([]), _pareto([], money=True), _trend([0, 0], [0, 0]), _run([0, 0]), _bands([None])],
    ids=["pareto", "money", "trend", "run", "bands"],
)  # fmt: skip
def test_nothing_to_draw_is_said_instead_of_an_empty_axis(chart: Chart) -> None:
    picture = laid(chart)
    assert NO_DATA in words(picture)
    assert not any(isinstance(shape, Line) for shape in picture.shapes)


@pytest.mark.parametrize(
    "chart",
    [_pareto([9, 7, 5, 2]), _trend([4, 0, 6], [2, 3, 1]), _run([4, 6, 3] * 5), _bands([8123, 9012])],
    ids=["pareto", "trend", "run", "bands"],
)
@pytest.mark.parametrize("width", [260.0, 480.0, 900.0])
def test_no_shape_leaves_the_picture(chart: Chart, width: float) -> None:
    picture = lay_out(chart, width=width, height=HEIGHT, em=EM, measure=measure)
    for shape in picture.shapes:
        if isinstance(shape, Box):
            assert shape.x >= 0
            assert shape.x + shape.w <= picture.width + 1e-6
            assert shape.y >= 0
            assert shape.y + shape.h <= picture.height + 1e-6
        elif isinstance(shape, Words):
            wide = measure(shape.text, shape.size, shape.bold)
            left = shape.x - wide * {"left": 0, "centre": 0.5, "right": 1}[shape.align]
            assert left >= -EM
            assert left + wide <= picture.width + EM
            assert 0 <= shape.y <= picture.height


def test_a_click_finds_the_bar_and_its_key() -> None:
    picture = laid(_pareto([9, 7]))
    box = bars(picture)[1]
    hit = picture.hit(box.x + box.w / 2, box.y + box.h / 2)
    assert hit is not None
    assert hit.key == NAMES[1]
    assert hit.hint.startswith(f"{NAMES[1]}：7 件，占 43.75%")
    assert picture.hit(1, 1) is None
