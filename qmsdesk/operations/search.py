"""The search box: words as phrases of overlapping pairs, so that one Chinese character already finds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qmsdesk.models.search_text import RUN, normal, tokens

__all__ = ["Term", "is_latin", "normal", "pinyin_keys", "terms", "tokens"]

_LATIN = re.compile(r"[0-9a-z]+")
MAX_QUERY = 200


@dataclass(frozen=True)
class Term:
    """One word of a search: its text, and the phrase the index is asked for, which holds nothing but that word."""

    text: str
    match: str


def terms(query: str) -> tuple[Term, ...]:
    """The words of a search box, all of which must be found; punctuation is looked up like any other character."""
    words = RUN.findall(normal(query[:MAX_QUERY]))
    return tuple(Term(word, _phrase(word)) for word in dict.fromkeys(words))


def _phrase(word: str) -> str:
    pairs = [word[place : place + 2] for place in range(len(word) - 1)] or [word]
    quoted = " ".join(pairs).replace('"', '""')
    return f'"{quoted}"' if len(word) > 1 else f'"{quoted}"*'


def is_latin(word: str) -> bool:
    """True for letters only words that may be pinyin."""
    return bool(_LATIN.fullmatch(word)) and not word.isdigit()


def pinyin_keys(name: str) -> tuple[str, str]:
    """Full pinyin and initials of a name, lower case (兰州兰石 → lanzhoulanshi, lzls)."""
    from pypinyin import Style, lazy_pinyin

    syllables = [normal(item) for item in lazy_pinyin(name, style=Style.NORMAL)]
    return "".join(syllables).replace(" ", ""), "".join(item[:1] for item in syllables if item.strip())
