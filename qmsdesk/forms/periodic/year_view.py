"""Twelve months at a glance: each duty on its last day, told by word and mark as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QToolTip, QWidget

from qmsdesk.forms.style import (
    GAP,
    good_colour,
    late_colour,
    line_colour,
    quiet_colour,
    scaled_font,
    tint,
    warning_colour,
)
from qmsdesk.operations.duties import DutyLine

COLUMNS, ROWS = 4, 3
MARKS = {"逾期": "!", "将到期": "△", "按时": "√", "已逾期办理": "√", "未到期": "○"}


class YearView(QWidget):
    """A sheet of twelve months; a click on a duty chooses it in the list."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._year, self._today = 0, date.min
        self._months: dict[int, list[DutyLine]] = {}
        self._places: list[tuple[QRect, DutyLine]] = []
        self.setMouseTracking(True)
        self.setAccessibleName("全年职责")
        self.setMinimumSize(640, 380)

    def sizeHint(self) -> QSize:
        return QSize(1000, 560)

    def show_year(self, year: int, lines: Sequence[DutyLine], today: date) -> None:
        """Show the duties of a year."""
        self._year, self._today = year, today
        self._months = {month: [line for line in lines if line.due.month == month] for month in range(1, 13)}
        told = "；".join(f"{line.due:%m-%d} {line.what} {line.status}" for line in lines)
        self.setAccessibleDescription(told)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._places = []
        width, height = self.width() // COLUMNS, self.height() // ROWS
        for month in range(1, 13):
            column, row = (month - 1) % COLUMNS, (month - 1) // COLUMNS
            cell = QRect(column * width, row * height, width, height)
            self._month(painter, month, cell.adjusted(GAP, GAP, -GAP, -GAP))
        painter.end()

    def _month(self, painter: QPainter, month: int, cell: QRect) -> None:
        palette = self.palette()
        current = (self._year, month) == (self._today.year, self._today.month)
        ground = palette.color(QPalette.ColorRole.Base)
        if current:
            ground = tint(palette, palette.color(QPalette.ColorRole.Highlight), 0.07)
        painter.setPen(line_colour(palette))
        painter.setBrush(ground)
        painter.drawRect(cell)
        heading = scaled_font(self.font(), 1.05, bold=True)
        painter.setFont(heading)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        line = QFontMetrics(heading).height()
        inner = cell.adjusted(GAP, GAP // 2, -GAP, -GAP // 2)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, f"{month} 月" + ("　本月" if current else ""))
        top = inner.top() + line + 2
        painter.setFont(self.font())
        step = self.fontMetrics().height() + 2
        room = max(1, (inner.bottom() - top) // step)
        listed = self._months.get(month, [])
        shown = listed if len(listed) <= room else listed[: room - 1]
        for place, duty in enumerate(shown):
            self._duty(painter, duty, QRect(inner.left(), top + place * step, inner.width(), step))
        if len(shown) < len(listed):
            painter.setPen(quiet_colour(palette))
            rest = QRect(inner.left(), top + len(shown) * step, inner.width(), step)
            painter.drawText(
                rest, Qt.AlignmentFlag.AlignVCenter, f"还有 {len(listed) - len(shown)} 项，见清单"
            )

    def _duty(self, painter: QPainter, duty: DutyLine, place: QRect) -> None:
        painter.setPen(self._ink(duty))
        metrics = self.fontMetrics()
        head = f"{MARKS.get(duty.status, '')} {duty.due.day}日 "
        words = metrics.elidedText(head + duty.what, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        self._places.append((place, duty))

    def _ink(self, duty: DutyLine) -> QColor:
        palette = self.palette()
        if duty.status == "逾期":
            return late_colour(palette)
        if duty.status == "将到期":
            return warning_colour(palette)
        return good_colour(palette) if duty.done else palette.color(QPalette.ColorRole.Text)

    def _at(self, x: float, y: float) -> DutyLine | None:
        return next((duty for place, duty in self._places if place.contains(int(x), int(y))), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        duty = self._at(event.position().x(), event.position().y())
        if duty is not None:
            self.chosen.emit(duty.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position().x(), event.position().y()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            duty = self._at(event.pos().x(), event.pos().y())
            text = f"{duty.due:%Y-%m-%d}　{duty.what}\n{duty.status}" if duty else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
