"""A walker over the workflow table: it makes every gesture of a path with right inputs and tries every other one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import (
    beginning,
    claim_approvals,
    claims,
    drafts,
    handling,
    slips,
    steps,
    suggestions,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.meetings import Person
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.roles import ROLES
from qmsdesk.procedure.workflow import STATES, TABLE, actions
from tests.operations import case_help
from tests.operations.case_hands import DAY, a_request, as_, ink, register_feedback

VERBS = sorted({row.action for row in TABLE if row.life in ("01", "02", "03", "04")})
LIMIT = date(2026, 12, 1)
MINUTES = {
    "held_on": DAY, "chair": "郑总", "chair_role": "management_representative", "causes": "密封面加工超差",
    "decisions": "返修密封面，补充检验",
    "people": [Person("赵倩", "质管部门", "质管人员"), Person("周平", "装配车间", "技术人员")],
}  # fmt: skip

INPUTS: dict[tuple[str, str], Callable[[], Given]] = {
    ("01", "审核"): lambda: ink("王工"),
    ("01", "送交"): lambda: Given(values={"original": "原件", "original_pages": 2}),
    ("01", "签收"): lambda: ink("赵倩", values={"qc_receipt_opinion": "受理"}),
    ("01", "转出"): lambda: Given(receiver="铸锻公司", values={"original": "复印件"}),
    ("01", "转供方"): lambda: Given(receiver="西北密封件厂", values={"limit": LIMIT}),
    ("01", "收到结果"): lambda: Given(values={"result": "已返修", "analysis": "分析报告 2026-7"}),
    ("01", "处理完毕"): lambda: Given(reason="顾客意见已口头采纳，不另开建议单"),
    ("02", "审核"): lambda: ink("孙立"),
    ("02", "签收"): lambda: ink("周平"),
    ("02", "答复"): lambda: ink("周平", values={"reply": "采用缠绕垫片", "decision": "采纳"}),
    ("02", "审核答复"): lambda: ink("吴江"),
    ("02", "核实合格"): lambda: ink("赵倩", values={"verification": "图样已改"}),
    ("02", "核实不合格"): lambda: ink("赵倩", values={"verification": "尚未改图"}),
    ("02", "起草回复"): lambda: Given(values={"text": "感谢贵公司的建议，我们已经采纳。"}),
    ("02", "回复顾客"): lambda: Given(values={"channel": "传真", "sent_on": DAY}),
    ("03", "会议结论"): lambda: Given(values=MINUTES),
    ("03", "审核"): lambda: ink("孙立"),
    ("03", "提交验证"): lambda: Given(values={"measures": "密封面已返修"}),
    ("03", "验证不合格"): lambda: Given(values={"verification": "试压仍有渗漏"}),
    ("03", "关闭"): lambda: Given(values={"verification": "试压合格"}),
    ("03", "裁决修订"): lambda: ink("赵倩"),
    ("04", "判定"): lambda: Given(
        reason="故障在保用期内", values={"claim_class": "质量三包", "modes": ["包修"], "kept": "是",
        "quality_cause": True, "decided_by": "李敏", "dispatch": date(2026, 10, 8)},
    ),
    ("04", "费用批准"): lambda: ink("孙立"),
    ("04", "经营性批准"): lambda: ink("郑总", reason="保市场"),
    ("04", "经销领导签字"): lambda: ink("王工", values={"sales_opinion": "同意"}),
    ("04", "质管批准"): lambda: ink("赵倩", values={"quality_opinion": "同意"}),
    ("04", "公司领导批准"): lambda: ink("郑总", values={"factory_opinion": "同意"}),
    ("04", "计划"): lambda: ink("何强", values={"planned_date": LIMIT}),
    ("04", "发货"): lambda: Given(
        values={"consignee": "兰州石化公司", "station": "兰州西", "part_load": "2 箱", "dispatched_on": DAY}
    ),
    ("04", "完成"): lambda: Given(values={"actual_date": DAY}),
}  # fmt: skip
REASONED = {"审核退回", "撤回审核", "退回", "改归类", "作废", "放弃", "退回答复"}


def given_for(code: str, action: str) -> Given:
    """The right input of a gesture."""
    if (code, action) in INPUTS:
        return INPUTS[code, action]()
    return Given(reason="原因说明", approver="郑总") if action in REASONED else Given()


@dataclass
class Walker:
    """Walks slips of one department; remembers which rows of the table it has made."""

    desk: Desk
    note: Any
    feedback_values: dict[str, Any]
    made: set[tuple[str, str, str]] = field(default_factory=set)
    tried: set[tuple[str, str]] = field(default_factory=set)
    trusting: bool = False  # makes the gestures without trying the others

    def state(self, slip_id: int) -> str:
        """Where a slip stands."""
        found = one("SELECT state FROM slip WHERE id = ?", (slip_id,))
        return str(found[0]) if found else ""

    def walk(self, slip_id: int, path: str) -> int:
        """Make the gestures of a path in order; words with ! are preparations of case_help."""
        for word in path.split():
            if word.startswith("!"):
                getattr(case_help, word[1:])(self, slip_id)
            else:
                self.go(slip_id, word)
        return slip_id

    def go(self, slip_id: int, action: str) -> None:
        """One gesture: closed to every other role, open to this one."""
        slip = slips.read_slip(self.desk, slip_id=slip_id)
        row = next(row for row in actions(slip.paper_code, slip.state) if row.action == action)
        self.refuse_others(slip_id, slip.paper_code, slip.state)
        if action in ("登记", "更正"):
            self.write_sheet(slip_id, action)
        else:
            given = given_for(slip.paper_code, action)
            stranger = as_(self.desk, *(set(ROLES) - row.roles), "anyone")
            fresh = (slip.paper_code, slip.state, action) not in self.made
            if given.ink is None and fresh and not self.trusting:
                with pytest.raises(UserError):
                    steps.step(stranger, slip_id=slip_id, action=action, given=given)
            steps.step(self.desk, slip_id=slip_id, action=action, given=given)
        assert self.state(slip_id) == row.target
        self.made.add((slip.paper_code, slip.state, action))

    def refuse_others(self, slip_id: int, code: str, state: str) -> None:
        """Every gesture the table does not know in this state is refused and leaves no trace."""
        if self.trusting or (code, state) in self.tried:
            return
        self.tried.add((code, state))
        known = {row.action for row in actions(code, state)}
        before = rows("SELECT count(*) FROM audit")
        for action in [*(verb for verb in VERBS if verb not in known), "拒收"]:
            with pytest.raises(UserError):
                steps.step(self.desk, slip_id=slip_id, action=action, given=given_for(code, action))
        assert rows("SELECT count(*) FROM audit") == before

    def write_sheet(self, slip_id: int, action: str) -> None:
        """登记 or 更正 through the draft, as the sheet window does it."""
        if action == "更正":
            draft = beginning.begin_correction(self.desk, slip_id=slip_id)
        else:
            found = one("SELECT id FROM draft WHERE slip_id = ?", (slip_id,))
            assert found is not None
            draft = drafts.open_draft(self.desk, draft_id=found[0])
        values = {**WHOLE.get(draft.paper_code, {}), **draft.values}
        slips.register(self.desk, draft_id=draft.id, values=values, request_id=a_request())

    def feedback(self, path: str = "") -> int:
        """A registered feedback, walked on."""
        made = register_feedback(self.desk, self.note, self.feedback_values)
        self.made.add(("01", "草稿", "登记"))
        return self.walk(made.slip_id, path)

    def classified(self, kind: str = "B") -> int:
        """A feedback in the hands of 质管."""
        return self.feedback(f"审核 送交 签收 归为{kind}类")

    def suggestion(self, path: str, *, answer: bool = False) -> int:
        """A suggestion on a feedback of its own."""
        begun = suggestions.begin_suggestion(
            self.desk, feedback_ids=[self.classified("A")], receiving_unit="设计所", content="改进密封",
            answer_customer=answer, request_id=a_request(),
        )  # fmt: skip
        return self.walk(begun.slip_id, path)

    def handling(self, path: str, *, feedback: int | None = None) -> int:
        """A handling slip on a feedback of its own."""
        ids = [feedback or self.classified()]
        return self.walk(
            handling.begin_handling(self.desk, feedback_ids=ids, request_id=a_request()).slip_id, path
        )

    def delivered(self) -> int:
        """A 处理单 that reached everybody."""
        return self.handling("开始分析 提出处理意见 登记 审核 分发 !sign_copies")

    def claim(self, path: str, *, ground: int | None = None) -> int:
        """A claim on a delivered 处理单 (or on `ground`)."""
        c_id = ground or self.delivered()
        above = one("SELECT parent_id FROM case_link WHERE child_id = ?", (c_id,))
        assert above is not None
        begun = claims.begin_claim(
            self.desk, feedback_ids=[above[0]], handling_id=c_id, request_id=a_request()
        )
        return self.walk(begun.slip_id, path)

    def urgent_claim(self, path: str) -> int:
        """A claim allowed before its 处理单."""
        begun = claims.begin_claim(self.desk, feedback_ids=[self.classified()], request_id=a_request())
        claim_approvals.approve_urgency(
            self.desk, slip_id=begun.slip_id, reason="顾客停产", given=ink("高主任")
        )
        return self.walk(begun.slip_id, path)


def rows_of(life: str) -> set[tuple[str, str, str]]:
    """Every row of the table about one life."""
    assert STATES[life]
    return {(row.life, row.source, row.action) for row in TABLE if row.life == life}


WHOLE: dict[str, dict[str, Any]] = {
    "02": {"sig_handler": Signed("赵倩", DAY)},
    "03": {
        "sig_handler": Signed("赵倩", DAY), "cause_analysis": "密封面加工超差", "responsible_dept": "装配车间",
        "disposition": "返修密封面，更换垫片", "cause_kind": "制造",
    },
    "04": {
        "sig_handler": Signed("李敏", DAY), "required_date": LIMIT, "responsible_unit": "装配车间",
        "ship_date": date(2026, 10, 8), "problem": "管箱法兰渗漏",
    },
}  # fmt: skip
