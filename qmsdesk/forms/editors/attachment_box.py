"""What stands in the 附件 line of the sheet: the names as they are printed, and a place to drop files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.paper_fonts import paper_font, sink
from qmsdesk.forms.sheet_paint import ACCENT, INK
from qmsdesk.papers.layout import PAD
from qmsdesk.papers.values import Attached, attachment_text

_OPEN = (Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_Insert)
INVITATION = "单击添加，或把文件拖到这里"


class AttachmentBox(QWidget):
    """One stop for Tab; Space, F2 or a click opens the list, dropped files are added."""

    opened = Signal()
    dropped = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self._locked = False
        self._inset = 2
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_items(self, items: Sequence[Attached]) -> None:
        """Show the items as they are printed."""
        self._text = ";".join(attachment_text(item) for item in items)
        self.setAccessibleDescription(self._text)
        self.setToolTip(
            "" if not self._text else "\n".join(attachment_text(item) for item in items).replace("<", "＜")
        )
        self.update()

    def text(self) -> str:
        """The printed text."""
        return self._text

    def lock(self, on: bool) -> None:
        """Only to be read."""
        self._locked = on
        self.setAcceptDrops(not on)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if on else Qt.FocusPolicy.StrongFocus)
        self.update()

    def rescale(self, ppm: float) -> None:
        """Take the paper's type size at `ppm` pixels a millimetre."""
        self.setFont(paper_font(ppm))
        self._inset = round(PAD / 2 * ppm)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(120, self.fontMetrics().height() + 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by keyboard."""
        if event.key() in _OPEN:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list by mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.opened.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may come, nothing else."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped files."""
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()
        self.dropped.emit(paths)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The names, two lines when one is not enough, or the invitation."""
        painter = QPainter(self)
        area = self.rect().adjusted(self._inset, 0, 0, -round(2 * sink(self.font())))
        if self._text:
            painter.setPen(INK)
            self._paint_text(painter, area)
        elif not self._locked:
            font = self.font()
            font.setPixelSize(max(8, round(font.pixelSize() * 0.85)))
            painter.setFont(font)
            painter.setPen(ACCENT if self.hasFocus() else Qt.GlobalColor.gray)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, INVITATION)

    def _paint_text(self, painter: QPainter, area: QRect) -> None:
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWrapAnywhere
        if painter.boundingRect(area, int(flags), self._text).height() > area.height():
            font = self.font()
            font.setPixelSize(max(8, round(font.pixelSize() * 8 / 9.5)))
            painter.setFont(font)
        if painter.boundingRect(area, int(flags), self._text).height() > area.height():
            lines = max(1, area.height() // painter.fontMetrics().lineSpacing())
            room = area.width() * lines - 2 * painter.fontMetrics().height()
            painter.drawText(
                area, flags, painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room)
            )
        else:
            painter.drawText(area, flags, self._text)
