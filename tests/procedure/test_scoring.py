"""Scoring of survey forms and the satisfaction figures (5.4.2, §15, §21, I-01)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.procedure.readings import Readings, ScoringKind
from qmsdesk.procedure.satisfaction import SurveyForm, evaluate, trend
from qmsdesk.procedure.scoring import FormScore, level_of, score_form
from qmsdesk.procedure.scoring_tables import FIRST, LEVELS, check_version

KINDS: tuple[ScoringKind, ...] = ("商品厂", "铸锻厂")
SPREAD = Readings(spread_outsourced=True)


def ticked(kind: ScoringKind, level: str, **other: str) -> dict[str, tuple[str, ...]]:
    ticks = dict.fromkeys(FIRST.items(kind), (level,))
    return {**ticks, **{item: (choice,) for item, choice in other.items()}}


def form(key: str, kind: str, level: str, **other: str) -> SurveyForm:
    return SurveyForm(key, kind, score_form(ticked("商品厂", level, **other), "商品厂"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("level", "points", "rate"),
    [("很满意", 1000, "100%"), ("满意", 850, "85%"), ("基本满意", 750, "75%"), ("不满意", 600, "60%"),
     ("很不满意", 400, "40%")],
)  # fmt: skip
def test_one_level_throughout_gives_the_level_score(
    kind: ScoringKind, level: str, points: int, rate: str
) -> None:
    score = score_form(ticked(kind, level), kind)
    assert score.total == points
    assert evaluate([SurveyForm("1", "阀门", score)]).all_products.percent_text == rate


def test_the_foundry_example_of_the_catalogue() -> None:
    ticks = {
        "reliability": ("满意",),
        "appearance": ("满意",),
        "service": ("不满意",),
        "delivery": ("很满意",),
    }
    score = score_form(ticks, "铸锻厂")
    assert [cell.points for cell in score.cells] == [510, 85, 120, 100]
    assert score.total == 815
    assert score.formula == "5.10 + 0.85 + 1.20 + 1.00 = 8.15 分，÷ 10 = 81.5%"
    assert score.dissatisfied == ("售后服务质量",)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("reliability", [200, 170, 150, 120, 80]),
        ("completeness", [100, 85, 75, 60, 40]),
        ("safety", [200, 170, 150, 120, 80]),
        ("outsourced", [100, 85, 75, 60, 40]),
        ("appearance", [100, 85, 75, 60, 40]),
        ("service", [200, 170, 150, 120, 80]),
        ("delivery", [100, 85, 75, 60, 40]),
    ],
)
def test_each_cell_of_the_matrix_is_weight_times_level(item: str, expected: list[int]) -> None:
    scores = [score_form(ticked("商品厂", "很满意", **{item: level}), "商品厂") for level in LEVELS]
    assert [next(cell.points for cell in score.cells if cell.item == item) for score in scores] == expected


answers = st.fixed_dictionaries(
    {item: st.sampled_from(LEVELS).map(lambda level: (level,)) for item in FIRST.items("商品厂")}
)


@given(answers, st.sampled_from(KINDS))
def test_a_valid_total_lies_between_four_and_ten_in_steps_of_five_hundredths(
    ticks: dict[str, tuple[str, ...]], kind: ScoringKind
) -> None:
    total = score_form(ticks, kind).total
    assert total is not None
    assert 400 <= total <= 1000
    assert total % 5 == 0


@given(answers)
def test_spreading_the_outsourced_point_keeps_full_marks_and_bounds(
    ticks: dict[str, tuple[str, ...]],
) -> None:
    score = score_form({**ticks, "outsourced": ("不适用",)}, "商品厂", readings=SPREAD)
    assert score.total is not None
    assert 400 <= score.total <= 1000
    assert sum(cell.weight for cell in score.cells) == score.full == 1000
    assert [cell.weight for cell in score.cells[:3]] == [240, 120, 240]


@pytest.mark.parametrize(
    ("ticks", "words"),
    [
        ({"delivery": ()}, "“交货期”未选"),
        ({"delivery": ("满意", "很满意")}, "“交货期”选了 2 个等级"),
        ({"outsourced": ("不适用",)}, "“外购配套件质量”填了不适用"),
        ({"delivery": ("还行",)}, "不认识"),
        ({"delivery": (), "service": ()}, "未选；"),
    ],
)
def test_a_missing_or_double_tick_makes_the_form_invalid_with_the_reason(
    ticks: dict[str, object], words: str
) -> None:
    score = score_form({**ticked("商品厂", "满意"), **ticks}, "商品厂")  # type: ignore[dict-item]
    assert score.total is None
    assert words in score.invalid or words in score.invalid.replace("“", "")
    assert not score.valid


def test_a_foundry_form_is_not_spoilt_by_ticks_in_rows_it_does_not_use() -> None:
    score = score_form(ticked("铸锻厂", "满意", safety="不满意"), "铸锻厂")
    assert score.total == 850
    assert "产品使用的安全性" in score.notes[0]


def test_the_bands_are_two_settings() -> None:
    assert [level_of(points) for points in (925, 924, 800, 675, 674, 500, 499)] == [
        "很满意", "满意", "满意", "基本满意", "不满意", "不满意", "很不满意",
    ]  # fmt: skip
    floor = Readings(level_bands="floor")
    assert [level_of(points, readings=floor) for points in (1000, 999, 850, 750, 600, 599)] == [
        "很满意", "满意", "满意", "基本满意", "不满意", "很不满意",
    ]  # fmt: skip
    assert level_of(None) == ""


def test_rates_are_sums_over_sums_and_the_variants_stand_apart() -> None:
    forms = [
        form("1", "阀门", "很满意"),
        form("2", "阀门", "很满意"),
        form("3", "阀门", "很满意"),
        form("4", "塔器", "很不满意"),
        SurveyForm("5", "塔器", score_form({}, "商品厂")),
    ]
    found = evaluate(forms)
    assert found.all_products.value == Fraction(3400, 4000)
    assert found.mean_of_kinds.value == Fraction(70, 100)
    assert found.head_count.value == Fraction(3, 4)
    assert [(kind.name, kind.percent_text) for kind in found.kinds] == [("塔器", "40%"), ("阀门", "100%")]
    assert found.primary is found.all_products
    assert (
        evaluate(forms, readings=Readings(satisfaction_method="mean_of_kinds")).primary.percent_text == "70%"
    )
    assert found.average.text == "8.5"
    assert found.level == "满意"
    assert [row.key for row in found.left_out] == ["5"]


def test_a_figure_tells_formula_rows_and_what_was_left_out() -> None:
    found = evaluate([form("1", "阀门", "满意"), SurveyForm("2", "阀门", score_form({}, "商品厂"))])
    note = found.all_products.note
    assert "8.50 ÷ 10.00" in note
    assert "计入 1 份" in note
    assert "未计入 1 份" in note
    assert "未选" in note


def test_without_a_valid_form_there_is_no_figure_and_no_division_by_zero() -> None:
    found = evaluate([])
    assert found.all_products.value is None
    assert found.all_products.percent_text == "无数据"
    assert (found.level, found.items, found.kinds) == ("", (), ())
    assert evaluate([SurveyForm("1", "阀门", score_form({}, "商品厂"))]).kinds[0].value is None


def test_the_item_table_counts_levels_and_rates() -> None:
    found = evaluate([form("1", "阀门", "满意"), form("2", "阀门", "满意", delivery="很不满意")])
    delivery = next(row for row in found.items if row.item == "delivery")
    assert delivery.levels["满意"] == delivery.levels["很不满意"] == 1
    assert delivery.rate.value == Fraction(125, 200)


@given(
    st.lists(st.tuples(st.sampled_from(["阀门", "塔器", ""]), answers, st.sampled_from(KINDS)), max_size=12)
)
def test_every_rate_equals_an_independent_sum(
    rows: list[tuple[str, dict[str, tuple[str, ...]], ScoringKind]],
) -> None:
    forms = [
        SurveyForm(str(at), kind, score_form(ticks, unit)) for at, (kind, ticks, unit) in enumerate(rows)
    ]
    found = evaluate(forms)
    totals = [item.score.total or 0 for item in forms]
    if not totals:
        assert found.all_products.value is None
        return
    assert found.all_products.value == Fraction(sum(totals), 1000 * len(totals))
    assert Fraction(2, 5) <= found.all_products.value <= 1
    assert len(found.all_products.counted) + len(found.left_out) == len(forms)
    assert found.head_count.value == Fraction(sum(total >= 750 for total in totals), len(totals))


def test_old_half_years_keep_their_version() -> None:
    stricter = replace(FIRST, key="新", level_scores={**FIRST.level_scores, "满意": 800})
    assert score_form(ticked("商品厂", "满意"), "商品厂", version=stricter).total == 800
    old: FormScore = score_form(ticked("商品厂", "满意"), "商品厂")
    assert (old.total, old.version) == (850, "QM07-03/2")


def test_the_trend_keeps_an_empty_half_as_blank() -> None:
    points = trend([("2025H2", []), ("2026H1", [form("1", "阀门", "满意")])])
    assert [figure.percent_text for _, figure in points] == ["无数据", "85%"]


def test_settings_that_cannot_be_scored_are_refused() -> None:
    check_version(FIRST)
    weights = {**FIRST.weights["商品厂"], "delivery": 200}
    with pytest.raises(UserError, match="10 分"):
        check_version(replace(FIRST, weights={"商品厂": weights}))
    with pytest.raises(UserError, match="由高到低"):
        check_version(replace(FIRST, level_scores={**FIRST.level_scores, "满意": 400}))
    with pytest.raises(UserError, match=r"0\.01"):
        check_version(replace(FIRST, level_scores={**FIRST.level_scores, "满意": 855}))
