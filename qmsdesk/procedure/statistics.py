"""Statistics of the trend report: Pareto, monthly trend, losses by class, durations (5.3.6.2, R-14-a)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from qmsdesk.procedure.cost_kinds import LOSS_CLASS
from qmsdesk.procedure.figures import LeftOut
from qmsdesk.procedure.money import format_money
from qmsdesk.procedure.periods import Period, period_of

Measure = Literal["count", "money"]
OTHER = "其他"
BLANK = "未填写"
VITAL = Fraction(80, 100)


@dataclass(frozen=True)
class Case:
    """One feedback as the statistics see it: number, day, the category asked about, 分 or blank."""

    key: str
    day: date
    category: str = ""
    fen: int | None = None
    loss_class: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar: value, share and cumulative share, the rows behind it, and whether it is a vital one."""

    label: str
    value: int
    share: Fraction | None
    cumulative: Fraction | None
    keys: tuple[str, ...]
    vital: bool


@dataclass(frozen=True)
class Pareto:
    """排列图: bars falling, 其他 last, with formula, rows counted and left out."""

    measure: Measure
    bars: tuple[Bar, ...]
    total: int
    formula: str
    counted: tuple[str, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.total <= 0


def pareto(cases: Iterable[Case], *, measure: Measure = "count", top: int | None = None) -> Pareto:
    """Group by category, by count or by money; ties keep the order of appearance.

    Beyond `top` bars the rest joins 其他, always last. A bar is vital while the share before it is
    under 80 %. Blank categories are one bar of their own; blank or negative money is left out, said so.
    """
    kept, left_out = _measurable(cases, measure)
    groups: dict[str, list[Case]] = {}
    for case in kept:
        groups.setdefault(case.category.strip() or BLANK, []).append(case)
    ordered = sorted(
        (name for name in groups if name != OTHER), key=lambda name: -_amount(groups[name], measure)
    )
    rest = [OTHER] if OTHER in groups else []
    if top is not None and len(ordered) > top:
        rest, ordered = [*ordered[top:], *rest], ordered[:top]
    named = [(name, groups[name]) for name in ordered]
    if rest:
        named.append((OTHER, [case for name in rest for case in groups[name]]))
    total = _amount(kept, measure)
    unit = "件数" if measure == "count" else "金额"
    whole = str(total) if measure == "count" else format_money(total)
    return Pareto(
        measure=measure,
        bars=_bars(named, total, measure),
        total=total,
        formula=f"累计比例 = 本项及以前各项{unit}之和 ÷ 全部{unit} {whole}",
        counted=_keys(kept),
        left_out=left_out,
    )


@dataclass(frozen=True)
class Group:
    """A category added up already: pieces, money in 分 of those whose money is known, and how many those are."""

    label: str
    count: int
    fen: int
    known: int


def pareto_of(groups: Sequence[Group], *, measure: Measure = "count", top: int | None = None) -> Pareto:
    """The same 排列图 from sums the database made; the rows behind a bar are then asked for by its label."""
    counted = [group for group in groups if measure == "count" or group.known]
    amounts = {group.label: group.count if measure == "count" else group.fen for group in counted}
    ordered = sorted((name for name in amounts if name != OTHER), key=lambda name: -amounts[name])
    rest = [OTHER] if OTHER in amounts else []
    if top is not None and len(ordered) > top:
        rest, ordered = [*ordered[top:], *rest], ordered[:top]
    named = [(name, amounts[name]) for name in ordered]
    if rest:
        named.append((OTHER, sum(amounts[name] for name in rest)))
    total, before, bars = sum(amounts.values()), 0, []
    for label, value in named:
        share = Fraction(value, total) if total else None
        cumulative = Fraction(before + value, total) if total else None
        vital = bool(total) and value > 0 and Fraction(before, total) < VITAL and label != OTHER
        bars.append(Bar(label, value, share, cumulative, (), vital))
        before += value
    unknown = sum(group.count - group.known for group in groups) if measure == "money" else 0
    left_out = (LeftOut(f"{unknown} 件", "费用未填"),) if unknown else ()
    whole = str(total) if measure == "count" else format_money(total)
    formula = f"累计比例 = 本项及以前各项之和 ÷ 全部 {whole}"
    return Pareto(measure, tuple(bars), total, formula, (), left_out)


def _measurable(cases: Iterable[Case], measure: Measure) -> tuple[list[Case], tuple[LeftOut, ...]]:
    listed = list(cases)
    if measure == "count":
        return listed, ()
    kept = [case for case in listed if case.fen is not None and case.fen >= 0]
    left_out = [
        LeftOut(case.key, "费用未填" if case.fen is None else "费用为负数")
        for case in listed
        if case.fen is None or case.fen < 0
    ]
    return kept, tuple(left_out)


def _amount(cases: Sequence[Case], measure: Measure) -> int:
    return len(cases) if measure == "count" else sum(case.fen or 0 for case in cases)


def _bars(named: Sequence[tuple[str, list[Case]]], total: int, measure: Measure) -> tuple[Bar, ...]:
    bars, before = [], 0
    for label, cases in named:
        value = _amount(cases, measure)
        share = Fraction(value, total) if total else None
        cumulative = Fraction(before + value, total) if total else None
        vital = bool(total) and value > 0 and Fraction(before, total) < VITAL and label != OTHER
        bars.append(Bar(label, value, share, cumulative, _keys(cases), vital))
        before += value
    return tuple(bars)


@dataclass(frozen=True)
class TrendPoint:
    """One month: value and last year's value; None where nothing was recorded, which is not zero."""

    period: Period
    value: int | None
    year_before: int | None
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Trend:
    """Values by month with the previous year beside them."""

    measure: Measure
    points: tuple[TrendPoint, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def empty(self) -> bool:
        """Whether no month has a value."""
        return all(point.value is None for point in self.points)


def monthly_trend(
    cases: Iterable[Case],
    months: Sequence[Period],
    *,
    known_from: date,
    known_to: date,
    measure: Measure = "count",
) -> Trend:
    """Sum by month of the day given; months wholly outside the recorded time are blank, not zero."""
    wanted = {period for month in months for period in (month, month.year_before())}
    kept, left_out = _measurable((case for case in cases if period_of(case.day, "month") in wanted), measure)
    by_month: dict[Period, list[Case]] = {}
    for case in kept:
        by_month.setdefault(period_of(case.day, "month"), []).append(case)

    def value(month: Period) -> int | None:
        recorded = month.last >= known_from and month.first <= known_to
        return _amount(by_month.get(month, []), measure) if recorded else None

    points = tuple(
        TrendPoint(month, value(month), value(month.year_before()), _keys(by_month.get(month, [])))
        for month in months
    )
    return Trend(measure, points, left_out)


@dataclass(frozen=True)
class Losses:
    """三包损失 with the two classes kept apart (R-3.3-b), in 分."""

    by_class: dict[str, int]
    counted: dict[str, tuple[str, ...]]
    left_out: tuple[LeftOut, ...]
    formula: str = "同类三包单费用之和；质量三包与经营性三包分列"


def losses(cases: Iterable[Case]) -> Losses:
    """Sum losses per class; a case of no known class, or without amount, is left out and named."""
    kept, left_out = _measurable(cases, "money")
    classes = tuple(LOSS_CLASS.values())
    strange = tuple(LeftOut(case.key, "三包类别未填") for case in kept if case.loss_class not in classes)
    of_class = {name: [case for case in kept if case.loss_class == name] for name in classes}
    return Losses(
        by_class={name: _amount(rows, "money") for name, rows in of_class.items()},
        counted={name: _keys(rows) for name, rows in of_class.items()},
        left_out=(*left_out, *strange),
    )


def _keys(cases: Iterable[Case]) -> tuple[str, ...]:
    return tuple(case.key for case in cases)
