"""Proposals from past records under a field while it is typed in; they never get in the way of an input method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidget, QListWidgetItem, QWidget

from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.forms.editors.text_box import TextBox

DELAY = 120  # ms after the last key
MOST_SHOWN = 8


@dataclass(frozen=True)
class Suggestion:
    """A text for the field, words that tell it from its like, and texts for other fields."""

    text: str
    detail: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)


Provider = Callable[[str], Sequence[Suggestion]]


class SuggestionList(QListWidget):
    """A list over the sheet; it never takes the focus, so typing goes on under it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(QApplication.font())
        self.setPalette(QApplication.palette())
        self.setAccessibleName("往来资料")
        self.hide()

    def offer(self, box: QWidget, suggestions: Sequence[Suggestion]) -> None:
        """Show proposals under a field, none of them chosen."""
        self.clear()
        for suggestion in suggestions[:MOST_SHOWN]:
            line = f"{suggestion.text}　{suggestion.detail}" if suggestion.detail else suggestion.text
            item = QListWidgetItem(" ".join(line.split("\n")), self)
            item.setData(Qt.ItemDataRole.UserRole, suggestion)
        self.setCurrentRow(-1)
        rows = self.count()
        height = rows * max(20, self.sizeHintForRow(0)) + 6
        width = max(box.width(), 220, min(560, self.sizeHintForColumn(0) + 24))
        where = box.mapTo(self._page, box.rect().bottomLeft())
        x = max(0, min(where.x(), self._page.width() - width))
        self.setGeometry(x, where.y() + 2, width, height)
        self.setVisible(rows > 0)
        self.raise_()

    def move_choice(self, step: int) -> None:
        """Choose the next or previous line, round the end."""
        start = self.currentRow() if self.currentRow() >= 0 or step > 0 else 0
        self.setCurrentRow((start + step) % self.count())

    def chosen(self) -> Suggestion | None:
        """The chosen proposal."""
        item = self.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None and self.isVisible() else None


class TypeAhead(QObject):
    """Asks a provider while one field is typed in; `taken` carries the chosen Suggestion."""

    taken = Signal(object)

    def __init__(self, box: LineBox | TextBox, page: QWidget, provider: Provider) -> None:
        super().__init__(box)
        self._box, self._provider = box, provider
        self.list = SuggestionList(page)
        self.list.itemClicked.connect(lambda _item: self._take())
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DELAY)
        self._wait.timeout.connect(self.ask)
        box.typed.connect(self._on_typed)
        box.installEventFilter(self)

    def ask(self) -> None:
        """Look up what is typed now; nothing while a word is being composed."""
        if self._box.composing or not self._box.hasFocus() or self._box.isReadOnly():
            return
        text = self._box.plain().strip()
        found = [item for item in self._provider(text) if item.text != text or item.fills] if text else []
        self.list.offer(self._box, found)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Arrows choose, Enter takes, Esc closes, leaving closes."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.InputMethod):
            self._wait.stop()
            self.list.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.list.isVisible():
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.move_choice(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.list.hide()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.chosen() is not None:
            self._take()
            return True
        return False

    def _on_typed(self) -> None:
        if self._box.hasFocus() and not self._box.composing:
            self._wait.start()

    def _take(self) -> None:
        suggestion = self.list.chosen()
        self.list.hide()
        if suggestion is not None:
            self._box.enter(suggestion.text)
            self._wait.stop()
            self.taken.emit(suggestion)
