"""One-line editors for a day and for a moment, typed short: 5, 3-15, t; 1035, 昨天 9:15, -10."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.style import late_colour
from qmsdesk.procedure.clock import SHANGHAI, Clock
from qmsdesk.procedure.dates import parse_date

_TIME = r"(\d{1,2})[:.时点](\d{2})分?|(\d{1,2})[时点]|(\d{3,4})"
_AGO = r"-(\d{1,3})"
NOW_WORDS = ("现在", "now", "n")


def parse_moment(text: str, *, now: datetime) -> datetime:
    """Read a moment typed short, in Shanghai time; UserError says what can be typed.

    1035 · 10:35 · 9点 · 昨天 9:15 · 3-15 14:00 · 2026-11-22 10:35 · 现在 · -10 (ten minutes ago).
    """
    local = now.astimezone(SHANGHAI).replace(second=0, microsecond=0)
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in NOW_WORDS:
        return local
    ago = re.fullmatch(_AGO, plain)
    if ago:
        return local - timedelta(minutes=int(ago[1]))
    *days, time = plain.split() or [""]
    hour, minute = _time(time, text)
    day = parse_date("".join(days), today=local.date()) or local.date()
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def _time(plain: str, text: str) -> tuple[int, int]:
    found = re.fullmatch(_TIME, plain)
    if found:
        whole = found[4]
        hour = int(whole[:-2] if whole else found[1] or found[3])
        minute = int(whole[-2:] if whole else found[2] or 0)
        if hour < 24 and minute < 60:
            return hour, minute
    raise UserError(
        f"“{text.strip()}”不是时间。", advice="可填 10:35、1035、昨天 9:15、11-20 14:00、-10（10 分钟前）。"
    )


class _ReadingEdit(QLineEdit):
    """A line that says by colour, tip and accessible text when it cannot be read."""

    changed = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.message = ""
        self.editingFinished.connect(self.settle)

    def settle(self) -> None:
        """Read what stands there and write it out."""
        raise AssertionError("each editor reads in its own way")

    def _say(self, message: str) -> None:
        self.message = message
        self.setToolTip(message)
        self.setAccessibleDescription(message)
        palette = self.palette()
        if message:
            palette.setColor(QPalette.ColorRole.Text, late_colour(palette))
            self.setPalette(palette)
        else:
            self.setPalette(QPalette())


class DayEdit(_ReadingEdit):
    """A day or nothing, shown as 2026-11-22."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(clock, parent)
        self._day: date | None = None
        self.setPlaceholderText("年-月-日")

    def day(self) -> date | None:
        """The day, or None while it is empty or cannot be read."""
        return self._day

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self._day = day
        self.setText(day.isoformat() if day else "")
        self._say("")

    def settle(self) -> None:
        before = self._day
        try:
            self.set_day(parse_date(self.text(), today=self.clock.today(), current=before))
        except UserError as error:
            self._day = None
            self._say(str(error))
        if self._day != before:
            self.changed.emit()


class MomentEdit(_ReadingEdit):
    """A moment in Shanghai time, shown as 2026-11-22 10:35; never empty."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(clock, parent)
        self._moment = clock.now().astimezone(SHANGHAI)
        self.set_moment(self._moment)

    def moment(self) -> datetime:
        """The aware moment last read."""
        return self._moment

    def set_moment(self, moment: datetime) -> None:
        """Show a moment to the minute."""
        self._moment = moment.astimezone(SHANGHAI).replace(second=0, microsecond=0)
        self.setText(self._moment.strftime("%Y-%m-%d %H:%M"))
        self._say("")

    def settle(self) -> None:
        before = self._moment
        try:
            moment = parse_moment(self.text(), now=self.clock.now())
            if moment > self.clock.now():
                raise UserError("这个时间还没有到。", advice="请核对日期和时间。")
            self.set_moment(moment)
        except UserError as error:
            self._say(str(error))
            return
        if self._moment != before:
            self.changed.emit()
