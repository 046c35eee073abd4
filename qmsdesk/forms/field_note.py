"""The message beside a field: what is wrong with it, or what past records offer; never a box of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from qmsdesk.forms.editors.base import FieldEditor

WRONG, HINT = "#fdecea", "#fff8e1"
WRONG_INK, HINT_INK = "#8c1d18", "#5d4300"
MOST_WIDTH = 420


class FieldNote(QFrame):
    """A small label under the field that has the cursor; `offer` adds a button that takes a proposed text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.anchor: QWidget | None = None
        self._editor: FieldEditor | None = None
        self._offers: dict[str, tuple[str, Callable[[], None]]] = {}
        self.setFont(QApplication.font())
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.take = QToolButton(self)
        self.take.setText("采用")
        self.take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.clicked.connect(self._take)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 2, 6, 2)
        layout.addWidget(self.words)
        layout.addWidget(self.take)
        self.hide()

    def show_for(self, editor: FieldEditor, anchor: QWidget) -> None:
        """Follow the cursor to a field and say what there is to say about it."""
        self._editor, self.anchor = editor, anchor
        self.refresh()

    def leave(self) -> None:
        """The cursor went elsewhere."""
        self._editor = self.anchor = None
        self.hide()

    def offer(self, field: str, text: str, take: Callable[[], None]) -> None:
        """Past records say something else than what was typed: show it at that field, overwrite nothing."""
        self._offers[field] = (text, take)
        self.refresh()

    def withdraw(self, field: str) -> None:
        """The offer for a field no longer holds."""
        if self._offers.pop(field, None):
            self.refresh()

    def refresh(self) -> None:
        """Bring words, colours and place up to date."""
        editor = self._editor
        if editor is None:
            return
        offer = self._offers.get(editor.field.name)
        words = editor.problem or (f"往来资料中是“{offer[0]}”" if offer else "")
        self.take.setVisible(bool(offer) and not editor.problem)
        self.words.setText(words)
        ground, ink = (WRONG, WRONG_INK) if editor.problem else (HINT, HINT_INK)
        self.setStyleSheet(
            f"FieldNote {{ background: {ground}; border: 1px solid {ink}; border-radius: 3px; }}"
            f"QLabel {{ color: {ink}; }}"
        )
        self.setVisible(bool(words))
        self.follow()

    def follow(self) -> None:
        """Lie under the field, or above it at the foot of the page."""
        if self.anchor is None or self.isHidden():
            return
        page = self.parentWidget()
        width = min(MOST_WIDTH, self.words.fontMetrics().horizontalAdvance(self.words.text()) + 24)
        self.words.setMinimumWidth(min(width, MOST_WIDTH))
        self.adjustSize()
        box = self.anchor.geometry()
        y = box.bottom() + 3
        if page is not None and y + self.height() > page.height():
            y = box.top() - self.height() - 3
        right = page.width() - self.width() if page is not None else box.left()
        self.move(max(0, min(box.left(), right)), y)
        self.raise_()

    def _take(self) -> None:
        if self._editor is not None:
            _text, take = self._offers.pop(self._editor.field.name)
            take()
            self.refresh()
