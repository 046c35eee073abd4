"""Pages of a PDF as pictures: drawn in a worker thread, only those that are looked at, remembered while in sight."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from qmsdesk.forms.background import Job, run
from qmsdesk.operations import prints

MOST_KEPT = 24
AT_ONCE = 4


class PagePictures(QObject):
    """Draws pages of one PDF at one resolution; `drawn` tells which page is there."""

    drawn = Signal(int)
    failed = Signal(object)

    def __init__(self, data: bytes, parent: QObject, *, most: int = MOST_KEPT) -> None:
        super().__init__(parent)
        self._data = data
        self._most = most
        self._dpi = 0.0
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: list[int] = []
        self._job: Job | None = None

    def set_dpi(self, dpi: float) -> None:
        """Draw at another resolution from now on; what was drawn is kept until it is drawn anew."""
        if dpi != self._dpi:
            self._dpi = dpi
            self._stale = set(self._kept)
            if self._job is not None:
                self._job.abandon()
                self._job = None

    def picture(self, page: int) -> QPixmap | None:
        """The picture of a page if it is there."""
        return self._kept.get(page)

    def want(self, pages: list[int]) -> None:
        """Ask for pages; those that are not there are drawn, nearest first."""
        self._wanted = [page for page in pages if page not in self._kept or page in self._stale]
        if self._job is None:
            self._next()

    def _next(self) -> None:
        pages, dpi, data = self._wanted[:AT_ONCE], self._dpi, self._data
        if not pages:
            return
        self._job = run(
            self,
            lambda progress: [
                (page, *picture)
                for page, picture in zip(sorted(pages), _draw(data, dpi, sorted(pages)), strict=True)
            ],
            self._take,
            failed=self._complain,
            lane="pdf",
        )

    def _take(self, found: list[tuple[int, int, int, bytes]]) -> None:
        self._job = None
        for page, width, height, rgb in found:
            image = QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888)
            self._kept[page] = QPixmap.fromImage(image.copy())
            self._kept.move_to_end(page)
            self._stale.discard(page)
            self.drawn.emit(page)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        self._wanted = [page for page in self._wanted if page not in {item[0] for item in found}]
        self._next()

    def _complain(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)


def _draw(data: bytes, dpi: float, pages: list[int]) -> list[tuple[int, int, bytes]]:
    return list(prints.page_images(data, dpi=dpi, only=pages))
