"""What may be kept as text, and what is done to the rest."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.models.text import MAX_LENGTH, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  密封面渗漏　", "密封面渗漏"),
        ("漏\x00油", "漏油"),
        ("a\x07b\x1bc\x7fd\x9be", "abcde"),
        ("e\u0301", "é"),
        ("\u202eexe.fdp\u202c", "exe.fdp"),
        ("\u2066左\u2069右\u200f", "左右"),
        ("零\u200b宽\ufeff度\u2060", "零宽度"),
        ("孤\ud800立\udfff", "孤立"),
        ("非\ufdd0字\uffff符\U0010ffff", "非字符"),
        ("第一行\r\n第二行\u2028第三行\x85", "第一行 第二行 第三行"),
        ("制表\t符", "制表 符"),
        ("喆堃镕𠮷𪚥", "喆堃镕𠮷𪚥"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("<b>&amp;</b> =1+1 '\"; DROP TABLE slip;--", "<b>&amp;</b> =1+1 '\"; DROP TABLE slip;--"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
    ],
)
def test_what_nobody_can_see_is_taken_out(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_line_breaks_stay_where_they_belong() -> None:
    assert clean_text("第一行\r\n第二行\u2029第三行\r", multiline=True) == "第一行\n第二行\n第三行"


def test_too_long_is_refused_and_never_cut() -> None:
    assert len(clean_text("漏" * 200, max_length=200)) == 200
    with pytest.raises(UserError, match="“用户名称”最多 200 个字，现有 201 个字"):
        clean_text("漏" * 201, label="用户名称", max_length=200)
    with pytest.raises(UserError):
        clean_text("x" * 1_000_000)


def test_length_counts_characters_and_not_their_bytes() -> None:
    assert clean_text("𠮷" * 10, max_length=10) == "𠮷" * 10


@pytest.mark.parametrize("typed", ["H2025\u200b-017", "H2025\x00", "F01\u202e", "A\nB", "A\tB"])
def test_a_code_with_a_hidden_character_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="“出厂编号”"):
        clean_text(typed, label="出厂编号", code=True)


def test_a_code_is_kept_as_typed() -> None:
    assert clean_text(" H2025-017 ", code=True) == "H2025-017"


def test_towers_of_marks_are_refused() -> None:
    with pytest.raises(UserError, match="组合符号"):
        clean_text("a" + "\u0335" * 5000)


def test_twenty_thousand_line_breaks_are_no_content() -> None:
    assert clean_text("\n" * MAX_LENGTH, multiline=True) == ""


@given(st.text(alphabet=st.characters(), max_size=60))
def test_cleaning_twice_is_cleaning_once_and_can_always_be_stored(typed: str) -> None:
    try:
        kept = clean_text(typed, multiline=True)
    except UserError:
        return
    assert clean_text(kept, multiline=True) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert not any(unicodedata.category(character) == "Cc" and character != "\n" for character in kept)
