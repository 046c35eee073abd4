"""A line of text on the sheet: borderless, transparent, in the paper's typeface."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QInputMethodEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.forms.editors.paper_palette import blank_palette, paper_palette
from qmsdesk.forms.paper_fonts import paper_font, sink
from qmsdesk.papers.layout import BODY, PAD

SMALLEST = 8.0  # points; nothing is printed smaller (S-11)
FRAME = 4  # pixels QLineEdit keeps left and right of its text
ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "centre": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class LineBox(QLineEdit):
    """One line; `typed` tells of the user's changes, `came` and `left` of the cursor."""

    typed = Signal()
    came = Signal()
    left = Signal()

    def __init__(self, parent: QWidget, *, on_paper: bool, align: str = "left") -> None:
        super().__init__(parent)
        self.composing = False
        self.type_size, self.type_bold = BODY, False
        self._on_paper = on_paper
        self._ppm, self._inset = 96 / 25.4, 2
        self.setAlignment(ALIGN[align] | Qt.AlignmentFlag.AlignVCenter)
        if on_paper:
            self.setFrame(False)
            self.setPalette(paper_palette(self.palette()))
        self.textEdited.connect(self.typed)
        self.textChanged.connect(self._fit)

    def plain(self) -> str:
        """The text as typed."""
        return self.text()

    def set_plain(self, text: str) -> None:
        """Show a text from its beginning."""
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)

    def enter(self, text: str) -> None:
        """Put a text in as if the user had typed it; Ctrl+Z takes it back."""
        self.selectAll()
        self.insert(text)
        self.typed.emit()

    def rescale(self, ppm: float) -> None:
        """Take the paper's type size at `ppm` pixels a millimetre."""
        self._ppm = ppm
        self._inset = max(0, round(PAD / 2 * ppm) - 2)
        self._fit()

    def _fit(self) -> None:
        """Half a point smaller at a time down to 8 until the line shows whole, as the print does."""
        if not self._on_paper:
            return
        points = self.type_size
        font = paper_font(self._ppm, size=points, bold=self.type_bold)
        room = self.width() - 2 * self._inset - FRAME
        while points - 0.5 >= SMALLEST and QFontMetricsF(font).horizontalAdvance(self.text()) > room:
            points -= 0.5
            font = paper_font(self._ppm, size=points, bold=self.type_bold)
        if font != self.font():
            self.setFont(font)
        self.setTextMargins(self._inset, 0, self._inset, max(0, round(2 * sink(font))))

    def lock(self, on: bool) -> None:
        """Readable and selectable but not changeable, and no stop for Tab."""
        self.setReadOnly(on)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if on else Qt.FocusPolicy.StrongFocus)

    def show_blank(self, text: str, *, invitation: str = "") -> None:
        """What an empty box shows in ink, such as the "/" of a registered slip, or else invites to."""
        self.setPalette(blank_palette(self.palette(), ink=bool(text)))
        self.setPlaceholderText(text or invitation)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the line anew for the new room."""
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the cursor has come."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.came.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the cursor has left, but not for a popup of the field itself."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.deselect()
            self.left.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know whether an input method is composing: no popup may open then."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click selects the whole entry: a Chinese phrase has no word ends."""
        super().mouseDoubleClickEvent(event)
        self.selectAll()
