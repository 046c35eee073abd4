"""先处理后分析: 三包单 that stand on an approval and still owe their 处理单 (5.3.4.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.case_links import children
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.copies import SALES

_DELIVERED = """
SELECT c.number, k.signed_for_at IS NOT NULL FROM case_link l
JOIN slip c ON c.id = l.parent_id AND c.paper_code = '03' AND c.state <> '作废' AND c.number IS NOT NULL
JOIN copy k ON k.slip_id = c.id AND k.holder = ? WHERE l.child_id = ? ORDER BY k.signed_for_at IS NULL, c.id LIMIT 1
"""
_OWING = f"""
SELECT b.id, coalesce(b.number, '未编号三包单'), a.name, a.day, a.reason FROM approval a
CROSS JOIN slip b ON b.id = a.slip_id JOIN warranty_claim w ON w.slip_id = b.id
WHERE a.what = '先处理后分析' AND a.withdrawn_at IS NULL AND b.state NOT IN ('作废', '放弃')
AND w.handling_received_on IS NULL AND NOT EXISTS (
    SELECT 1 FROM case_link l JOIN slip c ON c.id = l.parent_id AND c.paper_code = '03' AND c.state <> '作废'
    JOIN copy k ON k.slip_id = c.id AND k.holder = '{SALES}' AND k.signed_for_at IS NOT NULL WHERE l.child_id = b.id
)
"""


@dataclass(frozen=True)
class Debt:
    """A 三包单 that was allowed before its 处理单: who allowed it when and why."""

    slip_id: int
    number: str
    approved_by: str
    approved_on: date
    reason: str


def delivered_handling(claim_id: int) -> tuple[str, bool]:
    """The 处理单 behind a 三包单 and whether 经销 signed for its copy; one from outside counts as noted."""
    found = one(
        "SELECT handling_no, handling_received_on IS NOT NULL FROM warranty_claim WHERE slip_id = ?",
        (claim_id,),
    )
    if found and found[0] and found[1]:
        return str(found[0]), True
    here = one(_DELIVERED, (SALES, claim_id))
    if here is None:
        return (str(found[0]) if found else ""), False
    return str(here[0]), bool(here[1])


def debts_of(feedback_ids: Sequence[int]) -> tuple[str, ...]:
    """The numbers of the 三包单 of these feedbacks that still owe their 处理单."""
    mine = {row[0] for row in children(feedback_ids, ("04",))}
    return tuple(row[1] for row in rows(_OWING + " ORDER BY b.id") if row[0] in mine)


def list_debts(desk: Desk) -> list[Debt]:
    """Every debt of the unit, the oldest first (R-5.3.4.5-b)."""
    found = rows(_OWING + " AND b.unit_id = ? ORDER BY a.day, b.id", (desk.department.unit_id,))
    return [Debt(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4]) for row in found]
