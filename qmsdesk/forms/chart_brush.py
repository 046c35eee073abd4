"""Draws the shapes of a chart with a painter in the colours of a palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QPolygonF

from qmsdesk.forms.style import line_colour, quiet_colour, tint
from qmsdesk.procedure.chart_shapes import Box, Dot, Fill, Line, Shape, Stroke, Words

_DASHES = {Stroke.DASH: Qt.PenStyle.DashLine, Stroke.DOT: Qt.PenStyle.DotLine}
_HATCHES = {Fill.HATCH: Qt.BrushStyle.BDiagPattern, Fill.CROSS: Qt.BrushStyle.DiagCrossPattern}


class ChartBrush:
    """One painting of a chart; `font_of` gives the font of a size in pixels."""

    def __init__(self, painter: QPainter, palette: QPalette, font_of: Callable[[float, bool], QFont]) -> None:
        self._painter, self._palette, self._font_of = painter, palette, font_of

    def draw(self, shape: Shape) -> None:
        """Draw one shape."""
        if isinstance(shape, Box):
            self._box(shape)
        elif isinstance(shape, Line):
            self._line(shape)
        elif isinstance(shape, Dot):
            self._dot(shape)
        else:
            self._words(shape)

    def _box(self, box: Box) -> None:
        if box.h <= 0:
            return
        palette = self._palette
        accent = palette.color(QPalette.ColorRole.Highlight)
        ink = palette.color(QPalette.ColorRole.Text)
        brush = QBrush(Qt.BrushStyle.NoBrush)
        if box.fill is Fill.DARK:
            brush = QBrush(accent)
        elif box.fill is Fill.LIGHT:
            brush = QBrush(tint(palette, ink, 0.08))
        elif box.fill in _HATCHES:
            brush = QBrush(quiet_colour(palette), _HATCHES[box.fill])
        self._painter.setPen(QPen(ink, 0.8) if box.edge else Qt.PenStyle.NoPen)
        self._painter.setBrush(brush)
        self._painter.drawRect(QRectF(box.x, box.y, box.w, box.h))

    def _line(self, line: Line) -> None:
        palette = self._palette
        faint = line.stroke is Stroke.FAINT
        colour = line_colour(palette) if faint else palette.color(QPalette.ColorRole.Text)
        pen = QPen(colour, 1.0 if faint else line.weight * 1.2)
        pen.setStyle(_DASHES.get(line.stroke, Qt.PenStyle.SolidLine))
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line.points]))

    def _dot(self, dot: Dot) -> None:
        palette = self._palette
        ink = palette.color(QPalette.ColorRole.Text)
        self._painter.setPen(QPen(ink, 1.4))
        self._painter.setBrush(ink if dot.square else palette.color(QPalette.ColorRole.Base))
        half = dot.size / 2
        if dot.square:
            self._painter.drawRect(QRectF(dot.x - half, dot.y - half, dot.size, dot.size))
        else:
            self._painter.drawEllipse(QPointF(dot.x, dot.y), half, half)

    def _words(self, words: Words) -> None:
        font = self._font_of(words.size, words.bold)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(words.text)
        x = words.x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[words.align]
        palette = self._palette
        if words.ground:
            ground = QColor(palette.color(QPalette.ColorRole.Base))
            ground.setAlphaF(0.85)
            self._painter.fillRect(QRectF(x - 1, words.y - words.size * 0.85, width + 2, words.size), ground)
        self._painter.setFont(font)
        self._painter.setPen(quiet_colour(palette) if words.faint else palette.color(QPalette.ColorRole.Text))
        self._painter.drawText(QPointF(x, words.y), words.text)
