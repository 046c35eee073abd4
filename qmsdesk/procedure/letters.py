"""What a letter to the customer must not carry: internal analysis and cost (5.5.2, R-5.5.2-c)."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORDS = (
    "三包费用",
    "费用损失",
    "责任部门",
    "责任单位",
    "责任分担",
    "内部资料",
    "处理单",
    "三包单",
    "建议单",
    "裁决",
    "申诉",
)
RUN = 16  # so many characters in a row taken over from an internal text are no chance
_BLANK = re.compile(r"[\s\W_]+")


def internal_traces(text: str, internal: Iterable[str]) -> tuple[str, ...]:
    """Words and passages of the letter that belong inside the house; empty when it may go out."""
    found = [word for word in WORDS if word in text]
    letter = _BLANK.sub("", text)
    for other in internal:
        passage = _shared(letter, _BLANK.sub("", other))
        if passage:
            found.append(passage)
    return tuple(dict.fromkeys(found))


def _shared(letter: str, other: str) -> str:
    for place in range(len(other) - RUN + 1):
        if other[place : place + RUN] in letter:
            return other[place : place + RUN]
    return ""
