"""A ruling changes the 处理单: number kept, 修订号 + 1, new shares and copies, signed again (5.3.4.6, R-5.3.4.6-d)."""

from __future__ import annotations

from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.case_facts_work import shares_of
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import once
from qmsdesk.operations.rights import require
from qmsdesk.operations.sheet_store import digest_now
from qmsdesk.operations.slip_rows import copy_rows, holder_departments
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.stepping import NOTHING, checked, put_signature, sign_original
from qmsdesk.operations.turns import Given, Turn
from qmsdesk.procedure.copies import copy_set
from qmsdesk.procedure.shares import format_shares
from qmsdesk.procedure.transition import row

SIGNERS = {"sig_review": "quality_leader", "sig_approve": "company_leader"}


def revise_handling(turn: Turn) -> None:
    """Bring the sheet and its copies to the shares in force."""
    slip_id = turn.slip.id
    shares = shares_of(slip_id)
    latest = one("SELECT max(revision) FROM responsibility WHERE slip_id = ?", (slip_id,))
    revision = int(latest[0] or 0) if latest else 0
    turn.deed.change(
        "handling", slip_id, responsible_dept=format_shares(shares, revision=revision), revision=revision
    )
    _extend_copies(turn, [share.department for share in shares])


@once
def sign_revision(desk: Desk, *, slip_id: int, box: str, given: Given = NOTHING) -> None:
    """审核 (sig_review) or 批准 (sig_approve) of a registered 处理单 outside its step: after a revision, or when major.

    In ink with name and day, or by the signed-in user's password. UserError names who may and what stands before it.
    """
    given = checked(desk, given)
    slip = read_slip(desk, slip_id=slip_id)
    if given.ink is not None:
        require(desk, "补录墨签", paper="03", state=slip.state, slip_id=slip.id)
    with write_tx():
        deed = Deed(desk, slip_id)
        life = row("03", slip.state, slip.state, "签署", SIGNERS.get(box, ""), "", "5.3.4.3")
        put_signature(Turn(desk, deed, slip, life, given), box)
        deed.change("slip", slip_id, version=slip.version + 1)
        deed.change("slip", slip_id, digest=digest_now(slip_id))
        deed.close("审核修订" if box == "sig_review" else "批准")
    if given.password:
        sign_original(desk, slip_id=slip_id, password=given.password)


def _extend_copies(turn: Turn, departments: list[str]) -> None:
    """Departments the ruling named get a copy; what others hold stays with them, marked with the new total."""
    slip_id = turn.slip.id
    kept = rows("SELECT id, holder FROM copy WHERE slip_id = ? ORDER BY ordinal", (slip_id,))
    holders = [holder for _, holder in kept]
    everyone = list(dict.fromkeys([*holders, *departments]))
    fresh = copy_rows(slip_id, copy_set("03", responsible=everyone[2:]), holder_departments(turn.desk))
    for (key, _), new in zip(kept, fresh, strict=False):
        turn.deed.change("copy", key, of=new["of"], label=new["label"])
    handed = turn.slip.state != "已登记"
    for new in fresh[len(kept) :]:
        sent = {"handed_at": turn.deed.now, "handed_by": turn.who} if handed else {}
        turn.deed.insert("copy", **{**new, **sent})
    turn.deed.change("handling", slip_id, copy_count=len(everyone))
