"""What returns and reports are made from: one plain row per feedback with its handling, claims and days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.scope import of_unit
from qmsdesk.procedure.classify import class_name
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.copies import QUALITY
from qmsdesk.procedure.dates import add_months
from qmsdesk.procedure.monthly import FeedbackRow
from qmsdesk.procedure.periods import Period

VOID = "作废"
LOOK_BACK = (
    24  # months that are read whole; older feedback only where something happened to it in these months
)


@dataclass(frozen=True)
class ClaimRow:
    """One 三包单 behind a feedback: number, class and its money in 分 (None: not known yet)."""

    number: str
    loss_class: str
    fen: int | None


@dataclass(frozen=True)
class CaseRow:
    """One feedback with what became of it; empty text means not known, `fen` None means no money is known."""

    slip_id: int
    number: str
    day: date
    registered: date
    customer: str
    product: str
    product_full: str
    problem: str
    problem_code: str
    responsible: str
    state: str
    complaint_class: str
    fen: int | None
    claim_numbers: str
    result: str
    closed: date | None
    cause: str = ""
    outcome: str = ""
    signed_for: date | None = None
    first_action: date | None = None
    claims: tuple[ClaimRow, ...] = ()

    @property
    def void(self) -> bool:
        """Whether the slip was voided."""
        return self.state == VOID

    @property
    def problem_label(self) -> str:
        """The problem class as reports name it: 密封泄漏·漏油; empty when nobody classified it."""
        return class_name(self.problem_code) if self.problem_code else ""


_CASES = """
SELECT l.slip_id, l.number, l.feedback_date, s.registered_at, l.customer, l.product_name, l.product, l.problem,
       l.problem_code, l.responsible, l.state, l.complaint_class, l.claim_cost, l.claim_no, l.result, s.closed_at
FROM ledger l JOIN slip s ON s.id = l.slip_id WHERE {} ORDER BY l.feedback_date, l.number_sort
"""
# the slips that were made on the ground of a feedback, however many steps away
_REACH = """
WITH RECURSIVE reach(root, slip_id) AS (
    SELECT l.slip_id, l.slip_id FROM ledger l WHERE {}
    UNION SELECT r.root, k.child_id FROM reach r JOIN case_link k ON k.parent_id = r.slip_id
)
"""
_HANDLINGS = (
    _REACH
    + """
SELECT r.root, h.cause_kind, h.cause_analysis, h.responsible_dept, h.disposition, h.measures, c.business_date
FROM reach r JOIN handling h ON h.slip_id = r.slip_id
JOIN slip c ON c.id = h.slip_id AND c.number IS NOT NULL AND c.state <> '作废' ORDER BY c.id
"""
)
_SUGGESTIONS = (
    _REACH
    + """
SELECT r.root, j.receiving_unit, j.decision, j.reply, j.verification, c.business_date
FROM reach r JOIN suggestion j ON j.slip_id = r.slip_id
JOIN slip c ON c.id = j.slip_id AND c.number IS NOT NULL AND c.state <> '作废' ORDER BY c.id
"""
)
# 三包费用 = goods + approved final cost items (R-12-a)
_CLAIMS = (
    _REACH
    + """
SELECT r.root, b.number, w.claim_class, b.business_date, w.total_amount, (
    SELECT sum(i.fen) FROM cost_item i WHERE i.slip_id = w.slip_id AND i.removed_at IS NULL AND i.estimate = 0
    AND EXISTS (SELECT 1 FROM approval a WHERE a.cost_item_id = i.id AND a.withdrawn_at IS NULL))
FROM reach r JOIN warranty_claim w ON w.slip_id = r.slip_id
JOIN slip b ON b.id = w.slip_id AND b.number IS NOT NULL AND b.state <> '作废' ORDER BY b.id
"""
)
# whatever happened to a feedback, or to a slip made on its ground, since a line of the trail
_CHANGED = """
WITH RECURSIVE up(slip_id) AS (
    SELECT DISTINCT slip_id FROM audit INDEXED BY audit_slip_id WHERE slip_id IS NOT NULL AND +seq >= ?
    UNION SELECT k.parent_id FROM case_link k JOIN up ON k.child_id = up.slip_id
) SELECT slip_id FROM up
"""
_CONTACTS = """
SELECT l.slip_id, min(t.at) FROM contact_log t JOIN ledger l ON l.slip_id = t.slip_id WHERE {} GROUP BY l.slip_id
"""
_RECEIPTS = """
SELECT l.slip_id, min(c.signed_for_at) FROM copy c JOIN ledger l ON l.slip_id = c.slip_id
WHERE c.holder = ? AND c.signed_for_at IS NOT NULL AND ({}) GROUP BY l.slip_id
"""


def cases(desk: Desk, *, first: date, last: date) -> tuple[CaseRow, ...]:
    """Every feedback of these days (反馈日期, both included), void ones too, in order of day and number."""
    return _read(desk, "l.feedback_date BETWEEN ? AND ?", (first.isoformat(), last.isoformat()))


def return_cases(desk: Desk, *, period: Period, signed_from: date | None = None) -> tuple[CaseRow, ...]:
    """What a month's return may have to say: its own rows, what is still open, what may have changed since.

    `signed_from` is the first day any signed return tells of: back to there a late change is found, however old.
    """
    begin = add_months(period.first, -LOOK_BACK)
    still_open = "l.state <> '作废' AND (SELECT o.closed_at FROM slip o WHERE o.id = l.slip_id) IS NULL"
    ways = [f"l.feedback_date >= ? OR ({still_open})"]
    values: list[Any] = [begin.isoformat()]
    if signed_from is not None and signed_from < begin:
        ways.append(f"l.feedback_date >= ? AND l.slip_id IN ({_CHANGED})")
        values += [signed_from.isoformat(), _first_line_of(begin)]
    condition = f"l.feedback_date <= ? AND (({') OR ('.join(ways)}))"
    return _read(desk, condition, (period.last.isoformat(), *values))


def _first_line_of(day: date) -> int:
    """The first line of the trail of a day or later; lines stand in the order of time."""
    newest = one("SELECT max(seq) FROM audit")
    low, high = 0, int(newest[0] or 0) if newest else 0
    while low < high:
        middle = (low + high) // 2
        row = one("SELECT at FROM audit WHERE seq = ?", (middle,))
        if row is not None and row[0] >= day.isoformat():
            high = middle
        else:
            low = middle + 1
    return low


def recorded_span(desk: Desk) -> tuple[date, date] | None:
    """First and last 反馈日期 on record; None for an empty ledger."""
    clause, values = of_unit(desk)
    found = one(
        f"SELECT min(l.feedback_date), max(l.feedback_date) FROM ledger l WHERE l.feedback_date <> '' AND ({clause})",
        values,
    )
    if not found or not found[0]:
        return None
    return date.fromisoformat(found[0]), date.fromisoformat(found[1])


def feedback_rows(found: Iterable[CaseRow]) -> list[FeedbackRow]:
    """The same rows as form 05 needs them."""
    return [
        FeedbackRow(
            row.number, row.day, row.registered, row.customer, row.product_full, row.problem,
            row.outcome or row.result, row.fen, _claims_of(row), row.closed, row.void,
        )
        for row in found
    ]  # fmt: skip


def _claims_of(row: CaseRow) -> tuple[str, ...]:
    listed = tuple(claim.number for claim in row.claims if claim.number)
    return listed or tuple(part for part in row.claim_numbers.replace("、", " ").split() if part)


def _read(desk: Desk, condition: str, values: Sequence[Any]) -> tuple[CaseRow, ...]:
    clause, bound = of_unit(desk)
    where, every = f"({clause}) AND ({condition})", [*bound, *values]
    made = _Made(
        _by_feedback(rows(_HANDLINGS.format(where), every)),
        _by_feedback(rows(_SUGGESTIONS.format(where), every)),
        _by_feedback(rows(_CLAIMS.format(where), every)),
        {key: _day(at) for key, at in rows(_RECEIPTS.format(where), [QUALITY, *every])},
        {key: _day(at) for key, at in rows(_CONTACTS.format(where), every)},
    )
    return tuple(_completed(_case(row), made) for row in rows(_CASES.format(where), every) if row[2])


@dataclass(frozen=True)
class _Made:
    """What was made of the feedbacks, by slip id."""

    handlings: dict[int, list[tuple[Any, ...]]]
    suggestions: dict[int, list[tuple[Any, ...]]]
    claims: dict[int, list[tuple[Any, ...]]]
    receipts: dict[int, date]
    contacts: dict[int, date]


def _day(moment: str) -> date:
    return business_date(read_moment(moment))


def _case(row: tuple[Any, ...]) -> CaseRow:
    (slip_id, number, day, registered, customer, product, full, problem, code, responsible, state, klass, fen,
     claim_numbers, result, closed) = row  # fmt: skip
    return CaseRow(
        slip_id, number, date.fromisoformat(day), _day(registered), customer, product, full, problem, code,
        responsible, state, klass, fen, claim_numbers, result, _day(closed) if closed else None,
    )  # fmt: skip


def _by_feedback(found: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in found:
        grouped[row[0]].append(row[1:])
    return grouped


def _completed(row: CaseRow, made: _Made) -> CaseRow:
    handled, suggested = made.handlings.get(row.slip_id, []), made.suggestions.get(row.slip_id, [])
    claimed = made.claims.get(row.slip_id, [])
    dated = [*(item[-1] for item in (*handled, *suggested)), *(item[2] for item in claimed)]
    days = [date.fromisoformat(day) for day in dated if day]
    days += [made.contacts[row.slip_id]] if row.slip_id in made.contacts else []
    return replace(
        row,
        cause=next((kind for kind, *_ in handled if kind), ""),
        outcome=_outcome(handled, suggested),
        signed_for=made.receipts.get(row.slip_id),
        first_action=min(days) if days else None,
        claims=tuple(
            ClaimRow(number, kind, None if goods is None and costs is None else (goods or 0) + (costs or 0))
            for number, kind, _day_of, goods, costs in claimed
        ),
    )


def _outcome(handled: list[tuple[Any, ...]], suggested: list[tuple[Any, ...]]) -> str:
    """原因、责任、处理意见、改进措施 of every slip in one line (column 5 of form 05)."""
    told = []
    for _kind, cause, responsible, disposition, measures, _day_of in handled:
        told.append(_named(("原因", cause), ("责任", responsible), ("处理", disposition), ("措施", measures)))
    for receiver, decision, reply, verification, _day_of in suggested:
        told.append(_named(("责任", receiver), (decision or "答复", reply), ("核实", verification)))
    return "　".join(part for part in told if part)


def _named(*pairs: tuple[str, str]) -> str:
    return "；".join(f"{name}：{' '.join(text.split())}" for name, text in pairs if text.strip())
