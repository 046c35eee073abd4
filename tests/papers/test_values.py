"""Values survive being kept as a draft, and print as a person writes them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.papers.base import Field, Kind, Paper
from qmsdesk.papers.catalogue import AUXILIARY, all_papers, paper
from qmsdesk.papers.values import (
    Attached,
    Signed,
    display,
    dump,
    is_empty,
    load,
    money_text,
    row_display,
    weight_text,
)

RARE = "喆堃镕𠮷①℃±“引号”"


def sample(field: Field) -> object:
    """A value of a field's kind."""
    return {
        Kind.DATE: date(2026, 2, 28),
        Kind.CHOICE: field.choices[-1] if field.choices else "",
        Kind.TICK: True,
        Kind.QUANTITY: 12,
        Kind.MONEY: 123_456,
        Kind.WEIGHT: 2_500,
        Kind.ROWS: [{column.name: sample(column) for column in field.columns}] * 2,
        Kind.ATTACHMENTS: [Attached("7", f"照片{RARE}.jpg", 2, False)],
        Kind.SIGNATURE: Signed("李敏", date(2026, 3, 1), "ink"),
    }.get(field.kind, f"{field.label}{RARE}")


@pytest.mark.parametrize("sheet", [*all_papers(), *AUXILIARY], ids=lambda item: item.code)
def test_values_of_every_paper_survive_a_draft(sheet: Paper) -> None:
    values = {item.name: sample(item) for item in (*sheet.fields, *sheet.extra)}
    assert load(sheet, json.loads(json.dumps(dump(sheet, values)))) == values


def test_names_a_paper_does_not_have_are_left_out() -> None:
    assert load(paper("01"), {"problem_kind": "渗漏", "colour": "red"}) == {"problem_kind": "渗漏"}


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_money_prints_every_fen(fen: int) -> None:
    text = money_text(fen).replace(",", "")
    whole, cents = text.lstrip("-").split(".")
    assert (int(whole) * 100 + int(cents)) * (-1 if fen < 0 else 1) == fen


@pytest.mark.parametrize(
    ("grams", "text"), [(2500, "2.5"), (1_000_000, "1,000"), (1, "0.001"), (0, "0"), (-500, "-0.5")]
)
def test_weights_print_as_kilograms(grams: int, text: str) -> None:
    assert weight_text(grams) == text


def test_a_paired_column_prints_unit_and_total() -> None:
    columns = {item.name: item for item in paper("04").field("lines").columns}
    row = {"quantity": 4, "unit_weight": 2_500, "unit_price": 19_900}
    assert row_display(columns["unit_weight"], row) == "2.5/10"
    assert row_display(columns["unit_price"], row) == "199.00/796.00"
    assert row_display(columns["unit_price"], {"quantity": 4}) == ""


def test_an_empty_optional_field_is_a_stroke_once_registered() -> None:
    other = paper("01").field("other")
    assert display(other, "") == ""
    assert display(other, "", registered=True) == "/"
    assert display(paper("01").field("sig_review"), None, registered=True) == ""
    assert display(paper("01").field("qc_receipt_opinion"), "", registered=True) == ""


def test_dates_numbers_and_signatures_print_in_chinese_ways() -> None:
    sheet = paper("01")
    assert display(sheet.field("feedback_date"), date(2026, 11, 2)) == "2026年11月2日"
    assert display(sheet.field("commission_date"), "未启用") == "未启用"
    assert display(sheet.field("number"), "F01-2026-001", letter="F") == "01-2026-001"
    assert display(sheet.field("sig_handler"), Signed("李敏", date(2026, 1, 2))) == "李敏  2026年1月2日"


@pytest.mark.parametrize("value", [None, "", "  ", False, [], (), Signed("", None)])
def test_nothing_is_empty(value: object) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, "/", True, [1], Signed("李敏", None)])
def test_something_is_not_empty(value: object) -> None:
    assert not is_empty(value)
