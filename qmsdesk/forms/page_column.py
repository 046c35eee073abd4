"""Where the pages of a print lie under each other, or two in a row, in pixels."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QPoint, QRect, QSize

GAP = 16


class PageColumn:
    """Pages of sizes in points, drawn `scale` pixels a point, `across` in a row, `foot` pixels for words below each."""

    def __init__(self, sizes: list[tuple[float, float]]) -> None:
        self._points = sizes
        self.across = 1
        self.sizes: list[QSize] = []
        self._tops: list[int] = []
        self._foot = 0
        self.size = QSize(0, 0)
        self.lay_out(1.0, 0)

    def __len__(self) -> int:
        return len(self._points)

    def widest(self) -> float:
        """The width of the widest row in points."""
        return max(sum(width for width, _height in self._row(row)) for row in range(self._rows()))

    def lay_out(self, scale: float, foot: int) -> None:
        """Work every place out anew."""
        self.sizes = [QSize(round(width * scale), round(height * scale)) for width, height in self._points]
        self._tops, self._foot, top, wide = [], foot, GAP, 0
        for row in range(self._rows()):
            pages = self._pages(row)
            self._tops.append(top)
            top += max(self.sizes[page].height() for page in pages) + GAP + foot
            wide = max(wide, self._row_width(pages))
        self.size = QSize(wide + 2 * GAP, top)

    def rect(self, page: int, view: QSize, scrolled: QPoint) -> QRect:
        """A page in a window of size `view` that is scrolled to `scrolled`."""
        row = page // self.across
        pages = self._pages(row)
        left = max(GAP, (view.width() - self._row_width(pages)) // 2) - scrolled.x()
        left += sum(self.sizes[other].width() + GAP for other in pages if other < page)
        return QRect(QPoint(left, self._tops[row] - scrolled.y()), self.sizes[page])

    def between(self, top: int, bottom: int) -> list[int]:
        """The pages that touch a strip of the column."""
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_left(self._tops, bottom)
        return list(range(first * self.across, min(last * self.across, len(self._points))))

    def at(self, place: int) -> int:
        """The first page at a height of the column, or the one above the gap there."""
        return max(0, bisect_right(self._tops, place) - 1) * self.across

    def _rows(self) -> int:
        return -(-len(self._points) // self.across)

    def _pages(self, row: int) -> range:
        return range(row * self.across, min((row + 1) * self.across, len(self._points)))

    def _row(self, row: int) -> list[tuple[float, float]]:
        return [self._points[page] for page in self._pages(row)]

    def _row_width(self, pages: range) -> int:
        return sum(self.sizes[page].width() for page in pages) + GAP * (len(pages) - 1)
