"""The ledger line of a feedback follows its case in the same transaction: result, numbers, costs, due, search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qmsdesk.models import search_index
from qmsdesk.models.ledger import sort_key
from qmsdesk.models.transactions import one, rows, write
from qmsdesk.operations.case_facts_work import shares_of
from qmsdesk.operations.case_links import CLOSED, children, feedbacks
from qmsdesk.operations.claim_costs import cost_of
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.old_ledger import told_by_old_ledger
from qmsdesk.operations.registering import named_product, searched_texts
from qmsdesk.operations.search import tokens
from qmsdesk.procedure.shares import format_shares

SHOWN = 40
CLASS_WORDS = {"A": "A", "B": "B", "AB": "A+B"}
_FEEDBACK = (
    "customer_name", "customer_address", "product_name", "drawing_no", "serial_no", "problem_part", "problem_kind",
    "description", "other", "complaint_class", "severity", "problem_code", "proposed_class", "feedback_date",
)  # fmt: skip


@dataclass(frozen=True)
class _Below:
    """A slip of the case: id, paper code, number and state."""

    id: int
    code: str
    number: str
    state: str


def refresh_case(deed: Deed, slip_id: int, code: str) -> None:
    """Bring the ledger lines of every feedback this slip belongs to up to date, inside the caller's transaction."""
    for feedback_id in feedbacks(slip_id, code):
        refresh(feedback_id)


def refresh(feedback_id: int) -> None:
    """One ledger line and its index terms, computed anew from the records."""
    names = ", ".join(f"f.{name}" for name in _FEEDBACK)
    found = one(
        f"SELECT s.number, s.state, s.void_reason, {names} FROM slip s JOIN feedback f ON f.slip_id = s.id"
        " WHERE s.id = ?",
        (feedback_id,),
    )
    if found is None or found[0] is None:
        return
    number, state, void_reason = found[:3]
    columns = dict(zip(_FEEDBACK, found[3:], strict=True))
    case = [
        _Below(*row) for row in children([feedback_id], ("02", "03", "04")) if row[3] not in ("作废", "放弃")
    ]
    line = {
        **_from_feedback(columns),
        **_or_else(_from_case(case), told_by_old_ledger(columns["other"])),
        "state": state,
        "due": _due([feedback_id, *(slip.id for slip in case)]),
    }
    if void_reason:
        line["result"] = f"作废：{void_reason}"
    searched = (
        *searched_texts(columns),
        *(line[name] for name in ("result", "responsible", "claim_no", "j_numbers", "c_numbers")),
    )
    marks = ", ".join(f'"{name}" = ?' for name in line)
    write(f"UPDATE ledger SET {marks} WHERE slip_id = ?", [*line.values(), feedback_id])
    _index(feedback_id, tokens(number, *searched, *_source_texts(feedback_id)))


def _from_feedback(columns: dict[str, Any]) -> dict[str, Any]:
    product = named_product(columns)
    proposed = columns["proposed_class"].split(" ")[0]
    decided = CLASS_WORDS.get(columns["complaint_class"], "")
    return {
        "customer": columns["customer_name"],
        "customer_sort": sort_key(columns["customer_name"]),
        "product": product,
        "product_sort": sort_key(product),
        "product_name": columns["product_name"],
        "serial_no": columns["serial_no"],
        "problem": columns["problem_kind"],
        "problem_code": columns["problem_code"],
        "severity": columns["severity"],
        "feedback_date": columns["feedback_date"],
        "complaint_class": decided or (f"拟{proposed}" if proposed else ""),
    }


def _from_case(case: list[_Below]) -> dict[str, Any]:
    numbered = [slip for slip in case if not slip.number.startswith("未编号")]
    claims = [slip for slip in case if slip.code == "04"]
    costs = [cost_of(slip.id) for slip in claims]
    return {
        "result": "；".join(filter(None, (_outcome(slip) for slip in case))),
        "responsible": "、".join(dict.fromkeys(filter(None, (_responsible(slip) for slip in case)))),
        "claim_no": "、".join(slip.number for slip in numbered if slip.code == "04"),
        "claim_cost": sum(cost.counted for cost in costs) if claims else None,
        "j_numbers": "、".join(slip.number for slip in numbered if slip.code == "02"),
        "c_numbers": "、".join(slip.number for slip in numbered if slip.code == "03"),
    }


def _or_else(line: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """The case's own words; where it has none, those of the old ledger a feedback was entered from."""
    return {name: old.get(name, value) if value in ("", None) else value for name, value in line.items()}


def _outcome(slip: _Below) -> str:
    """What the ledger says about one slip of the case: the decision or the measures, and how far it is."""
    if slip.code == "02":
        found = one("SELECT decision FROM suggestion WHERE slip_id = ?", (slip.id,))
        return f"建议{found[0] if found and found[0] else ''}（{slip.state}）"
    if slip.code == "03":
        found = one("SELECT disposition FROM handling WHERE slip_id = ?", (slip.id,))
        words = " ".join((found[0] if found else "").split())
        short = words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
        return f"{short or '投诉处理'}（{slip.state}）"
    return f"三包（{slip.state}）"


def _responsible(slip: _Below) -> str:
    if slip.code == "03":
        return format_shares(shares_of(slip.id))
    if slip.code == "02":
        found = one("SELECT receiving_unit FROM suggestion WHERE slip_id = ?", (slip.id,))
        return str(found[0]) if found else ""
    return ""


def _due(slip_ids: list[int]) -> str | None:
    """The earliest duty of the case that is still open."""
    marks = ",".join("?" * len(slip_ids))
    closed = ",".join(f"'{word}'" for word in CLOSED)
    found = one(
        "SELECT min(d.due) FROM deadline d JOIN slip s ON s.id = d.slip_id"
        f" WHERE d.slip_id IN ({marks}) AND d.done_on IS NULL AND s.state NOT IN ({closed})",
        slip_ids,
    )
    return found[0] if found else None


def _source_texts(feedback_id: int) -> list[str]:
    found = rows(
        "SELECT caller, telephone, original_no, record_no, words FROM source_document WHERE slip_id = ?",
        (feedback_id,),
    )
    return [text for row in found for text in row if text]


def _index(feedback_id: int, terms: str) -> None:
    search_index.replace(feedback_id, terms)
