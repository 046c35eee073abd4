"""Where words stand on the pages of a print, for marking them in the preview; line breaks and spaces do not matter."""

from __future__ import annotations

from typing import Any

from qmsdesk.printing import raster

Box = tuple[float, float, float, float]
_SAME_LINE = 0.6  # of the height of a character


def find(data: bytes, words: str) -> dict[int, list[list[Box]]]:
    """Page (from 0) -> hits; a hit is one box (x, y, w, h in points from the top left) per line it stands on."""
    wanted = _plain(words)
    if not wanted:
        return {}
    found = {}
    with raster.opened(data) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            if wanted in _plain(text.get_text_range()):
                hits = _hits(text, wanted, float(page.get_height()))
                if hits:
                    found[number] = hits
    return found


def _hits(text: Any, wanted: str, height: float) -> list[list[Box]]:
    letters, places = _letters(text)
    hits, at = [], letters.find(wanted)
    while at >= 0:
        boxes = [text.get_charbox(place) for place in dict.fromkeys(places[at : at + len(wanted)])]
        hits.append(_lines(boxes, height))
        at = letters.find(wanted, at + len(wanted))
    return hits


def _letters(text: Any) -> tuple[str, list[int]]:
    """The characters without spaces, lower case, and for each its place on the page."""
    import pypdfium2.raw as pdfium

    letters: list[str] = []
    places: list[int] = []
    for place in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, place)
        for letter in _plain(chr(code)) if code else "":
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _lines(boxes: list[Box], height: float) -> list[Box]:
    """Character boxes (left, bottom, right, top from below) as one box per line, from the top."""
    lines: list[list[float]] = []
    for left, bottom, right, top in boxes:
        last = lines[-1] if lines else None
        if last and abs(last[1] - bottom) < _SAME_LINE * max(top - bottom, 1.0) and left >= last[0]:
            last[1], last[2], last[3] = min(last[1], bottom), max(last[2], right), max(last[3], top)
        else:
            lines.append([left, bottom, right, top])
    return [(left, height - top, right - left, top - bottom) for left, bottom, right, top in lines]


def _plain(text: str) -> str:
    """Without spaces and line breaks, which a print has of its own."""
    return "".join(text.split()).lower()
