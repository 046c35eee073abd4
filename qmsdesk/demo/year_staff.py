"""The invented people of the demo year, and how one of them sits down at the department's desk on a given day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from qmsdesk.errors import BugError
from qmsdesk.operations.desk import Desk, User
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import FixedClock

STAFF: dict[str, frozenset[str]] = {
    "李敏": frozenset({"sales_clerk"}),
    "王工": frozenset({"sales_leader"}),
    "赵倩": frozenset({"quality_clerk"}),
    "孙立": frozenset({"quality_leader", "technical_quality_leader"}),
    "周平": frozenset({"responsible_clerk"}),
    "吴江": frozenset({"responsible_leader", "production", "receiver"}),
    "郑岚": frozenset({"company_leader", "unit_leader", "management_representative"}),
    "钱进": frozenset({"company_quality"}),
}


def at(desk: Desk, name: str, day: date) -> Desk:
    """The department's desk on a day, ten in the morning in Shanghai, with one of the staff at it."""
    clock = FixedClock(datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC))
    return replace(desk, user=User(desk.user.id, name, STAFF[name]), clock=clock)


def holder_of(roles: Iterable[str]) -> str:
    """Who of the staff holds one of these roles."""
    wanted = frozenset(roles)
    for name, held in STAFF.items():
        if held & wanted:
            return name
    raise BugError(f"nobody of the staff is {sorted(wanted)}")


def ink(name: str, day: date, **more: Any) -> Given:
    """A signature of one of the staff as it stands on the paper."""
    return Given(ink=Signed(name, day, "ink"), **more)


def workday(day: date) -> date:
    """The same day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
