"""The white page: printed pieces painted, an editor laid over each room, marks for what is required or wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import FieldEditor, Placed, Surroundings
from qmsdesk.forms.editors.make import make_editor
from qmsdesk.forms.editors.pager import RowsPager
from qmsdesk.forms.editors.rows import RowsEditor
from qmsdesk.forms.editors.text_box import TextBox
from qmsdesk.forms.paper_fonts import design_font
from qmsdesk.forms.sheet_paint import ACCENT, ALARM, PAPER, paint_sheet, paint_words, to_pixels
from qmsdesk.papers.base import Kind, Need, Paper
from qmsdesk.papers.layout import Sheet, Slot
from qmsdesk.papers.values import is_empty

TINT, TINT_FOCUS, TINT_WRONG = QColor(31, 95, 191, 14), QColor(31, 95, 191, 34), QColor(192, 57, 43, 26)
MARK = QColor(192, 57, 43, 46)
JOINED = (
    0.9  # mm a number stands further left, close behind its printed letter: F and 01-2026-001 are one word
)


class SheetPage(QWidget):
    """One sheet of paper at a number of pixels a millimetre, with the editors of all its rooms."""

    def __init__(self, paper: Paper, sheet: Sheet, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.paper = paper
        self.sheet = sheet
        self.ppm = 96 / 25.4
        self.watermark = self.secrecy = ""
        self.setAccessibleName(paper.title)
        self.editors: dict[str, FieldEditor] = {}
        for field in paper.fields:
            slots = tuple(slot for slot in sheet.slots if slot.field == field.name)
            if slots:
                self.editors[field.name] = self._add(make_editor(field, slots, around, self))
        self._pagers = [
            (editor, RowsPager(editor, self))
            for editor in self.editors.values()
            if isinstance(editor, RowsEditor)
        ]

    def _add(self, editor: FieldEditor) -> FieldEditor:
        editor.noted.connect(self.update)
        editor.changed.connect(self.update)
        for place in editor.placed:
            place.widget.installEventFilter(self)
        return editor

    def set_scale(self, ppm: float) -> None:
        """Lay everything out for `ppm` pixels a millimetre."""
        self.ppm = ppm
        self.setFixedSize(round(self.sheet.width * ppm), round(self.sheet.height * ppm))
        for editor in self.editors.values():
            for place in editor.placed:
                place.rescale(ppm)
                rise = place.widget.rise if isinstance(place.widget, TextBox) else 0
                joined = round(JOINED * ppm) if self.paper.letter and editor.field.kind is Kind.NUMBER else 0
                place.widget.setGeometry(self.room(place.slot).adjusted(-joined, -rise, 0, 0))
        for editor, pager in self._pagers:
            self._place_pager(editor, pager)
        self.update()

    def room(self, slot: Slot) -> QRect:
        """The pixels of a room; editors are transparent, so that the rules around it stay seen."""
        return to_pixels(slot.x, slot.y, slot.w, slot.h, self.ppm)

    def set_watermark(self, words: str) -> None:
        """Print 草稿 or 作废 faintly across the page; "" takes it away."""
        self.watermark = words
        self.update()

    def rooms(self) -> Iterator[tuple[FieldEditor, Placed]]:
        """Every editor with each of its widgets."""
        for editor in self.editors.values():
            for place in editor.placed:
                yield editor, place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint the ground of a room when the cursor comes or goes."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and isinstance(watched, QWidget):
            self.update(watched.geometry().adjusted(-4, -4, 4, 4))
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside an editor but inside its room goes to the editor."""
        x, y = event.position().x() / self.ppm, event.position().y() / self.ppm
        for slot in self.sheet.slots:
            if (
                slot.x <= x <= slot.x + slot.w
                and slot.y <= y <= slot.y + slot.h
                and slot.field in self.editors
            ):
                self.editors[slot.field].focus()
                return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, tints, watermark, rules and words, marks."""
        painter = QPainter(self)
        clip = event.rect()
        painter.fillRect(clip, PAPER)
        for editor, place in self.rooms():
            if place.widget.geometry().intersects(clip):
                self._paint_ground(painter, editor, place)
        if self.watermark:
            self._paint_watermark(painter)
        paint_sheet(painter, self.sheet, self.ppm, clip)
        if self.secrecy:
            foot = replace(self.sheet.copy_label, lines=(self.secrecy,), align="left")
            paint_words(painter, foot, self.ppm)
        for editor in self.editors.values():
            self._paint_marks(painter, editor)

    def _paint_ground(self, painter: QPainter, editor: FieldEditor, place: Placed) -> None:
        area = self.room(place.slot)
        if editor.problem:
            painter.fillRect(area, TINT_WRONG)
        elif place.widget.hasFocus() and not editor.read_only:
            painter.fillRect(area, TINT_FOCUS)
        elif not editor.read_only and editor.field.kind is not Kind.NUMBER:
            painter.fillRect(area, TINT)
        if place.widget.hasFocus() and not place.slot.box:
            painter.fillRect(QRect(area.left(), area.bottom() - 1, area.width(), 2), ACCENT)

    def _paint_marks(self, painter: QPainter, editor: FieldEditor) -> None:
        """A red * where something must be filled in and is not; an exclamation mark where something is wrong."""
        area = self.room(editor.placed[0].slot)
        if editor.problem:
            for place in editor.placed if not isinstance(editor, RowsEditor) else ():
                box = self.room(place.slot)
                painter.fillRect(QRect(box.left(), box.bottom() - 1, box.width(), 2), ALARM)
            self._paint_sign(painter, "!", area)
        elif _is_missing(editor):
            self._paint_sign(painter, "*", area)

    def _paint_sign(self, painter: QPainter, sign: str, area: QRect) -> None:
        size = max(9.0, 3.4 * self.ppm)
        font = design_font(bold=True)
        font.setPixelSize(round(size))
        painter.setFont(font)
        painter.setPen(ALARM)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip
        box = QRectF(area.right() - size * 0.75, area.top() - size * 0.12, size * 0.75, size)
        painter.drawText(box, flags, sign)

    def _paint_watermark(self, painter: QPainter) -> None:
        painter.save()
        font = design_font(bold=True)
        font.setPixelSize(max(1, round(60 * self.ppm)))
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addText(QPointF(0, 0), font, self.watermark)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QPointF(self.width() / 2, self.height() / 2))
        painter.rotate(-35)
        painter.translate(-path.boundingRect().center())
        painter.fillPath(path, MARK)
        painter.restore()

    def _place_pager(self, editor: RowsEditor, pager: RowsPager) -> None:
        """In the right margin, beside the first rows of the table."""
        edge = max(place.slot.x + place.slot.w for place in editor.placed)
        x = min(round((edge + 1.5) * self.ppm), self.width() - pager.sizeHint().width() - 1)
        pager.adjustSize()
        pager.move(x, round(editor.placed[0].slot.y * self.ppm))


def _is_missing(editor: FieldEditor) -> bool:
    field = editor.field
    needed = field.need is Need.ALWAYS and field.kind is not Kind.TICK
    return needed and not editor.read_only and is_empty(editor.value())
