"""Problem classes proposed from the customer's words, danger words, severity (R-5.3.1.2-a, I-38)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.procedure.classify import danger_words, first_level, problem_class, propose, severity
from qmsdesk.procedure.problem_classes import CLASSES, WEAK

REAL = Path(__file__).parents[3] / "shared" / "data" / "real_complaints.csv"


@pytest.mark.parametrize(
    ("words", "second"),
    [
        ("减速机漏油严重，请尽快处理", "漏油"),
        ("电机轴承异响，厂家一直不解决", "异响"),
        ("法兰焊缝处有裂纹", "裂纹"),
        ("设备 无法启动", "不能启动"),
        ("外壳掉漆起皮", "涂层"),
        ("合同约定三月交货，现已逾期一个月", "延期交货"),
        ("泵壳铸件有砂眼气孔", "铸造缺陷"),
        ("到货少发两件螺栓", "少发错发"),
    ],
)
def test_the_fault_is_proposed_before_the_part_that_carries_it(words: str, second: str) -> None:
    assert propose(words)[0].problem.second == second


def test_a_proposal_shows_the_words_that_spoke_for_it() -> None:
    best = propose("减速机漏油")[0]
    assert best.matched == ("漏油",)
    assert best.score == 4


@pytest.mark.parametrize("words", ["", "   ", "请问贵厂地址", "没有异响", "未发现裂纹"])
def test_without_an_affirmed_keyword_nothing_is_proposed(words: str) -> None:
    assert propose(words) == ()


def test_a_denied_word_counts_where_it_is_also_affirmed() -> None:
    assert propose("空载没有异响，带载异响明显")[0].problem.second == "异响"


@given(st.text(max_size=80))
def test_any_text_is_classified_without_trouble(words: str) -> None:
    for proposal in propose(words):
        assert proposal.score > 0
    danger_words(words)


def test_the_dictionary_has_two_levels_with_unique_codes_and_其他_last() -> None:
    groups = first_level()
    assert list(groups)[-1] == "其他"
    codes = [problem.code for problems in groups.values() for problem in problems]
    assert len(codes) == len(set(codes)) == len(CLASSES) + 1
    assert problem_class("C1").second == "漏油"
    assert problem_class("没有").first == "其他"


def test_every_weak_word_belongs_to_the_dictionary() -> None:
    assert {word for problem in CLASSES for word in problem.words} >= WEAK


@pytest.mark.skipif(not REAL.exists(), reason="the real complaints are not beside this checkout")
def test_most_real_complaints_get_a_proposal() -> None:
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        problems = [row["问题简述"] for row in csv.DictReader(file)]
    proposed = [words for words in problems if propose(words)]
    assert len(proposed) >= 0.85 * len(problems)


def test_danger_is_noticed_but_a_bad_spark_is_not_fire() -> None:
    assert danger_words("炉门爆裂，工人烫伤") == ("爆裂", "烫伤")
    assert danger_words("发动机打不着火") == ()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "一般"),
        ({"several_or_unclear": True}, "重大"),
        ({"severe_loss": True}, "重大"),
        ({"severe_reputation": True}, "重大"),
        ({"severe_loss": True, "severe_reputation": True}, "特大"),
    ],
)
def test_the_highest_severity_needs_both_conditions(facts: dict[str, bool], expected: str) -> None:
    assert severity(**facts) == expected
