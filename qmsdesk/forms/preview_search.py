"""Search in a print: every hit is marked, Enter goes to the next one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.page_marks import Marks
from qmsdesk.operations import prints


class PageSearch(QLineEdit):
    """A search box over the text of all pages; `marked` carries the boxes of all hits in points."""

    found = Signal(int)
    said = Signal(str)
    marked = Signal(object)
    at_hit = Signal(int, int)

    def __init__(self, data: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._asked = ""
        self._places: list[tuple[int, int]] = []
        self._at = -1
        self.setPlaceholderText("在页面里找（Ctrl+F）")
        self.setAccessibleName("在页面里找")
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(190)
        self.returnPressed.connect(self.search)
        self.textChanged.connect(self._begin_again)

    def search(self) -> None:
        """Mark the words on every page and go to the next hit, from the first again after the last."""
        words = self.text().strip()
        if not words:
            return
        if words != self._asked:
            run(
                self,
                lambda _progress: (words, prints.find_words(self._data, words)),
                self._take,
                lane="pdf",
            )
            return
        if not self._places:
            self.said.emit(f"没有找到“{words}”")
            return
        self._at = (self._at + 1) % len(self._places)
        page, hit = self._places[self._at]
        self.at_hit.emit(page, hit)
        self.found.emit(page)
        self.said.emit(f"“{words}”共 {len(self._places)} 处，这是第 {self._at + 1} 处，在第 {page + 1} 页")

    def _take(self, answer: tuple[str, dict[int, list[list[tuple[float, float, float, float]]]]]) -> None:
        words, hits = answer
        if words != self.text().strip():
            return
        self._asked, self._at = words, -1
        marks: Marks = {
            page: [[QRectF(*box) for box in boxes] for boxes in found] for page, found in hits.items()
        }
        self._places = [(page, place) for page, found in sorted(marks.items()) for place in range(len(found))]
        self.marked.emit(marks)
        self.search()

    def _begin_again(self) -> None:
        self._asked, self._places, self._at = "", [], -1
        self.marked.emit({})
