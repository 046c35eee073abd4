"""建议单 J: from F to a verified, answered suggestion (5.3.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.operations import ledger, replies, slips, steps, suggestions
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.sheet_store import digest_now
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from tests.operations.case_hands import DAY, a_request, as_, ink, register_draft, register_feedback


@pytest.fixture
def everyone(desk: Desk) -> Desk:
    return as_(desk)


@pytest.fixture
def feedback(everyone: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> int:
    """An A feedback, reviewed, handed over, signed for and classified."""
    slip_id = register_feedback(everyone, call_note, complete_feedback).slip_id
    steps.step(everyone, slip_id=slip_id, action="审核", given=ink("王工"))
    steps.step(
        everyone,
        slip_id=slip_id,
        action="送交",
        given=Given(values={"original": "复印件", "original_pages": 1}),
    )
    steps.step(
        everyone,
        slip_id=slip_id,
        action="签收",
        given=ink("赵倩", values={"qc_receipt_opinion": "情况属实，同意受理。"}),
    )
    steps.step(everyone, slip_id=slip_id, action="归为A类", given=Given(values={"problem_code": "C1"}))
    return slip_id


def test_a_suggestion_lives_from_draft_to_answered_customer(
    everyone: Desk, feedback: int, clock: Any
) -> None:
    begun = suggestions.begin_suggestion(
        everyone, feedback_ids=[feedback], receiving_unit="设计所", content="改进管箱法兰密封结构",
        answer_customer=True, request_id=a_request(),
    )  # fmt: skip
    registered = register_draft(everyone, begun.draft_id, sig_handler=Signed("赵倩", DAY))
    assert registered.number == "J01-2026-001"
    slip_id = registered.slip_id
    steps.step(everyone, slip_id=slip_id, action="审核", given=ink("孙立"))
    steps.step(everyone, slip_id=slip_id, action="发出")
    steps.step(everyone, slip_id=slip_id, action="签收", given=ink("周平"))
    row = dict(
        zip([c.key for c in ledger.COLUMNS], next(ledger.stream(everyone, query=Query())), strict=True)
    )
    assert row["due"] == date(2026, 12, 22)
    assert row["j_numbers"] == "J01-2026-001"
    assert row["complaint_class"] == "A"
    _answered_and_closed(everyone, slip_id, clock)
    steps.step(everyone, slip_id=feedback, action="处理完毕")
    assert steps.step(everyone, slip_id=feedback, action="关闭").state == "已关闭"
    assert audit_check.verify() == ()
    for one in (slip_id, feedback):
        assert slips.read_slip(everyone, slip_id=one).digest == digest_now(one)


def _answered_and_closed(everyone: Desk, slip_id: int, clock: Any) -> None:
    clock.advance(days=3)
    later = date(2026, 11, 25)
    steps.step(
        everyone, slip_id=slip_id, action="答复",
        given=ink("周平", later, values={"reply": "采用金属缠绕垫片。", "decision": "采纳"}),
    )  # fmt: skip
    steps.step(everyone, slip_id=slip_id, action="审核答复", given=ink("吴江", later))
    steps.step(everyone, slip_id=slip_id, action="实施")
    steps.step(
        everyone,
        slip_id=slip_id,
        action="核实合格",
        given=ink("赵倩", later, values={"verification": "已改图。"}),
    )
    with pytest.raises(UserError, match=r"5\.3\.3"):
        steps.step(everyone, slip_id=slip_id, action="关闭")
    steps.step(
        everyone,
        slip_id=slip_id,
        action="起草回复",
        given=Given(values={"text": "贵公司意见已采纳，图样已修改。"}),
    )
    (letter,) = replies.replies_of(everyone, slip_id=slip_id)
    replies.step(everyone, reply_id=letter.id, action="送批")
    replies.step(everyone, reply_id=letter.id, action="批准")
    steps.step(
        everyone,
        slip_id=slip_id,
        action="回复顾客",
        given=Given(values={"channel": "传真", "sent_on": later}),
    )
    suggestions.log_photocopy(everyone, slip_id=slip_id, day=later)
    assert steps.step(everyone, slip_id=slip_id, action="关闭").state == "已关闭"
