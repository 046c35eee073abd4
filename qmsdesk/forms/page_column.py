"""Where the pages of a print lie under each other, in pixels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QPoint, QRect, QSize

GAP = 16


class PageColumn:
    """Pages of sizes in points, drawn `scale` pixels a point, with `foot` pixels for words below each."""

    def __init__(self, sizes: list[tuple[float, float]]) -> None:
        self._points = sizes
        self.sizes: list[QSize] = []
        self._tops: list[int] = []
        self._foot = 0
        self.size = QSize(0, 0)
        self.lay_out(1.0, 0)

    def __len__(self) -> int:
        return len(self._points)

    def widest(self) -> float:
        """The width of the widest page in points."""
        return max(width for width, _height in self._points)

    def lay_out(self, scale: float, foot: int) -> None:
        """Work every place out anew."""
        self.sizes = [QSize(round(width * scale), round(height * scale)) for width, height in self._points]
        self._tops, self._foot, top = [], foot, GAP
        for size in self.sizes:
            self._tops.append(top)
            top += size.height() + GAP + foot
        self.size = QSize(max((size.width() for size in self.sizes), default=0) + 2 * GAP, top)

    def rect(self, page: int, view: QSize, scrolled: QPoint) -> QRect:
        """A page in a window of size `view` that is scrolled to `scrolled`."""
        size = self.sizes[page]
        left = max(GAP, (view.width() - size.width()) // 2) - scrolled.x()
        return QRect(QPoint(left, self._tops[page] - scrolled.y()), size)

    def between(self, top: int, bottom: int) -> list[int]:
        """The pages that touch a strip of the column."""
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_left(self._tops, bottom)
        return list(range(first, last))

    def at(self, place: int) -> int:
        """The page at a height of the column, or the one above the gap there."""
        return max(0, bisect_right(self._tops, place) - 1)
