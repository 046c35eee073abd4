"""A drop-down list that looks like filled-in words on the sheet and like a list in the panel."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from qmsdesk.forms.paper_fonts import paper_font, sink
from qmsdesk.forms.sheet_paint import ACCENT, INK
from qmsdesk.papers.layout import PAD

NOTHING = "请选择"
_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ChoiceList(QComboBox):
    """The choices after an empty first line; numbers pick, Delete empties, the wheel moves the sheet."""

    picked = Signal()

    def __init__(self, parent: QWidget, choices: tuple[str, ...], *, on_paper: bool) -> None:
        super().__init__(parent)
        self._on_paper = on_paper
        self._inset = 2
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.addItem(NOTHING, "")
        for choice in choices:
            self.addItem(choice, choice)
        self.activated.connect(lambda _row: self.picked.emit())

    def choice(self) -> str:
        """The chosen words, "" for none."""
        return str(self.currentData() or "")

    def show_choice(self, text: str) -> None:
        """Show words; those of an older template are added so that they are not lost."""
        row = self.findData(text)
        if row < 0:
            self.addItem(text, text)
            row = self.count() - 1
        self.setCurrentIndex(row)

    def rescale(self, ppm: float) -> None:
        """Take the paper's type size at `ppm` pixels a millimetre."""
        self.setFont(paper_font(ppm))
        self._inset = round(PAD / 2 * ppm)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Never change a value by scrolling past it."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Numbers pick, Delete empties, F4 opens."""
        number = int(event.text()) if event.text().isdecimal() else 0
        if 0 < number < self.count():
            self._pick(number)
        elif event.key() in _CLEAR:
            self._pick(0)
        elif event.key() in (Qt.Key.Key_F4, Qt.Key.Key_Space):
            self.showPopup()
        else:
            before = self.currentIndex()
            super().keyPressEvent(event)
            if self.currentIndex() != before:
                self.picked.emit()

    def _pick(self, row: int) -> None:
        self.setCurrentIndex(row)
        self.picked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """On paper just the words, and a small arrow while it can be changed."""
        if not self._on_paper:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(INK)
        area = self.rect().adjusted(self._inset, 0, -14, -round(2 * sink(self.font())))
        if self.choice():
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.choice())
        if self.isEnabled() and (self.hasFocus() or self.underMouse() or not self.choice()):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ACCENT)
            x, y = self.width() - 12.0, self.height() / 2 - 2
            painter.drawPolygon(QPolygonF([QPointF(x, y), QPointF(x + 8, y), QPointF(x + 4, y + 5)]))
