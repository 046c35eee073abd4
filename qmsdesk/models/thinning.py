"""Which backups are kept: all of two days, then one a day, a week, a month; never on the word of a jumping clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

ALL_FOR = timedelta(days=2)
STEPS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (14, lambda made: made.date()),
    (8, lambda made: made.isocalendar()[:2]),
    (60, lambda made: (made.year, made.month)),
)
BIGGEST_JUMP = timedelta(days=60)


def clock_is_suspicious(made: Sequence[datetime], now: datetime) -> bool:
    """True when a backup lies in the future, or the newest one is so old that the clock may have jumped ahead."""
    return bool(made) and (max(made) > now + timedelta(minutes=2) or now - max(made) > BIGGEST_JUMP)


def to_remove(made: Sequence[datetime], now: datetime) -> list[datetime]:
    """The moments of the backups that may go, oldest first; the newest always stays."""
    if clock_is_suspicious(made, now):
        return []
    kept = {moment for moment in made if now - moment <= ALL_FOR}
    if made:
        kept.add(max(made))
    for count, period in STEPS:
        newest: dict[object, datetime] = {}
        for moment in sorted(made):
            newest[period(moment)] = moment
        kept.update(sorted(newest.values())[-count:])
    return sorted(set(made) - kept)
