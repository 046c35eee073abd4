"""The page for the safe: a recovery code large enough to be typed from, and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.papers.layout import Rule
from qmsdesk.printing.document import Document, pressing
from qmsdesk.printing.fonts import any_text
from qmsdesk.printing.pen import Written, draw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH, HEIGHT = 210.0, 297.0
_LEFT, _RIGHT, _TOP = 30.0, 180.0, 95.0
_GROUPS_IN_A_LINE = 3


def recovery_page(code: str, *, facts: Sequence[str], rules: Sequence[str], boxes: Sequence[str]) -> bytes:
    """One A4 page: heading, `facts`, the code in a frame, numbered `rules`, and `boxes` to fill in by hand."""
    lines = _lines(code)
    height = 14.0 * len(lines) + 12.0
    words = [Written(("数据恢复码",), _LEFT, 30.0, 150.0, 14.0, 26.0, align="centre", bold=True)]
    words += [
        Written((text,), _LEFT, 54.0 + place * 8.0, 150.0, 8.0, 12.0) for place, text in enumerate(facts)
    ]
    words += [
        Written((line,), _LEFT, _TOP + 6.0 + place * 14.0, 150.0, 14.0, 22.0, align="centre", bold=True)
        for place, line in enumerate(lines)
    ]
    below = _TOP + height + 10.0
    words += [
        Written((text,), _LEFT, below + place * 9.0, 150.0, 8.0, 11.0) for place, text in enumerate(rules)
    ]
    foot = below + len(rules) * 9.0 + 16.0
    words += [
        Written((text,), _LEFT, foot + place * 14.0, 40.0, 8.0, 11.0) for place, text in enumerate(boxes)
    ]
    marks = [*_frame(_TOP, height), *_blanks(foot, len(boxes))]
    with pressing():
        document = Document(WIDTH, HEIGHT, any_text())
        draw(document.canvas, HEIGHT, document.faces, marks, words)
        document.next_page()
        return document.finish()


def _lines(code: str) -> list[str]:
    groups = code.split("-")
    return [
        "-".join(groups[place : place + _GROUPS_IN_A_LINE])
        for place in range(0, len(groups), _GROUPS_IN_A_LINE)
    ]


def _frame(top: float, height: float) -> Iterator[Rule]:
    for y in (top, top + height):
        yield Rule(_LEFT, y, _RIGHT, y, 1.2)
    for x in (_LEFT, _RIGHT):
        yield Rule(x, top, x, top + height, 1.2)


def _blanks(top: float, count: int) -> Iterator[Rule]:
    for place in range(count):
        y = top + place * 14.0 + 8.0
        yield Rule(_LEFT + 42.0, y, _LEFT + 120.0, y, 0.6)
