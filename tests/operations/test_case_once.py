"""Saving twice is saving once: every small gesture of a case, asked for again with its request, changes nothing."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from qmsdesk.models.base import database
from qmsdesk.models.transactions import rows
from qmsdesk.operations import (
    arbitration,
    claim_approvals,
    claims,
    classifying,
    contacts,
    copy_receipt,
    handling,
    handling_revision,
    intake,
    intake_transfer,
    machine,
    meetings,
    replies,
    slips,
    suggestions,
    suppliers,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import asking
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.facts import Share
from tests.operations.case_department import walking
from tests.operations.case_hands import DAY, a_request, ink
from tests.operations.case_walk import MINUTES, Walker

ROOMS = (
    "arbitration", "claim_approvals", "claims", "classifying", "contacts", "copy_receipt", "handling",
    "handling_revision", "intake_transfer", "machine", "meetings", "replies", "suggestions", "suppliers",
)  # fmt: skip
OVERWRITES = {"replies.write_reply"}  # the same words written twice are the same words
Verb = Callable[[Desk], Any]
REVIEWED = "开始分析 提出处理意见 登记 审核"
MET = "开始分析 召开质量分析会"


def _contact(walker: Walker) -> Verb:
    slip_id = walker.feedback()
    return lambda desk: contacts.log_contact(
        desk, slip_id=slip_id, at=desk.clock.now(), how="电话", contact="马处长", result="顾客同意"
    )


def _cost(walker: Walker) -> Verb:
    slip_id = walker.claim("判定")
    return lambda desk: claim_approvals.add_cost(desk, slip_id=slip_id, kind="差旅费", fen=123_456)


def _cost_id(walker: Walker) -> int:
    slip_id = walker.claim("判定 !cost")
    return claim_approvals.costs_of(walker.desk, slip_id=slip_id)[0].id


def _change(walker: Walker) -> Verb:
    cost_id = _cost_id(walker)
    return lambda desk: claim_approvals.change_cost(
        desk, cost_id=cost_id, fen=200, estimate=True, reason="改为暂估"
    )


def _remove(walker: Walker) -> Verb:
    cost_id = _cost_id(walker)
    return lambda desk: claim_approvals.remove_cost(desk, cost_id=cost_id, reason="记重了")


def _approve(walker: Walker) -> Verb:
    cost_id = _cost_id(walker)
    return lambda desk: claim_approvals.approve_cost(desk, cost_id=cost_id, given=ink("孙立"))


def _urgency(walker: Walker) -> Verb:
    slip_id = walker.urgent_claim("")
    return lambda desk: claim_approvals.approve_urgency(
        desk, slip_id=slip_id, reason="停产", given=ink("高主任")
    )


def _copies(walker: Walker) -> Verb:
    slip_id = walker.claim("判定 无需预批 登记")
    return lambda desk: claims.choose_copies(desk, slip_id=slip_id, holders=["经销部门", "财务部门"])


def _severity(walker: Walker) -> Verb:
    slip_id = walker.classified()
    return lambda desk: classifying.confirm_severity(desk, slip_id=slip_id)


def _no_answer(walker: Walker) -> Verb:
    slip_id = walker.classified()
    return lambda desk: classifying.answer_not_needed(desk, slip_id=slip_id, reason="顾客不要求")


def _receipt(walker: Walker) -> Verb:
    slip_id = walker.handling(f"{REVIEWED} 分发")
    waiting = rows("SELECT id FROM copy WHERE slip_id = ? AND signed_for_at IS NULL", (slip_id,))
    for (key,) in waiting[1:]:
        copy_receipt.sign_for_copy(walker.desk, copy_id=key, given=ink("周平"))
    return lambda desk: copy_receipt.sign_for_copy(desk, copy_id=waiting[0][0], given=ink("周平"))


def _unclear(walker: Walker) -> Verb:
    slip_id = walker.handling("开始分析")
    return lambda desk: handling.note_unclear(desk, slip_id=slip_id, several_or_unclear=True)


def _capa(walker: Walker) -> Verb:
    slip_id = walker.handling("开始分析")
    return lambda desk: handling.note_capa(desk, slip_id=slip_id, number="JZ-2026-4", due=DAY)


def _stock(walker: Walker) -> Verb:
    slip_id = walker.handling("开始分析")
    return lambda desk: handling.check_stock(desk, slip_id=slip_id, place="库存品", result="未发现")


def _resign(walker: Walker) -> Verb:
    slip_id = walker.handling(REVIEWED)
    return lambda desk: handling_revision.sign_revision(
        desk, slip_id=slip_id, box="sig_approve", given=ink("郑总")
    )


def _minutes(walker: Walker) -> Verb:
    meeting = meetings.minutes_of(walker.desk, slip_id=walker.handling(MET))[-1].id
    return lambda desk: meetings.write_minutes(desk, meeting_id=meeting, values=MINUTES)


def _action(walker: Walker) -> Verb:
    meeting = meetings.minutes_of(walker.desk, slip_id=walker.handling(MET))[-1].id
    actions = [meetings.Action("返修密封面", "周平", DAY)]
    meetings.write_minutes(walker.desk, meeting_id=meeting, values={**MINUTES, "actions": actions})
    return lambda desk: meetings.action_done(desk, meeting_id=meeting, place=1, day=DAY)


def _letter(walker: Walker) -> Verb:
    slip_id = walker.classified()
    return lambda desk: replies.draft_reply(desk, slip_id=slip_id, text="已经返修。")


def _letter_step(walker: Walker) -> Verb:
    reply = replies.draft_reply(walker.desk, slip_id=walker.classified(), text="已经返修。")
    return lambda desk: replies.step(desk, reply_id=reply, action="送批")


def _photocopy(walker: Walker) -> Verb:
    slip_id = walker.suggestion("登记 审核 发出 签收 答复 审核答复")
    return lambda desk: suggestions.log_photocopy(desk, slip_id=slip_id, day=DAY)


def _supplier(walker: Walker) -> Verb:
    slip_id = walker.feedback("审核 送交 签收 转供方")
    claim = suppliers.claims_of(walker.desk, feedback_id=slip_id)[0].id
    given = Given(values={"report": "供方报告 8"})
    return lambda desk: suppliers.step(desk, claim_id=claim, action="收到分析报告", given=given)


def _appeal(walker: Walker) -> Verb:
    slip_id = walker.delivered()
    return lambda desk: arbitration.appeal(
        desk, slip_id=slip_id, department="装配车间", reason="由铸锻公司加工", given=ink("吴江")
    )


def _rule(walker: Walker) -> Verb:
    slip_id = walker.delivered()
    arbitration.appeal(
        walker.desk, slip_id=slip_id, department="装配车间", reason="由铸锻公司加工", given=ink("吴江")
    )
    shares = [Share("装配车间", 3000), Share("铸锻公司", 7000)]
    return lambda desk: arbitration.rule(
        desk, slip_id=slip_id, text="七成", shares=shares, given=ink("冯部长")
    )


def _accept(walker: Walker) -> Verb:
    slip_id = walker.handling(f"{REVIEWED} 分发 !sign_copies !ruling")
    return lambda desk: arbitration.accept(desk, slip_id=slip_id, given=ink("吴江"))


def _contract(walker: Walker) -> Verb:
    walker.feedback()
    return lambda desk: machine.note_contract_end(desk, serial_no="LS20260115", day=DAY, reason="合同第 9 条")


def _original(walker: Walker) -> int:
    return intake.record_call(walker.desk, note=walker.note, request_id=a_request()).source_id


def _pass_on(walker: Walker) -> Verb:
    source = _original(walker)
    return lambda desk: intake_transfer.pass_on(
        desk, source_id=source, receiver="铸锻公司经销部", reason="由其制造"
    )


def _take(walker: Walker) -> Verb:
    source = _original(walker)
    return lambda desk: intake_transfer.take(desk, source_id=source, given=ink("李敏"))


def _look(walker: Walker) -> Verb:
    source = _original(walker)
    return lambda desk: intake_transfer.investigate(
        desk, source_id=source, day=DAY, who="李敏", how="电话", findings="法兰漏油属实"
    )


def _keep(walker: Walker) -> Verb:
    source = _original(walker)
    intake_transfer.take(walker.desk, source_id=source, given=ink("李敏"))
    return lambda desk: intake_transfer.keep_as_contact(desk, source_id=source, reason="只是问价")


def _void(walker: Walker) -> Verb:
    slip_id = walker.feedback()
    return lambda desk: slips.void(desk, slip_id=slip_id, reason="登记重复", version=1)


GESTURES: dict[str, Callable[[Walker], Verb]] = {
    "contacts.log_contact": _contact, "claim_approvals.add_cost": _cost, "claim_approvals.change_cost": _change,
    "claim_approvals.remove_cost": _remove, "claim_approvals.approve_cost": _approve,
    "claim_approvals.approve_urgency": _urgency, "claims.choose_copies": _copies,
    "classifying.confirm_severity": _severity, "classifying.answer_not_needed": _no_answer,
    "copy_receipt.sign_for_copy": _receipt, "handling.note_unclear": _unclear, "handling.note_capa": _capa,
    "handling.check_stock": _stock, "handling_revision.sign_revision": _resign, "meetings.write_minutes": _minutes,
    "meetings.action_done": _action, "replies.draft_reply": _letter, "replies.step": _letter_step,
    "suggestions.log_photocopy": _photocopy, "suppliers.step": _supplier, "arbitration.appeal": _appeal,
    "arbitration.rule": _rule, "arbitration.accept": _accept, "machine.note_contract_end": _contract,
    "intake_transfer.pass_on": _pass_on, "intake_transfer.take": _take, "intake_transfer.investigate": _look,
    "intake_transfer.keep_as_contact": _keep,
}  # fmt: skip


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walker]:
    with walking(tmp_path_factory.mktemp("once") / "data") as hands:
        hands.trusting = True
        yield hands


@pytest.mark.parametrize("name", [*GESTURES, "slips.void"])
def test_a_gesture_asked_for_twice_is_made_once(walker: Walker, name: str) -> None:
    verb = {**GESTURES, "slips.void": _void}[name](walker)
    desk = asking(walker.desk, a_request())
    first, before = verb(desk), database.connection().total_changes
    assert verb(desk) == first
    assert database.connection().total_changes == before


def test_another_request_is_another_gesture(walker: Walker) -> None:
    verb, kept = _contact(walker), "SELECT count(*) FROM contact_log"
    before = rows(kept)[0][0]
    for _ in range(2):
        verb(asking(walker.desk, a_request()))
    assert rows(kept)[0][0] == before + 2


def test_a_refused_gesture_may_be_tried_again_with_its_request(walker: Walker) -> None:
    slip_id = walker.claim("判定")
    desk = asking(walker.desk, a_request())
    with pytest.raises(Exception, match="其他"):
        claim_approvals.add_cost(desk, slip_id=slip_id, kind="其他", fen=100)
    key = claim_approvals.add_cost(desk, slip_id=slip_id, kind="其他", fen=100, text="吊装")
    assert claim_approvals.add_cost(desk, slip_id=slip_id, kind="其他", fen=100, text="吊装") == key
    assert len(claim_approvals.costs_of(walker.desk, slip_id=slip_id)) == 1


def test_every_verb_of_a_case_that_writes_knows_its_request() -> None:
    """A new verb of these rooms is made once per request, or takes a request itself, or is named above."""
    found = set()
    for room in ROOMS:
        module = importlib.import_module(f"qmsdesk.operations.{room}")
        for name, verb in inspect.getmembers(module, inspect.isfunction):
            if verb.__module__ != module.__name__ or name.startswith("_"):
                continue
            if "write_tx()" in inspect.getsource(inspect.unwrap(verb)) or hasattr(verb, "__wrapped__"):
                assert hasattr(verb, "__wrapped__") or "request_id" in inspect.signature(verb).parameters or (
                    f"{room}.{name}" in OVERWRITES
                ), f"{room}.{name} would save twice"  # fmt: skip
                found.add(f"{room}.{name}")
    assert set(GESTURES) <= found
    begun = {"claims.begin_claim", "handling.begin_handling", "suggestions.begin_suggestion"}
    assert found == {*GESTURES, *OVERWRITES, *begun}
