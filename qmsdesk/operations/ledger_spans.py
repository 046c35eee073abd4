"""Spans of days that move with the calendar: 本月, 上月, 本季, 本年."""

from __future__ import annotations

from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.procedure.dates import month_end

SPANS = ("今天", "本月", "上月", "本季", "本年")


def span_days(name: str, today: date) -> tuple[date, date] | None:
    """First and last day of a named span; None for any other name."""
    if name == "今天":
        return today, today
    if name == "本月":
        return today.replace(day=1), month_end(today)
    if name == "上月":
        last = date.fromordinal(today.replace(day=1).toordinal() - 1)
        return last.replace(day=1), last
    if name in ("本季", "本年"):
        from qmsdesk.procedure.periods import period_of

        period = period_of(today, "quarter" if name == "本季" else "year")
        return period.first, period.last
    return None


def known_span(name: object, today: date) -> tuple[date, date]:
    """The days of a span; UserError when this version does not know it."""
    days = span_days(str(name), today)
    if days is None:
        raise UserError(f"不认识日期范围“{name}”。", advice=f"可用：{'、'.join(SPANS)}。")
    return days
