"""Charts on paper: the shapes of a laid-out chart as vectors, told apart in grey and without colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qmsdesk.printing.fonts import Typefaces, printable
from qmsdesk.printing.pen import MM
from qmsdesk.procedure.chart_data import Chart
from qmsdesk.procedure.chart_layout import lay_out
from qmsdesk.procedure.chart_shapes import Box, Dot, Fill, Line, Measure, Picture, Shape, Stroke, Words

EM = 8.0  # points
_DASHES: dict[Stroke, tuple[float, ...]] = {Stroke.DASH: (4, 2.5), Stroke.DOT: (1, 2)}
_DARK, _LIGHT, _FAINT = 0.25, 0.90, 0.72
_HATCH_STEP = 3.2


def measure_with(faces: Typefaces) -> Measure:
    """Width of a text in points in the fonts of a job."""
    return lambda text, size, bold: (faces.title if bold else faces.body).width(text) * size


def picture(chart: Chart, faces: Typefaces, *, width: float, height: float) -> Picture:
    """A chart laid out for a room in mm; the picture (in points) is higher where whole labels need it."""
    return lay_out(chart, width=width * MM, height=height * MM, em=EM, measure=measure_with(faces))


def texts(laid_out: Picture) -> str:
    """Every character of a picture, for the choice of fonts."""
    return "".join(shape.text for shape in laid_out.shapes if isinstance(shape, Words))


def draw_picture(canvas: Any, faces: Typefaces, laid_out: Picture, *, left: float, top: float) -> None:
    """Draw a picture with its top-left corner at (left, top), in points from the bottom-left of the page."""
    canvas.saveState()
    canvas.translate(left, top)
    canvas.setLineCap(0)
    canvas.setLineJoin(0)
    for shape in laid_out.shapes:
        _draw(canvas, faces, shape)
    canvas.restoreState()


def _draw(canvas: Any, faces: Typefaces, shape: Shape) -> None:
    if isinstance(shape, Box):
        _box(canvas, shape)
    elif isinstance(shape, Line):
        _line(canvas, shape)
    elif isinstance(shape, Dot):
        _dot(canvas, shape)
    else:
        _words(canvas, faces, shape)


def _box(canvas: Any, box: Box) -> None:
    if box.h <= 0 or box.w <= 0:
        return
    canvas.setLineWidth(0.6)
    canvas.setStrokeGray(0)
    grey = {Fill.DARK: _DARK, Fill.LIGHT: _LIGHT}.get(box.fill)
    if grey is not None:
        canvas.setFillGray(grey)
    hatched = box.fill in (Fill.HATCH, Fill.CROSS)
    if hatched:
        canvas.setFillGray(1)
    canvas.rect(box.x, -box.y - box.h, box.w, box.h, stroke=0, fill=int(grey is not None or hatched))
    if hatched:
        _hatch(canvas, box)
    if box.edge:
        canvas.rect(box.x, -box.y - box.h, box.w, box.h, stroke=1, fill=0)


def _hatch(canvas: Any, box: Box) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.45)
    for x1, y1, x2, y2 in hatch_lines(box.x, -box.y - box.h, box.w, box.h):
        canvas.line(x1, y1, x2, y2)
        if box.fill is Fill.CROSS:
            canvas.line(2 * box.x + box.w - x1, y1, 2 * box.x + box.w - x2, y2)
    canvas.restoreState()


def hatch_lines(x: float, y: float, w: float, h: float) -> Iterator[tuple[float, float, float, float]]:
    """Rising strokes cut to the box itself, so that no clipping is needed."""
    offset = _HATCH_STEP
    while offset < w + h:
        yield (x + max(0.0, offset - h), y + min(h, offset), x + min(w, offset), y + max(0.0, offset - w))
        offset += _HATCH_STEP


def _line(canvas: Any, line: Line) -> None:
    canvas.setStrokeGray(_FAINT if line.stroke is Stroke.FAINT else 0)
    canvas.setLineWidth(line.weight)
    canvas.setDash(list(_DASHES.get(line.stroke, ())))
    path = canvas.beginPath()
    path.moveTo(line.points[0][0], -line.points[0][1])
    for x, y in line.points[1:]:
        path.lineTo(x, -y)
    canvas.drawPath(path)
    canvas.setDash([])


def _dot(canvas: Any, dot: Dot) -> None:
    canvas.setStrokeGray(0)
    canvas.setFillGray(0 if dot.square else 1)
    canvas.setLineWidth(1.0)
    half = dot.size / 2
    if dot.square:
        canvas.rect(dot.x - half, -dot.y - half, dot.size, dot.size, stroke=1, fill=1)
    else:
        canvas.circle(dot.x, -dot.y, half, stroke=1, fill=1)


def _words(canvas: Any, faces: Typefaces, words: Words) -> None:
    face = faces.title if words.bold else faces.body
    text = printable(words.text)
    width = face.width(text) * words.size
    x = words.x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[words.align]
    if words.ground:
        canvas.setFillGray(1)
        canvas.rect(x - 0.6, -words.y - words.size * 0.14, width + 1.2, words.size * 0.98, stroke=0, fill=1)
    canvas.setFillGray(0.35 if words.faint else 0)
    run = canvas.beginText(x, -words.y)
    for name, piece in face.runs(text):
        run.setFont(name, words.size)
        run.textOut(piece)
    canvas.drawText(run)
