"""T8: opening a large case against opening a small one."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace
from random import Random

from qmsdesk.bench.corpus import NOW, feedback
from qmsdesk.bench.measure import Figure, Target, compare, medians, repeated
from qmsdesk.operations import case_view, drafts, handling, intake, slips, steps
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.roles import ROLES

MANY, FEW = 30, 2
DEPARTMENTS = "机加车间 40%、铆焊车间 30%、装配车间 20%、供应部门 5%、涂装班 5%"  # seven copies a slip
OPEN = Target("T8", f"打开一个 {MANY} 张单据、200 余联的案件", f"打开一个 {FEW} 张单据的案件", 3.0)


def figures(desk: Desk, rounds: int) -> list[Figure]:
    """The figure on a department that is open; its two cases stay in it."""
    everyone = replace(desk, user=replace(desk.user, roles=frozenset(ROLES)))
    small, large = _case(everyone, FEW), _case(everyone, MANY)
    found = medians(
        {
            "large": repeated(lambda: case_view.case_of(desk, slip_id=large), 5, time.process_time),
            "small": repeated(lambda: case_view.case_of(desk, slip_id=small), 5, time.process_time),
        },
        rounds,
    )
    return [compare(OPEN, found["large"], found["small"])]


def _case(desk: Desk, size: int) -> int:
    """A feedback with so many slips in all; its id."""
    values = feedback(Random(8), business_date(NOW))
    note = intake.CallNote("王工", "0931-2345678", NOW, values["customer_name"], values["description"])
    begun = intake.record_call(desk, note=note, request_id=str(uuid.uuid4()))
    made = slips.register(desk, draft_id=begun.draft_id, values=values, request_id=str(uuid.uuid4()))
    day = desk.clock.today()
    for action, name in (("审核", "王工"), ("送交", ""), ("签收", "赵倩"), ("归为B类", "")):
        ink = Signed(name, day, "ink") if name else None
        given = Given(ink=ink, values={"original": "原件", "qc_receipt_opinion": "受理"})
        steps.step(desk, slip_id=made.slip_id, action=action, given=given)
    for _turn in range(size - 1):
        _handled(desk, made.slip_id)
    return made.slip_id


def _handled(desk: Desk, feedback_id: int) -> None:
    begun = handling.begin_handling(desk, feedback_ids=[feedback_id], request_id=str(uuid.uuid4()))
    for action in ("开始分析", "提出处理意见"):
        steps.step(desk, slip_id=begun.slip_id, action=action)
    sheet = {
        **drafts.open_draft(desk, draft_id=begun.draft_id).values,
        "cause_analysis": "密封面加工超差",
        "responsible_dept": DEPARTMENTS,
        "disposition": "研磨密封面，更换垫片",
        "sig_handler": Signed("赵倩", desk.clock.today()),
    }
    slips.register(desk, draft_id=begun.draft_id, values=sheet, request_id=str(uuid.uuid4()))
