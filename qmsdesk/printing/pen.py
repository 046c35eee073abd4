"""Drawing in millimetres from the top-left corner: rules, words, ticks and the dark squares of codes on a canvas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from qmsdesk.papers.layout import PT, Rule
from qmsdesk.printing.codes import Picture
from qmsdesk.printing.fonts import MIDDLE, Typeface, Typefaces

MM = 1 / PT  # points in a millimetre
_TICK = ((0.12, 0.52), (0.40, 0.86), (0.92, 0.10))
_TICK_WEIGHT, _BOX_WEIGHT = 1.1, 0.7
_INVISIBLE, _FILLED = 3, 0
_TOP_EDGE = 0.7  # mm between a box and the first line at its top


@dataclass(frozen=True)
class Written:
    """Lines of text in a box of mm; `size` in points, `leading` and `spacing` in ems."""

    lines: tuple[str, ...]
    x: float
    y: float
    w: float
    h: float
    size: float
    leading: float = 1.28
    align: str = "left"
    valign: str = "middle"
    bold: bool = False
    spacing: float = 0.0


@dataclass(frozen=True)
class Ticked:
    """A printed □ and/or a √ in a box of mm."""

    x: float
    y: float
    w: float
    h: float
    box: bool
    on: bool


Mark = Written | Ticked


def draw(canvas: Any, height: float, faces: Typefaces, rules: Iterable[Rule], marks: Sequence[Mark]) -> None:
    """Draw rules and marks on a page `height` mm high; text goes into one text object, in the order given."""
    _rules(canvas, height, rules)
    ticked = [mark for mark in marks if isinstance(mark, Ticked)]
    if ticked:
        _ticks(canvas, height, ticked)
    text = canvas.beginText()
    for mark in marks:
        if isinstance(mark, Written):
            _write(text, height, faces.title if mark.bold else faces.body, mark)
        else:
            _say_tick(text, height, faces.body, mark)
    canvas.drawText(text)


def _rules(canvas: Any, height: float, rules: Iterable[Rule]) -> None:
    canvas.setLineCap(2)
    by_weight = sorted(rules, key=lambda rule: rule.weight)
    for weight, group in groupby(by_weight, key=lambda rule: rule.weight):
        lines = [
            f"{rule.x1 * MM:.2f} {(height - rule.y1) * MM:.2f} m {rule.x2 * MM:.2f} {(height - rule.y2) * MM:.2f} l"
            for rule in group
        ]
        canvas._code.append(f"{weight:g} w {' '.join(lines)} S")


def _ticks(canvas: Any, height: float, marks: Sequence[Ticked]) -> None:
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setLineWidth(_BOX_WEIGHT)
    boxes = canvas.beginPath()
    strokes = canvas.beginPath()
    for mark in marks:
        side = min(mark.w, mark.h, 3.4)
        left, top = mark.x + (mark.w - side) / 2, mark.y + (mark.h - side) / 2
        if mark.box:
            boxes.rect(left * MM, (height - top - side) * MM, side * MM, side * MM)
        if mark.on:
            points = [((left + side * x) * MM, (height - top - side * y) * MM) for x, y in _TICK]
            strokes.moveTo(*points[0])
            strokes.lineTo(*points[1])
            strokes.lineTo(*points[2])
    canvas.drawPath(boxes)
    canvas.setLineWidth(_TICK_WEIGHT)
    canvas.drawPath(strokes)


def _say_tick(text: Any, height: float, face: Typeface, mark: Ticked) -> None:
    """The same √ or □ as text nobody sees, so that it is found and copied."""
    sign = ("□" if mark.box else "") + ("√" if mark.on else "")
    if not sign:
        return
    size = 8.0
    _font(text, face.name, size)
    text.setTextRenderMode(_INVISIBLE)
    middle = mark.y + mark.h / 2 + MIDDLE * size * PT
    _move(text, mark.x + (mark.w - len(sign) * size * PT) / 2, height - middle)
    text.textOut(sign)
    text.setTextRenderMode(_FILLED)


def _move(text: Any, x: float, y: float) -> None:
    """ReportLab's own setTextOrigin formats each number at leisure; a page has hundreds."""
    text._code.append(f"1 0 0 1 {x * MM:.2f} {y * MM:.2f} Tm")


def _font(text: Any, name: str, size: float) -> None:
    if text._fontname != name or text._fontsize != size:
        text.setFont(name, size)


def _write(text: Any, height: float, face: Typeface, mark: Written) -> None:
    step = mark.leading * mark.size * PT
    body = step * (len(mark.lines) - 1)
    if mark.valign == "top":
        baseline = mark.y + _TOP_EDGE + mark.size * PT * (0.5 + MIDDLE)
    else:
        baseline = mark.y + (mark.h - body) / 2 + MIDDLE * mark.size * PT
    for line in mark.lines:
        if line:
            _line(text, height, face, mark, line, baseline)
        baseline += step


def _line(text: Any, height: float, face: Typeface, mark: Written, line: str, baseline: float) -> None:
    x = mark.x
    if mark.align != "left":
        width = (face.width(line) + mark.spacing * (len(line) - 1)) * mark.size * PT
        x += (mark.w - width) / (2 if mark.align == "centre" else 1)
    _font(text, face.name, mark.size)
    _move(text, x, height - baseline)
    if mark.spacing:
        _spaced(text, face, mark, line)
        return
    for name, run in face.runs(line):
        _font(text, name, mark.size)
        text.textOut(run)


def _spaced(text: Any, face: Typeface, mark: Written, line: str) -> None:
    """Wide letters that are still read and copied as one word."""
    actual = ("\ufeff" + line).encode("utf-16-be").hex().upper()
    text._code.append(f"/Span <</ActualText <{actual}>>> BDC")
    text.setCharSpace(mark.spacing * mark.size)
    text.textOut(line)
    text.setCharSpace(0)
    text._code.append("EMC")


def fill_picture(
    canvas: Any, height: float, picture: Picture, box: tuple[float, float, float, float]
) -> None:
    """Draw a code black into a box of mm (x, y, w, h), in its own grid: short numbers, sharp edges."""
    x, y, w, h = box
    runs = " ".join([f"{left} {top} {wide} {tall} re" for left, top, wide, tall in picture.dark])
    grid = f"{w * MM / picture.columns:.5f} 0 0 {-h * MM / picture.rows:.5f} {x * MM:.3f} {(height - y) * MM:.3f} cm"
    canvas._code.append(f"q {grid} {runs} f Q")
