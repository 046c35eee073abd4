"""The gestures of every slip in one place: what is open to this user now, and how each one is made."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.models.transactions import read_tx
from qmsdesk.operations import claims, classifying, handling, handover, suggestions
from qmsdesk.operations.case_facts import facts_of
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import request_of
from qmsdesk.operations.scope import for_slip
from qmsdesk.operations.signing import live_signatures
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.stepping import NOTHING, Done, perform
from qmsdesk.operations.turns import INK, Given, StepSpec, Turn, act_of, hypothetical
from qmsdesk.procedure.guards import refusal
from qmsdesk.procedure.permissions import may
from qmsdesk.procedure.transition import Transition
from qmsdesk.procedure.workflow import actions

__all__ = ["Action", "Done", "Given", "allowed_actions", "spec_of", "step"]

STEPS: dict[tuple[str, str], StepSpec] = {
    **handover.STEPS,
    **classifying.STEPS,
    **suggestions.STEPS,
    **handling.STEPS,
    **claims.STEPS,
}


@dataclass(frozen=True)
class Action:
    """One gesture a slip's state knows: may this user make it, what it asks for, what else stands in the way.

    `by_ink` is true when the user may only report what stands in ink on the paper. `why_not` is what the rules object
    to now, as if everything asked for were given; values still to be typed may answer it. `asks`: names of inputs of
    `Given` (reason, approver, receiver, ink/password as "signature") and of its values; "sheet" is the whole sheet.
    """

    action: str
    target: str
    clause: str
    roles: frozenset[str]
    asks: tuple[str, ...]
    by_ink: bool
    why_not: str


def spec_of(code: str, action: str) -> StepSpec:
    """What a gesture does besides moving the state; a gesture of the table without more to it does just that."""
    return STEPS.get((code, action), StepSpec())


def step(
    desk: Desk,
    *,
    slip_id: int,
    action: str,
    given: Given = NOTHING,
    version: int | None = None,
    request_id: str = "",
) -> Done:
    """Make one gesture of the workflow table on a slip; see `stepping.perform` for what is raised."""
    code = read_slip(desk, slip_id=slip_id).paper_code
    return perform(
        desk,
        spec_of(code, action),
        slip_id=slip_id,
        action=action,
        given=given,
        version=version,
        request_id=request_id or request_of(desk),
    )


def allowed_actions(desk: Desk, *, slip_id: int) -> list[Action]:
    """The gestures open to this user on a slip now, in the order of the table."""
    with read_tx():
        slip = read_slip(desk, slip_id=slip_id)
        desk = for_slip(desk, slip_id)
        found = []
        for row in actions(slip.paper_code, slip.state):
            mine = bool(desk.user.roles & row.roles)
            ink = not mine and may(desk.user.roles, slip.paper_code, slip.state, "补录墨签")
            spec = spec_of(slip.paper_code, row.action)
            if mine or (ink and spec.box):
                turn = Turn(desk, Deed(desk, slip_id), slip, row, NOTHING)
                found.append(_action(turn, spec, row, not mine))
    return found


def _action(turn: Turn, spec: StepSpec, row: Transition, by_ink: bool) -> Action:
    act = hypothetical(act_of(turn, spec), turn, spec)
    refused = refusal(row.guard, facts_of(turn, act)) or ""
    standing = live_signatures(turn.slip.id).get(spec.box)
    in_ink = standing is not None and standing.how == INK  # typed back from the paper already
    signature = ("signature",) if spec.box and not in_ink else ()
    asks = (*spec.fills, *spec.asks, *signature)
    return Action(row.action, row.target, row.clause, row.roles, asks, by_ink, refused)
