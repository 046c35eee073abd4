"""The working-day table of the department: one setting per year, seeded from the announced holidays (I-14, I-18)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations import preferences
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.roles import role_names
from qmsdesk.procedure.workdays import SATURDAY, WorkCalendar

PREFIX = "workdays."
KEEPERS = frozenset({"quality_leader", "quality_clerk", "sales_leader", "administrator"})
SOURCE = "国务院办公厅放假安排（chinesecalendar）"


@dataclass(frozen=True)
class YearTable:
    """One year's exceptions to Monday-Friday: free weekdays and worked weekends."""

    year: int
    free: tuple[date, ...]
    worked: tuple[date, ...]


def work_calendar(desk: Desk) -> WorkCalendar:
    """The calendar of every year that has a table; a year without one counts Monday-Friday, uncertainly."""
    found: list[tuple[date, bool]] = []
    years = set()
    for table in tables(desk):
        years.add(table.year)
        found += [(day, False) for day in table.free] + [(day, True) for day in table.worked]
    made = WorkCalendar.of(found)
    return WorkCalendar(made.free, made.worked, frozenset(years))


def tables(desk: Desk) -> list[YearTable]:
    """The tables kept, oldest first."""
    found = rows("SELECT name, value FROM setting WHERE name LIKE 'workdays.%' ORDER BY name")
    return [_read(int(str(name).removeprefix(PREFIX)), value) for name, value in found]


def warning(desk: Desk, *, year: int) -> str:
    """What to tell about a year without a table; empty when it has one."""
    if one("SELECT 1 FROM setting WHERE name = ?", (f"{PREFIX}{year}",)):
        return ""
    return f"{year} 年没有工作日历，按周一至周五推算，请补录放假和调休安排。"


def seed(desk: Desk, *, years: Iterable[int]) -> tuple[int, ...]:
    """Keep the announced tables of these years where none is kept yet; the years that nobody has announced."""
    kept = {table.year for table in tables(desk)}
    wanted = {year: announced(year) for year in sorted(set(years) - kept)}
    fresh = [table for table in wanted.values() if table is not None]
    if fresh:
        with write_tx():
            for table in fresh:
                preferences.put(desk, f"{PREFIX}{table.year}", _days(table), reason=SOURCE)
    return tuple(year for year, table in wanted.items() if table is None)


def keep(desk: Desk, *, year: int, free: Sequence[date], worked: Sequence[date], reason: str) -> None:
    """Keep a year's table typed by hand; UserError for a day of another year, one that is no exception, no right."""
    if not desk.user.roles & KEEPERS:
        raise UserError(f"工作日历应由{role_names(KEEPERS)}维护（I-18）。")
    for day in (*free, *worked):
        if day.year != year:
            raise UserError(f"{day} 不在 {year} 年。", advice="请核对日期。")
    if wrong := [day for day in free if day.weekday() >= SATURDAY]:
        raise UserError(f"{wrong[0]} 本来就是周末，不必列为放假。")
    if wrong := [day for day in worked if day.weekday() < SATURDAY]:
        raise UserError(f"{wrong[0]} 本来就是工作日，不必列为调休上班。")
    with write_tx():
        table = YearTable(year, tuple(sorted(free)), tuple(sorted(worked)))
        preferences.put(desk, f"{PREFIX}{year}", _days(table), reason=reason or "补录工作日历")


def announced(year: int) -> YearTable | None:
    """The table the library knows of a year; None for a year it does not."""
    import chinese_calendar

    day = date(year, 1, 1)
    free: list[date] = []
    worked: list[date] = []
    try:
        while day.year == year:
            if chinese_calendar.is_workday(day) != (day.weekday() < SATURDAY):
                (free if day.weekday() < SATURDAY else worked).append(day)
            day += timedelta(days=1)
    except NotImplementedError:
        return None
    return YearTable(year, tuple(free), tuple(worked))


def _days(table: YearTable) -> dict[str, list[str]]:
    days = {"free": table.free, "worked": table.worked}
    return {name: [day.isoformat() for day in listed] for name, listed in days.items()}


def _read(year: int, text: str) -> YearTable:
    kept = json.loads(text)
    free, worked = (tuple(date.fromisoformat(day) for day in kept[name]) for name in ("free", "worked"))
    return YearTable(year, free, worked)
