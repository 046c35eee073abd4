"""The one clock of the program: moments in UTC, business dates in Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    """What tells the time; injected so that tests, demo and bench can stand still."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def today(self) -> date:
        """The business date in Shanghai."""


def business_date(moment: datetime) -> date:
    """The Shanghai calendar day of an aware moment; a series' year comes from it (I-03)."""
    return moment.astimezone(SHANGHAI).date()


class SystemClock:
    """The workstation's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The business date in Shanghai."""
        return business_date(self.now())


class FixedClock:
    """A clock that moves only when told to."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to, aware, in UTC."""
        return self._moment

    def today(self) -> date:
        """The business date in Shanghai."""
        return business_date(self._moment)

    def advance(self, **step: float) -> None:
        """Move on by a timedelta given as keywords (days=1, minutes=5)."""
        self._moment += timedelta(**step)
