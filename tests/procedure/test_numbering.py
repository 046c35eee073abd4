"""Numbers read back as they were written, and a bad pattern is refused (5.5.1, I-03)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.procedure.numbering import (
    LETTERS,
    SlipNumber,
    check_unit_code,
    parse_number,
    pattern,
    series_key,
    slip_pattern,
    survey_pattern,
)

units = st.text("0123456789ABCXYZ", min_size=1, max_size=8)
years = st.integers(1980, 2100)
sequences = st.integers(1, 99_999)


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (SlipNumber("F", "01", 2026, 1), "F01-2026-001"),
        (SlipNumber("J", "ZJ3", 2027, 42), "JZJ3-2027-042"),
        (SlipNumber("B", "01", 2026, 999), "B01-2026-999"),
        (SlipNumber("C", "01", 2026, 1000), "C01-2026-1000"),
    ],
)
def test_a_slip_number_prints_letter_unit_year_and_sequence(number: SlipNumber, printed: str) -> None:
    assert slip_pattern().format(number) == printed
    assert slip_pattern().parse(printed) == number


def test_a_survey_number_has_no_letter_and_names_the_half() -> None:
    number = SlipNumber("", "01", 2026, 7, half=2)
    assert survey_pattern().format(number) == "01-2026H2-007"
    assert parse_number("01-2026H2-007") == number
    assert number.series == "|01|2026H2"


@given(letter=st.sampled_from(sorted(LETTERS.values())), unit=units, year=years, sequence=sequences)
def test_every_slip_number_survives_the_round_trip(letter: str, unit: str, year: int, sequence: int) -> None:
    number = SlipNumber(letter, unit, year, sequence)
    assert slip_pattern().parse(slip_pattern().format(number)) == number


@given(unit=units, year=years, half=st.sampled_from([1, 2]), sequence=sequences)
def test_every_survey_number_survives_the_round_trip(unit: str, year: int, half: int, sequence: int) -> None:
    number = SlipNumber("", unit, year, sequence, half)
    assert survey_pattern().parse(survey_pattern().format(number)) == number
    assert slip_pattern().parse(survey_pattern().format(number)) is None


@given(
    left=st.tuples(st.sampled_from("FJCB"), units, years, sequences),
    right=st.tuples(st.sampled_from("FJCB"), units, years, sequences),
)
def test_two_different_numbers_never_print_alike(
    left: tuple[str, str, int, int], right: tuple[str, str, int, int]
) -> None:
    same = slip_pattern().format(SlipNumber(*left)) == slip_pattern().format(SlipNumber(*right))
    assert same == (left == right)


@pytest.mark.parametrize("typed", ["f01-2026-1", " F01-2026-001 ", "F01-2026-001", "F01-2026-0001"])
def test_a_number_typed_loosely_is_found(typed: str) -> None:
    assert parse_number(typed) == SlipNumber("F", "01", 2026, 1)


@pytest.mark.parametrize(
    "typed", ["", "F01-2026-000", "X01-2026-001", "F01-26-001", "F01-2026-", "F01-2026H3-001"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


def test_each_letter_unit_and_year_counts_for_itself() -> None:
    keys = {
        series_key(letter, unit, year) for letter in "FJCB" for unit in ("01", "02") for year in (2026, 2027)
    }
    assert len(keys) == 16


@pytest.mark.parametrize("template", ["{letter}.{unit}.{year}.{seq:4}", "QM-{letter}{unit}_{year}-{seq:2}"])
def test_another_pattern_reads_its_own_numbers_back(template: str) -> None:
    number = SlipNumber("F", "A1", 2026, 12)
    assert pattern(template).parse(pattern(template).format(number)) == number


@pytest.mark.parametrize(
    "template",
    [
        "{letter}{unit}-{year}",  # no sequence
        "{letter}{unit}-{seq:3}",  # no year: numbers would repeat
        "{unit}-{year}-{seq:3}",  # no letter
        "{letter}{unit}-{year}-{seq:3}-{seq:3}",
        "{letter}{unit}-{year}H{half}-{seq:3}",  # half belongs to surveys
        "{letter}{unit}{year}-{seq:3}",  # unit runs into the year
        "{letter}{unit}-{year}{seq:3}",
        "{letter}{unit}/{year}/{seq:3}",  # cannot stand in a file name
        "{letter}{unit}号-{year}-{seq:3}",  # Code 128 cannot carry it
        "{letter}{unit}-{year}-{seq:0}",
        "{letter}{unit}-{year}-{number}",
    ],
)
def test_a_pattern_that_cannot_be_read_back_is_refused(template: str) -> None:
    with pytest.raises(UserError):
        pattern(template)


def test_a_unit_code_is_letters_and_digits_only() -> None:
    assert check_unit_code(" 0a ") == "0A"
    for code in ("", "0-1", "炼化", "123456789"):
        with pytest.raises(UserError):
            check_unit_code(code)
