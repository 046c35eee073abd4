"""A column of white pages on a grey desk that can be scrolled and zoomed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
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

from qmsdesk.forms.page_pictures import PagePictures
from qmsdesk.forms.style import is_dark, quiet_colour

GAP = 16
SMALLEST, LARGEST = 0.25, 4.0
PAPER = QColor("#ffffff")  # paper is white by night, too


class PageView(QAbstractScrollArea):
    """Draws the pages in sight; sizes are in points, zoom 1.0 is the real size on this screen."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    page_clicked = Signal(int)

    def __init__(self, data: bytes, sizes: list[tuple[float, float]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._sizes = sizes
        self._zoom = 1.0
        self._fit = True
        self._page = 0
        self.numbered = False
        self.pictures = PagePictures(data, self)
        self.pictures.drawn.connect(lambda _page: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def zoom(self) -> float:
        """Screen size over paper size."""
        return self._zoom

    @property
    def page(self) -> int:
        """The page nearest to the top of the window, counted from 0."""
        return self._page

    def set_zoom(self, zoom: float) -> None:
        """Show the pages larger or smaller; the page in sight stays."""
        self._fit = False
        self._apply_zoom(zoom)

    def fit_width(self) -> None:
        """Show the widest page as wide as the window, now and when it is resized."""
        self._fit = True
        widest = max(width for width, _ in self._sizes) * self._pixels_per_point()
        self._apply_zoom((self.viewport().width() - 2 * GAP) / widest)

    def _apply_zoom(self, zoom: float) -> None:
        page = self._page
        self._zoom = max(SMALLEST, min(LARGEST, zoom)) if not self.numbered else max(0.02, zoom)
        self.pictures.set_dpi(round(72 * self._zoom * self._pixels_per_point() * self.devicePixelRatioF(), 2))
        self._lay_out()
        self.go_to(page)
        self._ask()
        self.zoom_changed.emit(self._zoom)
        self.viewport().update()

    def _pixels_per_point(self) -> float:
        return self.logicalDpiX() / 72

    def _size(self, page: int) -> QSize:
        scale = self._zoom * self._pixels_per_point()
        width, height = self._sizes[page]
        return QSize(round(width * scale), round(height * scale))

    def _foot(self) -> int:
        return self.fontMetrics().height() + 4 if self.numbered else 0

    def _lay_out(self) -> None:
        sizes = [self._size(page) for page in range(len(self._sizes))]
        height = sum(size.height() + GAP + self._foot() for size in sizes) + GAP
        width = max((size.width() for size in sizes), default=0) + 2 * GAP
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, height - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setRange(0, max(0, width - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())

    def page_rect(self, page: int) -> QRect:
        """Where a page lies in the window, in pixels."""
        top = GAP - self.verticalScrollBar().value()
        for earlier in range(page):
            top += self._size(earlier).height() + GAP + self._foot()
        size = self._size(page)
        left = max(GAP, (self.viewport().width() - size.width()) // 2) - self.horizontalScrollBar().value()
        return QRect(QPoint(left, top), size)

    def go_to(self, page: int) -> None:
        """Bring the top of a page to the top of the window."""
        page = max(0, min(len(self._sizes) - 1, page))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.page_rect(page).top() - GAP)
        self._set_page(page)

    def show_page(self, page: int) -> None:
        """Bring a page into sight without more movement than needed, and mark it."""
        rect, bar = self.page_rect(page), self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - GAP)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + GAP + self._foot())
        self._page = page
        self.viewport().update()

    def in_sight(self) -> list[int]:
        """The pages that touch the window, and the one after them."""
        area = self.viewport().rect()
        pages = [page for page in range(len(self._sizes)) if self.page_rect(page).intersects(area)]
        if pages and pages[-1] + 1 < len(self._sizes):
            pages.append(pages[-1] + 1)
        return pages

    def _ask(self) -> None:
        self.pictures.want(self.in_sight())

    def _scrolled(self) -> None:
        self._ask()
        if not self.numbered:
            middle = self.viewport().height() // 3
            for page in range(len(self._sizes)):
                if self.page_rect(page).bottom() > middle:
                    self._set_page(page)
                    break
        self.viewport().update()

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fit:
            self.fit_width()
        self._lay_out()
        self._ask()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self.numbered:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._sizes) - 1}
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
        palette = self.palette()
        window = palette.color(QPalette.ColorRole.Window)
        desk = window.darker(125) if is_dark(palette) else window.darker(108)
        painter.fillRect(event.rect(), desk)
        for page in self.in_sight():
            rect = self.page_rect(page)
            painter.fillRect(rect.adjusted(2, 3, 3, 4), desk.darker(125))
            painter.fillRect(rect, PAPER)
            picture = self.pictures.picture(page)
            if picture is not None:
                painter.drawPixmap(rect, picture)
            if self.numbered:
                self._draw_number(painter, page, rect)
        painter.end()

    def _draw_number(self, painter: QPainter, page: int, rect: QRect) -> None:
        palette = self.palette()
        current = page == self._page
        if current:
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(-2, -2, 1, 1))
            painter.drawRect(rect.adjusted(-3, -3, 2, 2))
        painter.setPen(palette.color(QPalette.ColorRole.WindowText) if current else quiet_colour(palette))
        below = QRect(rect.left(), rect.bottom() + 4, rect.width(), self._foot())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(page + 1))
