"""The named guards of the workflow table: each looks at plain facts and returns None or a refusal."""

from __future__ import annotations

from collections.abc import Callable

from qmsdesk.errors import BugError, UserError
from qmsdesk.procedure import guards_claim as claim
from qmsdesk.procedure import guards_common as common
from qmsdesk.procedure import guards_feedback as feedback
from qmsdesk.procedure import guards_handling as handling
from qmsdesk.procedure.facts import Facts
from qmsdesk.procedure.transition import Transition

Guard = Callable[[Facts], str | None]

_ALL: tuple[Guard, ...] = (
    common.reason_given,
    common.void_approved,
    common.transfer_named,
    common.review,
    common.handover,
    common.receipt,
    feedback.feedback_complete,
    feedback.feedback_handover,
    feedback.feedback_receipt,
    feedback.classified,
    feedback.transferred_out,
    feedback.transfer_answered,
    feedback.supplier_answered,
    feedback.strand_answered,
    feedback.reclassify,
    feedback.strands_done,
    feedback.feedback_close,
    feedback.suggestion_complete,
    feedback.suggestion_reply,
    feedback.adopted,
    feedback.verified,
    feedback.reply_wanted,
    feedback.rejected_reply_wanted,
    feedback.suggestion_close,
    feedback.reply_drafted,
    feedback.reply_short,
    feedback.reply_long,
    feedback.reply_sent,
    feedback.reply_approved,
    handling.handling_may_start,
    handling.unit_meeting,
    handling.company_meeting,
    handling.minutes,
    handling.no_meeting_needed,
    handling.handling_complete,
    handling.handling_handover,
    handling.copies_signed,
    handling.measures_reported,
    handling.handling_close,
    handling.supplier_limit,
    handling.past_limit,
    handling.report_attached,
    handling.supplier_result,
    handling.supplier_extension,
    handling.appeal_reason,
    handling.second_appeal,
    handling.ruling_given,
    claim.claim_judged,
    claim.costs_approved,
    claim.market_approved,
    claim.no_costs,
    claim.claim_basis,
    claim.claim_complete,
    claim.claim_signed,
    claim.claim_handover,
    claim.planned,
    claim.dispatched,
    claim.claim_finished,
    claim.finished_without_goods,
    claim.handling_linked,
    claim.claim_close,
    claim.representative_approved,
    claim.survey_complete,
    claim.survey_valid,
)

GUARDS: dict[str, Guard] = {guard.__name__: guard for guard in _ALL}


def refusal(name: str, facts: Facts) -> str | None:
    """Ask a guard by name; "" means the gesture has none."""
    if not name:
        return None
    guard = GUARDS.get(name)
    if guard is None:
        raise BugError(f"no guard named {name}")
    return guard(facts)


def enforce(transition: Transition, facts: Facts) -> None:
    """Raise UserError with the refusal where the transition's guard says no."""
    refused = refusal(transition.guard, facts)
    if refused:
        raise UserError(refused)
