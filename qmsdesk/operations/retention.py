"""Keeper and last day of every record, what is past it, and what was destroyed (§6, R-6-a, R-6-b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.readings import current
from qmsdesk.operations.scope import seen
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.retention import Retention, retention

OPEN, KEPT, EXPIRED, DESTROYED = "未关闭", "保存中", "已到期", "已销毁"
EXPIRED_ONLY, EVERYTHING = "已到期", "全部"


@dataclass(frozen=True)
class KeptLine:
    """One record: number, kind, keeper as worked, closing day, last day, its standing, and why in a sentence."""

    slip_id: int
    number: str
    name: str
    keeper: str
    closed: date | None
    until: date | None
    standing: str
    why: str


def list_kept(desk: Desk, *, only_expired: bool = False) -> list[KeptLine]:
    """Every numbered record with its keeper and last day, the first to expire on top; open ones last."""
    gone = {row[0] for row in rows("SELECT slip_id FROM destruction")}
    own, bound = seen(desk)
    found = rows(
        "SELECT s.id, coalesce(s.number, ''), s.paper_code, coalesce(s.closed_at, s.void_at) FROM slip s"
        f" WHERE (s.number IS NOT NULL OR s.closed_at IS NOT NULL) AND {own} ORDER BY s.id",
        bound,
    )
    lines = [_line(desk, row, row[0] in gone) for row in found]
    if only_expired:
        lines = [line for line in lines if line.standing == EXPIRED]
    return sorted(lines, key=lambda line: (line.until or date.max, line.slip_id))


def kept_of(desk: Desk, *, slip_id: int) -> Retention:
    """When the time of one record ends."""
    code, ended = rows("SELECT paper_code, coalesce(closed_at, void_at) FROM slip WHERE id = ?", (slip_id,))[
        0
    ]
    return retention(code, business_date(read_moment(ended)) if ended else None, current(desk))


def _line(desk: Desk, row: tuple[int, str, str, str | None], destroyed: bool) -> KeptLine:
    slip_id, number, code, ended = row
    closed = business_date(read_moment(ended)) if ended else None
    kept = retention(code, closed, current(desk))
    expired = kept.expired(desk.clock.today())
    standing = DESTROYED if destroyed else OPEN if kept.until is None else EXPIRED if expired else KEPT
    rule = kept.rule
    name = rule.name if rule.paper == code else code
    return KeptLine(
        slip_id, number, name, rule.working_keeper, closed, kept.until, standing, kept.explanation
    )
