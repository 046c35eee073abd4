"""A place to put a √: the printed □ of a tick, or the bare place of an option."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from qmsdesk.forms.sheet_paint import ACCENT, INK, paint_tick

_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
LARGEST = 4.2  # mm, the √ in a wide cell


class MarkBox(QAbstractButton):
    """A checkable place; `stepped` and `picked` carry arrow and number keys to the field's other options."""

    stepped = Signal(int)
    picked = Signal(int)
    emptied = Signal()

    def __init__(self, parent: QWidget, *, boxed: bool, on_paper: bool, words: str = "") -> None:
        super().__init__(parent)
        self._boxed = boxed
        self._on_paper = on_paper
        self._ppm = 96 / 25.4
        self.setCheckable(True)
        self.setText(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def rescale(self, ppm: float) -> None:
        """Draw for `ppm` pixels a millimetre."""
        self._ppm = ppm
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the box and the words beside it."""
        words = self.fontMetrics().horizontalAdvance(self.text()) + 10 if self.text() else 0
        return QSize(words + 24, max(24, self.fontMetrics().height() + 6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbour, numbers pick, Delete empties, Space toggles."""
        if event.key() in _ARROWS:
            self.stepped.emit(_ARROWS[Qt.Key(event.key())])
        elif event.text().isdecimal() and event.text() != "0":
            self.picked.emit(int(event.text()))
        elif event.key() in _CLEAR:
            self.emptied.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box, the √, the words, and a visible focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = INK if self._on_paper else self.palette().color(QPalette.ColorRole.WindowText)
        mark = self._mark_area()
        if self._boxed:
            painter.setPen(QPen(ink, max(1.0, 0.22 * self._ppm)))
            painter.drawRect(mark)
        if self.isChecked():
            paint_tick(painter, mark.adjusted(0, -mark.height() * 0.18, mark.width() * 0.18, 0), ink)
        if self.text():
            area = self.rect().adjusted(round(mark.right()) + 8, 0, 0, 0)
            painter.setPen(ink)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(ACCENT, 1.4))
            painter.drawRect(QRectF(self.rect()).adjusted(0.8, 0.8, -0.8, -0.8))

    def _mark_area(self) -> QRectF:
        side = min(self.width(), self.height(), LARGEST * self._ppm) * 0.78
        if self._boxed and not self.text():
            side = min(self.width(), self.height()) - 1.0
        if self.text():
            side = 15.0
            return QRectF(3, (self.height() - side) / 2, side, side)
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
