"""Putting a text into its box: as written, a little smaller, never under 8 pt, else it goes to a 附页 (S-11)."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.papers.layout import PT
from qmsdesk.printing.fonts import Typeface
from qmsdesk.printing.lines import forced, wrap

SMALLEST = 8.0
NORMAL_LEADING, TIGHT_LEADING = 1.28, 1.08
INSET = 0.6
EDGE = 0.3  # mm kept free above and below
CALM_EDGE = 0.95  # mm: a block of lines draws together rather than come nearer to the rules
SEE_CONTINUATION = "见附页"
CUT_HERE = "……(全文见附页)"
_WORTH_CUTTING = 4  # lines


@dataclass(frozen=True)
class Fitted:
    """A text as set in its box: lines, size in points, leading in ems; `whole` is False when it goes to a 附页."""

    lines: tuple[str, ...]
    size: float
    leading: float
    whole: bool = True


def capacity(height: float, size: float, leading: float) -> int:
    """How many lines of `size` points fit a height in mm."""
    return int(((height / (size * PT)) - 1.0) / leading + 1.0 + 1e-6) if height >= size * PT else 0


def fit(text: str, width: float, height: float, size: float, face: Typeface) -> Fitted:
    """The largest setting of `text` in a box of mm, from `size` points down to 8; else its beginning and 见附页."""
    room, height = width - 2 * INSET, height - 2 * EDGE
    natural = max((face.width(part) for part in text.split("\n")), default=0.0)
    second_best = None
    for points, leading in _steps(size):
        ems = room / (points * PT)
        most = capacity(height, points, leading)
        if natural / ems > most + 1 or text.count("\n") >= max(1, most):
            continue
        lines = wrap(text, ems, face.advance)
        if len(lines) <= most:
            fitted = Fitted(lines, points, _calm(len(lines), height + 2 * EDGE, points, leading))
            if not forced(lines, text):
                return fitted
            second_best = second_best or fitted
    return second_best or _cut(text, room, height, size, face)


def _calm(lines: int, height: float, points: float, leading: float) -> float:
    """The leading that keeps several lines off the rules above and below, as far as they stay readable."""
    if lines < 2:
        return leading
    most = ((height - 2 * CALM_EDGE) / (points * PT) - 1.0) / (lines - 1)
    return min(leading, max(TIGHT_LEADING, most))


def _steps(size: float) -> list[tuple[float, float]]:
    """Sizes to try, in half points, with the leading that goes with them."""
    steps = []
    points = size
    while points > SMALLEST:
        steps.append((points, NORMAL_LEADING))
        points -= 0.5
    return [*steps, (SMALLEST, NORMAL_LEADING), (SMALLEST, TIGHT_LEADING)]


def _cut(text: str, room: float, height: float, size: float, face: Typeface) -> Fitted:
    """The beginning of a long text where the box is worth it, always with 见附页."""
    size = min(size, 9.5)
    ems = room / (size * PT)
    most = capacity(height, size, NORMAL_LEADING)
    if most < _WORTH_CUTTING or face.width(CUT_HERE) > ems:
        return Fitted((SEE_CONTINUATION,), size, NORMAL_LEADING, whole=False)
    lines = list(wrap(text[: int(ems * most * 4)], ems, face.advance)[:most])
    last = lines[-1].rstrip()
    while last and face.width(last + CUT_HERE) > ems:
        last = last[:-1]
    lines[-1] = last + CUT_HERE
    return Fitted(tuple(lines), size, NORMAL_LEADING, whole=False)
