"""Facts of a 三包单 B: class, modes, warranty decision, costs, approvals, its 处理单, its way to the customer."""

from __future__ import annotations

from datetime import date
from typing import Any

from qmsdesk.models.base import read_day
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.debts import delivered_handling
from qmsdesk.papers.base import Values
from qmsdesk.papers.values import is_empty
from qmsdesk.procedure.facts import ClaimFacts, CostFact, Signature

MODES = {"mode_repair": "包修", "mode_replace": "包换", "mode_return": "包退", "mode_compensate": "赔偿损失"}


def claim_facts(slip_id: int, values: Values, *, missing: tuple[str, ...] = ()) -> ClaimFacts:
    """B as it stands."""
    decided = one(
        "SELECT result, decided_by, reason, evidence FROM warranty_decision WHERE slip_id = ?", (slip_id,)
    )
    result, decided_by, reason, evidence = decided or ("", "", "", "")
    number, delivered = delivered_handling(slip_id)
    urgent = approval(slip_id, "先处理后分析")
    dispatched = one("SELECT dispatched_on FROM warranty_claim WHERE slip_id = ?", (slip_id,))
    return ClaimFacts(
        category=values.get("claim_class") or "",
        modes=tuple(word for name, word in MODES.items() if values.get(name)),
        warranty_result=result,
        decided_by=decided_by,
        decision_reason=reason,
        evidence=bool(evidence.strip()),
        costs=cost_facts(slip_id),
        market_approval=_signature(approval(slip_id, "经营性三包")),
        handling_number=number,
        handling_delivered=delivered,
        urgent_approval=_signature(urgent),
        urgent_reason=urgent[2] if urgent else "",
        missing=missing,
        goods=len(values.get("lines") or ()),
        holders=tuple(
            row[0] for row in rows("SELECT holder FROM copy WHERE slip_id = ? ORDER BY ordinal", (slip_id,))
        ),
        planned_day=_date(values.get("planned_date")),
        consignee=str(values.get("consignee") or ""),
        station=str(values.get("station") or ""),
        full_wagon=not is_empty(values.get("full_wagon")),
        part_load=not is_empty(values.get("part_load")),
        dispatched_day=_date(read_day(dispatched[0])) if dispatched else None,
        actual_day=_date(values.get("actual_date")),
    )


def cost_facts(slip_id: int) -> tuple[CostFact, ...]:
    """The cost items of a B with the approval each one has."""
    found = rows(
        "SELECT c.kind, c.fen, c.text, a.name, a.day, a.how FROM cost_item c LEFT JOIN approval a"
        " ON a.cost_item_id = c.id AND a.withdrawn_at IS NULL WHERE c.slip_id = ? AND c.removed_at IS NULL"
        " ORDER BY c.row_no",
        (slip_id,),
    )
    return tuple(CostFact(row[0], row[1], row[2], _signature(row[3:6] if row[3] else None)) for row in found)


def approval(slip_id: int, what: str) -> tuple[Any, ...] | None:
    """Name, day, reason of the approval that stands for a slip as a whole."""
    return one(
        "SELECT name, day, reason FROM approval WHERE slip_id = ? AND what = ? AND cost_item_id IS NULL"
        " AND withdrawn_at IS NULL ORDER BY id DESC LIMIT 1",
        (slip_id, what),
    )


def _signature(found: tuple[Any, ...] | None) -> Signature | None:
    return Signature(found[0], _date(read_day(found[1]))) if found else None


def _date(value: Any) -> date | None:
    return value if isinstance(value, date) else None
