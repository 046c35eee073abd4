"""What a path needs besides its gestures: answers, approvals, receipts, costs, rulings; written !name in a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import (
    arbitration,
    claim_approvals,
    classifying,
    contacts,
    copy_receipt,
    drafts,
    handling,
    handling_revision,
    replies,
    suggestions,
    suppliers,
)
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.facts import Share
from tests.operations.case_hands import DAY, as_, ink

if TYPE_CHECKING:
    from tests.operations.case_walk import Walker


def no_answer(walker: Walker, slip_id: int) -> None:
    classifying.answer_not_needed(walker.desk, slip_id=slip_id, reason="顾客表示不必回复")


def answer(walker: Walker, slip_id: int) -> None:
    contacts.log_contact(
        walker.desk,
        slip_id=slip_id,
        at=walker.desk.clock.now(),
        how="电话",
        contact="马处长",
        result="顾客同意",
        kind="答复",
    )


def answer_above(walker: Walker, slip_id: int) -> None:
    above = one("SELECT parent_id FROM case_link WHERE child_id = ? ORDER BY parent_id", (slip_id,))
    assert above is not None
    answer(walker, above[0])


def supplier_answers(walker: Walker, slip_id: int) -> None:
    claim = suppliers.claims_of(walker.desk, feedback_id=slip_id)[-1]
    for action in ("收到分析报告", "收到处理结果"):
        given = Given(values={"report": "供方报告 8", "result": "更换密封件"})
        suppliers.step(walker.desk, claim_id=claim.id, action=action, given=given)


def closed_handling(walker: Walker, slip_id: int) -> None:
    path = "开始分析 提出处理意见 登记 审核 分发 !sign_copies 签收齐全 提交验证 !answer_above 关闭"
    walker.handling(path, feedback=slip_id)


def sign_copies(walker: Walker, slip_id: int) -> None:
    clerk = as_(walker.desk, "sales_clerk")
    for (key,) in rows("SELECT id FROM copy WHERE slip_id = ? AND signed_for_at IS NULL", (slip_id,)):
        copy_receipt.sign_for_copy(clerk, copy_id=key, given=ink("周平"))


def approve_reply(walker: Walker, slip_id: int) -> None:
    letter = replies.replies_of(walker.desk, slip_id=slip_id)[-1]
    replies.step(walker.desk, reply_id=letter.id, action="送批")
    replies.step(walker.desk, reply_id=letter.id, action="批准", given=ink("高主任"))


def photocopy(walker: Walker, slip_id: int) -> None:
    suggestions.log_photocopy(walker.desk, slip_id=slip_id, day=DAY)


def confirm(walker: Walker, slip_id: int) -> None:
    above = one("SELECT parent_id FROM case_link WHERE child_id = ?", (slip_id,))
    assert above is not None
    handling.note_unclear(walker.desk, slip_id=slip_id, several_or_unclear=True)
    classifying.confirm_severity(walker.desk, slip_id=above[0])


def cost(walker: Walker, slip_id: int) -> None:
    claim_approvals.add_cost(walker.desk, slip_id=slip_id, kind="差旅费", fen=123_456)


def goods(walker: Walker, slip_id: int) -> None:
    draft = one("SELECT id FROM draft WHERE slip_id = ?", (slip_id,))
    assert draft is not None
    values = drafts.open_draft(walker.desk, draft_id=draft[0]).values
    line = {
        "name": "缠绕垫片",
        "drawing_no": "LS-G-7",
        "quantity": 2,
        "unit_weight": 1500,
        "unit_price": 36_000,
    }
    shipped = {"lines": [line], "consignee": "兰州石化公司", "station": "兰州西"}
    drafts.save_draft(walker.desk, draft_id=draft[0], values={**values, **shipped})


def ruling(walker: Walker, slip_id: int) -> None:
    arbitration.appeal(
        walker.desk,
        slip_id=slip_id,
        department="装配车间",
        reason="密封面由铸锻公司加工",
        given=ink("吴江"),
    )
    shares = [Share("装配车间", 3000), Share("铸锻公司", 7000)]
    arbitration.rule(
        walker.desk, slip_id=slip_id, text="铸锻公司承担七成", shares=shares, given=ink("冯部长")
    )


def ruling_above(walker: Walker, slip_id: int) -> None:
    above = one(
        "SELECT h.slip_id FROM case_link l JOIN handling h ON h.slip_id = l.parent_id WHERE l.child_id = ?",
        (slip_id,),
    )
    assert above is not None
    ruling(walker, above[0])


def approve_handling(walker: Walker, slip_id: int) -> None:
    handling_revision.sign_revision(walker.desk, slip_id=slip_id, box="sig_approve", given=ink("郑总"))


def handle_now(walker: Walker, slip_id: int) -> None:
    above = one("SELECT parent_id FROM case_link WHERE child_id = ? ORDER BY parent_id", (slip_id,))
    assert above is not None
    walker.handling("开始分析 提出处理意见 登记 审核 分发 !sign_copies", feedback=above[0])
