"""The bundled TrueType fonts: registered once, small twins where they are enough, and what no font can draw."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.settings import font_path

BODY, TITLE, SPARE = "serif", "sans-bold", "sans"
_NAMES = {BODY: "NotoSerifSC", TITLE: "NotoSansSC-Bold", SPARE: "NotoSansSC"}
_GB2312, _TITLES = "GB2312", "Titles"
_TWINS = {BODY: (_GB2312, ""), TITLE: (_TITLES, _GB2312, "")}  # small files first
_LINE_FEED = 0x0A
_SHAPELESS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
MIDDLE = 0.38  # ems from the baseline up to the middle of a Han character in these fonts


@dataclass(frozen=True, eq=False)
class Face:
    """One registered font: its name for ReportLab, the advance of each code point it has (1000 = 1 em)."""

    name: str
    advances: Mapping[int, float]

    def covers(self, text: str) -> bool:
        """Whether every character has a glyph."""
        return self.advances.keys() >= set(map(ord, text))


@dataclass(frozen=True, eq=False)
class Typeface:
    """A face for a job, with spare faces for the characters it lacks."""

    face: Face
    spares: tuple[Face, ...] = ()

    @property
    def name(self) -> str:
        """ReportLab's name of the main face."""
        return self.face.name

    def advance(self, character: str) -> float:
        """Width of a character in ems."""
        code = ord(character)
        width = self.face.advances.get(code)
        if width is None:
            width = next((spare.advances[code] for spare in self.spares if code in spare.advances), 1000.0)
        return width / 1000

    def width(self, text: str) -> float:
        """Width of a text in ems."""
        try:
            return sum(map(self.face.advances.__getitem__, map(ord, text))) / 1000
        except KeyError:
            return sum(map(self.advance, text))

    def runs(self, text: str) -> list[tuple[str, str]]:
        """The text cut into pieces of one font each: (ReportLab's font name, piece)."""
        if not self.spares or self.face.covers(text):
            return [(self.name, text)]
        runs: list[tuple[str, str]] = []
        for char in text:
            name = self._holder(ord(char))
            if runs and runs[-1][0] == name:
                runs[-1] = (name, runs[-1][1] + char)
            else:
                runs.append((name, char))
        return runs

    def _holder(self, code: int) -> str:
        holders = (face.name for face in (self.face, *self.spares) if code in face.advances)
        return next(holders, self.name)


@dataclass(frozen=True, eq=False)
class Typefaces:
    """The typefaces of one job: `body` for labels and values, `title` for titles and marks."""

    body: Typeface
    title: Typeface


def printable(text: str) -> str:
    """The text without what has no shape: controls, format characters, variation selectors; tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return _SHAPELESS.sub("", text.replace("\t", "    ").replace("\r\n", "\n").replace("\r", "\n"))


def missing(text: str) -> list[str]:
    """The characters of `text` that none of the bundled fonts has, each once and in order."""
    left = set(map(ord, printable(text))) - {_LINE_FEED}
    for kind, twin in ((BODY, _GB2312), (BODY, ""), (SPARE, "")):
        if left:
            left -= _face(kind, twin).advances.keys()
    return [char for char in dict.fromkeys(text) if ord(char) in left] if left else []


def check_glyphs(labelled: Iterable[tuple[str, str]]) -> None:
    """UserError that names each character no font has, with the label of its field; (label, text) pairs are given."""
    pairs = list(labelled)
    if not missing("".join(text for _label, text in pairs)):
        return
    found: dict[str, str] = {}
    for label, text in pairs:
        for char in missing(text):
            found.setdefault(char, label)
    named = "、".join(f"{char}(U+{ord(char):04X}，在“{label}”)" for char, label in found.items())
    raise UserError(f"字库中没有这些字：{named}。", advice="请换一种写法，或把该字留空，打印后手写补上。")


def typefaces(body: str, title: str = "") -> Typefaces:
    """The fonts of a job that says `body`, and `title` in titles and marks: the quick twins when they are enough."""
    return Typefaces(_typeface(BODY, body.replace("\n", "")), _typeface(TITLE, title.replace("\n", "")))


def any_text() -> Typefaces:
    """The whole fonts with their spares, for a job whose text is not known beforehand."""
    body, title, spare = _face(BODY), _face(TITLE), _face(SPARE)
    return Typefaces(Typeface(body, (spare,)), Typeface(title, (body,)))


def _typeface(kind: str, wanted: str) -> Typeface:
    for twin in _TWINS[kind]:
        face = _face(kind, twin)
        if face.covers(wanted):
            return Typeface(face)
    return Typeface(face, (_face(SPARE if kind == BODY else BODY),))


@lru_cache(maxsize=8)
def _face(kind: str, twin: str = "") -> Face:
    """Load and register a font file once in the life of the process; a twin that is not there is the whole font."""
    from reportlab.pdfbase import pdfmetrics

    path = font_path(kind)
    small = path.with_name(f"{path.stem}-{twin}{path.suffix}")
    name = _NAMES[kind]
    if twin and small.is_file():
        path, name = small, f"{name}-{twin}"
    font = _load(name, str(path))
    pdfmetrics.registerFont(font)
    return Face(name, font.face.charWidths)


def _load(name: str, path: str) -> Any:
    """A font whose text can be copied out whole, also beyond the first plane; UserError for a broken file."""
    from reportlab.pdfbase import ttfonts

    from qmsdesk.printing.fontfile import TrueType

    ttfonts.makeToUnicodeCMap = _to_unicode
    try:
        return TrueType(name, path)
    except (ttfonts.TTFError, OSError, ValueError, struct.error) as error:
        raise UserError(
            f"字体文件 {path} 已损坏。", advice="请重新安装本程序。", detail=str(error)
        ) from error


def _to_unicode(_name: str, subset: list[int]) -> str:
    """The ToUnicode map of a subset; ReportLab's own writes five digits for rare characters, which no reader takes."""
    entries = [f"<{code:02X}> <{_utf16(value)}>" for code, value in enumerate(subset) if value]
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    lines = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap"]
    lines += ["/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"]
    lines += ["/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def"]
    lines += ["1 begincodespacerange", "<00> <FF>", "endcodespacerange"]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be", "surrogatepass").hex().upper()
