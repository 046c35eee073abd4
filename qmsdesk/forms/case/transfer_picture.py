"""The way an original went, as boxes from left to right: from whom, where to, when, with which words (R-5.3.2.1-a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.style import (
    card_colour,
    edge_colour,
    good_colour,
    quiet_colour,
    scaled_font,
    warning_colour,
)

WIDE, GUTTER, EDGE, INSIDE = 15.0, 3.0, 1.0, 0.8  # in widths of one Chinese letter
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class Stop:
    """One place of the way: which department, what happened there line by line; `done` where it was signed for."""

    place: str
    lines: tuple[str, ...]
    done: bool


class TransferPicture(QWidget):
    """Paints stops; knows no database."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stops: tuple[Stop, ...] = ()
        self.setAccessibleName("转交经过")

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """Show another way."""
        self.stops = tuple(stops)
        self.setAccessibleDescription(" → ".join(f"{one.place}：{'，'.join(one.lines)}" for one in stops))
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()

    @property
    def em(self) -> float:
        """The width of one Chinese letter in pixels."""
        return QFontMetricsF(self.font()).horizontalAdvance("国")

    def sizeHint(self) -> QSize:
        count = max(1, len(self.stops))
        wide = (2 * EDGE + count * WIDE + (count - 1) * GUTTER) * self.em
        return QSize(round(wide), round(self._high() + 2 * EDGE * self.em))

    def _high(self) -> float:
        return max((self._needed(one) for one in self.stops), default=4 * self.em)

    def _needed(self, stop: Stop) -> float:
        metrics = QFontMetricsF(self.font())
        room = QRectF(0, 0, (WIDE - 2 * INSIDE) * self.em, 10_000)
        lines = sum(metrics.boundingRect(room, _WRAP, line).height() for line in stop.lines)
        return metrics.height() * 1.5 + lines + 2 * INSIDE * self.em

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        em, high = self.em, self._high()
        for place, stop in enumerate(self.stops):
            box = QRectF((EDGE + place * (WIDE + GUTTER)) * em, EDGE * em, WIDE * em, high)
            if place:
                self._draw_arrow(painter, box.left() - GUTTER * em, box.left(), box.center().y())
            self._draw_stop(painter, stop, box)
        painter.end()

    def _draw_arrow(self, painter: QPainter, left: float, right: float, middle: float) -> None:
        painter.setPen(QPen(edge_colour(self.palette()).darker(115), 1.5))
        head = self.em * 0.4
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        painter.drawLine(QPointF(right - head, middle - head * 0.6), QPointF(right, middle))
        painter.drawLine(QPointF(right - head, middle + head * 0.6), QPointF(right, middle))

    def _draw_stop(self, painter: QPainter, stop: Stop, box: QRectF) -> None:
        palette, em = self.palette(), self.em
        ink = good_colour(palette) if stop.done else warning_colour(palette)
        painter.setPen(QPen(edge_colour(palette), 1.0))
        painter.setBrush(card_colour(palette))
        painter.drawRoundedRect(box, 6, 6)
        painter.fillRect(QRectF(box.left() + 1, box.top() + 7, 4, box.height() - 14), ink)
        inner = box.adjusted(INSIDE * em, INSIDE * em * 0.7, -INSIDE * em, -INSIDE * em * 0.7)
        bold = scaled_font(self.font(), 1.0, bold=True)
        painter.setFont(bold)
        painter.setPen(palette.text().color())
        name = QFontMetricsF(bold).elidedText(stop.place, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), name)
        top = inner.top() + QFontMetricsF(self.font()).height() * 1.5
        for line in stop.lines:
            top += self._words(painter, QRectF(inner.left(), top, inner.width(), box.bottom() - top), line)

    def _words(self, painter: QPainter, place: QRectF, text: str) -> float:
        """One line of words, broken where it is too long; the height it took."""
        ink: QColor = (
            warning_colour(self.palette()) if text.startswith("还没") else quiet_colour(self.palette())
        )
        painter.setFont(self.font())
        painter.setPen(ink)
        painter.drawText(place, _WRAP, text)
        return QFontMetricsF(self.font()).boundingRect(place, _WRAP, text).height()
