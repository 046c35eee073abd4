"""Reading a TrueType file for ReportLab: its tables unpacked whole, four times as fast as two bytes at a time."""

from __future__ import annotations

from itertools import repeat
from struct import Struct, unpack_from
from weakref import WeakKeyDictionary

from reportlab.pdfbase import ttfonts

_WINDOWS, _FULL, _BMP = 3, 10, 1


class TrueType(ttfonts.TTFont):  # type: ignore[misc]
    """A font ReportLab embeds in subsets; `name` is also its PostScript name in the PDF."""

    def __init__(self, name: str, path: str) -> None:
        self.fontName = name
        self.face = _Face(path)
        # ReportLab takes two fonts of one PostScript name for the same font
        self.face.name = name.encode("ascii")
        self.encoding = ttfonts.TTEncoding()
        self.state: WeakKeyDictionary[object, object] = WeakKeyDictionary()
        self.shapable = False
        self._asciiReadable = 0


class _Face(ttfonts.TTFontFace):  # type: ignore[misc]
    """The tables of a font; what ReportLab reads character by character is read here in one go."""

    def extractInfo(self, charInfo: int = 1) -> None:
        super().extractInfo(charInfo=0)
        head, hhea = self.get_table("head"), self.get_table("hhea")
        (long_offsets,) = unpack_from(">h", head, 50)
        (measured,) = unpack_from(">H", hhea, 34)
        self._read_metrics(measured)
        self.glyphPos = self._read_offsets(bool(long_offsets))
        self.charToGlyph = _read_cmap(self.get_table("cmap"))
        self.glyphToChar: dict[int, list[int]] = {}  # only text shaping asks for it
        scale = self._pdfScale
        widths = [scale(advance) for advance, _bearing in self.hmetrics]
        self.defaultWidth = widths[0]
        if 0x20 in self.charToGlyph:
            self.charToGlyph[0xA0] = self.charToGlyph[0x20]
        self.charWidths = {code: widths[glyph] for code, glyph in self.charToGlyph.items()}

    def _read_metrics(self, measured: int) -> None:
        """Advance and bearing of each glyph; those after the last measured one share its advance."""
        table = self.get_table("hmtx")
        values = unpack_from(f">{2 * measured}H", table)
        rest = unpack_from(f">{self.numGlyphs - measured}H", table, 4 * measured)
        self.hmetrics = [
            *zip(values[::2], values[1::2], strict=True),
            *zip(repeat(values[-2]), rest, strict=False),
        ]

    def _read_offsets(self, long_offsets: bool) -> list[int]:
        table, count = self.get_table("loca"), self.numGlyphs + 1
        if long_offsets:
            return list(unpack_from(f">{count}L", table))
        return [2 * offset for offset in unpack_from(f">{count}H", table)]


def _read_cmap(table: bytes) -> dict[int, int]:
    """Code point to glyph, from the fullest Windows subtable."""
    (count,) = unpack_from(">H", table, 2)
    found = {
        (platform, encoding): offset
        for platform, encoding, offset in Struct(">HHL").iter_unpack(table[4 : 4 + 8 * count])
    }
    offset = found.get((_WINDOWS, _FULL)) or found.get((_WINDOWS, _BMP))
    if offset is None:
        raise ttfonts.TTFError("no Windows character map")
    (form,) = unpack_from(">H", table, offset)
    if form == 12:
        return _groups(table, offset)
    if form == 4:
        return _segments(table, offset)
    raise ttfonts.TTFError(f"character map format {form}")


def _groups(table: bytes, offset: int) -> dict[int, int]:
    """Format 12: runs of characters and glyphs."""
    glyphs: dict[int, int] = {}
    (count,) = unpack_from(">L", table, offset + 12)
    for first, last, glyph in Struct(">LLL").iter_unpack(table[offset + 16 : offset + 16 + 12 * count]):
        if first == last:
            glyphs[first] = glyph
        else:
            glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return glyphs


def _segments(table: bytes, offset: int) -> dict[int, int]:
    """Format 4: segments with a delta, or with a stretch of the glyph array."""
    count = unpack_from(">H", table, offset + 6)[0] // 2
    ends = unpack_from(f">{count}H", table, offset + 14)
    starts = unpack_from(f">{count}H", table, offset + 16 + 2 * count)
    deltas = unpack_from(f">{count}H", table, offset + 16 + 4 * count)
    ranges = offset + 16 + 6 * count
    glyphs: dict[int, int] = {}
    reaches = unpack_from(f">{count}H", table, ranges)
    for place, (start, end, delta, reach) in enumerate(zip(starts, ends, deltas, reaches, strict=True)):
        if reach:
            listed = unpack_from(f">{end - start + 1}H", table, ranges + 2 * place + reach)
            glyphs.update(
                (start + step, glyph + delta & 0xFFFF) for step, glyph in enumerate(listed) if glyph
            )
        elif start == end:
            glyphs[start] = start + delta & 0xFFFF
        else:
            glyphs.update((code, code + delta & 0xFFFF) for code in range(start, end + 1))
    glyphs.pop(0xFFFF, None)
    return glyphs
