"""Room for words on the sheet: plain text only, set in the paper's typeface and shrunk to its box as the print does."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QTextEdit, QWidget

from qmsdesk.forms.editors.line_box import ALIGN, SMALLEST
from qmsdesk.forms.editors.paper_palette import blank_palette, paper_palette
from qmsdesk.forms.paper_fonts import MIDDLE, line_share, paper_font
from qmsdesk.papers.layout import BODY, LINE, PAD, PT, text_mm

OVERFLOW = "超出部分打印到附页"
TIGHT = 1.15  # ems between the lines of a low box
LOW = 9.0  # mm
NOTE_SIZE = 2.4  # mm
RISE = 0.27  # ems by which Qt's first line stands lower in its box than the print's
_SHARE = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_PARAGRAPH = "\u2029"


class TextBox(QTextEdit):
    """Words in a box of mm; with `newlines` Enter makes a line and text stands at the top, else in the middle."""

    typed = Signal()
    left = Signal()

    def __init__(
        self, parent: QWidget, *, on_paper: bool, newlines: bool, align: str = "left", height: float = 60
    ) -> None:
        super().__init__(parent)
        self.composing = False
        self.newlines = newlines
        self.type_size, self.type_bold = BODY, False
        self.rise = 0  # pixels the box reaches above its room, so that the first line stands as on paper
        self._ppm, self._points = 96 / 25.4, BODY
        self._leading = TIGHT if height < LOW else LINE
        self._on_paper = on_paper
        self._align = ALIGN[align]
        self._quiet = self._shaped = False
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        if on_paper:
            self._lie_on_paper()
        self.note: QLabel | None = None
        self.set_plain("")
        self.textChanged.connect(self._on_text)

    def _lie_on_paper(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPalette(paper_palette(self.palette()))
        self.viewport().setAutoFillBackground(False)

    def plain(self) -> str:
        """The text as typed; unlike toPlainText it keeps no-break spaces."""
        return self.document().toRawText().replace(_PARAGRAPH, "\n")

    def set_plain(self, text: str) -> None:
        """Show a text from its beginning; nothing of it can be undone."""
        if self._shaped and text == self.plain():
            return
        self._shaped = True
        self._quiet = True
        document = self.document()
        document.setUndoRedoEnabled(False)
        self.setPlainText(text)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        shape = QTextBlockFormat()
        shape.setLineHeight(line_share(self._leading), _SHARE)
        shape.setAlignment(self._align)
        cursor.mergeBlockFormat(shape)
        document.setUndoRedoEnabled(True)
        self._quiet = False
        self.settle()

    def enter(self, text: str) -> None:
        """Put a text in as if the user had typed it; Ctrl+Z takes it back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def overflows(self) -> bool:
        """True when the text is higher than its room even in the smallest type."""
        return self.document().size().height() > self.height() + 1.5

    def rescale(self, ppm: float) -> None:
        """Take the paper's type size at `ppm` pixels a millimetre."""
        self._ppm = ppm
        self._points = 0.0
        self.rise = round(RISE * self.type_size * PT * ppm) if self._on_paper else 0
        self.settle()

    def lock(self, on: bool) -> None:
        """Readable and selectable but not changeable, and no stop for Tab."""
        self.setReadOnly(on)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if on else Qt.FocusPolicy.StrongFocus)

    def show_blank(self, text: str) -> None:
        """What an empty box shows in ink, such as the "/" of a registered slip."""
        self.setPalette(blank_palette(self.palette(), ink=bool(text)))
        self.setPlaceholderText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take plain text only; where a line is one line, its breaks become spaces."""
        text = source.text().replace("\r\n", "\n").replace("\r", "\n")
        self.textCursor().insertText(text if self.newlines else " ".join(text.split("\n")))
        self.ensureCursorVisible()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know whether an input method is composing: no popup may open then."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the cursor has left, but not for a popup of the field itself."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll an overlong text being read; everything else moves the sheet."""
        zooming = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if zooming or not self.hasFocus() or not self.overflows():
            event.ignore()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the text anew for the new room."""
        super().resizeEvent(event)
        self.settle()

    def settle(self) -> None:
        """Type size, vertical place of the text, and the note when it does not fit."""
        if self._on_paper:
            self._shrink_to_fit()
            self.setViewportMargins(max(0, round(PAD / 2 * self._ppm)), self._top(), 0, 0)
        over = self._on_paper and self.overflows()
        if over and self.note is None:
            self.note = _overflow_note(self)
        if self.note is not None:
            self.note.setVisible(over)
            _lie_in_corner(self.note, self, max(9, round(NOTE_SIZE * self._ppm)))

    def _top(self) -> int:
        """Pixels above the text, so that its baselines are those of the print."""
        line = self.document().firstBlock().layout().lineAt(0)
        if self.newlines or not line.isValid():
            return 0
        em = self._points * PT * self._ppm
        lines = max(1, round(self.document().size().height() / (em * self._leading)))
        middle = self.rise + (self.height() - self.rise) / 2 - em * self._leading * (lines - 1) / 2
        return max(0, round(middle + MIDDLE * em - line.y() - line.ascent()))

    def _on_text(self) -> None:
        if not self._quiet:
            self.settle()
            self.typed.emit()

    def _shrink_to_fit(self) -> None:
        """Half a point smaller at a time, as on the print; what overflows at 8 pt keeps its size and scrolls."""
        sizes = [self.type_size]
        while sizes[-1] - 0.5 >= SMALLEST:
            sizes.append(sizes[-1] - 0.5)
        text = self.plain()
        needed = text_mm(text, SMALLEST) * SMALLEST * PT * self._leading
        if needed > 1.3 * self.width() * self.height() / self._ppm**2:
            sizes = sizes[:1]  # hopeless: do not set a long text five times
        for points in sizes:
            self._set_points(points)
            if not self.overflows():
                return
        self._set_points(sizes[0])

    def _set_points(self, points: float) -> None:
        if points != self._points:
            self._points = points
            self.setFont(paper_font(self._ppm, size=points, bold=self.type_bold))


def _overflow_note(parent: QWidget) -> QLabel:
    note = QLabel(OVERFLOW, parent)
    note.setTextFormat(Qt.TextFormat.PlainText)
    note.setStyleSheet("background: #fff3d6; color: #6b4a00; padding: 1px 4px;")
    return note


def _lie_in_corner(note: QLabel, box: QWidget, pixels: int) -> None:
    font = note.font()
    font.setPixelSize(pixels)
    note.setFont(font)
    note.adjustSize()
    note.move(box.width() - note.width(), box.height() - note.height())
