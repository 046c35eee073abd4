"""Whatever a clerk can type and a font can draw comes out of the PDF as it was typed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qmsdesk.papers.base import Kind
from qmsdesk.papers.catalogue import paper
from qmsdesk.printing import fonts, raster, render
from qmsdesk.procedure.copies import copy_set

LIGATURES = range(0xFB00, 0xFB07)  # every reader takes ﬁ for fi
CODES = fonts._face(fonts.BODY).advances.keys() - set(LIGATURES)
GLYPHS = sorted(chr(code) for code in CODES if code > 0x20 and fonts.printable(chr(code)))
ANY = st.sampled_from(GLYPHS)
COMMON = st.sampled_from("减速机漏油，轴承温度85℃。ZL-2000A(φ120×35)、“现场”/更换;1.6MPa喆堃镕𬱖 \n")
typed = st.text(st.one_of(COMMON, COMMON, COMMON, ANY), max_size=300)


@pytest.mark.slow
def test_every_glyph_of_the_font_is_read_back() -> None:
    for start in range(0, len(GLYPHS), 2000):
        wanted = "".join(GLYPHS[start : start + 2000])
        printed = render.render(paper("01"), copy_set("01")[:1], {"description": wanted})
        assert not set(squeezed(wanted)) - set(squeezed("".join(raster.texts(printed))))


@pytest.mark.slow
@settings(max_examples=1000)
@given(st.data())
def test_a_thousand_slips_are_read_back_as_they_were_typed(data: Any) -> None:
    read_back(data)


@given(st.data())
def test_every_text_of_a_slip_is_read_back_as_it_was_typed(data: Any) -> None:
    read_back(data)


def read_back(data: Any) -> None:
    sheet = paper("01")
    names = [item.name for item in sheet.fields if item.kind in (Kind.TEXT, Kind.LONG_TEXT)]
    values = {name: data.draw(typed, label=name) for name in names}
    printed = render.render(sheet, copy_set("01")[:1], values, number="F01-2026-001")
    pages = raster.texts(printed)
    text = squeezed("".join(page.split("AUX-12 附页", 1)[-1].split("公司内部资料", 1)[0] for page in pages))
    for name, value in values.items():
        assert squeezed(value) in text, name


def squeezed(text: str) -> str:
    return "".join(text.replace("\x02", "-").replace("\ufffe", "-").split())
