"""What happened in a case in the order of days, and what one slip of it carries, as rows of words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qmsdesk.operations.case_view import CaseView, Node, NodeCopy
from qmsdesk.procedure.clock import business_date

HOW = {"typed": "填写", "program": "签名", "ink": "墨签"}


@dataclass(frozen=True)
class Happening:
    """One line of the timeline: day, slip, words; `worry` for what is still open or went wrong."""

    day: date | None
    slip_id: int
    number: str
    words: str
    worry: bool = False


def timeline(view: CaseView) -> list[Happening]:
    """Everything with a day: registrations, signatures, hand-overs, meetings, appeals, contacts; the oldest first."""
    found: list[Happening] = []
    for node in view.nodes:
        name = node.number or f"{node.title}（未编号）"
        found.append(
            Happening(
                business_date(node.registered_at),
                node.slip_id,
                name,
                f"{node.title}由{node.registered_by}开出",
            )
        )
        found += [
            Happening(
                one.day, node.slip_id, name, f"{one.label or one.role} {one.name}（{HOW.get(one.how, '')}）"
            )
            for one in node.signatures
            if one.name
        ]
        for copy in node.copies:
            found += _copy(node, name, copy)
        found += [
            Happening(one.day, node.slip_id, name, f"{one.kind}：{one.words}", one.worry)
            for one in node.marks
            if one.day is not None
        ]
    order = {node.slip_id: place for place, node in enumerate(view.nodes)}
    return sorted(found, key=lambda one: (one.day or date.max, order[one.slip_id]))


def _copy(node: Node, name: str, copy: NodeCopy) -> list[Happening]:
    found = []
    if copy.handed_at is not None and copy.opinion != "自留":
        found.append(Happening(business_date(copy.handed_at), node.slip_id, name, f"送交{copy.holder}"))
    if copy.signed_for_at is not None and copy.opinion != "自留":
        words = f"{copy.holder} {copy.signed_for_by} 签收" + (f"：{copy.opinion}" if copy.opinion else "")
        found.append(Happening(business_date(copy.signed_for_at), node.slip_id, name, words))
    if copy.returned_at is not None:
        words = f"{copy.holder}退回：{copy.return_reason}"
        found.append(Happening(business_date(copy.returned_at), node.slip_id, name, words, True))
    return found


def details(node: Node) -> list[tuple[str, str, str]]:
    """One slip in full, as (what, words, tone): copies, signatures, what hangs on it."""
    found: list[tuple[str, str, str]] = []
    for copy in node.copies:
        found.append(
            (copy.label or f"第 {copy.ordinal} 联", copy_words(copy), "" if copy.signed_for_at else "quiet")
        )
    for one in node.signatures:
        day = f" {one.day:%Y-%m-%d}" if one.day else ""
        words = f"{one.name}{day} {HOW.get(one.how, '')}" if one.name else "未签"
        found.append((one.label or one.role, words, "" if one.name else "quiet"))
    for mark in node.marks:
        day = f"{mark.day:%Y-%m-%d} " if mark.day else ""
        found.append((mark.kind, f"{day}{mark.words}", "bad" if mark.worry else ""))
    return found


def copy_words(copy: NodeCopy) -> str:
    """Where one 联 is."""
    printed = f"，印 {copy.prints} 次" if copy.prints else ""
    if copy.signed_for_at is not None:
        return f"{copy.signed_for_by} {business_date(copy.signed_for_at):%Y-%m-%d} 签收{printed}"
    if copy.handed_at is not None:
        return f"{business_date(copy.handed_at):%Y-%m-%d} 送交，待签收{printed}"
    return f"未送交{printed}"
