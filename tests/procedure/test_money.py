"""Money: typed, printed, written in capitals, split without losing a 分."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.procedure.money import (
    LARGEST,
    WHOLE,
    format_money,
    format_percent,
    parse_money,
    parse_percent,
    split_money,
    uppercase_money,
)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,234.5", 123450),
        ("1234.50", 123450),
        ("¥8", 800),
        ("￥ 8.00 元", 800),
        ("1，234.50", 123450),
        ("１２３４．５", 123450),
        ("人民币12", 1200),
        ("1.2万", 1200000),
        ("0", 0),
        (".5", 50),
        ("", None),
        ("  ", None),
    ],
)
def test_an_amount_is_read_as_typed(typed: str, fen: int | None) -> None:
    assert parse_money(typed) == fen


@pytest.mark.parametrize(
    "typed", ["1,23", "1.234", "abc", ".", "-1", "1e5", "1.2.3", "99999999999999999", "八元"]
)
def test_a_doubtful_amount_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        parse_money(typed)


def test_a_negative_amount_is_read_only_where_asked_for() -> None:
    assert parse_money("-1.5", negative=True) == -150


def test_blank_is_not_zero() -> None:
    assert format_money(None) == ""
    assert format_money(0) == "0.00"


@given(st.integers(0, LARGEST))
def test_printed_money_reads_back(fen: int) -> None:
    assert parse_money(format_money(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (140950, "壹仟肆佰零玖元伍角"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (100, "壹元整"),
        (1000000, "壹万元整"),
        (100000000, "壹佰万元整"),
        (1000000000001, "壹佰亿元零壹分"),
        (10000000100, "壹亿零壹元整"),
        (1001000000, "壹仟零壹万元整"),
        (-150, "负壹元伍角"),
    ],
)
def test_capitals_follow_the_rules_of_cheques(fen: int, written: str) -> None:
    assert uppercase_money(fen) == written


def test_the_prefix_is_joined_without_a_gap() -> None:
    assert uppercase_money(123450, prefix="人民币") == "人民币壹仟贰佰叁拾肆元伍角"


VALUES = {"零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_capitals(text: str) -> int:
    """An independent reader of 大写, in 分."""
    whole, _, rest = text.removesuffix("整").rpartition("元")
    total = section = digit = 0
    for sign in whole:
        if sign in VALUES:
            digit = VALUES[sign]
        elif sign in PLACES:
            section, digit = section + digit * PLACES[sign], 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    fen = (total + section + digit) * 100
    for sign, unit in pairwise(rest):
        if unit in "角分":
            fen += VALUES[sign] * (10 if unit == "角" else 1)
    return fen


@given(st.integers(0, LARGEST))
def test_capitals_read_back_to_the_same_amount(fen: int) -> None:
    written = uppercase_money(fen)
    assert read_capitals(written) == fen
    assert "零零" not in written
    assert written.endswith(("整", "角", "分"))


def cuts(points: list[int]) -> list[int]:
    edges = [0, *sorted(points), WHOLE]
    return [high - low for low, high in pairwise(edges)]


@given(fen=st.integers(0, LARGEST), points=st.lists(st.integers(0, WHOLE), max_size=8))
def test_a_split_adds_up_and_is_within_a_few_fen_of_exact(fen: int, points: list[int]) -> None:
    shares = cuts(points)
    parts = split_money(fen, shares)
    assert sum(parts) == fen
    assert all(part >= 0 for part in parts)
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - fen * share / WHOLE) <= len(shares) + fen / 1e12


def test_the_remainder_goes_to_the_largest_share() -> None:
    assert split_money(100, [3333, 3333, 3334]) == (33, 33, 34)
    assert split_money(1, [5000, 5000]) == (1, 0)
    assert split_money(10, [2500, 7500]) == (2, 8)


@pytest.mark.parametrize("shares", [[], [9999], [5000, 5001], [-1, 10001], [10000, 10000]])
def test_shares_that_are_not_one_hundred_percent_are_refused(shares: list[int]) -> None:
    with pytest.raises(UserError, match=r"100%"):
        split_money(100, shares)


def test_percentages_are_read_and_printed() -> None:
    assert [parse_percent(text) for text in ("60", "33.33%", "0.5", "")] == [6000, 3333, 50, None]
    assert [format_percent(share) for share in (6000, 3333, 50, 10000)] == ["60%", "33.33%", "0.5%", "100%"]
    for text in ("101", "-1", "1.234", "x"):
        with pytest.raises(UserError):
            parse_percent(text)
