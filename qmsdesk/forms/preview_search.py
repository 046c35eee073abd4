"""Search in a print: Enter goes to the next page where the words stand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.forms.background import run
from qmsdesk.operations import prints


class PageSearch(QLineEdit):
    """A search box over the text of all pages; the text is read when it is first asked for."""

    found = Signal(int)
    said = Signal(str)

    def __init__(self, data: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._texts: list[str] | None = None
        self._last = -1
        self.setPlaceholderText("在页面里找（Ctrl+F）")
        self.setAccessibleName("在页面里找")
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(190)
        self.returnPressed.connect(self.search)
        self.textChanged.connect(self._begin_again)

    def search(self) -> None:
        """Go to the next page with the words, from the first again after the last."""
        if not _plain(self.text()):
            return
        if self._texts is None:
            run(self, lambda _progress: prints.page_texts(self._data), self._take)
            return
        words = _plain(self.text())
        pages = [place for place, text in enumerate(self._texts) if words in text]
        if not pages:
            self.said.emit(f"没有找到“{self.text().strip()}”")
            return
        self._last = next((place for place in pages if place > self._last), pages[0])
        self.said.emit(f"“{self.text().strip()}”在 {len(pages)} 页里，现在是第 {self._last + 1} 页")
        self.found.emit(self._last)

    def _take(self, texts: list[str]) -> None:
        self._texts = [_plain(text) for text in texts]
        self.search()

    def _begin_again(self) -> None:
        self._last = -1


def _plain(text: str) -> str:
    """Without spaces and line breaks, which a print has of its own."""
    return "".join(text.split()).lower()
