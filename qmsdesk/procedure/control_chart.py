"""Control charts of monthly counts: c with equal, u with unequal exposure (5.3.6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from qmsdesk.procedure.figures import LeftOut

MINIMUM_POINTS = 12
SIGMAS = 3


@dataclass(frozen=True)
class Observation:
    """One period: name, count (None: not recorded), and exposure for a u chart (machines in use …)."""

    name: str
    count: int | None
    exposure: float = 1.0


@dataclass(frozen=True)
class ControlPoint:
    """One point: its rate, its own limits, and whether it is outside them."""

    name: str
    rate: float
    lower: float | None
    upper: float | None
    outside: bool


@dataclass(frozen=True)
class ControlChart:
    """The chart; `centre` is None with a reason where there are too few points for limits."""

    kind: str
    points: tuple[ControlPoint, ...]
    centre: float | None
    formula: str
    reason: str
    left_out: tuple[LeftOut, ...]


def control_chart(observations: Sequence[Observation], *, minimum: int = MINIMUM_POINTS) -> ControlChart:
    """Limits at three sigma of a Poisson count; below `minimum` points only the points are given."""
    left_out = tuple(_left_out(seen) for seen in observations if not _usable(seen))
    usable = [(seen.name, seen.count or 0, seen.exposure) for seen in observations if _usable(seen)]
    kind = "c" if len({exposure for _, _, exposure in usable}) <= 1 else "u"
    if len(usable) < max(minimum, 1):
        reason = f"只有 {len(usable)} 个点，不足 {minimum} 个，不计算控制限。"
        points = tuple(ControlPoint(name, count / size, None, None, False) for name, count, size in usable)
        return ControlChart(kind, points, None, "", reason, left_out)
    unit = usable[0][2] if kind == "c" else 1.0
    centre = sum(count for _, count, _ in usable) / sum(size for _, _, size in usable)
    points = tuple(_point(name, count, size, centre, unit) for name, count, size in usable)
    return ControlChart(kind, points, centre * unit, _formula(kind), "", left_out)


def _usable(seen: Observation) -> bool:
    return seen.count is not None and seen.count >= 0 and seen.exposure > 0


def _left_out(seen: Observation) -> LeftOut:
    if seen.count is None:
        return LeftOut(seen.name, "没有记录")
    return LeftOut(seen.name, "件数为负数" if seen.count < 0 else "基数为零")


def _point(name: str, count: int, size: float, centre: float, unit: float) -> ControlPoint:
    """Rate per unit of exposure with limits that widen where the exposure is small."""
    rate, middle = count / size * unit, centre * unit
    spread = SIGMAS * sqrt(centre / size) * unit
    lower, upper = max(0.0, middle - spread), middle + spread
    return ControlPoint(name, rate, lower, upper, not lower <= rate <= upper)


def _formula(kind: str) -> str:
    if kind == "c":
        return "中心线 c = 件数之和 ÷ 点数；控制限 c ± 3√c，下限不小于 0"
    return "中心线 u = 件数之和 ÷ 基数之和；控制限 u ± 3√(u ÷ 各点基数)，下限不小于 0"
