"""Words in the ink of their tone, by day and by night: the ink follows when the system changes its mind."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from qmsdesk.forms.style import good_colour, late_colour, quiet_colour, warning_colour

_INKS = {"good": good_colour, "warning": warning_colour, "bad": late_colour, "quiet": quiet_colour}


class TonedLabel(QLabel):
    """Text that is never markup; its tone is "", quiet, good, warning or bad."""

    def __init__(self, text: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tone = ""
        self.set_tone(tone)

    def set_tone(self, tone: str) -> None:
        """Take another ink."""
        self._tone = tone
        self._take_ink()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ApplicationPaletteChange):
            self._take_ink()

    def _take_ink(self) -> None:
        if not self._tone:
            return
        ink = _INKS[self._tone](QApplication.palette())
        role = QPalette.ColorRole.WindowText
        if self.palette().color(QPalette.ColorGroup.Active, role) != ink:
            palette = QPalette()
            palette.setColor(role, ink)
            self.setPalette(palette)
