"""A gesture beside the workflow table, as data: its words, its inputs, what is known, and the verb it calls."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input
from qmsdesk.forms.case.letter_box import LetterBox
from qmsdesk.forms.case.signature_box import SignatureBox
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.letters import inside_of
from qmsdesk.operations.once import asking
from qmsdesk.operations.slips import Slip
from qmsdesk.operations.turns import Given, is_small

Answers = dict[str, Any]


def no_values(_desk: Desk, _slip: Slip) -> Mapping[str, Any]:
    """Nothing is known beforehand."""
    return {}


@dataclass(frozen=True)
class Gesture:
    """One thing that can be done about a slip; `inputs` and `known` look at the records, `do` calls the verb."""

    name: str
    act: str
    clause: str
    inputs: Callable[[Desk, Slip], tuple[Input, ...]]
    do: Callable[[Desk, Slip, Answers], object]
    known: Callable[[Desk, Slip], Mapping[str, Any]] = no_values
    when: Callable[[Desk, Slip], bool] = lambda _desk, _slip: True


def always(*inputs: Input) -> Callable[[Desk, Slip], tuple[Input, ...]]:
    """Inputs that are the same for every slip."""
    return lambda _desk, _slip: inputs


def signed(answers: Answers, reason: str = "") -> Given:
    """The signature of a form as `Given`; takes it out of the answers."""
    return Given(reason=reason, **(answers.pop("signature", None) or {}))


def gesture_dialog(desk: Desk, slip: Slip, gesture: Gesture, parent: QWidget | None = None) -> FormDialog:
    """The dialog of a gesture; its `outcome` is what the verb gave back."""
    desk = asking(desk, str(uuid.uuid4()))
    clause = f"　依据 LSZB/QM07-03 {gesture.clause}" if gesture.clause else ""
    dialog = FormDialog(
        desk,
        name=gesture.name,
        sentence=f"{slip.paper.title} {slip.number}　{slip.state}{clause}",
        act=gesture.act,
        inputs=gesture.inputs(desk, slip),
        do=lambda answers: gesture.do(desk, slip, answers),
        known=gesture.known(desk, slip),
        parent=parent,
    )
    for box in dialog.boxes.values():
        if isinstance(box, SignatureBox):
            box.offer_override(is_small())
        if isinstance(box, LetterBox):
            box.watch(inside_of(slip.id))
    return dialog
