"""What may stand in a cell of a spreadsheet, and how it is read as text or as a date."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from qmsdesk.errors import UserError
from qmsdesk.procedure.dates import EARLIEST, LATEST, parse_date

Cell = str | int | float | date
Row = tuple[Cell, ...]

_DAY_ZERO = date(1899, 12, 30)  # Excel's 1900 calendar with its leap-year error
_TIME_OF_DAY = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")


def cell(value: object) -> Cell:
    """A value of a reading library as text, number or date; whole numbers lose their point, a moment becomes text."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str | int | date):
        return value
    return "" if value is None else str(value)


def is_blank(value: Cell) -> bool:
    """True for an empty cell and for one that holds only spaces."""
    return isinstance(value, str) and not value.strip()


def text(value: Cell) -> str:
    """The words of a cell: a whole number without point, a date as 2026-11-22."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def as_date(value: Cell, *, today: date) -> date | None:
    """The day a cell means: a date, Excel's day number or text as clerks write it; blank is None, else UserError."""
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return _from_number(value)
    plain = _TIME_OF_DAY.sub("", value.strip())
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        return _from_number(float(plain))
    return parse_date(plain, today=today)


def _from_number(value: float) -> date:
    if value == int(value) and EARLIEST * 10_000 < value < (LATEST + 1) * 10_000:
        return _eight_digits(int(value))
    try:
        day = _DAY_ZERO + timedelta(days=int(value))
    except (OverflowError, ValueError):
        day = date.min
    if not EARLIEST <= day.year <= LATEST:
        raise UserError(f"“{value}”不是日期。", advice="请把该列设成日期格式，或写成 2026-11-22 的样子。")
    return day


def _eight_digits(value: int) -> date:
    found = parse_date(str(value), today=date(2000, 1, 1))
    if found is None:  # eight digits are never blank
        raise UserError(f"“{value}”不是日期。")
    return found
