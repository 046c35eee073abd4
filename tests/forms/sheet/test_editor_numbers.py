"""Counts, amounts and weights: typed loosely, kept as integers, shown as they print."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.forms.editors.reading import read_line, write_line
from qmsdesk.papers.base import Field, Kind

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        (Kind.QUANTITY, "12", 12, "12"),
        (Kind.QUANTITY, "１２", 12, "12"),
        (Kind.QUANTITY, "1,200", 1200, "1200"),
        (Kind.MONEY, "1234.5", 123_450, "1,234.50"),
        (Kind.MONEY, "¥1,234.50元", 123_450, "1,234.50"),
        (Kind.MONEY, "１２３４．５", 123_450, "1,234.50"),
        (Kind.MONEY, "0", 0, "0.00"),
        (Kind.WEIGHT, "12.5", 12_500, "12.5"),
        (Kind.WEIGHT, "12.5千克", 12_500, "12.5"),
        (Kind.WEIGHT, "1.2吨", 1_200_000, "1,200"),
        (Kind.WEIGHT, "300g", 300, "0.3"),
        (Kind.WEIGHT, "", None, ""),
    ],
)
def test_numbers_are_read_and_written(kind: Kind, typed: str, value: Any, shown: str) -> None:
    field = Field("number", "数", kind)
    reading = read_line(field, typed, today=TODAY)
    assert (reading.value, reading.message) == (value, "")
    assert write_line(field, value) == shown


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.QUANTITY, "12.5"),
        (Kind.QUANTITY, "-3"),
        (Kind.QUANTITY, "十二"),
        (Kind.QUANTITY, "9" * 40),
        (Kind.MONEY, "1.234"),
        (Kind.MONEY, "约一千"),
        (Kind.WEIGHT, "0.0001"),
        (Kind.WEIGHT, "12斤"),
    ],
)
def test_what_is_no_number_stays_text_with_a_reason(kind: Kind, typed: str) -> None:
    field = Field("number", "数", kind)
    reading = read_line(field, typed, today=TODAY)
    assert reading.value == typed
    assert reading.message
    assert write_line(field, reading.value) == typed


@given(st.integers(0, 99_999_999_999), st.sampled_from([Kind.MONEY, Kind.WEIGHT]))
def test_every_amount_and_weight_is_read_back_from_its_print(value: int, kind: Kind) -> None:
    field = Field("number", "数", kind)
    assert read_line(field, write_line(field, value), today=TODAY).value == value


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_every_date_is_read_back_from_its_print(day: date) -> None:
    field = Field("day", "日期", Kind.DATE)
    assert read_line(field, write_line(field, day), today=TODAY).value == day
