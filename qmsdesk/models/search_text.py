"""What the search index is made of: text as it is compared, and the terms of a slip in the order they stand."""

from __future__ import annotations

import re
import unicodedata
from operator import add

RUN = re.compile(r"[^\s\x00-\x20\x7f]+")  # what stands between blanks
_ODD = re.compile("[\ud800-\udfff\uff01-\uff5e]")
_WIDE = {0xFF01 + place: chr(0x21 + place) for place in range(94) if chr(0x21 + place).isalnum()}


def normal(text: str) -> str:
    """Text as it is compared: full-width letters and digits made narrow, lower case, lone surrogates dropped.

    Punctuation stays as typed, so that nearly all Chinese text is compared just as it is kept.
    """
    if _ODD.search(text):
        text = text.encode("utf-8", "ignore").decode("utf-8").translate(_WIDE)
    return unicodedata.normalize("NFC", text).lower()


def tokens(*texts: str) -> str:
    """The index terms of some texts, blank-separated: of each run every pair of neighbours, then its last character.

    Nothing is left out, so that any piece of a run is a phrase of pairs, and no phrase crosses the end of a run.
    """
    found: list[str] = []
    for run in RUN.findall(normal("\n".join(texts))):
        found += map(add, run, run[1:])
        found.append(run[-1])
    return " ".join(found)
