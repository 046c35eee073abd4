"""Places marked on the pages of a print: where they lie on screen, and their ink."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

MARK, FRONT = QColor(255, 214, 0, 90), QColor(255, 128, 0, 130)
Marks = dict[int, list[list[QRectF]]]
"""Page -> hits, each some boxes in points from the top left of the page."""


class PageMarks:
    """The hits of a search; one of them in front."""

    def __init__(self, repaint: Callable[[], object]) -> None:
        self._repaint = repaint
        self.hits: Marks = {}
        self.front = (-1, -1)

    def show(self, hits: Marks) -> None:
        """Mark other places."""
        self.hits, self.front = hits, (-1, -1)
        self._repaint()

    def place(self, page: int, hit: int, rect: QRect, scale: float) -> QRectF | None:
        """Where a hit begins on screen; `rect` is its page, `scale` pixels a point."""
        boxes = self.hits.get(page, [])[hit : hit + 1]
        return _on_screen(boxes[0][0], rect, scale) if boxes and boxes[0] else None

    def paint(self, painter: QPainter, page: int, rect: QRect, scale: float) -> None:
        """Lay the ink over a page."""
        for place, boxes in enumerate(self.hits.get(page, [])):
            ink = FRONT if (page, place) == self.front else MARK
            for box in boxes:
                painter.fillRect(_on_screen(box, rect, scale).adjusted(-1, -1, 1, 1), ink)


def _on_screen(box: QRectF, rect: QRect, scale: float) -> QRectF:
    left, top = rect.left() + box.x() * scale, rect.top() + box.y() * scale
    return QRectF(left, top, box.width() * scale, box.height() * scale)
