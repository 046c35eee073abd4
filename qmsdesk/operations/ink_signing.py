"""补录墨签: what was signed in ink on the paper is reported with the name and day that stand there (I-41)."""

from __future__ import annotations

from datetime import date

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models.transactions import write_tx
from qmsdesk.operations import signing
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.rights import require
from qmsdesk.operations.sheet_store import digest_now
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.steps import Given, allowed_actions, spec_of, step
from qmsdesk.papers.values import Signed

INK_RIGHT = "补录墨签"


def record_ink(
    desk: Desk,
    *,
    slip_id: int,
    box: str,
    name: str,
    day: date,
    version: int,
    override_reason: str = "",
    why: str = "",
) -> str:
    """Put the name and day of an ink signature into a box; the state of the slip afterwards.

    A gesture of the workflow that does nothing else moves the state with it. `why` names the picture it was read from.
    """
    slip = read_slip(desk, slip_id=slip_id)
    require(desk, INK_RIGHT, paper=slip.paper_code, state=slip.state)
    if not name.strip():
        raise UserError("请填写纸上的签字人姓名。")
    gesture = gesture_of(desk, slip_id=slip_id, box=box)
    if gesture:
        ink = Signed(name.strip(), day, "ink")
        given = Given(ink=ink, override_reason=override_reason, reason=why)
        return step(desk, slip_id=slip_id, action=gesture, given=given, version=version).state
    if slip.version != version:
        raise Conflict("这张单据刚被别人改过。", advice="请重新打开，看过改动后再补录。")
    with write_tx():
        deed = Deed(desk, slip_id)
        signing.place(deed, slip, box=box, name=name, day=day, how="ink", override_reason=override_reason)
        deed.change("slip", slip_id, version=version + 1)
        deed.change("slip", slip_id, digest=digest_now(slip_id))
        said = f"{slip.paper.field(box).label}：{name.strip()}"
        deed.close("补录墨签", f"{said}；{why}" if why else said)
    return slip.state


def sign_box(
    desk: Desk, *, slip_id: int, box: str, password: str, version: int, override_reason: str = ""
) -> None:
    """Sign a box by password: through its gesture of the workflow where there is one, else the signature alone."""
    gesture = gesture_of(desk, slip_id=slip_id, box=box)
    if gesture:
        given = Given(password=password, override_reason=override_reason)
        step(desk, slip_id=slip_id, action=gesture, given=given, version=version)
        return
    signing.sign(
        desk, slip_id=slip_id, box=box, password=password, version=version, override_reason=override_reason
    )


def gesture_of(desk: Desk, *, slip_id: int, box: str) -> str:
    """The gesture that does nothing but sign this box now and move the state; "" when there is none."""
    slip = read_slip(desk, slip_id=slip_id)
    for action in allowed_actions(desk, slip_id=slip_id):
        if spec_of(slip.paper_code, action.action).box == box and action.asks == ("signature",):
            return action.action
    return ""


def next_gesture(desk: Desk, *, slip_id: int, box: str) -> str:
    """The gesture a signature in this box belongs to that asks for more than the signature; "" when there is none."""
    slip = read_slip(desk, slip_id=slip_id)
    for action in allowed_actions(desk, slip_id=slip_id):
        if spec_of(slip.paper_code, action.action).box == box:
            return action.action
    return ""


def taking_back(desk: Desk, *, slip_id: int, box: str) -> str:
    """The gesture that takes this box back with a reason and moves the state; "" when there is none."""
    slip = read_slip(desk, slip_id=slip_id)
    for action in allowed_actions(desk, slip_id=slip_id):
        if spec_of(slip.paper_code, action.action).drops == box and action.action.startswith("撤回"):
            return action.action
    return ""


def withdraw_box(desk: Desk, *, slip_id: int, box: str, password: str, version: int, reason: str) -> None:
    """撤回 with a reason and the password; later signatures fall with it."""
    gesture = taking_back(desk, slip_id=slip_id, box=box)
    if gesture:
        if len(reason.strip()) < 2:
            raise UserError("请写明撤回签名的原因。", advice="撤回会记入审计，并使后面的签名一并失效。")
        signing.confirm_password(desk, password=password)
        step(desk, slip_id=slip_id, action=gesture, given=Given(reason=reason), version=version)
        return
    signing.withdraw(desk, slip_id=slip_id, box=box, password=password, version=version, reason=reason)
