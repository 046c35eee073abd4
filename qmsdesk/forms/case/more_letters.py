"""The letters to the customer about a slip: sent for approval, approved, sent back, sent out (AUX-8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qmsdesk.forms.case.gesture import Answers, Gesture, signed
from qmsdesk.forms.case.inputs import CHANNELS, INPUTS, Input, Kind, words
from qmsdesk.operations import replies
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.slips import Slip
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.workflow import actions

OTHERS = ("送批", "退回", "发出")
SIGNED = ("批准", "批准并上报", "公司批准")


def _open(desk: Desk, slip: Slip) -> list[replies.Reply]:
    return [one for one in replies.replies_of(desk, slip_id=slip.id) if one.sent_on is None]


def _choices(desk: Desk, slip: Slip) -> Input:
    known = tuple((one.id, f"{one.drafted_on}　{one.state}　{one.text[:24]}") for one in _open(desk, slip))
    return Input("reply_id", "回复函", Kind.CHOICE, known)


def _actions(desk: Desk, slip: Slip, wanted: tuple[str, ...]) -> Input:
    """The gestures the open letters are at, for anybody: who signs in ink is reported by another hand."""
    states = {one.state for one in _open(desk, slip)}
    now = [
        name
        for name in wanted
        if any(row.action == name for state in states for row in actions("reply", state))
    ]
    return Input("action", "办理", Kind.CHOICE, words(*(now or wanted)))


def _inputs(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    sent = ("发出",)
    return (
        _choices(desk, slip), _actions(desk, slip, OTHERS),
        Input("reason", "退回理由", Kind.LONG, only_with=("退回",)),
        Input("channel", "回复方式", Kind.CHOICE, CHANNELS, editable=True, only_with=sent),
        replace(INPUTS["sent_on"], only_with=sent), replace(INPUTS["sender"], only_with=sent),
    )  # fmt: skip


def _approving(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    return (
        _choices(desk, slip),
        Input("shown", "回复内容", Kind.READ),
        _actions(desk, slip, SIGNED),
        Input("signature", "签名", Kind.SIGNATURE),
    )


def _to_read(desk: Desk, slip: Slip) -> Mapping[str, Any]:
    return {"shown": _open(desk, slip)[0].text}


def _writing(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    return (_choices(desk, slip), Input("customer", "收件人"), INPUTS["text"], INPUTS["company_level"])


def _step(desk: Desk, _slip: Slip, answers: Answers) -> object:
    reply_id, action, reason = (answers.pop(name) for name in ("reply_id", "action", "reason"))
    given = Given(reason=reason, values=answers if action == "发出" else {})
    return replies.step(desk, reply_id=reply_id, action=action, given=given)


def _approve(desk: Desk, _slip: Slip, answers: Answers) -> object:
    given = signed(answers)
    return replies.step(desk, reply_id=answers["reply_id"], action=answers["action"], given=given)


def _write(desk: Desk, _slip: Slip, answers: Answers) -> object:
    return replies.write_reply(desk, **answers)


def _words(desk: Desk, slip: Slip) -> Mapping[str, Any]:
    last = _open(desk, slip)[-1]
    return {
        "reply_id": last.id,
        "customer": last.customer,
        "text": last.text,
        "company_level": last.company_level,
    }


def _today(desk: Desk, _slip: Slip) -> Mapping[str, Any]:
    return {"sent_on": desk.clock.today(), "sender": desk.user.name}


def _to_approve(desk: Desk, slip: Slip) -> bool:
    """Whether a letter waits for an approval."""
    states = {one.state for one in _open(desk, slip)}
    return any(row.action in SIGNED for state in states for row in actions("reply", state))


def _any(desk: Desk, slip: Slip) -> bool:
    return bool(_open(desk, slip))


LETTERS: tuple[Gesture, ...] = (
    Gesture("修改回复函", "保存", "5.3.3.3", _writing, _write, _words, _any),
    Gesture("回复函送批、发出", "办理", "5.3.3.3", _inputs, _step, _today, _any),
    Gesture("批准回复函", "签名", "5.3.3.3", _approving, _approve, _to_read, _to_approve),
)
