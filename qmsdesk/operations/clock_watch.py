"""Has the clock of this workstation jumped? The trail remembers what it showed before."""

from __future__ import annotations

from datetime import timedelta

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk

BACK = timedelta(minutes=2)
AHEAD = timedelta(days=60)
LOOKED_AT = 50  # lines of the trail
BELIEVED_AFTER = timedelta(days=1)  # a date that has run on for a day is taken for the true one


def jump(desk: Desk) -> timedelta:
    """How far the clock stands behind the last lines (negative) or leapt ahead of them (positive); zero when neither.

    The line of today's sign-in already carries the wrong date, so a leap between two lines counts for a day.
    """
    lines = [
        read_moment(row[0]) for row in rows("SELECT at FROM audit ORDER BY seq DESC LIMIT ?", (LOOKED_AT,))
    ]
    now = desk.clock.now()
    if not lines:
        return timedelta(0)
    if now - max(lines) < -BACK:
        return now - max(lines)
    for later, earlier in zip([now, *lines], lines, strict=False):
        if later - earlier > AHEAD and now - later < BELIEVED_AFTER:
            return later - earlier
    return timedelta(0)


def refuse_jumped_clock(desk: Desk) -> None:
    """UserError while the date cannot be trusted: nothing that ends by date is done then."""
    gap = jump(desk)
    if gap:
        words = "早于最后的记录" if gap < timedelta(0) else f"比上一条记录晚了 {gap.days} 天"
        raise UserError(
            f"电脑时钟{words}，现在不能销毁记录。",
            advice="请核对日期和时间；日期确实正确时，请过一天再办理。",
        )
