"""How any slip goes one step of its life: the table allows it, the rules agree, and everything is written at once."""

from __future__ import annotations

import json
from dataclasses import dataclass

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models import request
from qmsdesk.models.base import moment_text
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import must_be_in_write, one, write_tx
from qmsdesk.operations import signing
from qmsdesk.operations.case_facts import facts_of
from qmsdesk.operations.case_links import CLOSED
from qmsdesk.operations.deadlines import expect_step
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_refresh import refresh_case
from qmsdesk.operations.registration import drop_signatures, give_number
from qmsdesk.operations.rights import require
from qmsdesk.operations.scope import for_slip
from qmsdesk.operations.sheet_store import digest_now, fill_values
from qmsdesk.operations.slips import VOID, read_slip
from qmsdesk.operations.turns import INK, Given, StepSpec, Turn, act_of
from qmsdesk.procedure.guards import enforce
from qmsdesk.procedure.roles import role_names
from qmsdesk.procedure.transition import Transition
from qmsdesk.procedure.workflow import transition

VERB = "step"
NOTHING = Given()


@dataclass(frozen=True)
class Done:
    """Where a slip stands after a gesture."""

    slip_id: int
    number: str
    state: str
    version: int


def perform(
    desk: Desk,
    spec: StepSpec,
    *,
    slip_id: int,
    action: str,
    given: Given = NOTHING,
    version: int | None = None,
    request_id: str = "",
) -> Done:
    """Carry one gesture out in a transaction of its own; the same request twice is one.

    UserError with clause and reason where table or guard refuse, InvalidSlip where the sheet is not whole, Conflict
    where somebody changed the slip since `version`. Nothing is written then.
    """
    given = checked(desk, given)
    with write_tx():
        again = request.earlier_result(request_id, VERB) if request_id else None
        if again is not None:
            return Done(**json.loads(again))
        done = advance(desk, spec, slip_id=slip_id, action=action, given=given, version=version)
        if request_id:
            request.remember(request_id, VERB, json.dumps(vars(done)), moment_text(desk.clock.now()))
    if given.password:
        sign_original(desk, slip_id=slip_id, password=given.password)
    return done


def sign_original(desk: Desk, *, slip_id: int, password: str) -> None:
    """The signature of this gesture on the electronic original as well, once the record's own stands."""
    from qmsdesk.operations import electronic_original

    electronic_original.sign_original(desk, slip_id=slip_id, password=password)


def checked(desk: Desk, given: Given) -> Given:
    """Confirm the password (slow on purpose, so outside the transaction) and the name in ink."""
    if given.ink is not None:
        name = clean_text(given.ink.name, label="签字人", max_length=40)
        if not name or given.ink.day is None:
            raise UserError("墨签须填写签字人和日期。", advice="请照纸上的签字填写。")
        return Given(**{**vars(given), "ink": given.ink._replace(name=name, how=INK)})
    if given.password:
        signing.confirm_password(desk, password=given.password)
    return given


def advance(
    desk: Desk, spec: StepSpec, *, slip_id: int, action: str, given: Given, version: int | None = None
) -> Done:
    """The gesture itself, inside the caller's transaction."""
    must_be_in_write()
    slip = read_slip(desk, slip_id=slip_id)
    desk = for_slip(desk, slip_id)
    if version is not None and version != slip.version:
        raise Conflict("这张单据刚被别人改过。", advice="请重新打开，看过改动后再办理。")
    row = transition(slip.paper_code, slip.state, action)
    refuse_wrong_role(desk, row, given, state=slip.state, paper=slip.paper_code)
    turn = Turn(desk, Deed(desk, slip_id), slip, row, given)
    _write(turn, spec)
    enforce(row, facts_of(turn, act_of(turn, spec)))
    if spec.after:
        spec.after(turn)
    if row.numbers:
        give_number(turn)
    _move(turn)
    refresh_case(turn.deed, turn.slip.id, turn.slip.paper_code)
    turn.deed.close(action, turn.why)
    return Done(slip_id, *_standing(slip_id))


def refuse_wrong_role(desk: Desk, row: Transition, given: Given, *, state: str, paper: str) -> None:
    """The roles of the table; what stands in ink was done by the one who signed, the clerk only reports it (I-41)."""
    if desk.user.roles & row.roles:
        return
    if given.ink is None:
        raise UserError(f"“{row.action}”应由{role_names(row.roles)}办理（{row.clause}）。")
    require(desk, "补录墨签", paper=paper, state=state)


def put_signature(turn: Turn, box: str) -> None:
    """Sign a box: in ink as reported, or by the signed-in user whose password was confirmed.

    What was typed back from the paper before stands: the gesture then only moves the slip on.
    """
    ink = turn.given.ink
    standing = signing.live_signatures(turn.slip.id).get(box)
    in_ink = standing is not None and standing.how == INK and not turn.given.password
    if in_ink and standing and (ink is None or (ink.name, ink.day) == (standing.name, standing.day)):
        return
    if ink is None and not turn.given.password:
        raise UserError("请输入密码签名，或选“墨签”填写签字人和日期。", advice="两种签字同样有效（I-41）。")
    turn.reread()
    signing.place(
        turn.deed,
        turn.slip,
        box=box,
        name=ink.name if ink else "",
        day=ink.day if ink else None,
        how=INK if ink else "program",
        override_reason=turn.given.override_reason,
    )


def _write(turn: Turn, spec: StepSpec) -> None:
    if spec.drops:
        drop_signatures(turn.deed, turn.slip, spec.drops, turn.why or turn.row.action)
    if spec.fills:
        fill_values(turn.deed, turn.sheet, turn.slip.id, turn.given.values, spec.fills)
    if spec.effect:
        spec.effect(turn)
    if spec.box:
        put_signature(turn, spec.box)


def _move(turn: Turn) -> None:
    slip, target = turn.slip, turn.row.target
    columns: dict[str, object] = {"state": target, "version": slip.version + 1}
    if target == VOID:
        columns |= {"void_reason": turn.why, "void_by": turn.desk.user.name, "void_at": turn.deed.now}
    if target in CLOSED:
        columns["closed_at"] = turn.deed.now
    turn.deed.change("slip", slip.id, **columns)
    turn.deed.change("slip", slip.id, digest=digest_now(slip.id))
    if target != slip.state:
        expect_step(turn.deed, slip.id, slip.paper_code, target, turn.day)


def _standing(slip_id: int) -> tuple[str, str, int]:
    found = one("SELECT coalesce(number, ''), state, version FROM slip WHERE id = ?", (slip_id,))
    assert found is not None
    return str(found[0]), str(found[1]), int(found[2])
