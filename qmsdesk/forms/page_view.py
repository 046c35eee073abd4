"""A column of white pages on a grey desk that can be scrolled and zoomed, and the same as thumbnails."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from qmsdesk.forms.page_column import GAP, PageColumn
from qmsdesk.forms.page_marks import PageMarks
from qmsdesk.forms.page_pictures import PagePictures
from qmsdesk.forms.style import is_dark, quiet_colour

SMALLEST, LARGEST = 0.25, 4.0
PAPER = QColor("#ffffff")  # paper is white by night, too


class PageView(QAbstractScrollArea):
    """Draws the pages in sight; sizes are in points, zoom 1.0 is the real size on this screen."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    page_clicked = Signal(int)
    smallest, largest = SMALLEST, LARGEST

    def __init__(self, data: bytes, sizes: list[tuple[float, float]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = PageColumn(sizes)
        self._fit = True
        self.zoom = 1.0
        self.page = 0
        self.marks = PageMarks(self.viewport().update)
        self.pictures = PagePictures(data, self)
        self.pictures.drawn.connect(lambda _page: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def set_zoom(self, zoom: float) -> None:
        """Show the pages larger or smaller (1.0 is real size); the page in sight stays."""
        self._fit = False
        self._apply_zoom(zoom)

    def fit_width(self) -> None:
        """Show the widest page as wide as the window, now and when it is resized."""
        self._fit = True
        points = self.logicalDpiX() / 72
        # room for the bar whether it shows or not: pages that grow when it goes would call it back, for ever
        width = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width()
        room = width - (1 + self._column.across) * GAP
        self._apply_zoom(room / (self._column.widest() * points))

    def set_across(self, across: int) -> None:
        """Show one page in a row, or two side by side, as wide as the window."""
        page = self.page
        self._column.across = across
        self.fit_width()
        self.go_to(page)

    def show_hit(self, page: int, hit: int) -> None:
        """Bring one marked place into sight and mark it more strongly."""
        self.marks.front = (page, hit)
        self.go_to(page)
        place = self.marks.place(page, hit, self.page_rect(page), self._scale())
        view = self.viewport().height()
        if place is not None and (place.bottom() > view - GAP or place.top() < GAP):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(place.center().y()) - view // 3)
        self.viewport().update()

    def _scale(self) -> float:
        """Pixels a point."""
        return self.zoom * self.logicalDpiX() / 72

    def _apply_zoom(self, zoom: float) -> None:
        page = self.page
        self.zoom = max(self.smallest, min(self.largest, zoom))
        scale = self._scale()
        self.pictures.set_dpi(round(72 * scale * self.devicePixelRatioF(), 2))
        self._column.lay_out(scale, self.foot())
        self._set_bars()
        self.go_to(page)
        self.pictures.want(self.in_sight())
        self.zoom_changed.emit(self.zoom)
        self.viewport().update()

    def foot(self) -> int:
        """Pixels kept free below each page."""
        return 0

    def _set_bars(self) -> None:
        whole, view = self._column.size, self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, whole.height() - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setRange(0, max(0, whole.width() - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())

    def page_rect(self, page: int) -> QRect:
        """Where a page lies in the window, in pixels."""
        scrolled = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return self._column.rect(page, self.viewport().size(), scrolled)

    def go_to(self, page: int) -> None:
        """Bring the top of a page to the top of the window."""
        page = max(0, min(len(self._column) - 1, page))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.page_rect(page).top() - GAP)
        self._set_page(page)

    def in_sight(self) -> list[int]:
        """The pages that touch the window, and the one after them."""
        top = self.verticalScrollBar().value()
        pages = self._column.between(top, top + self.viewport().height())
        if pages and pages[-1] + 1 < len(self._column):
            pages.append(pages[-1] + 1)
        return pages

    def _scrolled(self) -> None:
        self.pictures.want(self.in_sight())
        self._set_page(self._column.at(self.verticalScrollBar().value() + self.viewport().height() // 3))
        self.viewport().update()

    def _set_page(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self.page_changed.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit:
            self.fit_width()
        self._set_bars()
        self.pictures.want(self.in_sight())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._column) - 1}
        if event.key() in moves:
            self.go_to(moves[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for page in self.in_sight():
            if self.page_rect(page).contains(event.position().toPoint()):
                self.page_clicked.emit(page)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        window = self.palette().color(QPalette.ColorRole.Window)
        desk = window.darker(125) if is_dark(self.palette()) else window.darker(108)
        painter.fillRect(event.rect(), desk)
        for page in self.in_sight():
            rect = self.page_rect(page)
            painter.fillRect(rect.adjusted(2, 3, 3, 4), desk.darker(125))
            painter.fillRect(rect, PAPER)
            self.draw_page(painter, page, rect)
        painter.end()

    def draw_page(self, painter: QPainter, page: int, rect: QRect) -> None:
        """The picture of a page, as soon as it is there."""
        picture = self.pictures.picture(page)
        if picture is not None:
            painter.drawPixmap(rect, picture)
        self.marks.paint(painter, page, rect, self._scale())


class Thumbnails(PageView):
    """Small pages with their numbers; the one in front is framed."""

    smallest = 0.02

    def foot(self) -> int:
        """Room for the number."""
        return self.fontMetrics().height() + 4

    def show_page(self, page: int) -> None:
        """Bring a page into sight without more movement than needed, and frame it."""
        rect, bar = self.page_rect(page), self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - GAP)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + GAP + self.foot())
        self.page = page
        self.viewport().update()

    def _set_page(self, page: int) -> None:
        """Scrolling thumbnails does not turn the page."""

    def draw_page(self, painter: QPainter, page: int, rect: QRect) -> None:
        """The picture, a frame around the page in front, the number below."""
        super().draw_page(painter, page, rect)
        palette = self.palette()
        current = page == self.page
        if current:
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-2, -2, 1, 1))
            painter.drawRect(rect.adjusted(-3, -3, 2, 2))
        painter.setPen(palette.color(QPalette.ColorRole.WindowText) if current else quiet_colour(palette))
        below = QRect(rect.left(), rect.bottom() + 4, rect.width(), self.foot())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(page + 1))
