"""What the fonts can draw, and the plain word when they cannot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import ttfonts

from qmsdesk import settings
from qmsdesk.errors import UserError
from qmsdesk.papers.catalogue import AUXILIARY, SHEETS, paper
from qmsdesk.papers.layout import lay_out
from qmsdesk.printing import fonts, render
from qmsdesk.printing.fontfile import TrueType
from qmsdesk.procedure.copies import copy_set


def test_every_printed_word_is_in_the_quick_fonts() -> None:
    sheets = [lay_out(one) for one in (*SHEETS, *AUXILIARY)]
    words = "".join(line for sheet in sheets for piece in sheet.prints for line in piece.lines)
    chosen = fonts.typefaces(words, words)
    assert (chosen.body.name, chosen.title.name) == ("NotoSerifSC-GB2312", "NotoSansSC-Bold-Titles")


def test_titles_take_a_larger_font_when_a_mark_says_more() -> None:
    assert fonts.typefaces("", "作废 淄博").title.name == "NotoSansSC-Bold-GB2312"
    assert fonts.typefaces("", "作废 喆").title.name == "NotoSansSC-Bold"


@pytest.mark.parametrize(
    "file", sorted((settings.resources_dir() / "fonts").glob("*.ttf")), ids=lambda file: file.stem
)
def test_a_font_is_read_as_reportlab_reads_it(file: Path) -> None:
    slow, quick = ttfonts.TTFont("slow", str(file)).face, TrueType("quick", str(file)).face
    slow.charToGlyph.pop(0xFFFF, None)
    slow.charWidths.pop(0xFFFF, None)
    for name in (
        "charToGlyph",
        "charWidths",
        "defaultWidth",
        "hmetrics",
        "glyphPos",
        "ascent",
        "descent",
        "bbox",
        "flags",
    ):
        assert getattr(quick, name) == getattr(slow, name), name


def test_rare_names_take_the_whole_font() -> None:
    assert fonts.missing("喆堃镕") == []
    chosen = fonts.typefaces("喆堃镕")
    assert chosen.body.name == "NotoSerifSC"
    assert chosen.body.runs("喆堃镕") == [("NotoSerifSC", "喆堃镕")]


def test_a_character_only_the_other_family_has_is_drawn_with_it(words: Any) -> None:
    assert fonts.missing("露𥫗") == []
    data = render.render(paper("01"), copy_set("01")[:1], {"customer_name": "甲𥫗乙"})
    assert "甲𥫗乙" in words(data)


def test_characters_beyond_the_first_plane_are_copied_out_whole(words: Any) -> None:
    data = render.render(paper("01"), copy_set("01")[:1], {"customer_name": "𬱖𰻝"})
    assert "𬱖𰻝" in words(data)


def test_a_missing_character_is_named_with_its_field_before_anything_is_printed() -> None:
    with pytest.raises(UserError, match=r"😀.*用户名称") as caught:
        render.render(paper("01"), copy_set("01"), {"customer_name": "甲😀乙", "other": "☑"})
    assert "☑(U+2611，在“其他要说明的问题”)" in caught.value.message


def test_a_missing_character_in_a_table_is_named_too() -> None:
    with pytest.raises(UserError, match="名称"):
        render.render(paper("04"), copy_set("04"), {"lines": [{"name": "😀"}]})


def test_signs_without_a_shape_are_left_out_and_nothing_is_missed() -> None:
    assert fonts.printable("甲\u200b乙\ufe0f丙\u202e") == "甲乙丙"
    assert fonts.missing("甲\u200b乙\n\t") == []


@pytest.mark.parametrize("text", ["<b>粗</b>&amp;<img src='x'/>", "{\\rtf1}", "(a) \\ )(", "%PDF"])
def test_text_of_users_is_never_markup(text: str, words: Any, squeeze: Any) -> None:
    data = render.render(paper("01"), copy_set("01")[:1], {"description": text, "problem_kind": text})
    assert words(data).count(squeeze(text)) == 2


def test_a_lost_font_file_is_told_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bad.ttf").write_bytes(json.dumps({"no": "font"}).encode())
    monkeypatch.setattr(fonts, "font_path", lambda _kind: tmp_path / "bad.ttf")
    with pytest.raises(UserError, match="字体文件"):
        fonts._face.__wrapped__("serif")
