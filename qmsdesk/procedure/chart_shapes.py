"""The few shapes every chart is made of, from the top-left corner; both painters draw exactly these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Measure = Callable[[str, float, bool], float]  # (text, size, bold) -> width, in the unit of the chart


_NOT_FIRST = frozenset("、。，；：？！）》」』】〕％")
_NOT_LAST = frozenset("（《「『【〔")


class Fill(StrEnum):
    """How an area is filled; each is told from the others without colour."""

    DARK = "dark"
    HATCH = "hatch"
    CROSS = "cross"
    LIGHT = "light"
    NONE = "none"


class Stroke(StrEnum):
    """How a line is drawn."""

    SOLID = "solid"
    DASH = "dash"
    DOT = "dot"
    FAINT = "faint"


@dataclass(frozen=True)
class Box:
    """An area; one with a `key` can be clicked, `hint` is said over it."""

    x: float
    y: float
    w: float
    h: float
    fill: Fill
    edge: bool = True
    key: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    stroke: Stroke = Stroke.SOLID
    weight: float = 0.8


@dataclass(frozen=True)
class Dot:
    """A mark of a value: round, or square where it stands out."""

    x: float
    y: float
    size: float
    square: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Words:
    """One line of text with its baseline at y; `align` says where x is: left, centre or right."""

    x: float
    y: float
    text: str
    size: float
    align: str = "centre"
    bold: bool = False
    faint: bool = False
    ground: bool = False


Shape = Box | Line | Dot | Words


@dataclass(frozen=True)
class Picture:
    """A finished chart: its size and its shapes in painting order."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def hit(self, x: float, y: float) -> Box | None:
        """The clickable area at a point, the last painted first; None beside all of them."""
        boxes = (
            shape for shape in reversed(self.shapes) if isinstance(shape, Box) and (shape.key or shape.hint)
        )
        return next(
            (box for box in boxes if box.x <= x <= box.x + box.w and box.y <= y <= box.y + box.h), None
        )


@dataclass(frozen=True)
class Axis:
    """A value axis from zero: its end, and its ticks with their labels."""

    top: float
    ticks: tuple[tuple[float, str], ...]


def nice_axis(largest: float, *, steps: int = 5, cut: bool = False, whole: bool = False) -> Axis:
    """Ticks of 1, 2 or 5 times a power of ten from zero, `whole` ones for pieces; `cut` ends the axis at `largest`."""
    if largest <= 0:
        return Axis(1.0, ((0.0, "0"),))
    step = max(_step(largest / steps), 1.0 if whole else 0.0)
    count = int(largest / step + 1e-9)
    if not cut and count * step < largest - 1e-9:
        count += 1
    decimals = max(0, -_exponent(step))
    ticks = tuple((index * step, f"{index * step:,.{decimals}f}") for index in range(count + 1))
    return Axis(largest if cut else count * step, ticks)


def _exponent(step: float) -> int:
    power = 0
    while step < 1 - 1e-9:
        step, power = step * 10, power - 1
    return power


def _step(rough: float) -> float:
    scale = 1.0
    while scale * 10 <= rough:
        scale *= 10
    while scale > rough:
        scale /= 10
    return next(scale * factor for factor in (1, 2, 5, 10) if scale * factor >= rough - 1e-12)


def wrap(text: str, width: float, size: float, measure: Measure) -> tuple[str, ...]:
    """The whole text in lines no wider than `width`; Latin words and numbers stay together where they fit."""
    if "\n" in text:
        return tuple(line for part in text.split("\n") for line in wrap(part, width, size, measure))
    lines = [""]
    for piece in _pieces(text):
        for part in piece if measure(piece, size, False) > width else (piece,):
            if lines[-1] and measure(lines[-1] + part, size, False) > width:
                carried = lines[-1][-1] if lines[-1][-1] in _NOT_LAST and len(lines[-1]) > 1 else ""
                lines[-1] = lines[-1][: len(lines[-1]) - len(carried)]
                lines.append(carried)
            lines[-1] += part
    return tuple(line.strip() for line in lines if line.strip()) or ("",)


def _pieces(text: str) -> list[str]:
    """Characters, with Latin words whole and closing marks behind the character they close."""
    pieces: list[str] = []
    for char in text:
        word = char.isascii() and not char.isspace()
        joins = bool(pieces) and word and pieces[-1][-1].isascii() and not pieces[-1][-1].isspace()
        if pieces and (joins or char in _NOT_FIRST):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
