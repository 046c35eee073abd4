"""The one border every text passes before it is kept: what is stored can be shown, searched, printed and exported."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from qmsdesk.errors import UserError

MAX_LENGTH = 20_000
MAX_MARKS = 8
# anything but ASCII, everyday Han and the signs that go with it; those are the same in every normal form
_RARE = "[^ -~\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e‘’“”—…·×°]"
_BREAKS = "\r\n|\r|\x0b|\x0c|\x1c|\x1d|\x1e|\x85|\u2028|\u2029"
_INVISIBLE = (
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls: they reverse what a reader sees
    "\u200b\u2060\ufeff\u00ad"  # zero width, soft hyphen
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # interlinear and tag characters
    "\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "\ud800-\udfff]"  # noncharacters and lone surrogates
)


def clean_text(
    text: str,
    *,
    label: str = "本栏",
    max_length: int = MAX_LENGTH,
    multiline: bool = False,
    code: bool = False,
) -> str:
    """The text in NFC without characters nobody can see; `max_length` counts code points.

    Too long is refused, never cut. A `code` (number, serial, file name) holding such a character is refused as well,
    because silently changing a code makes another code of it. UserError names the printed `label`.
    """
    if not _pattern(_RARE).search(text):  # nearly every text: only its length can be refused
        return _short_enough(text.strip(" \u3000"), label, max_length)
    cleaned = unicodedata.normalize("NFC", _strip(text, multiline=multiline))
    if code and cleaned != unicodedata.normalize("NFC", text).strip():
        raise UserError(f"“{label}”里有看不见的控制字符。", advice="请删掉该栏内容后用键盘重新输入。")
    _short_enough(cleaned, label, max_length)
    if _longest_run_of_marks(cleaned) > MAX_MARKS:
        raise UserError(f"“{label}”里有叠在一起的组合符号，打印不出来。", advice="请删掉这些符号后再试。")
    return cleaned


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Compiled when it is first needed: no text is cleaned before the first picture."""
    return re.compile(text)


def _short_enough(text: str, label: str, max_length: int) -> str:
    if len(text) > max_length:
        raise UserError(
            f"“{label}”最多 {max_length} 个字，现有 {len(text)} 个字。", advice="请缩短，或改放到附件中。"
        )
    return text


def _strip(text: str, *, multiline: bool) -> str:
    text = _pattern(_BREAKS).sub("\n", text)
    text = text.replace("\t", " ")
    if not multiline:
        text = text.replace("\n", " ")
    return _pattern(_INVISIBLE).sub("", text).strip(" \n\u3000")


def _longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest
