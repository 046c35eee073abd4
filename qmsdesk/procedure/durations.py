"""How long things take: days to sign for, to first action, to close (5.3.6.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from qmsdesk.procedure.figures import Figure, LeftOut


@dataclass(frozen=True)
class Span:
    """One case: key, first and last day; a missing last day means still open."""

    key: str
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Durations:
    """Mean, median, ninth decile and longest in calendar days, all None without a closed case."""

    name: str
    mean: Figure
    median: Figure
    ninth_decile: Figure
    longest: Figure
    days: tuple[tuple[str, int], ...]


def durations(name: str, spans: Iterable[Span]) -> Durations:
    """Days from first to last; open, undated and backward spans are left out with their reason."""
    listed = list(spans)
    days = tuple((span.key, _days(span)) for span in listed if _reason(span) is None)
    left_out = tuple(LeftOut(span.key, reason) for span in listed if (reason := _reason(span)) is not None)
    ordered = sorted(count for _, count in days)
    keys = tuple(key for key, _ in days)

    def figure(label: str, value: Fraction | None, formula: str) -> Figure:
        return Figure(f"{name}{label}", value, formula, keys, left_out)

    return Durations(
        name,
        figure("平均天数", Fraction(sum(ordered), len(ordered)) if ordered else None, "天数之和 ÷ 件数"),
        figure("中位天数", _median(ordered), "按天数排列居中的值"),
        figure("九成以内天数", _decile(ordered), "按天数排列，第 ⌈0.9 × 件数⌉ 个"),
        figure("最长天数", Fraction(ordered[-1]) if ordered else None, "天数的最大值"),
        days,
    )


def _days(span: Span) -> int:
    return (span.last - span.first).days if span.first and span.last else 0


def _reason(span: Span) -> str | None:
    if span.first is None:
        return "起始日期未填"
    if span.last is None:
        return "尚未完成"
    return "日期倒退" if span.last < span.first else None


def _median(ordered: list[int]) -> Fraction | None:
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)


def _decile(ordered: list[int]) -> Fraction | None:
    """Nearest rank: the smallest value that nine in ten do not exceed."""
    return Fraction(ordered[-(-9 * len(ordered) // 10) - 1]) if ordered else None
