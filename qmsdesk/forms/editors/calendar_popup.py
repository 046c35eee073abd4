"""The month that opens under a date field, with 今天, 清除 and the words the field takes instead of a date."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

TODAY, CLEAR = "今天", "清除"


class CalendarPopup(QFrame):
    """A month view; `chosen` carries a QDate or a word, "" empties the field."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, *, day: date, words: tuple[str, ...] = ()) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(QApplication.font())
        self.setPalette(QApplication.palette())
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.calendar = QCalendarWidget(self)
        self.calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.calendar.setAccessibleName("日历")
        self.calendar.activated.connect(self._choose)
        self.calendar.clicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.calendar)
        layout.addLayout(self._buttons(words))
        self.calendar.setFocus()

    def _buttons(self, words: tuple[str, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, value in ((TODAY, TODAY), (CLEAR, ""), *((word, word) for word in words)):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            chosen = "不详:" if value == "不详" else value
            button.clicked.connect(lambda _on=False, chosen=chosen: self._choose(chosen))
            row.addWidget(button)
        return row

    def open_at(self, point: QPoint) -> None:
        """Show at a global point, pulled back onto its screen."""
        self.adjustSize()
        screen = QApplication.screenAt(point) or QApplication.primaryScreen()
        area = screen.availableGeometry()
        x = min(point.x(), area.right() - self.width())
        y = min(point.y(), area.bottom() - self.height())
        self.move(max(area.left(), x), max(area.top(), y))
        self.show()

    def _choose(self, value: object) -> None:
        self.chosen.emit(value)
        self.close()
