"""The slips of one case: what stands above and below a slip (F with J and C, C with B)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qmsdesk.models.transactions import rows
from qmsdesk.operations.deed import Deed

CLOSED = ("已关闭", "作废", "放弃")
UNNUMBERED = {"02": "未编号建议单", "03": "未编号处理单", "04": "未编号三包单"}
# CROSS JOIN: the few slips of the case are looked up, the register is not read through
_ABOVE = """
WITH RECURSIVE above(id) AS (SELECT parent_id FROM case_link WHERE child_id IN ({marks})
UNION SELECT l.parent_id FROM case_link l JOIN above a ON l.child_id = a.id)
SELECT s.id, s.paper_code FROM above a CROSS JOIN slip s ON s.id = a.id ORDER BY s.id
"""
_BELOW = """
WITH RECURSIVE below(id) AS (SELECT child_id FROM case_link WHERE parent_id IN ({marks})
UNION SELECT l.child_id FROM case_link l JOIN below b ON l.parent_id = b.id)
SELECT s.id, s.paper_code, s.number, s.state FROM below b CROSS JOIN slip s ON s.id = b.id ORDER BY s.id
"""


def link(deed: Deed, parent_id: int, child_id: int) -> None:
    """Tie a slip to the one it stands on; a pair is tied once."""
    if not rows("SELECT 1 FROM case_link WHERE parent_id = ? AND child_id = ?", (parent_id, child_id)):
        deed.insert(
            "case_link",
            parent_id=parent_id,
            child_id=child_id,
            linked_at=deed.now,
            linked_by=deed.desk.user.name,
        )


def parents(slip_id: int, code: str) -> tuple[int, ...]:
    """The slips of one kind anywhere above a slip, oldest first."""
    found = rows(_ABOVE.format(marks="?"), (slip_id,))
    return tuple(row[0] for row in found if row[1] == code)


def feedbacks(slip_id: int, code: str) -> tuple[int, ...]:
    """The feedback slips a slip belongs to; a feedback belongs to itself."""
    return (slip_id,) if code == "01" else parents(slip_id, "01")


def children(slip_ids: Sequence[int], codes: Iterable[str]) -> list[tuple[int, str, str, str]]:
    """(id, code, number, state) of the slips of some kinds anywhere below."""
    if not slip_ids:
        return []
    wanted = set(codes)
    found = rows(_BELOW.format(marks=",".join("?" * len(slip_ids))), list(slip_ids))
    return [(row[0], row[1], row[2] or UNNUMBERED[row[1]], row[3]) for row in found if row[1] in wanted]


def open_children(slip_ids: Sequence[int], codes: Iterable[str]) -> tuple[str, ...]:
    """The numbers of slips below that are neither closed, void nor given up."""
    return tuple(row[2] for row in children(slip_ids, codes) if row[3] not in CLOSED)
