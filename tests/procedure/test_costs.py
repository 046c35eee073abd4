"""Costs, loss classes, splits, and the arbitration that may change them (§12, §13)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.procedure.arbitration import LEVELS, Ruling, check_ruling, next_level, responsibility
from qmsdesk.procedure.cost_kinds import KINDS
from qmsdesk.procedure.costs import CostItem, GoodsLine, claim_cost, goods_total, split_loss
from qmsdesk.procedure.facts import Share

DAY = date(2026, 3, 10)
SHARES = (Share("铸造车间", 6000), Share("装配车间", 4000))


def test_goods_multiply_and_add_up() -> None:
    total = goods_total([GoodsLine(2, 1500, 123450), GoodsLine(1, 500, None), GoodsLine(3, None, 100)])
    assert (total.grams, total.fen) == (3500, 247200)
    assert (total.blank_weights, total.blank_prices) == (1, 1)


def test_goods_without_any_price_have_no_total() -> None:
    assert goods_total([GoodsLine(1)]).fen is None
    assert goods_total([]).fen is None


@pytest.mark.parametrize("line", [GoodsLine(0), GoodsLine(-1), GoodsLine(1, -5), GoodsLine(1, None, -5)])
def test_goods_with_impossible_figures_are_refused(line: GoodsLine) -> None:
    with pytest.raises(UserError):
        goods_total([line])


def test_a_claim_costs_its_goods_and_its_approved_items() -> None:
    items = [
        CostItem("差旅费", 120000, approved=True),
        CostItem("差旅费", 30000, approved=True),
        CostItem("运输费", 50000),
        CostItem("劳务费", 70000, approved=True, estimate=True),
        CostItem("其他", 100, text="复检费", approved=True),
    ]
    cost = claim_cost("质量三包", 1000000, items)
    assert cost.counted == 1000000 + 150000 + 100
    assert (cost.estimates, cost.unapproved) == (70000, 50000)
    assert cost.by_kind == {"三包产品供货金额": 1000000, "差旅费": 150000, "其他": 100}
    assert cost.loss_class == "质量三包损失"
    assert "11,501.00" in cost.explanation


def test_the_class_decides_the_loss_account() -> None:
    assert claim_cost("经营性三包", None, []).loss_class == "经营性三包损失"
    with pytest.raises(UserError):
        claim_cost("", None, [])


@pytest.mark.parametrize("item", [CostItem("差旅费", -1), CostItem("其他", 1), CostItem("茶水费", 1)])
def test_a_bad_cost_item_is_refused(item: CostItem) -> None:
    with pytest.raises(UserError, match=r"5\.3\.5\.3"):
        claim_cost("质量三包", 0, [item])


def test_there_are_the_seven_kinds_of_the_text() -> None:
    assert KINDS == ("协议赔偿费", "货款扣费", "返厂修理费", "差旅费", "劳务费", "运输费", "其他")


@given(
    st.integers(0, 10**9),
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.integers(0, 10**8), st.booleans(), st.booleans()), max_size=12
    ),
)
def test_counted_estimates_and_unapproved_never_overlap(
    goods: int, rows: list[tuple[str, int, bool, bool]]
) -> None:
    items = [CostItem(kind, fen, "某费", ok, guess) for kind, fen, ok, guess in rows]
    cost = claim_cost("质量三包", goods, items)
    assert cost.counted + cost.estimates + cost.unapproved == goods + sum(fen for _, fen, _, _ in rows)


def test_a_loss_is_split_by_party() -> None:
    burdens = split_loss(1000001, SHARES)
    assert [(burden.department, burden.fen) for burden in burdens] == [
        ("铸造车间", 600001),
        ("装配车间", 400000),
    ]
    assert split_loss(500, (Share("铸造车间"),))[0].fen == 500
    with pytest.raises(UserError):
        split_loss(500, (Share("甲", 5000), Share("乙", 4000)))
    with pytest.raises(UserError):
        split_loss(500, ())


def test_an_appeal_goes_up_one_level_at_a_time_and_ends() -> None:
    first = Ruling(1, "各半", "技术质量管理部", DAY)
    assert next_level([], reason="责任不在本单位").role == "company_quality"
    assert next_level([first], reason="仍有异议").role == "management_representative"
    with pytest.raises(UserError, match="最终裁决"):
        next_level([first, Ruling(2, "维持", "管理者代表", DAY)], reason="仍有异议")


def test_an_appeal_needs_a_reason_and_waits_for_the_pending_ruling() -> None:
    with pytest.raises(UserError, match="申诉理由"):
        next_level([], reason="  ")
    with pytest.raises(UserError, match="技术质量管理部尚未裁决"):
        next_level([], reason="有异议", pending=True)


@pytest.mark.parametrize(
    ("ruling", "earlier"),
    [
        (Ruling(2, "维持", "管理者代表", DAY), []),
        (Ruling(1, "", "技术质量管理部", DAY), []),
        (Ruling(1, "改判", "技术质量管理部", DAY, (Share("甲", 5000), Share("乙", 4000))), []),
        (Ruling(2, "维持", "管理者代表", date(2026, 3, 9)), [Ruling(1, "各半", "技术质量管理部", DAY)]),
        (Ruling(3, "再改", "总经理", DAY), [Ruling(1, "一", "甲", DAY), Ruling(2, "二", "乙", DAY)]),
    ],
)
def test_a_ruling_out_of_turn_or_out_of_shape_is_refused(ruling: Ruling, earlier: list[Ruling]) -> None:
    with pytest.raises(UserError):
        check_ruling(ruling, earlier)


def test_a_ruling_changes_the_shares_and_the_revision() -> None:
    changed = (Share("装配车间", 10000),)
    first = Ruling(1, "改判", "技术质量管理部", DAY, changed)
    check_ruling(first, [])
    assert responsibility(SHARES, []) == responsibility(SHARES, [Ruling(1, "维持", "技术质量管理部", DAY)])
    now = responsibility(SHARES, [first])
    assert (now.shares, now.revision, now.source, now.final) == (changed, 1, "技术质量管理部", False)
    last = responsibility(SHARES, [first, Ruling(2, "维持", "管理者代表", DAY)])
    assert (last.shares, last.final) == (changed, True)
    assert len(LEVELS) == 3
