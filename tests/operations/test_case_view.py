"""One case as one picture, and the desk of each role; what it costs to ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import engine
from qmsdesk.models.transactions import rows
from qmsdesk.operations import case_view, copy_receipt, handling, machine, prints, steps, to_do
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.turns import Given
from tests.operations.case_hands import DAY, a_request, as_, ink
from tests.operations.case_walk import LIMIT, Walker


@pytest.fixture
def walker(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Walker:
    return Walker(as_(desk), call_note, complete_feedback)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements run inside."""
    seen: list[str] = []
    connection = engine.current().connection()
    connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.set_trace_callback(None)


def test_a_case_shows_its_chain_with_states_copies_and_signatures(walker: Walker) -> None:
    b_id = walker.claim("判定 无需预批 登记 经销领导签字")
    view = case_view.case_of(walker.desk, slip_id=b_id)
    assert [(node.paper_code, node.level, node.state) for node in view.nodes] == [
        ("01", 0, "B处理中"),
        ("03", 1, "已分发"),
        ("04", 2, "经销领导已签"),
    ]
    feedback, c_slip, claim = view.nodes
    assert set(view.edges) == {
        (feedback.slip_id, c_slip.slip_id),
        (feedback.slip_id, b_id),
        (c_slip.slip_id, b_id),
    }
    assert [copy.holder for copy in c_slip.copies] == ["质管部门", "经销部门", "装配车间"]
    assert all(copy.signed_for_at for copy in c_slip.copies)
    assert {box.box: box.name for box in claim.signatures if box.name} == {
        "sig_handler": "李敏",
        "sig_sales_leader": "王工",
    }
    assert [(strand.kind, strand.waiting) for strand in view.strands] == [("B", "")]
    assert {mark.kind for mark in feedback.marks} >= {"信息原件"}
    assert view == case_view.case_of(walker.desk, slip_id=feedback.slip_id)


def test_a_case_of_thirty_slips_takes_as_many_queries_as_one_of_two(walker: Walker) -> None:
    feedback = walker.classified()
    handling.begin_handling(walker.desk, feedback_ids=[feedback], request_id=a_request())
    with counted() as few:
        case_view.case_of(walker.desk, slip_id=feedback)
    for _ in range(28):
        handling.begin_handling(walker.desk, feedback_ids=[feedback], request_id=a_request())
    with counted() as many:
        view = case_view.case_of(walker.desk, slip_id=feedback)
    assert len(view.nodes) == 30
    assert len(many) == len(few) <= 30


def test_the_desk_of_each_role_shows_what_waits_for_it(walker: Walker) -> None:
    walker.feedback("审核 送交")
    quality = as_(walker.desk, "quality_clerk", kind="质管部门")
    headings = {group.key: group for group in to_do.to_do(quality)}
    assert headings["waiting"].count == 1
    assert headings["01-待质管签收"].tasks[0].number == "F01-2026-001"
    sales = {group.key for group in to_do.to_do(as_(walker.desk, "sales_clerk"))}
    assert "01-待质管签收" not in sales
    leader = walker.feedback()
    assert [
        task.slip_id for group in to_do.to_do(as_(walker.desk, "sales_leader")) for task in group.tasks
    ] == [leader]


def test_what_is_late_soon_due_and_owed_comes_first(walker: Walker, clock: Any) -> None:
    walker.urgent_claim("判定 无需预批 登记")
    walker.feedback("审核 送交 签收 转供方")
    groups = {group.key: group for group in to_do.to_do(walker.desk)}
    assert groups["debts"].urgent
    assert "顾客停产" in groups["debts"].tasks[0].words
    assert "late" not in groups
    clock.advance(days=6)
    assert {group.key for group in to_do.to_do(walker.desk)} >= {"soon", "debts"}
    clock.advance(days=10)
    late = to_do.to_do(walker.desk)[0]
    assert (late.key, late.count) == ("late", 2)
    assert {task.day for task in late.tasks} == {date(2026, 12, 1)}


def test_a_plan_after_the_wanted_day_is_a_worry(walker: Walker) -> None:
    slip_id = walker.claim("判定 无需预批 登记 经销领导签字 质管批准 公司领导批准 分发")
    late = ink("何强", values={"planned_date": LIMIT + timedelta(days=9)})
    steps.step(walker.desk, slip_id=slip_id, action="计划", given=late)
    marks = case_view.case_of(walker.desk, slip_id=slip_id).node(slip_id).marks
    worries = [mark.words for mark in marks if mark.kind == "计划" and mark.worry]
    assert worries == ["计划完成日期比要求完成日期晚 9 天（5.3.5.4）。"]


def test_a_ruling_is_owed_a_revision_and_the_revision_a_review(walker: Walker) -> None:
    c_id = walker.handling("开始分析 提出处理意见 登记 审核 分发 !sign_copies 签收齐全 !ruling")
    clerk, leader = as_(walker.desk, "quality_clerk"), as_(walker.desk, "quality_leader")
    assert any("待修订" in task.words for group in to_do.to_do(clerk) for task in group.tasks)
    steps.step(walker.desk, slip_id=c_id, action="裁决修订", given=ink("赵倩"))
    assert not any("待修订" in task.words for group in to_do.to_do(clerk) for task in group.tasks)
    assert any("修订的处理单待审核" in task.words for group in to_do.to_do(leader) for task in group.tasks)


def test_the_board_lists_what_is_on_its_way_until_it_is_signed_for(walker: Walker) -> None:
    walker.handling("开始分析 提出处理意见 登记 审核 分发")
    sales = as_(walker.desk, "sales_clerk")
    (line,) = copy_receipt.waiting(sales)
    assert (line.number, line.label) == ("C01-2026-001", "第二联 共三联 经销部门存")
    assert line.copy_id is not None
    (other,) = copy_receipt.waiting(sales, department="装配车间")
    assert other.copy_id is not None
    with pytest.raises(UserError, match="装配车间"):
        copy_receipt.sign_for_copy(sales, copy_id=other.copy_id)
    assert copy_receipt.sign_for_copy(sales, copy_id=line.copy_id) is False
    assert copy_receipt.waiting(sales) == []
    with pytest.raises(UserError, match="已经签收"):
        copy_receipt.sign_for_copy(sales, copy_id=line.copy_id)


def test_the_last_receiver_sets_the_work_going(walker: Walker) -> None:
    c_id = walker.handling("开始分析 提出处理意见 登记 审核 分发")
    for department in ("经销部门", "装配车间"):
        (line,) = copy_receipt.waiting(walker.desk, department=department)
        assert line.copy_id is not None
        last = copy_receipt.sign_for_copy(walker.desk, copy_id=line.copy_id)
    assert last
    assert walker.state(c_id) == "执行中"


def test_a_machine_has_a_card_with_its_life(walker: Walker) -> None:
    walker.claim("判定 无需预批 登记")
    card = machine.machine_card(walker.desk, serial_no="H2025-017")
    assert (card.name, card.customer) == ("高压换热器", "兰州石化公司")
    assert "故障：管箱法兰渗漏" in [event.words for event in card.events]
    machine.note_contract_end(walker.desk, serial_no="H2025-017", day=date(2028, 6, 30), reason="合同第 8 条")
    assert machine.machine_card(walker.desk, serial_no="H2025-017").limits.end == date(2028, 6, 30)
    with pytest.raises(UserError, match="没有出厂编号"):
        machine.machine_card(walker.desk, serial_no="无此号")


def test_what_a_user_may_do_is_told_with_what_stands_in_the_way(walker: Walker) -> None:
    slip_id = walker.feedback()
    clerk = as_(walker.desk, "sales_clerk")
    known = {action.action: action for action in steps.allowed_actions(clerk, slip_id=slip_id)}
    assert known["审核"].by_ink
    assert known["审核"].asks == ("signature",)
    assert known["作废"].asks == ("reason", "approver")
    leader = {
        item.action: item for item in steps.allowed_actions(as_(walker.desk, "sales_leader"), slip_id=slip_id)
    }
    assert not leader["审核"].by_ink
    c_id = walker.handling("开始分析 提出处理意见 登记 审核 分发")
    told = {item.action: item.why_not for item in steps.allowed_actions(walker.desk, slip_id=c_id)}
    assert told["签收齐全"] == "经销部门、装配车间 尚未签收（5.3.4.1）。"
    assert steps.step(clerk, slip_id=slip_id, action="审核", given=ink("王工", DAY)).state == "已审核"
    with pytest.raises(UserError, match="密码"):
        steps.step(walker.desk, slip_id=walker.feedback(), action="审核", given=Given())


def test_a_slip_without_number_prints_as_a_draft(walker: Walker) -> None:
    begun = handling.begin_handling(walker.desk, feedback_ids=[walker.classified()], request_id=a_request())
    printed = prints.slip_pdf(walker.desk, slip_id=begun.slip_id)
    words = "".join(prints_texts(printed.data))
    assert printed.copies == 1
    assert "草" in words
    assert "C01" not in words


def prints_texts(data: bytes) -> list[str]:
    """The words of each page."""
    from qmsdesk.printing import raster

    return raster.texts(data)


def test_the_desk_asks_no_question_that_reads_the_whole_register(walker: Walker) -> None:
    """However many slips are registered, the lists of the desk are found by index."""
    walker.feedback()
    with counted() as asked:
        to_do.to_do(walker.desk)
    whole = [
        (step[3], statement)
        for statement in asked
        if statement.lstrip().startswith("SELECT") and "ORDER BY id LIMIT 1" not in statement
        for step in rows(f"EXPLAIN QUERY PLAN {statement}")
        if step[3]
        in ("SCAN s", "SCAN l", "SCAN f", "SCAN k", "SCAN slip", "SCAN ledger", "SCAN feedback", "SCAN copy")
        or step[3].startswith(("SEARCH s USING INDEX slip_unit_id (", "SEARCH s USING INDEX slip_paper_code"))
    ]
    assert whole == []
