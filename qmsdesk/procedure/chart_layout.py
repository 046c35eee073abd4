"""Each kind of chart as shapes: bars proportional to their values on axes that begin at zero (R-14-a, R-14-b)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from qmsdesk.procedure.chart_data import (
    MARK,
    PIECES,
    BandChart,
    Chart,
    ParetoChart,
    RunChart,
    TrendBar,
    TrendChart,
)
from qmsdesk.procedure.chart_frame import Entry, Frame, begin, box_sample, line_sample, no_sample, nothing
from qmsdesk.procedure.chart_shapes import (
    Axis,
    Box,
    Dot,
    Fill,
    Line,
    Measure,
    Picture,
    Stroke,
    Words,
    nice_axis,
)
from qmsdesk.procedure.figures import decimal_text

NO_DATA = "没有可以作图的数据。"
_PERCENT = Axis(1.0, tuple((step / 5, f"{step * 20}%") for step in range(6)))
_BAND_FILLS = (Fill.NONE, Fill.LIGHT)


def lay_out(chart: Chart, *, width: float, height: float, em: float, measure: Measure) -> Picture:
    """The shapes of a chart in a room of `width` × `height`, letters of `em`; without data words, never empty axes."""
    if chart.empty:
        return nothing(chart.title, size=(width, height), em=em, why=NO_DATA)
    if isinstance(chart, ParetoChart):
        return _pareto(chart, (width, height), em, measure)
    if isinstance(chart, TrendChart):
        return _trend(chart, (width, height), em, measure)
    if isinstance(chart, RunChart):
        return _run(chart, (width, height), em, measure)
    return _bands(chart, (width, height), em, measure)


def _pareto(chart: ParetoChart, size: tuple[float, float], em: float, measure: Measure) -> Picture:
    total, divisor = chart.total, chart.unit.divisor
    legend = [Entry(f"累计在 {MARK}% 以内的主要项", box_sample(Fill.DARK))]
    if any(not bar.vital for bar in chart.bars):
        legend.append(Entry("其余项", box_sample(Fill.HATCH)))
    legend.append(Entry("累计比例", line_sample(Stroke.SOLID, dot=True)))
    frame = begin(
        chart.title, [bar.label for bar in chart.bars], size=size, em=em, measure=measure,
        axes=(nice_axis(total / divisor, cut=True, whole=divisor == 1), _PERCENT), legend=legend, extra_lines=1,
        units=(chart.unit.name, "累计比例"),
    )  # fmt: skip
    shares, count = chart.cumulative(), len(chart.bars)
    for index, bar in enumerate(chart.bars):
        x, width = frame.slot(index, count)
        share = bar.value / total
        part, sum_so_far = decimal_text(Fraction(bar.value * 100, total)), decimal_text(shares[index] * 100)
        told = f"{bar.label}：{chart.unit.text(bar.value)} {chart.unit.name}，占 {part}%，累计 {sum_so_far}%"
        top = frame.y(share)
        fill = Fill.DARK if bar.vital else Fill.HATCH
        frame.put(Box(x + width * 0.12, top, width * 0.76, frame.bottom - top, fill, key=bar.key, hint=told))
        frame.put(Words(x + width / 2, frame.bottom + em * 1.1, chart.unit.text(bar.value), em, bold=True))
    _cumulative(frame, [float(share) for share in shares], count)
    return frame.picture()


def _cumulative(frame: Frame, shares: Sequence[float], count: int) -> None:
    em = frame.size
    level = frame.y(MARK / 100)
    frame.put(Line(((frame.left, level), (frame.right, level)), Stroke.DASH, 1.0))
    points = [(sum(frame.slot(index, count)), frame.y(share)) for index, share in enumerate(shares)]
    frame.put(Line(tuple(points), Stroke.SOLID, 1.2))
    for (x, y), share in zip(points, shares, strict=True):
        frame.put(Dot(x, y, em * 0.5, hint=f"累计 {share * 100:.1f}%"))
        frame.put(
            Words(x - em * 0.4, y - em * 0.5, f"{share * 100:.1f}%", em * 0.9, align="right", ground=True)
        )


def _trend(chart: TrendChart, size: tuple[float, float], em: float, measure: Measure) -> Picture:
    divisor = chart.unit.divisor
    values = [part for bar in chart.bars for part in (bar.value, bar.before) if part is not None]
    axis = nice_axis(max(values) / divisor, whole=divisor == 1)
    legend = [Entry(chart.name, box_sample(Fill.DARK)), Entry(chart.name_before, box_sample(Fill.HATCH))]
    if any(part is None for bar in chart.bars for part in (bar.value, bar.before)):
        legend.append(Entry("– 无记录", no_sample))
    frame = begin(
        chart.title, [bar.label for bar in chart.bars], size=size, em=em, measure=measure, axes=(axis,),
        legend=legend, units=(chart.unit.name, ""),
    )  # fmt: skip
    for index, bar in enumerate(chart.bars):
        _month(frame, chart, axis, bar, index)
    return frame.picture()


def _month(frame: Frame, chart: TrendChart, axis: Axis, bar: TrendBar, index: int) -> None:
    x, width = frame.slot(index, len(chart.bars))
    parts = ((bar.before, chart.name_before, Fill.HATCH, 0.10), (bar.value, chart.name, Fill.DARK, 0.50))
    for value, name, fill, offset in parts:
        left, wide = x + width * offset, width * 0.40
        text = "无记录" if value is None else f"{chart.unit.text(value)} {chart.unit.name}"
        hint = f"{name}{bar.label}：{text}"
        top = frame.y((value or 0) / chart.unit.divisor / axis.top)
        key = bar.key if fill is Fill.DARK else ""
        frame.put(Box(left, top, wide, frame.bottom - top, fill, edge=bool(value), key=key, hint=hint))
        shown = "–" if value is None else chart.unit.text(value)
        small = frame.size * 0.85
        if frame.measure(shown, small, False) <= width * 0.5:
            frame.put(Words(left + wide / 2, top - frame.size * 0.35, shown, small))


def _run(chart: RunChart, size: tuple[float, float], em: float, measure: Measure) -> Picture:
    points = chart.points
    largest = max([point.value for point in points] + [point.upper or 0 for point in points])
    axis = nice_axis(largest / 100, whole=chart.unit == PIECES.name)
    legend = [Entry("各月数值", line_sample(Stroke.SOLID, dot=True))]
    if chart.centre is not None:
        legend += [
            Entry(f"中心线 {chart.centre / 100:.2f}", line_sample(Stroke.DOT)),
            Entry("控制限", line_sample(Stroke.DASH)),
        ]
    elif chart.reason:
        legend.append(Entry(chart.reason, no_sample))
    frame = begin(
        chart.title, [point.label for point in points], size=size, em=em, measure=measure, axes=(axis,),
        legend=legend, units=(chart.unit, ""),
    )  # fmt: skip

    def y(hundredths: int) -> float:
        return frame.y(hundredths / 100 / axis.top)

    if chart.centre is not None:
        frame.put(Line(((frame.left, y(chart.centre)), (frame.right, y(chart.centre))), Stroke.DOT, 1.0))
        _limits(frame, chart, [y(point.upper or 0) for point in points])
        _limits(frame, chart, [y(point.lower or 0) for point in points])
    places = [frame.middle(index, len(points)) for index in range(len(points))]
    frame.put(
        Line(tuple((x, y(point.value)) for x, point in zip(places, points, strict=True)), Stroke.SOLID, 1.2)
    )
    for x, point in zip(places, points, strict=True):
        value = decimal_text(Fraction(point.value, 100))
        told = f"{point.name}：{value} {chart.unit}" + ("，超出控制限" if point.outside else "")
        frame.put(Dot(x, y(point.value), em * (0.8 if point.outside else 0.5), point.outside, told))
        words = f"{value} 超限" if point.outside else value
        frame.put(Words(x, y(point.value) - em * 0.7, words, em * 0.9, bold=point.outside, ground=True))
    return frame.picture()


def _limits(frame: Frame, chart: RunChart, heights: Sequence[float]) -> None:
    """A limit as steps, one for each point, because a u chart has wider limits where the base is small."""
    count = len(chart.points)
    points: list[tuple[float, float]] = []
    for index, height in enumerate(heights):
        x, width = frame.slot(index, count)
        points += [(x, height), (x + width, height)]
    frame.put(Line(tuple(points), Stroke.DASH, 1.0))


def _bands(chart: BandChart, size: tuple[float, float], em: float, measure: Measure) -> Picture:
    names = [
        f"{band.name} ≥{decimal_text(Fraction(band.lower, 100))}%" if band.lower else band.name
        for band in chart.bands
    ]
    frame = begin(
        chart.title, [point.label for point in chart.points], size=size, em=em, measure=measure,
        axes=(_PERCENT,), legend=[Entry("满意率", line_sample(Stroke.SOLID, dot=True))], units=("满意率", ""),
        right_room=max(measure(name, em * 0.9, False) for name in names) + em,
    )  # fmt: skip
    upper = 10_000
    for place, (band, name) in enumerate(zip(chart.bands, names, strict=True)):
        top, bottom = frame.y(upper / 10_000), frame.y(band.lower / 10_000)
        frame.put(
            Box(frame.left, top, frame.right - frame.left, bottom - top, _BAND_FILLS[place % 2], edge=False)
        )
        frame.put(Line(((frame.left, bottom), (frame.right, bottom)), Stroke.FAINT, 0.6))
        frame.put(Words(frame.right + em * 0.5, (top + bottom) / 2 + em * 0.33, name, em * 0.9, align="left"))
        upper = band.lower
    _rates(frame, chart)
    return frame.picture()


def _rates(frame: Frame, chart: BandChart) -> None:
    """Points joined by a line; a half-year without rate breaks the line."""
    em, count = frame.size, len(chart.points)
    runs: list[list[tuple[float, float]]] = [[]]
    for index, point in enumerate(chart.points):
        x = frame.middle(index, count)
        if point.value is None:
            frame.put(Words(x, frame.bottom - em * 0.5, "无有效调查表", em * 0.9, faint=True))
            runs.append([])
            continue
        y = frame.y(point.value / 10_000)
        runs[-1].append((x, y))
        text = f"{decimal_text(Fraction(point.value, 100))}%"
        frame.put(Words(x, y - em * 0.8, text, em, bold=True, ground=True))
    for run in runs:
        if len(run) > 1:
            frame.put(Line(tuple(run), Stroke.SOLID, 1.2))
        for x, y in run:
            frame.put(Dot(x, y, em * 0.6))
