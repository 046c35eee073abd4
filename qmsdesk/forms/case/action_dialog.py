"""The dialog of one gesture of the workflow table: what it asks comes from the table, what it does is `steps.step`."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import inputs_for
from qmsdesk.forms.case.known import known_for, with_choices
from qmsdesk.forms.case.letter_box import LetterBox
from qmsdesk.forms.case.live_ruler import rule_in_dialog
from qmsdesk.forms.case.signature_box import SignatureBox
from qmsdesk.operations import steps
from qmsdesk.operations.classifying import advise
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.letters import inside_of
from qmsdesk.operations.slips import Slip
from qmsdesk.operations.steps import Action
from qmsdesk.operations.turns import Given, is_small

_OF_GIVEN = ("reason", "approver", "receiver")
_SIGNED = ("signature", "approval")
WARNED = ("作废", "放弃")


def given_of(answers: dict[str, Any]) -> Given:
    """What a form collected, as `steps` wants it: reason, people and signature by name, everything else as values."""
    values = dict(answers)
    signed: dict[str, Any] = {}
    for name in _SIGNED:
        signed |= values.pop(name, None) or {}
    reason = values.pop("optional_reason", "") or values.pop("reason", "")
    named = {name: values.pop(name, "") for name in _OF_GIVEN[1:]}
    return Given(reason=reason, values=values, **named, **signed)


def action_dialog(desk: Desk, slip: Slip, action: Action, parent: QWidget | None = None) -> FormDialog:
    """The dialog of a gesture; its `outcome` is the `Done` of the step."""
    inputs = with_choices(desk, slip, inputs_for(slip.paper, action.action, action.asks))
    request = str(uuid.uuid4())

    def do(answers: dict[str, Any]) -> object:
        return steps.step(
            desk,
            slip_id=slip.id,
            action=action.action,
            given=given_of(answers),
            version=slip.version,
            request_id=request,
        )

    dialog = FormDialog(
        desk,
        name=action.action,
        sentence=sentence_of(slip, action),
        act=action.action,
        inputs=inputs,
        do=do,
        known=known_for(desk, slip, action.action, inputs),
        parent=parent,
    )
    small = is_small()
    for box in dialog.boxes.values():
        if isinstance(box, SignatureBox):
            box.offer_override(small)
            if action.by_ink:
                box.only_ink()
        if isinstance(box, LetterBox):
            box.watch(inside_of(slip.id))
    if (slip.paper_code, action.action) == ("04", "判定"):
        rule_in_dialog(dialog, desk, slip_id=slip.id)
    if warning := action.why_not or danger_in(desk, slip, action):
        dialog.say(warning, "warning")
    return dialog


def danger_in(desk: Desk, slip: Slip, action: Action) -> str:
    """While a feedback is classified: words of injury, fire or standstill that the customer used (5.3.4.3, 5.3.4.4)."""
    if slip.paper_code != "01" or not action.action.startswith("归为"):
        return ""
    found = advise(desk, slip_id=slip.id).danger
    return f"写着“{'、'.join(found)}”：请先核实轻重，重大的立即报告（5.3.4.3、5.3.4.4）。" if found else ""


def sentence_of(slip: Slip, action: Action) -> str:
    """Which slip, from where to where, on which clause."""
    name = f"{slip.paper.title} {slip.number}".strip()
    moved = f"{slip.state} → {action.target}" if action.target != slip.state else slip.state
    clause = f"　依据 LSZB/QM07-03 {action.clause}" if action.clause else ""
    return f"{name}　{moved}{clause}"
