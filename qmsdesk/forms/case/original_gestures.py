"""What can be done about an original: 转交, 签收, 调查核实, 记为一般联系, each as one dialog (5.3.2.1, 5.3.2.2)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input, Kind, words
from qmsdesk.operations import intake_transfer
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import asking
from qmsdesk.operations.originals import OriginalLine
from qmsdesk.operations.turns import Given

Answers = dict[str, Any]
_HOW = words("电话询问", "到现场查看", "查档案", "询问安装人员")
_REASON = Input("reason", "原因", Kind.LONG, hint="为什么转交，例如产品由该单位制造")


@dataclass(frozen=True)
class OriginalGesture:
    """One gesture: the rows of the life `intake` that open it (none: it has a permission of its own), inputs, verb."""

    name: str
    icon: str
    tip: str
    clause: str
    actions: tuple[str, ...]
    inputs: tuple[Input, ...]
    do: Callable[[Desk, int, Answers], object]
    known: Callable[[Desk], Mapping[str, Any]] = lambda _desk: {}


def _pass_on(desk: Desk, source_id: int, answers: Answers) -> object:
    return intake_transfer.pass_on(desk, source_id=source_id, **answers)


def _take(desk: Desk, source_id: int, answers: Answers) -> object:
    given = Given(**(answers.pop("signature") or {}))
    return intake_transfer.take(desk, source_id=source_id, given=given, **answers)


def _investigate(desk: Desk, source_id: int, answers: Answers) -> object:
    answers["day"] = answers["day"] or desk.clock.today()
    return intake_transfer.investigate(desk, source_id=source_id, **answers)


def _keep(desk: Desk, source_id: int, answers: Answers) -> object:
    return intake_transfer.keep_as_contact(desk, source_id=source_id, **answers)


def _today(desk: Desk) -> Mapping[str, Any]:
    return {"day": desk.clock.today(), "who": desk.user.name}


GESTURES: tuple[OriginalGesture, ...] = (
    OriginalGesture(
        "签收", "check", "经销部门签收这份来件：人、时间、意见", "5.3.2.2", ("签收",),
        (Input("opinion", "签收意见", Kind.LONG, hint="可不填"), Input("signature", "签名", Kind.SIGNATURE)), _take,
    ),
    OriginalGesture(
        "转交", "export", "转交产品生产单位的经销部门，写明原件还是复印件", "5.3.2.1", ("转交", "再转交"),
        (
            Input("receiver", "转交给", hint="产品生产单位的经销部门，例如：铸锻公司经销部"),
            Input("original", "随附", Kind.CHOICE, words("原件", "复印件")), _REASON,
        ),
        _pass_on,
    ),
    OriginalGesture(
        "调查核实", "search", "谁在何时怎样核实、核实到什么", "5.3.2.2", (),
        (
            Input("day", "核实日期", Kind.DATE), Input("who", "核实人"),
            Input("how", "核实方式", Kind.CHOICE, _HOW, editable=True),
            Input("findings", "核实情况", Kind.LONG, hint="查到的事实"),
        ),
        _investigate, _today,
    ),
    OriginalGesture(
        "记为一般联系", "copy", "核实后不属反馈：写明理由，由经销部门领导办理", "5.2.2.1", ("记为一般联系",),
        (Input("reason", "理由", Kind.LONG, hint="为什么不作反馈"),), _keep,
    ),
)  # fmt: skip


def dialog_for(desk: Desk, line: OriginalLine, name: str, parent: QWidget | None) -> FormDialog:
    """The dialog of a gesture on an original."""
    gesture = next(one for one in GESTURES if one.name == name)
    desk = asking(desk, str(uuid.uuid4()))
    return FormDialog(
        desk, name=gesture.name,
        sentence=f"信息原件 {line.number}　{line.customer}　{line.state}　依据 LSZB/QM07-03 {gesture.clause}",
        act=gesture.name, inputs=gesture.inputs, do=lambda answers: gesture.do(desk, line.id, answers),
        known=gesture.known(desk), parent=parent,
    )  # fmt: skip
