"""One case as one picture: F with its J, C and B, their states, copies, signatures and what hangs on them.

The number of queries does not grow with the number of slips.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import one, read_tx, rows
from qmsdesk.operations.case_links import CLOSED, children, feedbacks
from qmsdesk.operations.case_marks import Mark, marks_of
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.scope import ALL_ROWS, refuse_unseen, seen
from qmsdesk.papers.catalogue import paper

LEVELS = {"01": 0, "02": 1, "03": 1, "04": 2}


@dataclass(frozen=True)
class NodeCopy:
    """One 联: who keeps it, how often it was printed, when it was handed over and signed for, by whom."""

    copy_id: int
    ordinal: int
    holder: str
    label: str
    prints: int
    handed_at: datetime | None
    signed_for_at: datetime | None
    signed_for_by: str
    opinion: str
    returned_at: datetime | None
    return_reason: str


@dataclass(frozen=True)
class NodeSignature:
    """One signature box in printed order; `name` is empty while it is not signed."""

    box: str
    label: str
    role: str
    name: str
    day: date | None
    how: str


@dataclass(frozen=True)
class Node:
    """One slip of the case; `level` is its column in the picture (F 0, J and C 1, B 2), `due` its first open duty."""

    slip_id: int
    paper_code: str
    title: str
    number: str
    state: str
    level: int
    closed: bool
    registered_at: datetime
    registered_by: str
    revision: int
    due: date | None
    late: int
    copies: tuple[NodeCopy, ...]
    signatures: tuple[NodeSignature, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Strand:
    """A or B of a feedback, and where its matter waits (转出, 供方)."""

    feedback_id: int
    kind: str
    waiting: str
    closed: bool


@dataclass(frozen=True)
class CaseView:
    """Everything one picture shows: nodes from left to right, edges (parent, child), strands."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]
    strands: tuple[Strand, ...]

    def node(self, slip_id: int) -> Node:
        """The node of a slip; KeyError when it is not of this case."""
        for node in self.nodes:
            if node.slip_id == slip_id:
                return node
        raise KeyError(slip_id)


def case_of(desk: Desk, *, slip_id: int) -> CaseView:
    """The whole case a slip belongs to; UserError when there is no such slip."""
    with read_tx():
        head = one("SELECT paper_code FROM slip WHERE id = ?", (slip_id,))
        if head is None:
            raise UserError("没有找到这张单据。")
        roots = feedbacks(slip_id, head[0]) or (slip_id,)
        below = [row[0] for row in children(roots, ("02", "03", "04"))]
        refuse_unseen(desk, slip_id=slip_id)
        ids = _seen(desk, list(dict.fromkeys([*roots, *below])))
        return CaseView(_nodes(desk, ids), _edges(ids), _strands([key for key in roots if key in ids]))


def _seen(desk: Desk, ids: list[int]) -> list[int]:
    """Those of the slips of a case that this desk has: its own and the copies it holds."""
    own, bound = seen(desk)
    if own == ALL_ROWS:
        return ids
    marks = ",".join("?" * len(ids))
    known = {
        row[0] for row in rows(f"SELECT s.id FROM slip s WHERE s.id IN ({marks}) AND {own}", [*ids, *bound])
    }
    return [key for key in ids if key in known]


def _nodes(desk: Desk, ids: list[int]) -> tuple[Node, ...]:
    marks = ",".join("?" * len(ids))
    heads = rows(
        "SELECT s.id, s.paper_code, s.number, s.state, s.registered_at, s.registered_by, coalesce(h.revision, 0),"
        " (SELECT min(d.due) FROM deadline d WHERE d.slip_id = s.id AND d.done_on IS NULL)"
        f" FROM slip s LEFT JOIN handling h ON h.slip_id = s.id WHERE s.id IN ({marks}) ORDER BY s.paper_code, s.id",
        ids,
    )
    copies, signed, notes = _copies(ids), _signatures(ids), marks_of(desk, ids)
    today = desk.clock.today()
    return tuple(_node(row, copies[row[0]], signed[row[0]], notes.get(row[0], ()), today) for row in heads)


def _node(
    row: tuple[Any, ...],
    copies: list[NodeCopy],
    signed: dict[str, tuple[str, date | None, str]],
    marks: Sequence[Mark],
    today: date,
) -> Node:
    slip_id, code, number, state, at, by, revision, due_text = row
    sheet, closed = paper(code), state in CLOSED
    due = date.fromisoformat(due_text) if due_text and not closed else None
    boxes = tuple(
        NodeSignature(
            box.field, sheet.field(box.field).label, box.role, *signed.get(box.field, ("", None, ""))
        )
        for box in sheet.signatures
    )
    late = max(0, (today - due).days) if due else 0
    return Node(
        slip_id, code, sheet.title, number or "", state, LEVELS.get(code, 0), closed, read_moment(at), by, revision,
        due, late, tuple(copies), boxes, tuple(marks),
    )  # fmt: skip


def _copies(ids: list[int]) -> dict[int, list[NodeCopy]]:
    found = rows(
        "SELECT slip_id, id, ordinal, holder, label, printed_count, handed_at, signed_for_at, signed_for_by, opinion,"
        f" returned_at, return_reason FROM copy WHERE slip_id IN ({','.join('?' * len(ids))})"
        " ORDER BY slip_id, ordinal",
        ids,
    )
    by_slip: dict[int, list[NodeCopy]] = defaultdict(list)
    for row in found:
        values = (*row[1:6], _moment(row[6]), _moment(row[7]), row[8], row[9], _moment(row[10]), row[11])
        by_slip[row[0]].append(NodeCopy(*values))
    return by_slip


def _signatures(ids: list[int]) -> dict[int, dict[str, tuple[str, date | None, str]]]:
    found = rows(
        "SELECT slip_id, box, name, day, how FROM signature WHERE withdrawn_at IS NULL"
        f" AND slip_id IN ({','.join('?' * len(ids))})",
        ids,
    )
    by_slip: dict[int, dict[str, tuple[str, date | None, str]]] = defaultdict(dict)
    for slip_id, box, name, day, how in found:
        by_slip[slip_id][box] = (name, date.fromisoformat(day) if day else None, how)
    return by_slip


def _edges(ids: list[int]) -> tuple[tuple[int, int], ...]:
    marks = ",".join("?" * len(ids))
    found = rows(
        f"SELECT parent_id, child_id FROM case_link WHERE parent_id IN ({marks}) AND child_id IN ({marks}) ORDER BY id",
        [*ids, *ids],
    )
    return tuple((row[0], row[1]) for row in found)


def _strands(roots: Sequence[int]) -> tuple[Strand, ...]:
    found = rows(
        "SELECT slip_id, kind, waiting, closed_at IS NOT NULL FROM strand WHERE dropped_at IS NULL"
        f" AND slip_id IN ({','.join('?' * len(roots))}) ORDER BY slip_id, kind",
        list(roots),
    )
    return tuple(Strand(row[0], row[1], row[2], bool(row[3])) for row in found)


def _moment(text: str | None) -> datetime | None:
    return read_moment(text) if text else None
