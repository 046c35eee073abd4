"""The workflow table: every allowed gesture goes, every other one is refused (requirements §6)."""

from __future__ import annotations

from itertools import product

import pytest

from qmsdesk.errors import UserError
from qmsdesk.procedure import workflow
from qmsdesk.procedure.guards import GUARDS
from qmsdesk.procedure.permissions import may, open_actions, permit, separate
from qmsdesk.procedure.roles import PROFILES, ROLES, reads_all_units, role_name
from qmsdesk.procedure.transition import Transition
from qmsdesk.procedure.workflow import LIVES, STATES, TABLE

ROW_IDS = [f"{row.life}-{row.source}-{row.action}" for row in TABLE]


@pytest.mark.parametrize("row", TABLE, ids=ROW_IDS)
def test_each_gesture_of_the_table_is_open_to_each_of_its_roles(row: Transition) -> None:
    for role in row.roles:
        assert workflow.next_state(row.life, row.source, row.action, [role]) == row.target
        assert may([role], row.life, row.source, row.action)


@pytest.mark.parametrize("row", TABLE, ids=ROW_IDS)
def test_each_gesture_is_closed_to_every_other_role(row: Transition) -> None:
    for role in set(ROLES) - row.roles:
        with pytest.raises(UserError, match="应由"):
            workflow.next_state(row.life, row.source, row.action, [role])


@pytest.mark.parametrize("life", LIVES)
def test_every_gesture_that_is_not_in_the_table_is_refused(life: str) -> None:
    known = {(row.source, row.action) for row in TABLE if row.life == life}
    verbs = {row.action for row in TABLE}
    for state, action in set(product(STATES[life], verbs)) - known:
        with pytest.raises(UserError):
            workflow.next_state(life, state, action, ROLES)


@pytest.mark.parametrize("row", TABLE, ids=ROW_IDS)
def test_each_row_names_known_roles_a_known_guard_and_a_clause(row: Transition) -> None:
    assert row.roles
    assert row.roles <= set(ROLES)
    assert not row.guard or row.guard in GUARDS
    assert row.clause


def test_a_gesture_leads_to_one_state_only() -> None:
    keys = [(row.life, row.source, row.action) for row in TABLE]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("life", LIVES)
def test_every_state_is_reached_from_the_first_and_an_end_is_reached_from_it(life: str) -> None:
    def reach(start: str) -> set[str]:
        seen, todo = {start}, [start]
        while todo:
            state = todo.pop()
            fresh = {row.target for row in workflow.actions(life, state)} - seen
            seen |= fresh
            todo.extend(fresh)
        return seen

    ends = set(workflow.final_states(life))
    assert ends
    assert reach(workflow.initial_state(life)) == set(STATES[life])
    for state in STATES[life]:
        assert reach(state) & ends


def test_a_feedback_slip_is_numbered_before_it_is_reviewed() -> None:
    register = workflow.transition("01", "草稿", "登记")
    assert register.numbers
    assert workflow.next_state("01", register.target, "审核", ["sales_leader"]) == "已审核"


def test_each_lettered_paper_takes_its_number_exactly_once() -> None:
    for life in ("01", "02", "03", "04", "06"):
        assert sum(row.numbers for row in TABLE if row.life == life) == 1


def test_an_unreviewed_slip_cannot_be_handed_over() -> None:
    with pytest.raises(UserError, match="送交"):
        workflow.next_state("01", "已登记", "送交", ["sales_clerk"])


@pytest.mark.parametrize(("life", "state"), [("03", "已分发"), ("03", "执行中"), ("02", "已发出")])
def test_a_slip_that_may_not_be_refused_says_so_with_the_clause(life: str, state: str) -> None:
    with pytest.raises(UserError, match=r"5\.3\."):
        workflow.next_state(life, state, "拒收", ROLES)


def test_the_appeal_ends_after_two_levels() -> None:
    assert workflow.next_state("appeal", "无", "申诉", ["responsible_leader"]) == "申诉中"
    with pytest.raises(UserError):
        workflow.next_state("appeal", "申诉中", "再申诉", ["responsible_leader"])
    with pytest.raises(UserError):
        workflow.next_state("appeal", "最终裁决", "再申诉", ["responsible_leader"])
    with pytest.raises(UserError, match="最终裁决"):
        workflow.next_state("appeal", "最终裁决", "第三次申诉", ["responsible_leader"])


def test_the_signing_order_of_a_claim_is_the_order_of_the_text() -> None:
    state, names = "已编号", []
    for role in ("sales_leader", "quality_leader", "company_leader"):
        row = next(row for row in workflow.allowed("04", state, [role]) if row.guard == "claim_signed")
        state = row.target
        names.append(row.action)
    assert names == ["经销领导签字", "质管批准", "公司领导批准"]
    assert state == "已批准"


def test_a_refusal_at_any_step_returns_the_claim_to_its_clerk() -> None:
    for state, role in (
        ("已编号", "sales_leader"),
        ("经销领导已签", "quality_leader"),
        ("质管已批", "company_leader"),
    ):
        assert workflow.next_state("04", state, "退回", [role]) == "退回承办人"


@pytest.mark.parametrize("life", ["01", "02", "03", "04"])
def test_a_registered_slip_is_voided_never_deleted(life: str) -> None:
    numbered = next(row.target for row in TABLE if row.life == life and row.numbers)
    assert any(row.action == "作废" and row.guard for row in workflow.actions(life, numbered))
    assert not any("删除" in row.action for row in TABLE)


def test_what_no_table_names_is_denied() -> None:
    for roles in ([], ["nobody"], ["supplier"]):
        assert not permit(roles, "01", "草稿", "登记").allowed
        assert open_actions(roles, "01", "草稿") == ()
    assert not permit(["sales_clerk"], "01", "草稿", "飞").allowed
    assert not permit(["sales_clerk"], "99", "草稿", "登记").allowed


def test_a_sales_clerk_neither_classifies_nor_approves() -> None:
    clerk = PROFILES["经销经办"]
    assert may(clerk, "01", "草稿", "登记")
    assert not may(clerk, "01", "待归类", "归为A类")
    assert not may(clerk, "01", "已登记", "审核")
    assert not may(clerk, "04", "已编号", "经销领导签字")


def test_the_site_viewer_looks_and_does_nothing_else() -> None:
    assert open_actions(["site_viewer"], "01", "已登记") == ("查看",)
    for action in ("打印", "导出", "附件", "补印"):
        assert not may(["site_viewer"], "01", "已登记", action)


def test_a_registered_slip_cannot_be_edited_in_place() -> None:
    assert may(["sales_clerk"], "01", "草稿", "编辑")
    for state in ("已登记", "已审核", "待归类", "已关闭", "作废"):
        assert not may(set(ROLES), "01", state, "编辑")


def test_the_administrator_signs_nothing() -> None:
    assert not any("administrator" in row.roles for row in TABLE)


def test_clerk_and_reviewer_are_two_people_unless_a_small_department_says_why() -> None:
    assert separate(clerk="李敏", reviewer="王工").allowed
    assert not separate(clerk="李敏", reviewer="李敏").allowed
    assert not separate(clerk="李敏", reviewer="李敏", small_department=True).allowed
    assert not separate(clerk="李敏", reviewer="李敏", override_reason="只有一人").allowed
    assert separate(clerk="李敏", reviewer="李敏", small_department=True, override_reason="只有一人").allowed


def test_roles_have_names_and_company_roles_read_all_units() -> None:
    assert role_name("quality_leader") == "质量负责人"
    assert reads_all_units(["company_quality"])
    assert not reads_all_units(["quality_leader"])
    assert {key for keys in PROFILES.values() for key in keys} <= set(ROLES)
