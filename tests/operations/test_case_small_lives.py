"""The small lives: originals passed on, letters, suppliers and arbitration; every gesture made, every other refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.models.transactions import one
from qmsdesk.operations import arbitration, copy_receipt, drafts, intake, intake_transfer, replies, suppliers
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.facts import Share
from qmsdesk.procedure.roles import ROLES
from qmsdesk.procedure.workflow import TABLE, actions
from tests.operations.case_hands import DAY, a_request, as_, ink, register_feedback
from tests.operations.case_walk import LIMIT, Walker, rows_of

Step = Callable[[Desk, str, Given], object]


@pytest.fixture
def walker(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Walker:
    return Walker(as_(desk), call_note, complete_feedback)


class Life:
    """Walks one small life and tries, in each state, every gesture the table does not know there."""

    def __init__(self, desk: Desk, name: str, state: Callable[[], str], step: Step) -> None:
        self.desk, self.name, self.state, self.step = desk, name, state, step
        self.made: set[tuple[str, str, str]] = set()

    def go(self, action: str, given: Given | None = None, *, refuse: bool = True) -> None:
        before = self.state()
        row = next(row for row in actions(self.name, before) if row.action == action)
        if refuse:
            known = {row.action for row in actions(self.name, before)}
            for other in {row.action for row in TABLE if row.life == self.name} - known:
                with pytest.raises(UserError):
                    self.step(self.desk, other, given or Given(reason="原因"))
            stranger = as_(self.desk, *(set(ROLES) - row.roles - {"anyone"}))
            with pytest.raises(UserError):
                self.step(stranger, action, given or Given())
        assert self.state() == before
        self.step(self.desk, action, given or Given())
        assert self.state() == row.target
        self.made.add((self.name, before, action))


def test_a_supplier_is_late_gets_more_time_and_answers(walker: Walker, clock: Any) -> None:
    feedback, *others = (walker.feedback("审核 送交 签收 转供方") for _ in range(3))
    (claim,) = suppliers.claims_of(walker.desk, feedback_id=feedback)
    life = Life(
        walker.desk,
        "supplier",
        lambda: suppliers.claims_of(walker.desk, feedback_id=feedback)[-1].state,
        lambda desk, action, given: suppliers.step(desk, claim_id=claim.id, action=action, given=given),
    )
    life.made.add(("supplier", "草稿", "提交"))
    with pytest.raises(UserError, match="还没有过"):
        suppliers.step(walker.desk, claim_id=claim.id, action="逾期")
    life.go("供方确认")
    clock.advance(days=12)
    life.go("逾期")
    assert suppliers.waiting_claims(walker.desk)[0].late == 3
    with pytest.raises(UserError, match="晚于原限期"):
        suppliers.step(
            walker.desk, claim_id=claim.id, action="延期", given=Given(reason="等", values={"limit": LIMIT})
        )
    life.go("延期", Given(reason="供方请求延期", values={"limit": date(2026, 12, 20)}))
    life.go("收到分析报告", Given(values={"report": "供字 8 号"}))
    with pytest.raises(UserError, match="处理结果"):
        suppliers.step(walker.desk, claim_id=claim.id, action="收到处理结果")
    life.go("收到处理结果", Given(values={"result": "更换密封件"}))
    life.go("关闭")
    _the_rest_of_suppliers(walker, life, others)
    assert rows_of("supplier") - life.made == set()
    assert audit_check.verify() == ()


def _the_rest_of_suppliers(walker: Walker, life: Life, others: list[int]) -> None:
    """Late right after 提交, or answered when late already."""
    for feedback, path in zip(others, (("逾期", "收到分析报告"), ("收到分析报告",)), strict=True):
        (claim,) = suppliers.claims_of(walker.desk, feedback_id=feedback)
        for action in path:
            before = suppliers.claims_of(walker.desk, feedback_id=feedback)[-1].state
            suppliers.step(
                walker.desk, claim_id=claim.id, action=action, given=Given(values={"report": "9 号"})
            )
            life.made.add(("supplier", before, action))


def test_a_letter_is_approved_by_one_or_two_leaders_before_it_goes_out(walker: Walker) -> None:
    feedback = walker.classified("A")
    made: set[tuple[str, str, str]] = set()
    for company_level in (False, True):
        key = replies.draft_reply(
            walker.desk, slip_id=feedback, text="感谢贵公司。", company_level=company_level
        )
        life = Life(
            walker.desk,
            "reply",
            lambda key=key: replies.read_reply(walker.desk, reply_id=key).state,  # type: ignore[misc]
            lambda desk, action, given, key=key: replies.step(desk, reply_id=key, action=action, given=given),  # type: ignore[misc]
        )
        for action in ("送批", "退回", "送批"):
            life.go(action, Given(reason="措辞再改" if action == "退回" else ""))
        if company_level:
            with pytest.raises(UserError, match="公司主管领导"):
                replies.step(walker.desk, reply_id=key, action="批准")
            for action in ("批准并上报", "退回", "送批", "批准并上报", "公司批准"):
                life.go(action, Given(reason="再改"))
        else:
            life.go("批准")
        life.go("发出", Given(values={"channel": "传真", "sent_on": DAY}))
        made |= life.made
    assert rows_of("reply") - made == set()


def test_a_letter_carries_neither_analysis_nor_cost(walker: Walker) -> None:
    c_id = walker.delivered()
    cause = "装配时密封面未清理干净，垫片压缩量不足导致渗漏"
    from qmsdesk.models.transactions import write, write_tx

    with write_tx():
        write("UPDATE handling SET cause_analysis = ? WHERE slip_id = ?", (cause, c_id))
    for text in ("三包费用由我公司承担。", f"经查，{cause}。"):
        key = replies.draft_reply(walker.desk, slip_id=c_id, text=text)
        with pytest.raises(UserError, match=r"5\.5\.2"):
            replies.step(walker.desk, reply_id=key, action="送批")
    found = replies.write_reply(walker.desk, reply_id=key, text="现由责任部门整改。", company_level=False)
    assert [(one.start, one.end, one.words) for one in found] == [(2, 6, "责任部门")]


def test_an_original_finds_its_way_to_the_right_department(desk: Desk, call_note: CallNote) -> None:
    sales = as_(desk, "sales_clerk", "sales_leader", "quality_clerk")
    taken = intake.record_call(sales, note=call_note, request_id=a_request())
    verbs: dict[str, Callable[[Desk], object]] = {
        "转交": lambda who: intake_transfer.pass_on(
            who, source_id=taken.source_id, receiver="铸锻公司经销部门"
        ),
        "签收": lambda who: intake_transfer.take(who, source_id=taken.source_id),
        "记为一般联系": lambda who: intake_transfer.keep_as_contact(
            who, source_id=taken.source_id, reason="只是询价"
        ),
    }
    verbs["再转交"] = verbs["转交"]
    life = Life(
        sales,
        "intake",
        lambda: str((one("SELECT state FROM source_document WHERE id = ?", (taken.source_id,)) or ("",))[0]),
        lambda who, action, _given: verbs[action](who),
    )
    life.go("转交", refuse=False)
    life.go("再转交", refuse=False)
    (board,) = copy_receipt.waiting(sales, department="铸锻公司经销部门")
    assert (board.title, board.copy_id, board.source_id) == ("信息原件", None, taken.source_id)
    life.go("签收", refuse=False)
    intake_transfer.investigate(
        sales, source_id=taken.source_id, day=DAY, who="李敏", how="到现场", findings="法兰处有油迹"
    )
    with pytest.raises(UserError):
        intake_transfer.pass_on(sales, source_id=taken.source_id, receiver="别处")
    life.go("记为一般联系", refuse=False)
    assert drafts.list_drafts(sales) == []
    links = intake_transfer.chain(sales, source_id=taken.source_id)
    assert [(line.kind, bool(line.taken_at)) for line in links] == [("转交", False), ("转交", True)]


def test_a_registered_call_is_no_longer_an_open_original(
    desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    register_feedback(desk, call_note, complete_feedback)
    assert one("SELECT state FROM source_document") == ("已填反馈单",)


def test_an_appeal_goes_two_levels_and_no_further(walker: Walker) -> None:
    c_id = walker.delivered()
    shares = [Share("装配车间", 5000), Share("铸锻公司", 5000)]
    verbs: dict[str, Callable[[Desk, Given], object]] = {
        "申诉": lambda who, given: arbitration.appeal(
            who, slip_id=c_id, department="装配车间", reason=given.reason
        ),
        "裁决": lambda who, _given: arbitration.rule(who, slip_id=c_id, text="各半", shares=shares),
        "接受裁决": lambda who, _given: arbitration.accept(who, slip_id=c_id),
    }
    verbs |= {"再申诉": verbs["申诉"], "最终裁决": verbs["裁决"], "执行裁决": verbs["接受裁决"]}
    life = Life(
        walker.desk,
        "appeal",
        lambda: arbitration.state_of(walker.desk, slip_id=c_id),
        lambda w, a, g: verbs[a](w, g),
    )
    for action in ("申诉", "裁决", "再申诉", "最终裁决", "执行裁决"):
        stranger = as_(walker.desk, "sales_clerk")
        with pytest.raises(UserError):
            life.step(stranger, action, Given(reason="理由"))
        life.go(action, Given(reason="密封面不是我们加工的"), refuse=False)
    with pytest.raises(UserError, match="最终裁决"):
        verbs["申诉"](walker.desk, Given(reason="还是不服"))
    other = walker.delivered()
    arbitration.appeal(walker.desk, slip_id=other, department="装配车间", reason="不服", given=ink("吴江"))
    with pytest.raises(UserError, match="尚未裁决"):
        arbitration.appeal(walker.desk, slip_id=other, department="装配车间", reason="再不服")
    arbitration.rule(walker.desk, slip_id=other, text="维持原判")
    assert arbitration.accept(walker.desk, slip_id=other) == "已执行裁决"
    life.made.add(("appeal", "已裁决", "接受裁决"))
    assert rows_of("appeal") - life.made == set()
    assert audit_check.verify() == ()
