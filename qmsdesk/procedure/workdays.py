"""Working days from a calendar table; a year without one counts Mon-Fri and says so (I-14, I-18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """The announced exceptions to Mon-Fri: free weekdays, worked weekends (调休), years covered."""

    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[tuple[date, bool]]) -> WorkCalendar:
        """From table rows (day, worked?); a year is covered when it has at least one row."""
        listed = dict(rows)
        return cls(
            free=frozenset(day for day, worked in listed.items() if not worked),
            worked=frozenset(day for day, worked in listed.items() if worked),
            years=frozenset(day.year for day in listed),
        )

    def is_workday(self, day: date) -> bool:
        """Whether people work that day."""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.free

    def knows(self, first: date, last: date) -> bool:
        """Whether every year between two days is covered."""
        low, high = sorted((first.year, last.year))
        return self.years.issuperset(range(low, high + 1))


MON_FRI = WorkCalendar()


@dataclass(frozen=True)
class Reckoned:
    """A day found by counting; `certain` is False where a year had no calendar table."""

    day: date
    certain: bool

    @property
    def warning(self) -> str:
        """What to tell the user about an uncertain day; empty when certain."""
        return "" if self.certain else "该年度没有工作日历，按周一至周五推算，请补录调休安排。"


def add_workdays(day: date, count: int, calendar: WorkCalendar = MON_FRI) -> Reckoned:
    """The day `count` working days after (or before) a day; the first day itself is not counted."""
    step = timedelta(days=1 if count >= 0 else -1)
    left, moved = abs(count), day
    while left:
        moved += step
        left -= calendar.is_workday(moved)
    return Reckoned(moved, calendar.knows(day, moved))


def workdays_between(first: date, last: date, calendar: WorkCalendar = MON_FRI) -> int:
    """Working days after `first` up to and including `last`; negative when `last` is earlier."""
    if last < first:
        return -workdays_between(last, first, calendar)
    span = (last - first).days
    return sum(calendar.is_workday(first + timedelta(days=step)) for step in range(1, span + 1))
