"""What can be done about a 建议单, a 处理单 or a 三包单 beside the table: stock, meetings, arbitration, approvals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qmsdesk.forms.case.gesture import Answers, Gesture, always, signed
from qmsdesk.forms.case.inputs import Input, Kind, inputs_for, words
from qmsdesk.forms.case.more_feedback import CLAIM
from qmsdesk.operations import arbitration, handling, handling_revision, suggestions
from qmsdesk.operations.claim_approvals import approve_urgency
from qmsdesk.operations.claims import choose_copies
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.meetings import action_done, minutes_of, write_minutes
from qmsdesk.operations.slips import Slip
from qmsdesk.procedure.copies import CLAIM_DEFAULT, CLAIM_EXTRA
from qmsdesk.procedure.shares import parse_shares

_SIGN = Input("signature", "签名", Kind.SIGNATURE)
_REASON = Input("reason", "理由", Kind.LONG, hint="不写理由不受理")


def _stock(desk: Desk, slip: Slip, answers: Answers) -> None:
    handling.check_stock(desk, slip_id=slip.id, **answers)


def _appeal(desk: Desk, slip: Slip, answers: Answers) -> object:
    return arbitration.appeal(desk, slip_id=slip.id, given=signed(answers), **answers)


def _rule(desk: Desk, slip: Slip, answers: Answers) -> object:
    answers.pop("appeal")
    return arbitration.rule(desk, slip_id=slip.id, given=signed(answers), **answers)


def _accept(desk: Desk, slip: Slip, answers: Answers) -> object:
    return arbitration.accept(desk, slip_id=slip.id, given=signed(answers))


def _appealed(desk: Desk, slip: Slip) -> bool:
    return bool(arbitration.appeals_of(desk, slip_id=slip.id))


def _to_rule(desk: Desk, slip: Slip) -> bool:
    lines = arbitration.appeals_of(desk, slip_id=slip.id)
    return bool(lines) and lines[-1].ruled_on is None


def _may_appeal(desk: Desk, slip: Slip) -> bool:
    return bool(slip.number) and slip.state not in ("已登记", "已审核", "作废", "放弃")


def _responsible(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    names = [share.department for share in parse_shares(str(slip.values.get("responsible_dept") or ""))]
    return (Input("department", "申诉部门", Kind.CHOICE, words(*names), editable=not names), _REASON, _SIGN)


def _shares_now(desk: Desk, slip: Slip) -> Mapping[str, Any]:
    """The shares in force and what is appealed against, with the ruling before it where there is one."""
    told = []
    for one in arbitration.appeals_of(desk, slip_id=slip.id):
        told.append(f"{one.filed_on} {one.department}{'申诉' if one.level == 1 else '再申诉'}：{one.reason}")
        if one.ruled_on is not None:
            told.append(f"{one.ruled_on} {one.ruled_by}裁决：{one.ruling}")
    return {
        "shares": parse_shares(str(slip.values.get("responsible_dept") or "")),
        "appeal": "\n".join(told),
    }


def _minutes_inputs(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    from qmsdesk.operations.steps import spec_of

    return inputs_for(slip.paper, "会议结论", spec_of("03", "会议结论").asks)


def _minutes_now(desk: Desk, slip: Slip) -> Mapping[str, Any]:
    last = minutes_of(desk, slip_id=slip.id)[-1]
    return {name: getattr(last, name) for name in last.__dataclass_fields__ if name not in ("id", "slip_id")}


def _keep_minutes(desk: Desk, slip: Slip, answers: Answers) -> None:
    write_minutes(desk, meeting_id=minutes_of(desk, slip_id=slip.id)[-1].id, values=answers)


def _met(desk: Desk, slip: Slip) -> bool:
    return bool(minutes_of(desk, slip_id=slip.id))


def _open_actions(desk: Desk, slip: Slip) -> tuple[tuple[object, str], ...]:
    return tuple(
        ((meeting.id, place), f"{action.what}　{action.owner}　{action.due or ''}")
        for meeting in minutes_of(desk, slip_id=slip.id)
        for place, action in enumerate(meeting.actions, start=1)
        if action.done_on is None
    )


def _done_inputs(desk: Desk, slip: Slip) -> tuple[Input, ...]:
    return (
        Input("which", "措施", Kind.CHOICE, _open_actions(desk, slip)),
        Input("day", "完成日期", Kind.DATE),
    )


def _done(desk: Desk, _slip: Slip, answers: Answers) -> None:
    meeting_id, place = answers["which"]
    action_done(desk, meeting_id=meeting_id, place=place, day=answers["day"])


def _resign(desk: Desk, slip: Slip, answers: Answers) -> None:
    handling_revision.sign_revision(desk, slip_id=slip.id, box=answers.pop("box"), given=signed(answers))


def _urgent(desk: Desk, slip: Slip, answers: Answers) -> None:
    given = signed(answers)
    approve_urgency(desk, slip_id=slip.id, reason=answers["reason"], given=given)


def _today(desk: Desk, _slip: Slip) -> Mapping[str, Any]:
    return {"day": desk.clock.today()}


def _holders(_desk: Desk, slip: Slip) -> Mapping[str, Any]:
    return {"holders": [copy.holder for copy in slip.copies] or list(CLAIM_DEFAULT)}


SUGGESTION: tuple[Gesture, ...] = (
    Gesture(
        "登记复印件", "登记", "5.3.3.2", always(Input("day", "收到日期", Kind.DATE), Input("by", "交来人")),
        lambda desk, slip, answers: suggestions.log_photocopy(desk, slip_id=slip.id, **answers), _today,
    ),
)  # fmt: skip
HANDLING: tuple[Gesture, ...] = (
    Gesture(
        "库存核查", "记下", "5.3.4.1",
        always(
            Input("place", "范围", Kind.CHOICE, words(*handling.PLACES)),
            Input("result", "结果", Kind.CHOICE, (("", "请选择"), *words(*handling.FINDINGS))),
            Input("note", "说明", Kind.LONG),
        ),
        _stock,
    ),
    Gesture(
        "责任不清", "记下", "5.3.4.3",
        always(Input("several_or_unclear", "涉及几个部门，或原因、责任不清（先开专题分析会）", Kind.TICK)),
        lambda desk, slip, answers: handling.note_unclear(desk, slip_id=slip.id, **answers),
    ),
    Gesture("会议纪要", "保存", "5.3.4.3", _minutes_inputs, _keep_minutes, _minutes_now, _met),
    Gesture("会议措施完成", "记下", "5.3.4.3", _done_inputs, _done, _today, lambda d, s: bool(_open_actions(d, s))),
    Gesture(
        "纠正措施编号", "记下", "5.3.4.4",
        always(Input("number", "纠正措施编号", hint="按 LSZB/QM08—10"), Input("due", "完成期限", Kind.DATE)),
        lambda desk, slip, answers: handling.note_capa(desk, slip_id=slip.id, **answers),
    ),
    Gesture("申诉", "提出申诉", "5.3.4.6", _responsible, _appeal, when=_may_appeal),
    Gesture(
        "裁决", "作出裁决", "5.3.4.6",
        always(
            Input("appeal", "申诉", Kind.READ), Input("investigation", "调查情况", Kind.LONG),
            Input("text", "裁决", Kind.LONG),
            Input("shares", "责任分担", Kind.SHARES), _SIGN,
        ),
        _rule, _shares_now, _to_rule,
    ),
    Gesture("接受裁决", "接受", "5.3.4.6", always(_SIGN), _accept, when=_appealed),
    Gesture(
        "补签审核、批准", "签名", "5.3.4.4",
        always(Input("box", "签字栏", Kind.CHOICE, (("sig_approve", "批准"), ("sig_review", "审核"))), _SIGN),
        _resign, when=lambda _desk, slip: bool(slip.number),
    ),
    CLAIM,
)  # fmt: skip
WARRANTY: tuple[Gesture, ...] = (
    Gesture("先处理后分析批准", "批准", "5.3.4.5", always(_REASON, _SIGN), _urgent),
    Gesture(
        "份数分配", "保存", "5.3.5.4",
        always(Input("holders", "各联", Kind.TICKS, words(*CLAIM_DEFAULT, *CLAIM_EXTRA))),
        lambda desk, slip, answers: choose_copies(desk, slip_id=slip.id, **answers), _holders,
    ),
)  # fmt: skip
