"""The facts the guards judge by, read from the records as they stand inside the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from qmsdesk.models.base import read_day
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.case_facts_claim import claim_facts
from qmsdesk.operations.case_facts_work import appeal_facts, handling_facts, reply_facts, suggestion_facts
from qmsdesk.operations.case_links import children, feedbacks, open_children
from qmsdesk.operations.debts import debts_of
from qmsdesk.operations.sheet_store import read_values
from qmsdesk.operations.turns import Turn
from qmsdesk.procedure.facts import Act, Facts, FeedbackFacts, Severity, SupplierFacts

_GRAVER: tuple[Severity, ...] = ("一般", "重大", "特大")


def facts_of(turn: Turn, act: Act) -> Facts:
    """Everything a guard of this slip's life may ask about."""
    code, slip_id = turn.slip.paper_code, turn.slip.id
    values = turn.extra.get("values") or read_values(turn.sheet, slip_id)
    above = feedbacks(slip_id, code)
    feedback = feedback_facts(
        above, values if code == "01" else {}, missing=turn.missing, own_unit=turn.desk.department.unit_name
    )
    facts = Facts(act=act, feedback=feedback, supplier=supplier_facts(above))
    if code == "02":
        return replace(facts, suggestion=suggestion_facts(slip_id, values), reply=reply_facts(slip_id))
    if code == "03":
        return replace(facts, handling=handling_facts(slip_id, values), appeal=appeal_facts(slip_id))
    if code == "04":
        claim = claim_facts(slip_id, values, missing=turn.missing)
        return replace(facts, claim=claim, appeal=appeal_facts(slip_id))
    return facts


def feedback_facts(
    slip_ids: Sequence[int], values: Mapping[str, Any], *, missing: tuple[str, ...] = (), own_unit: str = ""
) -> FeedbackFacts:
    """One feedback, or several that one slip cites taken together."""
    if not slip_ids:
        return FeedbackFacts()
    marks = ",".join("?" * len(slip_ids))
    head = _head(slip_ids, marks)
    strands = rows(
        f"SELECT kind, waiting FROM strand WHERE slip_id IN ({marks}) AND dropped_at IS NULL", list(slip_ids)
    )
    made = children(slip_ids, ("02", "03"))
    live = [row for row in made if row[3] not in ("作废", "放弃")]
    moved = _last_transfer(slip_ids, marks)
    return FeedbackFacts(
        sources=_sources(slip_ids, marks),
        missing=missing,
        feedback_day=_day(values.get("feedback_date")),
        start_day=_day(values.get("commission_date")),
        failure_day=_day(values.get("failure_date")),
        opened=bool(values.get("opened")),
        visual=bool(values.get("visual")),
        tool=str(values.get("tool") or "").strip().strip("/"),
        original=head["original"],
        opinion=str(values.get("qc_receipt_opinion") or ""),
        strands=frozenset(kind for kind, _ in strands),
        severity=head["severity"],
        severe_loss=head["severe_loss"],
        severe_reputation=head["severe_reputation"],
        own_unit=own_unit,
        receiving_unit=moved[0],
        result_back=moved[1],
        analysis_back=moved[2],
        waiting_for=next((waiting for _, waiting in strands if waiting), ""),
        open_slips=open_children(slip_ids, ("02", "03", "04")),
        suggestions=sum(row[1] == "02" for row in live),
        handlings=sum(row[1] == "03" for row in live),
        answered=answered(slip_ids),
        no_answer_needed=head["no_answer"],
        debts=debts_of(slip_ids),
    )


def answered(slip_ids: Sequence[int]) -> bool:
    """Whether the customer of a case was answered: a letter that was sent, or an answer in the contact log."""
    everyone = [*slip_ids, *(row[0] for row in children(slip_ids, ("02", "03", "04")))]
    marks = ",".join("?" * len(everyone))
    found = one(
        f"SELECT EXISTS (SELECT 1 FROM customer_reply WHERE slip_id IN ({marks}) AND state = '已发出')"
        f" OR EXISTS (SELECT 1 FROM contact_log WHERE slip_id IN ({marks}) AND kind = '答复')",
        [*everyone, *everyone],
    )
    return bool(found and found[0])


def supplier_facts(slip_ids: Sequence[int]) -> SupplierFacts:
    """The latest claim on a supplier about these feedbacks."""
    if not slip_ids:
        return SupplierFacts()
    marks = ",".join("?" * len(slip_ids))
    found = one(
        "SELECT name, limit_on, report_on IS NOT NULL, result FROM supplier_claim"
        f" WHERE slip_id IN ({marks}) ORDER BY id DESC LIMIT 1",
        list(slip_ids),
    )
    if found is None:
        return SupplierFacts()
    return SupplierFacts(found[0], _day(read_day(found[1])), bool(found[2]), found[3])


def _head(slip_ids: Sequence[int], marks: str) -> dict[str, Any]:
    found = rows(
        "SELECT f.severity, coalesce(c.original, ''), coalesce(c.severe_loss, 0), coalesce(c.severe_reputation, 0),"
        " coalesce(c.no_answer_reason, '') FROM feedback f LEFT JOIN feedback_case c ON c.slip_id = f.slip_id"
        f" WHERE f.slip_id IN ({marks})",
        list(slip_ids),
    )
    graveness = [_GRAVER.index(row[0]) if row[0] in _GRAVER else 0 for row in found]
    return {
        "severity": _GRAVER[max(graveness, default=0)],
        "original": next((row[1] for row in found if row[1]), ""),
        "severe_loss": any(row[2] for row in found),
        "severe_reputation": any(row[3] for row in found),
        "no_answer": bool(found) and all(row[4] for row in found),
    }


def _sources(slip_ids: Sequence[int], marks: str) -> int:
    found = one(
        f"SELECT (SELECT count(*) FROM source_document WHERE slip_id IN ({marks}))"
        f" + (SELECT count(*) FROM attachment WHERE slip_id IN ({marks}))",
        [*slip_ids, *slip_ids],
    )
    return int(found[0]) if found else 0


def _last_transfer(slip_ids: Sequence[int], marks: str) -> tuple[str, bool, bool]:
    found = one(
        "SELECT receiver, result <> '' AND result_on IS NOT NULL, analysis_on IS NOT NULL FROM transfer"
        f" WHERE kind = '转出' AND slip_id IN ({marks}) ORDER BY id DESC LIMIT 1",
        list(slip_ids),
    )
    return (found[0], bool(found[1]), bool(found[2])) if found else ("", False, False)


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None
