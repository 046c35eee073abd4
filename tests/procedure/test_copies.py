"""Copy sets of requirements §8 and the words on each copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.procedure.copies import CLAIM_DEFAULT, copy_label, copy_set, handling_photocopies
from qmsdesk.procedure.numerals import chinese_number


def holders(paper: str, **choice: object) -> list[str]:
    return [copy.holder for copy in copy_set(paper, **choice)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ("01", ["经销部门", "质管部门"]),
        ("05", ["本单位", "技术质量管理部"]),
        ("06", ["经销部门"]),
        ("07", ["质管部门"]),
        ("AUX-10", ["质管部门", "技术质量管理部"]),
        ("AUX-3", ["质管部门", "技术质量管理部"]),
    ],
)
def test_fixed_sets_have_the_holders_of_section_8(paper: str, expected: list[str]) -> None:
    assert holders(paper) == expected


def test_the_labels_of_a_feedback_slip_read_as_printed() -> None:
    assert [copy.label for copy in copy_set("01")] == ["第一联 共二联 经销部门存", "第二联 共二联 质管部门存"]


def test_two_responsible_departments_make_four_copies_and_three_photocopies() -> None:
    departments = ["铸造车间", "装配车间"]
    assert holders("03", responsible=departments) == ["质管部门", "经销部门", "铸造车间", "装配车间"]
    photocopies = handling_photocopies(departments, handling_number="C01-2026-003")
    assert [copy.holder for copy in photocopies] == ["经销部门", "铸造车间", "装配车间"]
    assert photocopies[0].label == "复印件 附于 C01-2026-003"


def test_sales_may_be_left_out_of_the_photocopies() -> None:
    assert [copy.holder for copy in handling_photocopies(["铸造车间"], to_sales=False)] == ["铸造车间"]


def test_a_department_named_twice_gets_one_copy() -> None:
    assert len(holders("03", responsible=["铸造车间", "铸造车间 "])) == 3


def test_a_suggestion_goes_to_one_unit_only() -> None:
    assert holders("02", responsible=["技术部"]) == ["质管部门", "技术部"]
    with pytest.raises(UserError, match=r"5\.3\.3\.1"):
        copy_set("02", responsible=["技术部", "铸造车间"])


def test_a_claim_has_six_copies_unless_the_clerk_chooses() -> None:
    assert holders("04") == list(CLAIM_DEFAULT)
    assert holders("04", chosen=["经销部门", "成品库"]) == ["经销部门", "成品库"]
    with pytest.raises(UserError, match="经销部门"):
        copy_set("04", chosen=["财务部门"])


@given(st.lists(st.sampled_from("甲乙丙丁戊己庚辛壬癸"), max_size=15))
def test_ordinals_run_without_gap_to_the_total(responsible: list[str]) -> None:
    copies = copy_set("03", responsible=responsible)
    assert [copy.ordinal for copy in copies] == list(range(1, len(copies) + 1))
    assert {copy.total for copy in copies} == {len(copies)}


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "零"), (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (100, "一百"), (103, "一百零三"),
     (110, "一百一十"), (1001, "一千零一"), (2026, "二千零二十六")],
)  # fmt: skip
def test_chinese_numerals(number: int, written: str) -> None:
    assert chinese_number(number) == written


def test_the_twelfth_of_twelve_copies_is_labelled() -> None:
    assert copy_label(12, 12, "财务部门") == "第十二联 共十二联 财务部门存"
    with pytest.raises(ValueError, match="3 of 2"):
        copy_label(3, 2, "财务部门")
