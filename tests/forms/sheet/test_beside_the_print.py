"""A printed page next to the window at the same zoom: every rule and every label lies in the same place."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from qmsdesk import settings
from qmsdesk.forms.paper_fonts import load_fonts
from qmsdesk.forms.sheet_paint import paint_sheet, rule_box
from qmsdesk.papers.base import Paper
from qmsdesk.papers.catalogue import AUXILIARY, all_papers
from qmsdesk.papers.layout import PT, Sheet
from qmsdesk.printing import raster, render

NEAR = 0.5  # mm
DPI = 96  # of the screen: Qt measures the spacing of letters in its pixels
PAPERS = (*all_papers(), *AUXILIARY)
every_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda item: item.code)
Box = tuple[float, ...]
Letters = list[tuple[str, Box]]
RADICALS = str.maketrans("⻅⻋⻔⻚⻓⻛⻢⻩⻆⻜⻬戶", "见车门页长风马黄角飞齐户")


@every_paper
def test_every_label_stands_where_it_is_printed(qapp: Any, paper: Paper, tmp_path: Path) -> None:
    sheet = render.sheet_of(paper, settings.company())
    window, print_ = letters(painted(sheet, tmp_path / "window.pdf")), letters(render.blank(paper))
    for words in sheet.prints:
        box = words.x - 0.6, words.y - 0.6, words.x + words.w + 0.6, words.y + words.h + 0.6
        text = "".join("".join(plain(line).split()) for line in words.lines)
        if words.spacing:  # read as one word whose letters share its width
            assert ends(window, box, text) == pytest.approx(ends(print_, box, text), abs=NEAR), text
            continue
        for char in dict.fromkeys(text):
            shown, printed = (inside(found, box, char) for found in (window, print_))
            assert len(shown) == len(printed) >= text.count(char), (text, char)
            for one, other in zip(shown, printed, strict=True):
                assert one == pytest.approx(other, abs=NEAR), (text, char)


@every_paper
@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.5, 2.0])
def test_every_rule_is_drawn_where_it_is_printed(paper: Paper, zoom: float) -> None:
    ppm = 96 / 25.4 * zoom
    for rule in render.sheet_of(paper, settings.company()).rules:
        if rule.x1 != rule.x2 and rule.y1 != rule.y2:
            continue  # a slanting line is drawn from end to end as declared
        box = rule_box(rule, ppm, 1.0)
        near = max(NEAR, 1 / ppm)  # at half the size a pixel is half a millimetre
        for low, high, first, last in (
            (box.left(), box.right(), *sorted((rule.x1, rule.x2))),
            (box.top(), box.bottom(), *sorted((rule.y1, rule.y2))),
        ):
            thick = (high - low) / ppm - (last - first)
            assert abs((low + high) / 2 / ppm - (first + last) / 2) <= near
            assert abs(thick - rule.weight * PT) <= 2 * near


def painted(sheet: Sheet, path: Path) -> bytes:
    """The sheet as the window paints it, on a page of its own size that can be read letter by letter."""
    load_fonts()
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QSizeF(sheet.width, sheet.height), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    paint_sheet(painter, sheet, DPI / 25.4)
    painter.end()
    return path.read_bytes()


def letters(data: bytes) -> Letters:
    """Every letter of the first page with its box (left, top, right, bottom) in mm from the upper left."""
    import pypdfium2.raw as pdfium

    found: Letters = []
    with raster.opened(data) as document:
        page = document[0]
        text, height = page.get_textpage(), page.get_height()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            box = tuple(side * PT for side in (left, height - top, right, height - bottom))
            found += [
                (char, box)
                for char in plain(chr(pdfium.FPDFText_GetUnicode(text, place)))
                if not char.isspace()
            ]
    return found


def plain(text: str) -> str:
    """Qt names some characters by their older code: a radical for 石 or 见."""
    return normalize("NFKC", text).translate(RADICALS)


def inside(found: Letters, box: Box, char: str) -> list[Box]:
    """The boxes of a letter whose middle lies within a box, from the left."""
    x1, y1, x2, y2 = box
    return sorted(
        own
        for other, own in found
        if other == char and x1 <= (own[0] + own[2]) / 2 <= x2 and y1 <= (own[1] + own[3]) / 2 <= y2
    )


def ends(found: Letters, box: Box, text: str) -> Box:
    """The box around all letters of a word."""
    boxes = [own for char in dict.fromkeys(text) for own in inside(found, box, char)]
    assert len(boxes) == len(text), text
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
