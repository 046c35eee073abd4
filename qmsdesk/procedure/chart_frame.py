"""The frame of a chart: title, legend, axes from zero, labels under the slots written out whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qmsdesk.procedure.chart_shapes import (
    Axis,
    Box,
    Dot,
    Fill,
    Line,
    Measure,
    Picture,
    Shape,
    Stroke,
    Words,
    wrap,
)

TITLE = 1.15
LEADING = 1.3
LEAST_PLOT = 11.0  # ems: a plot lower than this makes the picture higher instead


@dataclass
class Frame:
    """Where the plot lies inside a picture; `put` collects shapes in painting order."""

    width: float
    height: float
    size: float
    measure: Measure
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    def put(self, *shapes: Shape) -> None:
        """Add shapes on top."""
        self.shapes += shapes

    def picture(self) -> Picture:
        """The finished picture."""
        return Picture(self.width, self.height, tuple(self.shapes))

    def y(self, share: float) -> float:
        """The height of a share (0-1) of the value axis."""
        return self.bottom - share * (self.bottom - self.top)

    def slot(self, index: int, count: int) -> tuple[float, float]:
        """Left edge and width of one of `count` equal slots."""
        width = (self.right - self.left) / count
        return self.left + index * width, width

    def middle(self, index: int, count: int) -> float:
        """The middle of a slot."""
        x, width = self.slot(index, count)
        return x + width / 2


Mark = Callable[[Frame, float, float], None]


@dataclass(frozen=True)
class Entry:
    """One entry of the legend: its words, and how its sample is drawn at a place."""

    text: str
    draw: Mark


def box_sample(fill: Fill) -> Mark:
    """A small filled box as a sample."""
    return lambda frame, x, y: frame.put(
        Box(x, y - frame.size * 0.8, frame.size * 1.4, frame.size * 0.9, fill)
    )


def no_sample(frame: Frame, x: float, y: float) -> None:
    """Words alone: what a sign in the chart means, or why something is not drawn."""


def line_sample(stroke: Stroke, *, dot: bool = False) -> Mark:
    """A short line as a sample, with its marker."""

    def draw(frame: Frame, x: float, y: float) -> None:
        middle = y - frame.size * 0.35
        frame.put(Line(((x, middle), (x + frame.size * 1.6, middle)), stroke, 1.2))
        if dot:
            frame.put(Dot(x + frame.size * 0.8, middle, frame.size * 0.5))

    return draw


def begin(
    title: str,
    labels: Sequence[str],
    *,
    size: tuple[float, float],
    em: float,
    measure: Measure,
    axes: Sequence[Axis],
    legend: Sequence[Entry],
    extra_lines: int = 0,
    units: tuple[str, str] = ("", ""),
    right_room: float = 0.0,
) -> Frame:
    """Lay out title, legend, axes and slot labels; the picture grows where whole labels need it.

    `axes` are the left one and, if given, the right one; `extra_lines` are kept free right under the base line.
    """
    frame = Frame(size[0], size[1], em, measure)
    widest = [max(measure(text, em, False) for _value, text in axis.ticks) for axis in axes]
    frame.left = widest[0] + em * 1.2
    frame.right = frame.width - ((widest[1] + em * 1.2) if len(widest) > 1 else em * 0.6) - right_room
    y = em * TITLE * LEADING
    frame.put(Words(frame.width / 2, y, title, em * TITLE, bold=True))
    y = _legend(frame, legend, y + em * 1.7)
    frame.top = y + em * (2.9 if any(units) else 1.4)
    slot = (frame.right - frame.left) / max(1, len(labels))
    wrapped = [wrap(label, slot - em * 0.15, em, measure) for label in labels]
    below = (max((len(lines) for lines in wrapped), default=0) + extra_lines) * em * LEADING + em * 0.7
    frame.height = max(frame.height, frame.top + em * LEAST_PLOT + below)
    frame.bottom = frame.height - below
    _grid(frame, axes, units)
    for index, lines in enumerate(wrapped):
        x, width = frame.slot(index, len(labels))
        for place, line in enumerate(lines):
            base = frame.bottom + em * 1.1 + (extra_lines + place) * em * LEADING
            frame.put(Words(x + width / 2, base, line, em))
    return frame


def nothing(title: str, *, size: tuple[float, float], em: float, why: str) -> Picture:
    """What stands in the place of a chart without data: words instead of an empty axis."""
    width = size[0]
    return Picture(
        width,
        em * 5,
        (
            Words(width / 2, em * TITLE * LEADING, title, em * TITLE, bold=True),
            Words(width / 2, em * 3.6, why, em, faint=True),
        ),
    )


def _legend(frame: Frame, entries: Sequence[Entry], y: float) -> float:
    """Entries side by side in the middle, on further lines where the width ends; the lowest baseline."""
    em, gap = frame.size, frame.size * 1.6
    samples = [0.0 if entry.draw is no_sample else em * 2.0 for entry in entries]
    widths = [
        sample + frame.measure(entry.text, em, False) for sample, entry in zip(samples, entries, strict=True)
    ]
    rows: list[list[int]] = [[]]
    for index, width in enumerate(widths):
        used = sum(widths[other] + gap for other in rows[-1])
        if rows[-1] and used + width > frame.width:
            rows.append([])
        rows[-1].append(index)
    for place, row in enumerate(rows):
        x = (frame.width - sum(widths[index] for index in row) - gap * (len(row) - 1)) / 2
        base = y + place * em * LEADING
        for index in row:
            entries[index].draw(frame, x, base)
            frame.put(Words(x + samples[index], base, entries[index].text, em, align="left"))
            x += widths[index] + gap
    return y + (len(rows) - 1) * em * LEADING


def _grid(frame: Frame, axes: Sequence[Axis], units: tuple[str, str]) -> None:
    em = frame.size
    for place, axis in enumerate(axes):
        edge, align, step = (frame.left, "right", -0.5) if place == 0 else (frame.right, "left", 0.5)
        for value, text in axis.ticks:
            y = frame.y(value / axis.top)
            if place == 0 and value:
                frame.put(Line(((frame.left, y), (frame.right, y)), Stroke.FAINT, 0.4))
            frame.put(Words(edge + em * step, y + em * 0.36, text, em, align=align))
        frame.put(Line(((edge, frame.top), (edge, frame.bottom)), Stroke.SOLID, 0.8))
        if units[place : place + 1] and units[place]:
            side = "left" if place == 0 else "right"
            x = 0.0 if place == 0 else frame.width
            frame.put(Words(x, frame.top - em * 1.5, units[place], em, align=side))
    frame.put(Line(((frame.left, frame.bottom), (frame.right, frame.bottom)), Stroke.SOLID, 1.0))
