"""What the customer asks for: quick choices that write into a free line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qmsdesk.forms.chip import Chip
from qmsdesk.forms.style import GAP

QUICK = ("派人到现场", "修理", "更换", "退货", "赔偿", "技术指导", "尽快答复")
COMMA = "、"


class RemedyChoice(QWidget):
    """A free line with buttons that put words in and take them out."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText("点选，或直接填写")
        self.line.setAccessibleName("顾客要求")
        self.line.setMaxLength(2000)
        self.buttons = {word: Chip(word) for word in QUICK}
        row = QHBoxLayout()
        row.setSpacing(GAP // 2)
        for word, button in self.buttons.items():
            button.clicked.connect(lambda on, word=word: self._switch(word, on))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(row)
        column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._follow)

    def text(self) -> str:
        """What is asked for, in words."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Show other words."""
        self.line.setText(text)

    def _switch(self, word: str, on: bool) -> None:
        parts = [part for part in self.line.text().split(COMMA) if part.strip() and part != word]
        self.line.setText(COMMA.join([*parts, word] if on else parts))

    def _follow(self, text: str) -> None:
        parts = text.split(COMMA)
        for word, button in self.buttons.items():
            button.setChecked(word in parts)
        self.changed.emit()
