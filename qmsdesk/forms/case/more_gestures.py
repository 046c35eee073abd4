"""Every gesture beside the workflow table, by the paper it is about."""

from __future__ import annotations

from qmsdesk.forms.case.gesture import Gesture
from qmsdesk.forms.case.more_feedback import FEEDBACK, GENERAL
from qmsdesk.forms.case.more_letters import LETTERS
from qmsdesk.forms.case.more_work import HANDLING, SUGGESTION, WARRANTY
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.slips import Slip

GESTURES: dict[str, tuple[Gesture, ...]] = {
    "01": (*FEEDBACK, *GENERAL, *LETTERS),
    "02": (*SUGGESTION, *GENERAL, *LETTERS),
    "03": (*HANDLING, *GENERAL, *LETTERS),
    "04": (*WARRANTY, *GENERAL, *LETTERS),
}


def gestures_for(desk: Desk, slip: Slip) -> list[Gesture]:
    """The gestures that make sense for a slip as it stands; the verbs themselves refuse who may not."""
    return [one for one in GESTURES.get(slip.paper_code, ()) if one.when(desk, slip)]
