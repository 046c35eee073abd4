"""A date line: + - t [ ] move it, F4 opens the calendar, an empty one stays empty."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.editors.calendar_popup import TODAY, CalendarPopup
from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.papers.values import chinese_date
from qmsdesk.procedure.dates import add_months, parse_date

_DAYS = {"+": 1, "=": 1, "-": -1}
_MONTHS = {"[": -1, "]": 1, "【": -1, "】": 1}


class DateBox(LineBox):
    """A LineBox whose single keys move a settled date; while digits are being typed they are just characters."""

    def __init__(
        self,
        parent: QWidget,
        *,
        on_paper: bool,
        today: Callable[[], date],
        align: str = "left",
        escapes: tuple[str, ...] = (),
    ) -> None:
        super().__init__(parent, on_paper=on_paper, align=align)
        self._today = today
        self._escapes = escapes

    def day(self) -> date | None:
        """The date that stands there, when it can be read."""
        try:
            return parse_date(self.text(), today=self._today())
        except UserError:
            return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single keys move the date, F4 or Alt+Down opens the calendar."""
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if not self.isReadOnly() and (event.key() == Qt.Key.Key_F4 or alt_down):
            self.open_calendar()
        elif self.isReadOnly() or not self._settled() or not self.step(event.text()):
            super().keyPressEvent(event)

    def step(self, key: str) -> bool:
        """Move by one key: a day, a month, or to today; False when the key means nothing here."""
        key = unicodedata.normalize("NFKC", key).lower()
        start = self.day() or self._today()
        if key == "t":
            moved = self._today()
        elif key in _DAYS:
            moved = date.fromordinal(start.toordinal() + _DAYS[key])
        elif key in _MONTHS:
            moved = add_months(start, _MONTHS[key])
        else:
            return False
        self.enter(chinese_date(moved))
        self.selectAll()
        return True

    def open_calendar(self) -> None:
        """The month to choose from, with today and the words this field takes instead."""
        popup = CalendarPopup(self, day=self.day() or self._today(), words=self._escapes)
        popup.chosen.connect(self._take)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu, with the calendar on top."""
        menu = self.createStandardContextMenu()
        if not self.isReadOnly() and menu.actions():
            calendar = menu.addAction("日历…\tF4")
            calendar.triggered.connect(self.open_calendar)
            menu.insertAction(menu.actions()[0], calendar)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _take(self, chosen: object) -> None:
        if isinstance(chosen, QDate):
            self.enter(chinese_date(date(chosen.year(), chosen.month(), chosen.day())))
        elif chosen == TODAY:
            self.enter(chinese_date(self._today()))
        else:
            self.enter(str(chosen))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settled(self) -> bool:
        """True when nothing is half typed: empty, or exactly a printed date."""
        text = self.text()
        if not text or (self.hasSelectedText() and self.selectedText() == text):
            return True
        day = self.day()
        return day is not None and text == chinese_date(day)
