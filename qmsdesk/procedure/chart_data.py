"""What the charts of the reports show, as plain frozen data; who draws them, and where, is not known here (5.3.6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qmsdesk.procedure.control_chart import ControlChart
from qmsdesk.procedure.figures import Figure, decimal_text, round_half_up
from qmsdesk.procedure.statistics import Measure, Pareto, Trend

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
MARK = 80  # percent: the mark that parts the vital few from the rest


@dataclass(frozen=True)
class Unit:
    """How whole numbers are written along an axis: 件, 元 or 万元; `divisor` turns them into that unit."""

    name: str
    divisor: int = 1

    def text(self, value: int) -> str:
        """A value in this unit, with at most two decimals."""
        return decimal_text(Fraction(value, self.divisor))


PIECES = Unit("件")


@dataclass(frozen=True)
class ParetoBar:
    """One bar of a 排列图; `key` is what a click asks for."""

    label: str
    value: int
    vital: bool
    key: str


@dataclass(frozen=True)
class ParetoChart:
    """排列图: bars falling, 其他 last, the cumulative line in exact parts of the total, the 80 % mark."""

    title: str
    unit: Unit
    bars: tuple[ParetoBar, ...]

    @property
    def total(self) -> int:
        """All bars together; the top of the left axis."""
        return sum(bar.value for bar in self.bars)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.total <= 0

    def cumulative(self) -> tuple[Fraction, ...]:
        """The share of each bar and all before it."""
        done, shares = 0, []
        for bar in self.bars:
            done += bar.value
            shares.append(Fraction(done, self.total))
        return tuple(shares)


@dataclass(frozen=True)
class TrendBar:
    """One month: this year's value and last year's; None where nothing was recorded, which is not zero."""

    label: str
    value: int | None
    before: int | None
    key: str


@dataclass(frozen=True)
class TrendChart:
    """Values by month with the previous year beside them."""

    title: str
    unit: Unit
    name: str
    name_before: str
    bars: tuple[TrendBar, ...]

    @property
    def empty(self) -> bool:
        """Whether no month of either year has a value above zero."""
        return not any((bar.value or 0) > 0 or (bar.before or 0) > 0 for bar in self.bars)


@dataclass(frozen=True)
class RunPoint:
    """One point of a control chart in hundredths of its unit, with its own limits; `label` stands under it."""

    name: str
    label: str
    value: int
    lower: int | None
    upper: int | None
    outside: bool


@dataclass(frozen=True)
class RunChart:
    """控制图: points, centre and limits in hundredths; without limits `reason` says why."""

    title: str
    unit: str
    points: tuple[RunPoint, ...]
    centre: int | None
    reason: str

    @property
    def empty(self) -> bool:
        """Whether no point is above zero."""
        return not any(point.value > 0 for point in self.points)


@dataclass(frozen=True)
class Band:
    """A level and the rate from which it begins, in hundredths of a percent."""

    name: str
    lower: int


@dataclass(frozen=True)
class BandPoint:
    """The rate of one half-year in hundredths of a percent; None without valid forms."""

    label: str
    value: int | None


@dataclass(frozen=True)
class BandChart:
    """Rates over half-years before the bands of the five levels; the axis runs from 0 to 100 %."""

    title: str
    bands: tuple[Band, ...]
    points: tuple[BandPoint, ...]

    @property
    def empty(self) -> bool:
        """Whether no half-year has a rate."""
        return all(point.value is None for point in self.points)


Chart = ParetoChart | TrendChart | RunChart | BandChart


def unit_for(measure: Measure, largest: int) -> Unit:
    """件 for counts; 元, or 万元 from ten thousand 元 on, for money in 分."""
    if measure == "count":
        return PIECES
    return Unit("万元", FEN_PER_WAN) if abs(largest) >= FEN_PER_WAN else Unit("元", FEN_PER_YUAN)


def pareto_chart(title: str, pareto: Pareto, *, keys: Sequence[str] = ()) -> ParetoChart:
    """A 排列图 of computed bars; `keys` name what a click on each asks for, by default its label."""
    chosen = keys or [bar.label for bar in pareto.bars]
    bars = tuple(
        ParetoBar(bar.label, bar.value, bar.vital, key)
        for bar, key in zip(pareto.bars, chosen, strict=True)
        if bar.value > 0
    )
    return ParetoChart(title, unit_for(pareto.measure, pareto.total), bars)


def trend_chart(title: str, trend: Trend) -> TrendChart:
    """Months of one year, or of several, beside the same months a year earlier."""
    known = [part for point in trend.points for part in (point.value, point.year_before) if part]
    years = sorted({point.period.year for point in trend.points})
    several = len(years) > 1
    bars = tuple(
        TrendBar(
            f"{point.period.year}.{point.period.index}" if several else f"{point.period.index}月",
            point.value,
            point.year_before,
            point.period.key,
        )
        for point in trend.points
    )
    now, before = ("本期", "上年同期") if several else (f"{years[0]}年", f"{years[0] - 1}年")
    return TrendChart(title, unit_for(trend.measure, max(known, default=0)), now, before, bars)


def run_chart(title: str, made: ControlChart, *, unit: str = "件", labels: Sequence[str] = ()) -> RunChart:
    """A control chart as it is drawn; rates are rounded to hundredths, `labels` stand under the points."""
    points = tuple(
        RunPoint(
            point.name,
            label,
            _hundredths(point.rate),
            _maybe(point.lower),
            _maybe(point.upper),
            point.outside,
        )
        for point, label in zip(made.points, labels or [point.name for point in made.points], strict=True)
    )
    return RunChart(title, unit, points, _maybe(made.centre), made.reason)


def band_chart(
    title: str, rates: Sequence[tuple[str, Figure]], bounds: Sequence[int], names: Sequence[str]
) -> BandChart:
    """Rates of half-years before the bands; `bounds` are lower scores of the first four levels in hundredths of 10."""
    bands = tuple(Band(name, bound * 10) for name, bound in zip(names, [*bounds, 0], strict=True))
    points = tuple(
        BandPoint(name, None if rate.value is None else round_half_up(rate.value * 10_000))
        for name, rate in rates
    )
    return BandChart(title, bands, points)


def _hundredths(rate: float) -> int:
    return round_half_up(Fraction(rate).limit_denominator(10**9) * 100)


def _maybe(rate: float | None) -> int | None:
    return None if rate is None else _hundredths(rate)
