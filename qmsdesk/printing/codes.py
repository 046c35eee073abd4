"""The machine-readable marks of a print: the QR text of a page, and Code 128 of a number."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import accumulate

from qmsdesk.printing import qr

Run = tuple[int, int, int, int]  # x, y, w, h in modules
QR_SIDE = 15.0
_QUIET = 2  # modules; the margin of the page and white paper around do the rest
_DARK = re.compile(b"\x01+")
_PREFIX = "QD1"
_START_B, _STOP = 104, 106
# widths of bars and gaps of the values 0-106
_WIDTHS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222
123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224
111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_BARS = tuple(_WIDTHS.split())


@dataclass(frozen=True)
class PageCode:
    """What the QR code of a printed page says: paper, number, copy, template revision, page."""

    paper: str
    number: str
    copy: int
    revision: str
    page: int = 1

    @property
    def text(self) -> str:
        """The text in the code, with a check at its end."""
        body = f"{_PREFIX}:{self.paper}:{self.number}:{self.copy}:{self.revision}:{self.page}"
        return f"{body}:{_check(body)}"


def read_page_code(text: str) -> PageCode | None:
    """The page code behind a scanned text; None when it is not one of ours."""
    body, _, check = text.strip().rpartition(":")
    parts = body.split(":")
    if len(parts) != 6 or parts[0] != _PREFIX or check != _check(body):
        return None
    if not (parts[3].isdecimal() and parts[5].isdecimal()):
        return None
    return PageCode(parts[1], parts[2], int(parts[3]), parts[4], int(parts[5]))


def _check(body: str) -> str:
    return f"{zlib.crc32(body.encode('utf-8')) & 0xFFFF:04X}"


@dataclass(frozen=True)
class Picture:
    """A code as dark runs on a grid of `columns` by `rows` modules."""

    columns: int
    rows: int
    dark: tuple[Run, ...]


def qr_picture(text: str) -> Picture:
    """The QR code of a text."""
    modules = qr.encode(text)
    side = len(modules) + 2 * _QUIET
    dark = [
        (run.start() + _QUIET, row + _QUIET, run.end() - run.start(), 1)
        for row, cells in enumerate(modules)
        for run in _DARK.finditer(cells)
    ]
    return Picture(side, side, tuple(dark))


def code128_fits(text: str) -> bool:
    """Whether Code 128 set B can carry the text in the room a sheet has for it."""
    return 0 < len(text) <= 24 and all(" " <= char <= "~" for char in text)


def code128_picture(text: str) -> Picture:
    """The bars of Code 128 (set B); the white paper beside them is the quiet zone."""
    values = [_START_B, *(ord(char) - 32 for char in text)]
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], start=1))) % 103
    widths = [int(width) for value in (*values, check, _STOP) for width in _BARS[value]]
    edges = list(accumulate(widths, initial=0))
    dark = tuple((edges[place], 0, widths[place], 1) for place in range(0, len(widths), 2))
    return Picture(edges[-1], 1, dark)
