"""Lines, sizes and the way to the 附页: nothing is lost, nothing is clipped, nothing is tiny."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.papers.layout import PT
from qmsdesk.printing.fitting import EDGE, INSET, SMALLEST, fit
from qmsdesk.printing.fonts import Typeface, typefaces
from qmsdesk.printing.lines import NOT_FIRST, NOT_LAST, wrap

WORDS = "兰石重装用户，反映减速机（型号ZL-2000A）漏油。“请速派人”：85℃ 1.6MPa 100% abc-def,/、；\n "
BODY: Typeface = typefaces(WORDS).body
texts = st.text(alphabet=WORDS, max_size=400)


@given(texts, st.floats(3.0, 60.0))
def test_the_lines_joined_are_the_text(text: str, width: float) -> None:
    joined = "".join(wrap(text, width, BODY.advance))
    assert joined == text.replace("\n", "")


@given(texts, st.floats(5.0, 60.0))
def test_no_line_is_wider_than_the_box_but_for_hanging_spaces(text: str, width: float) -> None:
    for line in wrap(text, width, BODY.advance):
        assert BODY.width(line.rstrip(" ")) <= width + 1e-9


def test_no_line_starts_with_a_comma_or_ends_with_an_opening_bracket() -> None:
    text = "顾客反映，减速机（型号未知）漏油，请速派人到现场。" * 20
    for width in range(8, 40):
        lines = wrap(text, float(width), BODY.advance)
        assert not [line for line in lines[1:] if line[0] in NOT_FIRST]
        assert not [line for line in lines[:-1] if line[-1] in NOT_LAST]


def test_words_and_numbers_stay_whole() -> None:
    lines = wrap("型号为ZL-2000A的减速机压力1.6MPa温度85.5", 8.0, BODY.advance)
    assert all(word in "|".join(lines) for word in ("ZL-2000A", "1.6MPa", "85.5"))


@given(texts, st.floats(15.0, 170.0), st.floats(5.0, 80.0))
def test_a_fitted_text_lies_inside_its_box(text: str, width: float, height: float) -> None:
    fitted = fit(text, width, height, 9.5, BODY)
    tall = fitted.size * PT * (1 + fitted.leading * (len(fitted.lines) - 1))
    assert fitted.size >= SMALLEST
    assert tall <= height - 2 * EDGE + 1e-6
    assert all(
        BODY.width(line.rstrip(" ")) * fitted.size * PT <= width - 2 * INSET + 1e-6 for line in fitted.lines
    )
    if fitted.whole:
        assert "".join(fitted.lines) == text.replace("\n", "")
    else:
        assert "见附页" in fitted.lines[-1]


def test_a_text_shrinks_before_it_moves_to_another_page() -> None:
    assert fit("减速机漏油" * 4, 40.0, 6.7, 9.5, BODY).size < 9.5
    assert fit("减速机漏油", 40.0, 6.7, 9.5, BODY).size == 9.5
    assert not fit("减速机漏油" * 40, 40.0, 6.7, 9.5, BODY).whole


def test_a_large_box_shows_the_beginning_of_what_it_cannot_hold() -> None:
    fitted = fit("减速机漏油。" * 400, 160.0, 50.0, 9.5, BODY)
    assert fitted.lines[0].startswith("减速机漏油。")
    assert fitted.lines[-1].endswith("……(全文见附页)")
    assert fit("减速机漏油。" * 400, 40.0, 6.7, 9.5, BODY).lines == ("见附页",)


def test_a_smaller_size_is_taken_rather_than_breaking_a_number() -> None:
    fitted = fit("F01-2026-001", 20.8, 11.0, 9.5, BODY)
    assert fitted.lines == ("F01-2026-001",)
    assert 8.0 <= fitted.size < 9.5


@pytest.mark.parametrize("text", ["", "长", "长" * 40])
def test_names_of_no_one_and_forty_characters_fit_a_signature_box(text: str) -> None:
    assert fit(text, 62.0, 12.0, 9.5, BODY).whole
