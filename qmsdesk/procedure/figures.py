"""Figures that explain themselves: exact value, formula, rows counted, rows left out and why (R-14-a)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class LeftOut:
    """One row that does not count, and why."""

    key: str
    reason: str


@dataclass(frozen=True)
class Figure:
    """A figure with its provenance; `value` None means there is none, which is not zero."""

    name: str
    value: Fraction | None
    formula: str
    counted: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def hundredths(self) -> int | None:
        """The value in hundredths, rounded half up; None stays None."""
        return None if self.value is None else round_half_up(self.value * 100)

    @property
    def text(self) -> str:
        """The value with at most two decimals; 无数据 where there is none."""
        return "无数据" if self.value is None else decimal_text(self.value)

    @property
    def percent_text(self) -> str:
        """The value as a percentage; 无数据 where there is none."""
        return "无数据" if self.value is None else decimal_text(self.value * 100) + "%"

    @property
    def note(self) -> str:
        """The line printed under the figure: formula, number of rows, rows left out by reason."""
        parts = [self.formula, f"计入 {len(self.counted)} 份"]
        reasons = Counter(row.reason for row in self.left_out)
        if reasons:
            listed = "，".join(f"{reason} {count}" for reason, count in reasons.items())
            parts.append(f"未计入 {len(self.left_out)} 份：{listed}")
        return "；".join(parts) + "。"


def ratio(
    name: str,
    above: int,
    below: int,
    formula: str,
    counted: Iterable[str] = (),
    left_out: Iterable[LeftOut] = (),
) -> Figure:
    """A quotient of whole numbers as a figure; a zero divisor gives no value instead of an error."""
    value = Fraction(above, below) if below else None
    return Figure(name, value, formula, tuple(counted), tuple(left_out))


def round_half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero, as people do on paper."""
    sign = -1 if value < 0 else 1
    return sign * int(abs(value) + Fraction(1, 2))


def decimal_text(value: Fraction) -> str:
    """Print a fraction with at most two decimals and no trailing zeros."""
    rounded = round_half_up(value * 100)
    whole, rest = divmod(abs(rounded), 100)
    decimals = f".{rest:02d}".rstrip("0") if rest else ""
    return ("-" if rounded < 0 else "") + f"{whole}{decimals}"
