"""What is known before anybody types: proposals, dates and choices a gesture's dialog begins with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from qmsdesk.forms.case.inputs import Input
from qmsdesk.operations.case_view import Node, case_of
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.letters import proposed_letter
from qmsdesk.operations.slips import Slip
from qmsdesk.procedure.copies import CLAIM_DEFAULT
from qmsdesk.procedure.problem_classes import CLASSES, OTHER

DEAD = ("作废", "放弃")


def known_for(desk: Desk, slip: Slip, action: str, inputs: Sequence[Input]) -> dict[str, Any]:
    """Values the boxes begin with: what the sheet says already, what the records tell, today where it is today."""
    names = {item.name for item in inputs}
    found: dict[str, Any] = {name: slip.values[name] for name in names if name in slip.values}
    special = _SPECIAL.get((slip.paper_code, action))
    if special is not None:
        found |= special(desk, slip)
    for name in ("held_on", "sent_on", "dispatched_on", "result_on", "actual_date"):
        if name in names:
            found.setdefault(name, desk.clock.today())
    if "text" in names:
        found.setdefault("text", proposed_letter(desk, slip_id=slip.id))
    if "sender" in names:
        found.setdefault("sender", desk.user.name)
    if "decided_by" in names:
        found.setdefault("decided_by", desk.user.name)
    return found


def with_choices(desk: Desk, slip: Slip, inputs: Sequence[Input]) -> tuple[Input, ...]:
    """The inputs with the choices only the records know: problem classes (proposals first), slips of the case."""
    found = []
    for item in inputs:
        if item.name == "problem_code":
            item = replace(item, choices=_problem_classes(desk, slip))
        elif item.name == "handling_id":
            item = replace(item, choices=((None, "（不是本单位的）"), *_handlings(desk, slip)))
        found.append(item)
    return tuple(found)


def _problem_classes(desk: Desk, slip: Slip) -> tuple[tuple[object, str], ...]:
    from qmsdesk.operations.classifying import advise

    advice = advise(desk, slip_id=slip.id)
    best = {one.problem.code: one for one in advice.proposals}
    first = [
        (one.problem.code, f"★ {_named(one.problem)}　因为提到“{'、'.join(one.matched)}”")
        for one in best.values()
    ]
    rest = [(one.code, _named(one)) for one in (*CLASSES, OTHER) if one.code not in best]
    return (*first, *rest) if first else (("", "请选择"), *rest)


def _named(problem: Any) -> str:
    return f"{problem.code} {problem.first} / {problem.second}"


def _handlings(desk: Desk, slip: Slip) -> tuple[tuple[object, str], ...]:
    nodes = [node for node in case_of(desk, slip_id=slip.id).nodes if node.paper_code == "03"]
    return tuple((node.slip_id, name_of(node)) for node in nodes if node.state not in DEAD)


def name_of(node: Node) -> str:
    """A slip as a choice shows it."""
    return f"{node.title} {node.number or '（未编号）'}　{node.state}"


def _judging(desk: Desk, slip: Slip) -> dict[str, Any]:
    """判定 begins with what F, C and the machine's record tell, or with what was decided before."""
    from qmsdesk.operations.claim_warranty import decision_of, known_case

    decided = decision_of(desk, slip_id=slip.id)
    if decided is None:
        return asdict(known_case(desk, slip_id=slip.id)) | {"decided_by": desk.user.name}
    ruled, by, reason, evidence = decided
    return asdict(ruled.case) | {"decided_by": by, "reason": reason, "evidence": evidence}


# who takes the chair by I-51, unless somebody else did
_CHAIRS = {"质量分析会": "quality_leader", "专题分析会": "management_representative"}


def _minutes(desk: Desk, slip: Slip) -> dict[str, Any]:
    from qmsdesk.operations.meetings import minutes_of

    found = minutes_of(desk, slip_id=slip.id)
    if not found:
        return {}
    last = found[-1]
    known = {name: getattr(last, name) for name in last.__dataclass_fields__ if name not in ("id", "slip_id")}
    known["held_on"] = known["held_on"] or desk.clock.today()
    known["chair_role"] = known["chair_role"] or _CHAIRS.get(last.kind, "")
    return known


def _copies(_desk: Desk, _slip: Slip) -> dict[str, Any]:
    return {"holders": list(CLAIM_DEFAULT)}


_SPECIAL: dict[tuple[str, str], Callable[[Desk, Slip], dict[str, Any]]] = {
    ("04", "判定"): _judging,
    ("03", "会议结论"): _minutes,
    ("04", "登记"): _copies,
}
