"""Months, quarters, half-years and years as the procedure reports them (§9, §14)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qmsdesk.procedure.dates import add_months, month_end

Kind = Literal["month", "quarter", "half", "year"]
_KEY = re.compile(r"(\d{4})(?:([-QH])(\d{1,2}))?")
LENGTH: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """One reporting period: index 1-12, 1-4, 1-2 or 1 of its year."""

    year: int
    kind: Kind
    index: int

    def __post_init__(self) -> None:
        if not 1 <= self.index <= 12 // LENGTH[self.kind]:
            raise ValueError(f"no {self.kind} {self.index} in a year")

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.index - 1) * LENGTH[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return month_end(add_months(self.first, LENGTH[self.kind] - 1))

    @property
    def key(self) -> str:
        """A short sortable name: 2026-03, 2026Q1, 2026H1, 2026."""
        if self.kind == "year":
            return f"{self.year}"
        mark = {"month": "-", "quarter": "Q", "half": "H"}[self.kind]
        return f"{self.year}{mark}{self.index:0{2 if self.kind == 'month' else 1}d}"

    @property
    def title(self) -> str:
        """As reports name it: 2026年3月, 2026年第一季度, 2026年上半年, 2026年度."""
        quarter = "一二三四"[self.index - 1] if self.kind == "quarter" else ""
        names = {
            "month": f"{self.index}月",
            "quarter": f"第{quarter}季度",
            "half": "上半年" if self.index == 1 else "下半年",
            "year": "度",
        }
        return f"{self.year}年{names[self.kind]}"

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def shifted(self, steps: int) -> Period:
        """The period so many steps later (negative: earlier)."""
        start = add_months(self.first, LENGTH[self.kind] * steps)
        return period_of(start, self.kind)

    def months(self) -> tuple[Period, ...]:
        """Its months in order."""
        return tuple(period_of(add_months(self.first, step), "month") for step in range(LENGTH[self.kind]))

    def year_before(self) -> Period:
        """The same period one year earlier."""
        return Period(self.year - 1, self.kind, self.index)


def period_of(day: date, kind: Kind) -> Period:
    """The period of a kind that holds a day."""
    return Period(day.year, kind, (day.month - 1) // LENGTH[kind] + 1)


def month(year: int, number: int) -> Period:
    """One calendar month."""
    return Period(year, "month", number)


def quarter(year: int, number: int) -> Period:
    """One quarter, 1-4."""
    return Period(year, "quarter", number)


def half(year: int, number: int) -> Period:
    """上半年 (1) or 下半年 (2)."""
    return Period(year, "half", number)


def read_period(key: str) -> Period:
    """The period of a key as `Period.key` writes it: 2026-03, 2026Q1, 2026H1, 2026; ValueError otherwise."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"no period named {key}")
    kinds: dict[str, Kind] = {"-": "month", "Q": "quarter", "H": "half", "": "year"}
    return Period(int(found[1]), kinds[found[2] or ""], int(found[3] or 1))
