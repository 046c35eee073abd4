"""A quiet table heading: plain ground, text over the cells' text, one line below."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from qmsdesk.forms.style import line_colour, quiet_colour, scaled_font, tint

PAD = 8


class PlainHeader(QHeaderView):
    """A horizontal heading that sorts by clicks and is moved by dragging."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if model is None or not rect.isValid():
            return
        palette = self.palette()
        painter.save()
        ground = palette.color(QPalette.ColorRole.Base)
        painter.fillRect(rect, tint(palette, quiet_colour(palette), 0.07) if self.isEnabled() else ground)
        painter.setPen(QPen(line_colour(palette), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.right(), rect.top() + 9, rect.right(), rect.bottom() - 9)
        orientation = Qt.Orientation.Horizontal
        text = str(model.headerData(logicalIndex, orientation) or "")
        place = model.headerData(logicalIndex, orientation, Qt.ItemDataRole.TextAlignmentRole)
        painter.setFont(scaled_font(self.font(), 1.0, bold=text[-1:] in "↑↓" or text[-2:-1] in ("↑", "↓")))
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(place) if place is not None else int(self.defaultAlignment()), shown)
        painter.restore()
