"""Rows of the duty calendar: planned once, and the days on which a duty was met (§9)."""

from __future__ import annotations

from typing import Any

from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.readings import current
from qmsdesk.operations.work_calendar import work_calendar
from qmsdesk.procedure.deadlines import Deadline, Duties
from qmsdesk.procedure.periods import read_period


def keep_days(desk: Desk, *, key: str, **days: Any) -> None:
    """Keep days on a duty inside the caller's transaction; the duty is made when it is not planned yet."""
    found = one("SELECT id FROM duty WHERE key = ?", (key,))
    if found is None:
        code, period = key.split(":")
        year = read_period(period).year
        duty = next(duty for duty in rules(desk).for_periods_of(year) if key_of(duty) == f"{code}:{period}")
        insert_duty(desk, duty)
        found = one("SELECT id FROM duty WHERE key = ?", (key,)) or (0,)
    if "note" in days:
        days["note"] = clean_text(str(days["note"]), label="说明", max_length=200)
    deed = Deed(desk, None)
    deed.change("duty", found[0], **days, changed_at=desk.clock.now(), changed_by=desk.user.name)
    deed.close("登记职责办理")


def key_of(duty: Deadline) -> str:
    """D1:2026-03, D5:2026H1 …"""
    return f"{duty.id}:{duty.period.key if duty.period else ''}"


def rules(desk: Desk) -> Duties:
    """The rules of §9 with the working days and readings of this department."""
    return Duties(work_calendar(desk), current(desk))


def insert_duty(desk: Desk, duty: Deadline) -> None:
    """Keep one planned duty inside the caller's transaction."""
    deed = Deed(desk, None)
    deed.insert(
        "duty", key=key_of(duty), code=duty.id, what=duty.what, paper_code=duty.paper,
        period=duty.period.key if duty.period else "", due=duty.due, warn_from=duty.warn_from, clause=duty.clause,
        changed_at=desk.clock.now(), changed_by=desk.user.name,
    )  # fmt: skip
    deed.close("列入职责日历")
