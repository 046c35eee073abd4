"""Dates as clerks type them, and the month arithmetic of §9 and §11."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

from qmsdesk.errors import UserError

EARLIEST, LATEST = 1950, 2100
LONGEST = 20
_WORDS = {"t": 0, "今天": 0, "今": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2}
_STEP = re.compile(r"([+-])(\d{0,4})")
_RUN = re.compile(r"\++|-+")
_PARTS = re.compile(r"(?:(\d{4}|\d{2})[-./年])?(\d{1,2})[-./月](\d{1,2})[日号]?")
_DAY = re.compile(r"(\d{1,2})[日号]?")


def parse_date(text: str, *, today: date, current: date | None = None) -> date | None:
    """Read a date typed short or long; blank is None, nonsense raises UserError.

    5 · 3-15 · 0315 · 261122 · 20261122 · 2026.11.22 · 2026年11月22日 · t · + · -- · +3 · 昨天,
    full-width too. Missing parts come from `today`; steps start from `current` or `today`.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower().replace("。", ".")
    if not plain:
        return None
    if len(plain) > LONGEST:
        raise _unreadable(plain[:LONGEST] + "…")
    if plain in _WORDS:
        return today + timedelta(days=_WORDS[plain])
    stepped = _step(plain, current or today)
    if stepped is not None:
        return stepped
    parts = _split(plain, today)
    if parts is None:
        raise _unreadable(text)
    return _build(*parts, text=text)


def _step(plain: str, start: date) -> date | None:
    if _RUN.fullmatch(plain):
        return _shifted(start, len(plain) if plain[0] == "+" else -len(plain))
    step = _STEP.fullmatch(plain)
    if step is None:
        return None
    return _shifted(start, int(step[1] + (step[2] or "1")))


def _shifted(start: date, days: int) -> date:
    moved = start + timedelta(days=days)
    if not EARLIEST <= moved.year <= LATEST:
        raise UserError("日期超出范围。", advice="请直接填写年月日。")
    return moved


def _split(plain: str, today: date) -> tuple[int, int, int] | None:
    if plain.isdigit() and len(plain) in (4, 6, 8):
        return _digits(plain, today)
    day = _DAY.fullmatch(plain)
    if day:
        return today.year, today.month, int(day[1])
    parts = _PARTS.fullmatch(plain)
    if parts is None:
        return None
    return _year(parts[1] or "", today), int(parts[2]), int(parts[3])


def _digits(plain: str, today: date) -> tuple[int, int, int]:
    return _year(plain[:-4], today), int(plain[-4:-2]), int(plain[-2:])


def _year(digits: str, today: date) -> int:
    if not digits:
        return today.year
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _build(year: int, month: int, day: int, *, text: str) -> date:
    if not EARLIEST <= year <= LATEST:
        raise UserError(f"“{text.strip()}”的年份不对。", advice=f"年份应在 {EARLIEST} 至 {LATEST} 之间。")
    try:
        return date(year, month, day)
    except ValueError:
        raise UserError(f"没有 {year}年{month}月{day}日 这一天。", advice="请核对月和日。") from None


def _unreadable(text: str) -> UserError:
    return UserError(
        f"“{text.strip()}”不是日期。",
        advice="可填 5、3-15、0315、20261122、2026年11月22日，或 t(今天)、+、-。",
    )


def add_months(day: date, months: int) -> date:
    """Move by calendar months, clamped to the month's end (31 January + 1 = 28 or 29 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the month that holds `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def format_chinese(day: date | None) -> str:
    """Print 2026年11月22日; None is blank."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
