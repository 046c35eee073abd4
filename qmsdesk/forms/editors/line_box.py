"""A line of text on the sheet: borderless, transparent, in the paper's typeface."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.forms.editors.paper_palette import paper_palette
from qmsdesk.forms.paper_fonts import paper_font, sink
from qmsdesk.forms.sheet_paint import INK
from qmsdesk.papers.layout import BODY, PAD

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
        self.setAlignment(ALIGN[align] | Qt.AlignmentFlag.AlignVCenter)
        if on_paper:
            self.setFrame(False)
            self.setPalette(paper_palette(self.palette()))
        self.textEdited.connect(self.typed)

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

    def can_undo(self) -> bool:
        """True when Ctrl+Z finds something in this field."""
        return self.isUndoAvailable() and not self.isReadOnly()

    def can_redo(self) -> bool:
        """True when Ctrl+Y finds something in this field."""
        return self.isRedoAvailable() and not self.isReadOnly()

    def rescale(self, ppm: float) -> None:
        """Take the paper's type size at `ppm` pixels a millimetre."""
        font = paper_font(ppm, size=self.type_size, bold=self.type_bold)
        self.setFont(font)
        inset = max(0, round(PAD / 2 * ppm) - 2)
        self.setTextMargins(inset, 0, inset, max(0, round(2 * sink(font))))

    def lock(self, on: bool) -> None:
        """Readable and selectable but not changeable, and no stop for Tab."""
        self.setReadOnly(on)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if on else Qt.FocusPolicy.StrongFocus)

    def show_blank(self, text: str) -> None:
        """What an empty box shows in ink, such as the "/" of a registered slip."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, INK)
        self.setPalette(palette)
        self.setPlaceholderText(text)

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
