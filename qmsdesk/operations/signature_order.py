"""Which boxes of a paper are signed before which, what each one locks, and who may sign it (requirements 7)."""

from __future__ import annotations

from qmsdesk.papers.base import Field, Paper, SignatureBox
from qmsdesk.procedure.roles import ROLES

# the printed signer of a box -> the roles that may sign there
SIGNERS: dict[str, tuple[str, ...]] = {
    "经销部门经办人": ("sales_clerk", "sales_leader"),
    "承办人": ("sales_clerk", "sales_leader"),
    "经销部门领导": ("sales_leader",),
    "质管部门": ("quality_clerk", "quality_leader"),
    "质量负责人": ("quality_leader",),
    "公司主管领导": ("company_leader",),
    "责任单位/部门": ("responsible_clerk", "responsible_leader", "production"),
    "责任单位/部门领导": ("responsible_leader",),
    "生产部门": ("production", "receiver"),
    "成品库": ("receiver",),
    "质检部门": ("receiver",),
    "财务部门": ("receiver",),
    "接收人": ("anyone", "sales_clerk", "sales_leader"),
}


def signers(box: SignatureBox) -> frozenset[str]:
    """Keys of the roles that may sign a box; a role named on the paper itself answers to its own name."""
    named = {role.key for role in ROLES.values() if role.name == box.role}
    return frozenset(SIGNERS.get(box.role, ())) | named


def is_side_by_side(box: SignatureBox) -> bool:
    """Boxes of receivers and planners are signed in any order among themselves (form 04, 5.3.5.4)."""
    return box.locks == "plan" or box.locks.startswith("receive_")


def before(paper: Paper, box: SignatureBox) -> tuple[SignatureBox, ...]:
    """The boxes that must be signed first."""
    place = paper.signatures.index(box)
    return tuple(item for item in paper.signatures[:place] if not is_side_by_side(item))


def after(paper: Paper, box: SignatureBox) -> tuple[SignatureBox, ...]:
    """The boxes that lose their ground when this one is withdrawn."""
    if is_side_by_side(box):
        return ()
    return paper.signatures[paper.signatures.index(box) + 1 :]


def signed_fields(paper: Paper, box: SignatureBox) -> tuple[Field, ...]:
    """The fields a signature stands for: its own section and those of the boxes before it."""
    sections = {"fill", box.locks, *(item.locks for item in before(paper, box))}
    boxes = {item.field for item in paper.signatures}
    return tuple(
        item for item in (*paper.fields, *paper.extra) if item.section in sections and item.name not in boxes
    )
