"""Who signed on a print, derived anew: whose certificate, his roles at that moment, what he stands for in the box.

What the register of prints noted at signing is not asked here: certificates, people and the trail are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.models.base import moment_text
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.print_archive import KeptPrint
from qmsdesk.operations.scope import held_for
from qmsdesk.operations.signature_order import signers
from qmsdesk.papers.base import Paper
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.roles import role_names

if TYPE_CHECKING:
    from qmsdesk.printing.verify import SignatureFacts

_WHO_WHERE = "SELECT p.id, s.unit_id FROM person p, slip s WHERE p.name = ? AND s.id = ?"
# roles change by the day; what the trail says of the same gesture is exact to the moment
_IN_THE_TRAIL = "SELECT DISTINCT role FROM audit WHERE slip_id = ? AND user = ? AND action = '电子原件'"


def wrong_hands(paper: Paper, kept: KeptPrint, signatures: tuple[SignatureFacts, ...]) -> list[str]:
    """One sentence for each signature whose signer, role or meaning does not belong in its box."""
    return [fault for item in signatures if (fault := _fault(paper, kept, item))]


def wrong_meanings(paper: Paper, signatures: tuple[SignatureFacts, ...]) -> list[str]:
    """The same without a register: only whether a box exists on this paper and is signed with its own meaning."""
    return [fault for item in signatures if (fault := _wrong_meaning(paper, item))]


def _fault(paper: Paper, kept: KeptPrint, found: SignatureFacts) -> str:
    if fault := _wrong_meaning(paper, found):
        return fault
    label = paper.field(found.field).label
    owner = one("SELECT user FROM certificate WHERE serial = ?", (f"{found.serial:x}",))
    if owner is None or owner[0] != found.person:
        return f"“{label}”的签名证书不是签发给{found.person or '这个人'}的。"
    written = (kept.content.get(found.field) or {}).get("name", "")
    if written != found.person:
        return f"“{label}”在记录里是{written or '空的'}，证书却是{found.person}的。"
    box = paper.signature(found.field)
    hands = signers(box) if box else frozenset()
    if not hands & _roles(kept, found):
        return f"{found.person}签名时不是{role_names(hands)}，无权签“{label}”。"
    return ""


def _wrong_meaning(paper: Paper, found: SignatureFacts) -> str:
    box = paper.signature(found.field)
    if box is None:
        return f"“{paper.title}”没有“{found.field}”这个签名栏。"
    if found.meaning != box.meaning:
        return f"“{paper.field(box.field).label}”签的是“{found.meaning}”，应是“{box.meaning}”。"
    return ""


def _roles(kept: KeptPrint, found: SignatureFacts) -> frozenset[str]:
    """The roles the signer held for the unit of the slip at the moment of signing."""
    day = business_date(found.moment or kept.made_at).isoformat()
    found_in = one(_WHO_WHERE, (found.person, kept.slip_id))
    held = set(held_for(int(found_in[0]), int(found_in[1]), day)) if found_in else set()
    until = moment_text(kept.made_at)
    for (said,) in rows(f"{_IN_THE_TRAIL} AND at <= ?", (kept.slip_id, found.person, until)):
        held.update(str(said).split("、"))
    return frozenset(held)
