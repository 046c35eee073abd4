"""The signature boxes of a slip as a window shows them: meaning, who signs, what is signed, what stands there."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.models.transactions import one
from qmsdesk.operations import signature_order
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.signing import SMALL_DEPARTMENT, SignedBox, live_signatures
from qmsdesk.operations.slips import read_slip
from qmsdesk.procedure.roles import role_names


@dataclass(frozen=True)
class BoxLine:
    """One box: field, label, meaning, role as printed, who may sign, what it stands for, its signature, what falls."""

    box: str
    label: str
    meaning: str
    role: str
    signers: str
    covers: tuple[str, ...]
    standing: SignedBox | None
    falls_too: tuple[str, ...]


def boxes_of(desk: Desk, *, slip_id: int) -> tuple[BoxLine, ...]:
    """Every signature box of a slip in the order of signing."""
    sheet = read_slip(desk, slip_id=slip_id).paper
    standing = live_signatures(slip_id)
    found = []
    for box in sheet.signatures:
        covered = signature_order.signed_fields(sheet, box)
        later = [item.field for item in signature_order.after(sheet, box) if item.field in standing]
        found.append(
            BoxLine(
                box.field,
                sheet.field(box.field).label,
                box.meaning,
                box.role,
                role_names(signature_order.signers(box)) or box.role,
                tuple(dict.fromkeys(item.label for item in covered if item.label)),
                standing.get(box.field),
                tuple(sheet.field(name).label for name in later),
            )
        )
    return tuple(found)


def may_override(desk: Desk) -> bool:
    """Whether so few people sign in here that 经办 may also be 审核 with a reason (R-4-a)."""
    row = one("SELECT count(*) FROM person WHERE signs_in = 1 AND active = 1")
    return row is not None and int(row[0]) <= SMALL_DEPARTMENT
