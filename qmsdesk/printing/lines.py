"""Breaking text into lines: Chinese between any two characters but for 避头尾, Latin words and numbers whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

Width = Callable[[str], float]

NOT_FIRST = frozenset("、。，．·・：；？！）〕］｝〉》」』】”’…—%‰℃℉°,.:;?!)]}/～~々ー")
NOT_LAST = frozenset("（〔［｛〈《「『【“‘([{￥¥$#№")
_WORD_SIGNS = frozenset("-_+=@#&*/\\.,:'’")


def wrap(text: str, width: float, advance: Width) -> tuple[str, ...]:
    """Lines no wider than `width` (in the unit of `advance`); joined again without line feeds they are the text."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, width, advance)
    return tuple(lines)


def _paragraph(text: str, width: float, advance: Width) -> list[str]:
    lines: list[str] = []
    start, used = 0, 0.0
    place = 0
    while place < len(text):
        step = advance(text[place])
        if used + step > width and place > start and text[place] != " ":
            cut = _break_before(text, start, place)
            lines.append(text[start:cut])
            start, place, used = cut, cut, 0.0
            continue
        used += step
        place += 1
    return [*lines, text[start:]]


def _break_before(text: str, start: int, place: int) -> int:
    """The last allowed break at or before `place`; `place` itself when the line offers none."""
    for cut in range(place, start, -1):
        if _may_break(text[cut - 1], text[cut]):
            return cut
    return place


def forced(lines: tuple[str, ...], text: str) -> bool:
    """Whether a word or number had to be broken in the middle to get these lines of `text`."""
    place = 0
    for line, following in pairwise(lines):
        place += len(line)
        if text[place] == "\n":
            place += 1
        elif not _may_break(line[-1], following[0]):
            return True
    return False


def _may_break(before: str, after: str) -> bool:
    if after in NOT_FIRST or before in NOT_LAST or after == " ":
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in _WORD_SIGNS)
