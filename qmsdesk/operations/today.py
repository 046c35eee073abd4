"""What the start page says: the newest slips and the numbers of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Condition, Filter, Query, scoped
from qmsdesk.procedure.dates import month_end

CLOSED = ("已关闭", "作废")


@dataclass(frozen=True)
class RecentSlip:
    """A registered slip as a short list shows it."""

    slip_id: int
    number: str
    customer: str
    product: str
    problem: str
    state: str
    late: bool


@dataclass(frozen=True)
class Figures:
    """Slips fed back today and this month, slips that are late, drafts of this user."""

    today: int
    month: int
    late: int
    drafts: int


def recent_slips(desk: Desk, *, limit: int = 12, only: Sequence[int] | None = None) -> list[RecentSlip]:
    """The newest slips, or those of `only` in that order."""
    clause, values = scoped(desk, Query())
    if only is not None:
        clause = f"({clause}) AND l.slip_id IN ({','.join('?' * len(only))})"
        values = [*values, *only]
    found = rows(
        "SELECT l.slip_id, l.number, l.customer, l.product, l.problem, l.state, l.due FROM ledger l"
        f" WHERE {clause} ORDER BY l.slip_id DESC LIMIT ?",
        [*values, limit],
    )
    today = desk.clock.today().isoformat()
    slips = []
    for slip_id, number, customer, product, problem, state, due in found:
        late = bool(due) and due < today and state not in CLOSED
        slips.append(RecentSlip(slip_id, number, customer, product, problem, state, late))
    return sorted(slips, key=lambda slip: list(only).index(slip.slip_id)) if only is not None else slips


def figures(desk: Desk) -> Figures:
    """The numbers of the day."""
    today = desk.clock.today()
    drafts = one("SELECT count(*) FROM draft WHERE user = ?", (desk.user.name,))
    return Figures(
        _count(desk, Filter("feedback_date", Condition.BETWEEN, (today, today))),
        _count(desk, Filter("feedback_date", Condition.BETWEEN, (_first(today), month_end(today)))),
        _count(desk, Filter("due", Condition.LATE)),
        drafts[0] if drafts else 0,
    )


def _first(day: date) -> date:
    return day.replace(day=1)


def _count(desk: Desk, item: Filter) -> int:
    clause, values = scoped(desk, Query(filters=(item,)))
    found = one(f"SELECT count(*) FROM ledger l WHERE {clause}", values)
    return int(found[0]) if found else 0
