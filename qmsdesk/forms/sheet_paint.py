"""How the declared pieces of a sheet are drawn on screen: millimetres × zoom, rules on whole pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from qmsdesk.forms.paper_fonts import DESIGN, MIDDLE, design_font
from qmsdesk.papers.layout import LINE, PT, Print, Rule, Sheet

# the paper is white and its ink black in light and dark mode alike
PAPER, INK = QColor("#ffffff"), QColor("#111111")
ACCENT, ALARM = QColor("#1f5fbf"), QColor("#c0392b")
THICK = 0.9  # points; from here a rule is at least two device pixels wide
SPILL = 1.08  # words may pass their box this far, as they do on paper; the box is an estimate


def to_pixels(x: float, y: float, w: float, h: float, ppm: float) -> QRect:
    """A box in mm as whole pixels; neighbours that touch on paper touch on screen."""
    left, top = round(x * ppm), round(y * ppm)
    return QRect(left, top, round((x + w) * ppm) - left, round((y + h) * ppm) - top)


def paint_sheet(painter: QPainter, sheet: Sheet, ppm: float, clip: QRect | None = None) -> None:
    """Draw the rules and printed words of a sheet at `ppm` pixels a millimetre; `clip` spares the rest."""
    view = QRectF(clip) if clip is not None else None
    for piece in sheet.rules:
        paint_rule(painter, piece, ppm)
    for words in sheet.prints:
        box = QRectF(words.x * ppm, words.y * ppm, words.w * ppm, words.h * ppm)
        if view is None or view.intersects(box.adjusted(-40, -4, 40, 4)):
            paint_words(painter, words, ppm)


def paint_rule(painter: QPainter, rule: Rule, ppm: float) -> None:
    """One line, snapped to device pixels unless it slants."""
    if rule.x1 != rule.x2 and rule.y1 != rule.y2:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(INK, max(0.7, rule.weight * PT * ppm)))
        painter.drawLine(QPointF(rule.x1 * ppm, rule.y1 * ppm), QPointF(rule.x2 * ppm, rule.y2 * ppm))
        return
    painter.fillRect(rule_box(rule, ppm, painter.device().devicePixelRatioF()), INK)


def rule_box(rule: Rule, ppm: float, ratio: float) -> QRectF:
    """The filled box of a straight rule in logical pixels, its edges on device pixels of ratio `ratio`."""
    wide = max(2 if rule.weight >= THICK else 1, round(rule.weight * PT * ppm * ratio))
    x1, x2 = sorted((round(rule.x1 * ppm * ratio), round(rule.x2 * ppm * ratio)))
    y1, y2 = sorted((round(rule.y1 * ppm * ratio), round(rule.y2 * ppm * ratio)))
    back = wide // 2
    if x1 == x2:
        return QRectF((x1 - back) / ratio, (y1 - back) / ratio, wide / ratio, (y2 - y1 + wide) / ratio)
    return QRectF((x1 - back) / ratio, (y1 - back) / ratio, (x2 - x1 + wide) / ratio, wide / ratio)


def paint_words(painter: QPainter, words: Print, ppm: float) -> None:
    """Printed words in their box, never wider than it."""
    font = design_font(bold=words.bold)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, words.spacing * DESIGN)
    metrics = QFontMetricsF(font)
    scale = words.size * PT * ppm / DESIGN
    step = words.size * PT * LINE * ppm
    middle = (words.y + words.h / 2) * ppm - step * (len(words.lines) - 1) / 2
    if words.valign == "top":
        middle = words.y * ppm + words.size * PT * ppm / 2
    baseline = middle + MIDDLE * words.size * PT * ppm
    painter.setPen(INK)
    for text in words.lines:
        _paint_line(painter, font, metrics, text, words, ppm, scale, baseline)
        baseline += step


def _paint_line(
    painter: QPainter,
    font: QFont,
    metrics: QFontMetricsF,
    text: str,
    words: Print,
    ppm: float,
    scale: float,
    baseline: float,
) -> None:
    natural = (metrics.horizontalAdvance(text) - words.spacing * DESIGN) * scale
    room = words.w * ppm
    squeeze = min(1.0, room / natural) if natural > room * SPILL else 1.0
    slack = room - natural * squeeze
    x = words.x * ppm + {"left": 0.0, "centre": slack / 2, "right": slack}[words.align]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.translate(x, baseline)
    painter.scale(scale * squeeze, scale)
    painter.setFont(font)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()


def paint_tick(painter: QPainter, box: QRectF, colour: QColor = INK) -> None:
    """A √ drawn by hand in a box, so that no font is asked for it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, max(1.3, box.height() * 0.11), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = [(0.12, 0.52), (0.40, 0.86), (0.92, 0.10)]
    painter.drawPolyline([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points])
    painter.restore()
