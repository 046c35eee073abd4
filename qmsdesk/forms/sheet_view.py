"""The desk a sheet lies on: grey ground, shadow, zoom with the wheel, the cursor always in sight."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from qmsdesk.forms.editors.attachment_list import AttachmentList
from qmsdesk.forms.editors.attachments import AttachmentsEditor
from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.forms.editors.text_box import TextBox
from qmsdesk.forms.field_note import FieldNote
from qmsdesk.forms.paper_fonts import load_fonts
from qmsdesk.forms.sheet_page import SheetPage
from qmsdesk.papers.base import Paper
from qmsdesk.papers.layout import lay_out

SMALLEST, LARGEST, STEP = 50, 200, 10
EDGE = 22  # pixels of desk around the page
DESK_LIGHT, DESK_DARK = QColor("#c9ced4"), QColor("#14171a")


class Desk(QWidget):
    """The grey ground with the page's shadow on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.page: QWidget | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """A soft shadow below and to the right of the page."""
        painter = QPainter(self)
        dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
        painter.fillRect(event.rect(), DESK_DARK if dark else DESK_LIGHT)
        if self.page is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(6, 0, -1):
            painter.setBrush(QColor(0, 0, 0, 9))
            painter.drawRoundedRect(
                self.page.geometry().adjusted(3 - step, 5 - step, 1 + step, 3 + step), step, step
            )


class SheetView(QScrollArea):
    """Shows one paper at a zoom of 50-200 %; 100 % is the size of the paper itself."""

    zoomed = Signal(int)

    def __init__(
        self, paper: Paper, *, form_no: str, company: str, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        load_fonts()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._desk = Desk(self)
        self.page = SheetPage(paper, lay_out(paper, form_no=form_no, company=company), around, self._desk)
        self._desk.page = self.page
        self.setWidget(self._desk)
        self.note = FieldNote(self.page)
        self._zoom = 0
        self._fitted = self._seen = False
        for editor, place in self.page.rooms():
            place.widget.installEventFilter(self)
            editor.noted.connect(self._on_noted)
            if isinstance(editor, AttachmentsEditor):
                editor.list.installEventFilter(self)
            if isinstance(place.widget, TextBox):
                place.widget.cursorPositionChanged.connect(partial(self._follow_cursor, place.widget))
        self.set_zoom(100)

    @property
    def zoom(self) -> int:
        """Per cent of the paper's own size."""
        return self._zoom

    @property
    def editors(self) -> dict[str, FieldEditor]:
        """The editors of the page by field name, in printed order."""
        return self.page.editors

    def set_zoom(self, per_cent: int, *, fixed: QPointF | None = None) -> None:
        """Show at a zoom; the point `fixed` of the viewport stays where it is, else the cursor stays in sight."""
        per_cent = max(SMALLEST, min(LARGEST, per_cent))
        if per_cent == self._zoom:
            return
        before = self._zoom or per_cent
        anchor = self._desk.mapFrom(self.viewport(), (fixed or QPointF()).toPoint())
        self._zoom = per_cent
        self._fitted = False
        self.page.set_scale(self.logicalDpiX() / 25.4 * per_cent / 100)
        self._centre()
        if fixed is not None:
            grown = per_cent / before
            self.horizontalScrollBar().setValue(round(anchor.x() * grown - fixed.x()))
            self.verticalScrollBar().setValue(round(anchor.y() * grown - fixed.y()))
        else:
            self._show_focus()
        self.note.follow()
        self.zoomed.emit(per_cent)

    def fit_width(self) -> None:
        """The largest zoom at which the whole width is seen."""
        room = self.width() - 2 * EDGE - self.verticalScrollBar().sizeHint().width()
        full = self.page.sheet.width * self.logicalDpiX() / 25.4
        self.set_zoom(int(100 * room / full))
        self._fitted = True

    def reveal(self, widget: QWidget) -> None:
        """Scroll until a widget is in sight, with some room around it; of a larger one, its cursor."""
        port = self.viewport().size()
        larger = widget.width() > port.width() or widget.height() > port.height()
        if larger and isinstance(widget, TextBox | LineBox):
            self.ensureWidgetVisible(widget, 40, 60)
            return
        corner = widget.mapTo(self._desk, QPoint(0, 0))
        for point in (corner + widget.rect().bottomRight(), corner):
            self.ensureVisible(point.x(), point.y(), 20, 30)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the cursor from field to field."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.reveal(watched)
            self.note.show_for(self._editor_of(watched), watched)
        elif event.type() == QEvent.Type.Show and isinstance(watched, AttachmentList):
            self.reveal(watched)
        elif event.type() == QEvent.Type.FocusOut and watched is self.note.anchor:
            self.note.leave()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """A page wider than the window is first shown whole."""
        super().showEvent(event)
        if not self._seen and self.page.width() + EDGE > self.viewport().width():
            self.fit_width()
        self._seen = True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom around the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(
                self._zoom + (STEP if event.angleDelta().y() > 0 else -STEP), fixed=event.position()
            )
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page in the middle, and fitted when it was."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit_width()
        self._centre()

    def _editor_of(self, widget: QWidget) -> FieldEditor:
        return self.page.editors[str(widget.property("field"))]

    def _follow_cursor(self, box: TextBox) -> None:
        if box.hasFocus():
            self.ensureWidgetVisible(box, 20, 30)

    def _on_noted(self) -> None:
        if self.note.anchor is not None:
            self.note.refresh()

    def _centre(self) -> None:
        size = self.page.size()
        width = max(self.viewport().width(), size.width() + 2 * EDGE)
        height = max(self.viewport().height(), size.height() + 2 * EDGE)
        self._desk.resize(width, height)
        self.page.move(max(EDGE, (width - size.width()) // 2), EDGE)
        self._desk.update()

    def _show_focus(self) -> None:
        focus = self.focusWidget()
        if focus is not None and self.page.isAncestorOf(focus):
            self.reveal(focus)
