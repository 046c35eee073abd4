"""Charts on the screen: the same shapes as on paper in the palette's colours; hover tells a value, a click its key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from qmsdesk.forms.chart_brush import ChartBrush
from qmsdesk.procedure.chart_data import Chart
from qmsdesk.procedure.chart_layout import lay_out
from qmsdesk.procedure.chart_shapes import Box, Dot, Picture

USUAL = QSize(560, 320)


class ChartView(QWidget):
    """One chart; arrow keys walk from bar to bar, Enter or a click asks for the rows behind one."""

    chosen = Signal(str)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._picture = Picture(0.0, 0.0, ())
        self._lit: Box | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)

    @property
    def picture(self) -> Picture:
        """The chart as it is laid out now, in pixels."""
        return self._picture

    def sizeHint(self) -> QSize:
        return USUAL

    def show_chart(self, chart: Chart) -> None:
        """Show another chart."""
        self._chart, self._lit = chart, None
        self.setAccessibleName(chart.title)
        self._arrange()

    def _arrange(self) -> None:
        if self._chart is None:
            return
        em = QFontMetricsF(self.font()).height() * 0.72
        self._picture = lay_out(
            self._chart, width=self.width(), height=self.height(), em=em, measure=self._measure
        )
        hints = [box.hint for box in self._bars()]
        self.setAccessibleDescription("；".join(hints))
        needed = round(self._picture.height)
        if needed > self.height():
            self.setMinimumHeight(needed)
        self.update()

    def _font(self, size: float, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(6, round(size)))
        font.setBold(bold)
        return font

    def _measure(self, text: str, size: float, bold: bool) -> float:
        return QFontMetricsF(self._font(size, bold)).horizontalAdvance(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        brush = ChartBrush(painter, self.palette(), self._font)
        for shape in self._picture.shapes:
            brush.draw(shape)
        if self._lit is not None:
            self._mark(painter, self._lit)
        painter.end()

    def _mark(self, painter: QPainter, box: Box) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 2.0))
        height = max(box.h, 3.0)
        painter.drawRect(QRectF(box.x, box.y + box.h - height, box.w, height).adjusted(-2, -2, 2, 1))

    def _bars(self) -> list[Box]:
        return [shape for shape in self._picture.shapes if isinstance(shape, Box) and shape.key]

    def _column(self, x: float, y: float) -> Box | None:
        """The bar under the pointer, or the one in whose column it is: a low bar is hard to hit."""
        hit = self._picture.hit(x, y)
        if hit is not None:
            return hit
        inside = (box for box in self._bars() if box.x <= x <= box.x + box.w and y <= box.y + box.h + 4)
        return next(inside, None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        box = self._column(event.position().x(), event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if box and box.key else Qt.CursorShape.ArrowCursor)
        self._light(box if box and box.key else None)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._light(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self._column(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and box is not None and box.key:
            self._light(box)
            self.chosen.emit(box.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bars = self._bars()
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step and bars:
            place = bars.index(self._lit) if self._lit in bars else (-1 if step > 0 else 0)
            self._light(bars[(place + step) % len(bars)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._lit is not None:
            self.chosen.emit(self._lit.key)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._hint_at(event.pos().x(), event.pos().y())
            if spot:
                QToolTip.showText(event.globalPos(), spot, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _hint_at(self, x: float, y: float) -> str:
        dots = [shape for shape in self._picture.shapes if isinstance(shape, Dot) and shape.hint]
        near = (dot for dot in dots if abs(dot.x - x) < 8 and abs(dot.y - y) < 8)
        dot = next(near, None)
        if dot is not None:
            return dot.hint
        box = self._column(x, y)
        return box.hint if box else ""

    def _light(self, box: Box | None) -> None:
        if box == self._lit:
            return
        self._lit = box
        self.told.emit(box.hint if box else "")
        self.update()
