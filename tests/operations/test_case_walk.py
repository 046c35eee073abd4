"""Every allowed gesture of §6 is made through the operations, and in each state every other one is refused."""

from __future__ import annotations

from typing import Any

import pytest

from qmsdesk.models import audit_check
from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.sheet_store import digest_now
from tests.operations.case_hands import as_
from tests.operations.case_walk import Walker, rows_of


@pytest.fixture
def walker(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Walker:
    return Walker(as_(desk), call_note, complete_feedback)


def _all_is_well(walker: Walker, life: str) -> None:
    assert rows_of(life) - walker.made == set()
    assert audit_check.verify() == ()
    numbered = rows("SELECT id, digest FROM slip WHERE number IS NOT NULL")
    assert [key for key, digest in numbered if digest != digest_now(key)] == []


def test_every_gesture_on_a_feedback(walker: Walker) -> None:
    to_quality = "审核 送交 签收"
    walker.feedback(
        f"审核 撤回审核 审核退回 更正 审核 送交 退回 更正 {to_quality} 退回 更正 {to_quality}"
        " 归为A类 改归类 归为A类 处理完毕 !no_answer 关闭"
    )
    walker.feedback(
        f"{to_quality} 归为B类 改归类 归为B类 转出 收到结果 转供方 !supplier_answers 收到结果"
        " !closed_handling 处理完毕 关闭"
    )
    walker.feedback(
        f"{to_quality} 归为A+B类 改归类 归为A+B类 转出 收到结果 转供方 !supplier_answers 收到结果"
        " !closed_handling 处理完毕"
    )
    walker.feedback(f"{to_quality} 转出 收到结果")
    walker.feedback(f"{to_quality} 转供方 !supplier_answers 收到结果")
    for path in ("", "审核", "审核退回", "审核 送交", to_quality):
        walker.feedback(f"{path} 作废")
    _all_is_well(walker, "01")


def test_every_gesture_on_a_suggestion(walker: Walker) -> None:
    issued = "登记 审核 发出"
    adopted = f"{issued} 签收 答复 审核答复 实施"
    walker.suggestion(
        "登记 审核退回 更正 审核 撤回审核 审核 发出 签收 答复 退回答复 答复 审核答复 实施 核实不合格 继续实施 核实合格"
        " 起草回复 !approve_reply 回复顾客 !photocopy 关闭",
        answer=True,
    )
    walker.suggestion(f"{adopted} 核实合格 !photocopy 关闭")
    for path in ("登记", "登记 审核退回", "登记 审核", issued, f"{issued} 签收"):
        walker.suggestion(f"{path} 作废")
    walker.suggestion("放弃")
    _rejected(walker, issued)
    _all_is_well(walker, "02")


def _rejected(walker: Walker, issued: str) -> None:
    """A suggestion that is not adopted is answered to the customer where wanted, and closes."""
    from tests.operations import case_walk
    from tests.operations.case_hands import ink

    values = {"reply": "现结构满足标准", "decision": "不采纳", "decision_reason": "改动影响互换性"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(case_walk.INPUTS, ("02", "答复"), lambda: ink("周平", values=values))
        walker.suggestion(f"{issued} 签收 答复 审核答复 !photocopy 关闭")
        walker.suggestion(f"{issued} 签收 答复 审核答复 起草回复 !approve_reply 回复顾客", answer=True)


def test_every_gesture_on_a_handling(walker: Walker) -> None:
    registered = "开始分析 提出处理意见 登记 审核"
    sent = f"{registered} 分发"
    at_work = f"{sent} !sign_copies 签收齐全"
    walker.handling(
        "开始分析 召开质量分析会 会议结论 登记 审核退回 更正 审核 撤回审核 审核 分发 !sign_copies 签收齐全 提交验证"
        " 验证不合格 提交验证 !answer_above 关闭"
    )
    walker.handling("开始分析 !confirm 召开专题分析会 会议结论 登记 审核 !approve_handling 分发")
    for path in (registered, sent, at_work, f"{at_work} 提交验证"):
        walker.handling(f"{path} !ruling 裁决修订")
    for path in (
        "",
        "开始分析",
        "开始分析 召开质量分析会",
        "开始分析 !confirm 召开专题分析会",
        "开始分析 提出处理意见",
    ):
        walker.handling(f"{path} 放弃")
    for path in ("登记", "登记 审核退回", "登记 审核", "登记 审核 分发"):
        walker.handling(f"开始分析 提出处理意见 {path} 作废")
    _all_is_well(walker, "03")


def test_every_gesture_on_a_claim(walker: Walker) -> None:
    numbered = "判定 无需预批 登记"
    approved = f"{numbered} 经销领导签字 质管批准 公司领导批准"
    path = "判定 !cost 费用批准 !goods 登记 经销领导签字 质管批准 公司领导批准 分发 计划 生产备货 发货 完成"
    whole = path.split()
    walker.claim(f"{' '.join(whole)} 关闭")
    walker.claim(f"{approved} 分发 完成")
    for path in (numbered, f"{numbered} 经销领导签字", f"{numbered} 经销领导签字 质管批准"):
        walker.claim(f"{path} 退回 更正")
        walker.claim(f"{path} 作废")
    walker.claim(f"{numbered} 退回 作废")
    for path in ("", "判定", "判定 无需预批"):
        walker.claim(f"{path} 放弃")
    for end in range(whole.index("公司领导批准") + 1, len(whole) - 1):
        if whole[end - 1] != "发货":
            walker.claim(f"{' '.join(whole[:end])} 作废")
    _market_class(walker)
    for end in range(whole.index("公司领导批准") + 1, len(whole) + 1):
        walker.urgent_claim(f"{' '.join(whole[:end])} !handle_now 补处理单 !ruling_above 裁决修订")
    _all_is_well(walker, "04")


def _market_class(walker: Walker) -> None:
    """经营性三包 goes by 公司主管领导's approval."""
    from qmsdesk.operations.turns import Given
    from tests.operations import case_walk

    values = {"claim_class": "经营性三包", "modes": ["包换"], "kept": "否", "decided_by": "李敏"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(case_walk.INPUTS, ("04", "判定"), lambda: Given(reason="维护市场", values=values))
        walker.claim("判定 !cost 经营性批准 登记")
