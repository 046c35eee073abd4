"""The 保用期 ruler: every row of the decision table, every reading, every case total (§11, I-04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.procedure.dates import add_months
from qmsdesk.procedure.readings import Readings
from qmsdesk.procedure.warranty import WarrantyCase, judge, limits, quality_cause
from qmsdesk.procedure.warranty_rows import RESULTS, ROWS

S, U = date(2025, 1, 10), date(2025, 3, 1)
EXAMPLE = WarrantyCase(dispatch=S, in_use=U, failure=date(2026, 5, 1), kept="是", quality_cause=True)
INSIDE = replace(EXAMPLE, failure=date(2025, 12, 1))
AFTER = replace(EXAMPLE, failure=date(2027, 1, 1))
REGULATED = {"pressure_vessel": True, "regulation_end": date(2028, 1, 1), "regulation_basis": "特种设备安全法",
             "decided_by": "王工"}  # fmt: skip


def test_the_example_of_the_catalogue_is_left_to_a_person() -> None:
    ruling = judge(EXAMPLE)
    assert ruling.limits.end == date(2026, 3, 1)
    assert ruling.limits.ends["R3"] == date(2026, 7, 10)
    assert (ruling.result, ruling.row) == ("待判定", "7a")
    assert ruling.decided_by_person
    assert "2026年3月1日" in ruling.explanation
    assert "2026年7月10日" in ruling.explanation


@pytest.mark.parametrize(
    ("case", "row", "result"),
    [
        (INSIDE, "1", "质量三包"),
        (replace(INSIDE, quality_cause=False), "2", "非质量三包"),
        (replace(INSIDE, kept="否"), "3", "非质量三包"),
        (replace(INSIDE, kept="否", quality_cause=False), "3", "非质量三包"),
        (replace(INSIDE, kept="不明"), "4", "待核实"),
        (replace(INSIDE, quality_cause=None), "4", "待核实"),
        (replace(AFTER, early_failure=True), "5", "特殊情况"),
        (replace(AFTER, early_failure=True, kept="不明"), "5", "特殊情况"),
        (replace(AFTER, early_failure=True, quality_cause=None), "5a", "待核实"),
        (AFTER, "6", "非质量三包"),
        (replace(AFTER, kept="不明"), "6", "非质量三包"),
        (replace(EXAMPLE, quality_cause=False), "6", "非质量三包"),
        (replace(EXAMPLE, kept="否"), "6", "非质量三包"),
        (replace(EXAMPLE, early_failure=True), "5", "特殊情况"),
        (EXAMPLE, "7a", "待判定"),
        (replace(EXAMPLE, kept="不明"), "4", "待核实"),
        (replace(EXAMPLE, quality_cause=None), "4", "待核实"),
        (replace(INSIDE, pressure_vessel=True), "7", "按法规"),
        (replace(INSIDE, pressure_vessel=True, regulation_end=date(2028, 1, 1)), "7", "按法规"),
        (replace(AFTER, **REGULATED), "1", "质量三包"),
        (replace(AFTER, failure=date(2028, 1, 2), **REGULATED), "6", "非质量三包"),
        (replace(INSIDE, failure=None), "8", "待核实"),
        (replace(INSIDE, dispatch=None), "8", "待核实"),
        (replace(INSIDE, failure=date(2025, 1, 9)), "8", "待核实"),
        (replace(AFTER, contract_end=date(2027, 1, 1)), "1", "质量三包"),
        (replace(AFTER, contract_end=date(2026, 12, 31)), "6", "非质量三包"),
    ],
)
def test_each_row_of_the_table_fires(case: WarrantyCase, row: str, result: str) -> None:
    ruling = judge(case)
    assert (ruling.row, ruling.result) == (row, result)
    assert ruling.clause == ROWS[row].clause
    assert ruling.clause in ruling.explanation


@pytest.mark.parametrize(
    ("reading", "end", "row"), [("R1", date(2026, 3, 1), "7a"), ("R2", date(2026, 3, 1), "7a"),
                                ("R3", date(2026, 7, 10), "1")]
)  # fmt: skip
def test_the_reading_is_a_setting(reading: str, end: date, row: str) -> None:
    ruling = judge(EXAMPLE, Readings(warranty_reading=reading))  # type: ignore[arg-type]
    assert (ruling.limits.end, ruling.row) == (end, row)


def test_use_late_within_the_eighteen_months_ends_under_the_second_reading_after_them() -> None:
    case = replace(EXAMPLE, in_use=date(2026, 7, 1), failure=date(2027, 6, 1))
    assert limits(case).end == date(2026, 7, 10)
    assert limits(case, Readings(warranty_reading="R2")).end == date(2027, 7, 1)
    assert judge(case).result == "待判定"


def test_use_after_the_eighteen_months_is_ignored_with_a_warning() -> None:
    ruling = judge(replace(EXAMPLE, in_use=date(2026, 7, 11)))
    assert ruling.limits.l12 is None
    assert ruling.limits.end == date(2026, 7, 10)
    assert any("不计入" in warning for warning in ruling.warnings)


@pytest.mark.parametrize(("failure", "row"), [(date(2026, 7, 10), "1"), (date(2026, 7, 11), "6")])
def test_the_last_day_is_inside_and_the_next_is_outside(failure: date, row: str) -> None:
    assert judge(replace(EXAMPLE, in_use=None, failure=failure)).row == row


def test_months_clamp_to_the_end_of_february() -> None:
    assert limits(WarrantyCase(dispatch=date(2024, 8, 31))).end == date(2026, 2, 28)


def test_the_factory_date_stands_in_for_a_missing_dispatch_date() -> None:
    case = WarrantyCase(factory=date(2024, 12, 1))
    assert limits(case).start_is == "出厂日期"
    both = replace(case, dispatch=S)
    assert limits(both).start == S
    assert limits(both, Readings(warranty_start="factory")).start == date(2024, 12, 1)


def test_design_counts_among_quality_causes_unless_switched_off() -> None:
    assert quality_cause({"设计"})
    assert not quality_cause({"设计"}, Readings(design_is_quality=False))
    assert quality_cause({"材料缺陷"}, Readings(design_is_quality=False))
    assert not quality_cause({"使用不当"})


days = st.none() | st.dates(date(2023, 1, 1), date(2028, 12, 31))
cases = st.builds(
    WarrantyCase,
    dispatch=days,
    factory=days,
    in_use=days,
    failure=days,
    kept=st.sampled_from(["是", "否", "不明"]),
    quality_cause=st.sampled_from([True, False, None]),
    early_failure=st.booleans(),
    pressure_vessel=st.booleans(),
    contract_end=days,
    regulation_end=days,
    regulation_basis=st.sampled_from(["", "合同第八条"]),
    decided_by=st.sampled_from(["", "王工"]),
)
readings = st.builds(Readings, warranty_reading=st.sampled_from(["R1", "R2", "R3"]))


@given(cases, readings)
def test_every_case_gets_a_known_result_with_words(case: WarrantyCase, reading: Readings) -> None:
    ruling = judge(case, reading)
    assert ruling.result in RESULTS
    assert ruling.explanation.endswith("）。")


@given(cases)
def test_no_case_is_refused_while_one_reading_covers_it(case: WarrantyCase) -> None:
    known = replace(case, contract_end=None, pressure_vessel=False, kept="是", quality_cause=True)
    results = {judge(known, Readings(warranty_reading=name)).result for name in ("R1", "R2", "R3")}  # type: ignore[arg-type]
    if "质量三包" in results:
        assert judge(known).result in ("质量三包", "待判定", "特殊情况")


@given(cases)
def test_the_ends_are_ordered_and_never_before_a_year_of_use(case: WarrantyCase) -> None:
    ends = limits(replace(case, contract_end=None, pressure_vessel=False)).ends
    if ends:
        assert ends["R1"] <= ends["R2"] <= ends["R3"] or ends["R2"] == ends["R1"]
        assert ends["R1"] == min(ends.values())
        assert ends["R3"] == max(ends.values())


@given(cases, st.integers(1, 900))
def test_a_later_failure_never_brings_cover_back(case: WarrantyCase, later: int) -> None:
    if case.failure is None or (case.dispatch or case.factory or case.failure) > case.failure:
        return
    second = replace(case, failure=case.failure + timedelta(days=later))
    if judge(case).row == "6":
        assert judge(second).row == "6"


def test_every_combination_of_answers_has_one_row() -> None:
    for kept, cause, early, when in product(
        ("是", "否", "不明"), (True, False, None), (True, False), (S, U, None)
    ):
        case = replace(EXAMPLE, kept=kept, quality_cause=cause, early_failure=early, failure=when)
        assert judge(case).row in ROWS


def test_twelve_months_from_use_are_counted_by_the_calendar() -> None:
    assert limits(EXAMPLE).l12 == add_months(U, 12)
