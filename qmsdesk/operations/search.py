"""The search index: overlapping pairs of characters, so that one Chinese character already finds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from operator import add

_RUN = re.compile(r"[0-9a-z]+|[^\W\d_a-z]+", re.UNICODE)
_LATIN = re.compile(r"[0-9a-z]+")
MAX_QUERY = 200


_WIDE = {0xFF01 + place: chr(0x21 + place) for place in range(94) if chr(0x21 + place).isalnum()}


def normal(text: str) -> str:
    """Text as it is compared: full-width letters and digits made narrow, lower case, lone surrogates dropped.

    Punctuation stays as typed, so that nearly all Chinese text is compared just as it is kept.
    """
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", whole).translate(_WIDE).lower()


def tokens(*texts: str) -> str:
    """The index terms of some texts, blank-separated: every pair of neighbours and each run's last character."""
    found: dict[str, None] = {}
    for run in _RUN.findall(normal("\n".join(texts))):
        found.update(dict.fromkeys(map(add, run, run[1:])))
        found[run[-1]] = None
    return " ".join(found)


@dataclass(frozen=True)
class Term:
    """One word of a search: what the index is asked, and what candidates must contain."""

    text: str
    match: str
    exact: bool


def terms(query: str) -> tuple[Term, ...]:
    """The words of a search box, all of which must be found; punctuation inside a word is looked up literally."""
    words = normal(query[:MAX_QUERY]).split()
    return tuple(_term(word) for word in dict.fromkeys(words))


def _term(word: str) -> Term:
    runs = _RUN.findall(word)
    parts = [part for run in runs for part in _run_match(run)]
    exact = len(runs) == 1 and runs[0] == word and len(word) <= 2
    return Term(word, " AND ".join(parts), exact)


def _run_match(run: str) -> list[str]:
    if len(run) == 1:
        return [f'"{run}"*']
    pairs = dict.fromkeys(run[place : place + 2] for place in range(len(run) - 1))
    return [f'"{pair}"' for pair in pairs]


def is_latin(word: str) -> bool:
    """True for letters only words that may be pinyin."""
    return bool(_LATIN.fullmatch(word)) and not word.isdigit()


def pinyin_keys(name: str) -> tuple[str, str]:
    """Full pinyin and initials of a name, lower case (兰州兰石 → lanzhoulanshi, lzls)."""
    from pypinyin import Style, lazy_pinyin

    syllables = [normal(item) for item in lazy_pinyin(name, style=Style.NORMAL)]
    return "".join(syllables).replace(" ", ""), "".join(item[:1] for item in syllables if item.strip())
