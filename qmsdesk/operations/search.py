"""The search box: words as phrases of overlapping pairs, so that one Chinese character already finds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qmsdesk.models.search_text import RUN, is_folded, normal, tokens

__all__ = ["Term", "is_folded", "is_latin", "normal", "pinyin_keys", "terms", "tokens"]

_LATIN = re.compile(r"[0-9a-z]+")
MAX_QUERY = 200


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
    runs = RUN.findall(word)
    return Term(word, _phrase(runs), len(runs) == 1 and runs[0] == word)


def _phrase(runs: list[str]) -> str:
    """What the index is asked: the terms of the runs in their order; the text may go on after the last one."""
    if not runs:
        return ""
    *before, last = runs
    found = tokens(*before).split()
    found += [last[place : place + 2] for place in range(len(last) - 1)]
    return f'"{" ".join(found)}"' if len(last) > 1 else f'"{" ".join([*found, last])}"*'


def is_latin(word: str) -> bool:
    """True for letters only words that may be pinyin."""
    return bool(_LATIN.fullmatch(word)) and not word.isdigit()


def pinyin_keys(name: str) -> tuple[str, str]:
    """Full pinyin and initials of a name, lower case (兰州兰石 → lanzhoulanshi, lzls)."""
    from pypinyin import Style, lazy_pinyin

    syllables = [normal(item) for item in lazy_pinyin(name, style=Style.NORMAL)]
    return "".join(syllables).replace(" ", ""), "".join(item[:1] for item in syllables if item.strip())
