"""What keeps a sheet from being registered: one line each, in the words printed on it; a line leads to its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import FieldProblem
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP, late_colour, scaled_font

MOST_LINES = 5


class _Lines(QListWidget):
    """Enter works like a click."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemClicked.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


class ProblemList(QWidget):
    """Only seen while there is something to put right."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setFont(scaled_font(self.font(), 1.0, bold=True))
        self.heading.setStyleSheet(f"color: {late_colour(self.palette()).name()};")
        self.lines = _Lines(self)
        self.lines.setAccessibleName("待改正的项目")
        self.lines.itemClicked.connect(lambda item: self.chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        close = QToolButton(self)
        close.setIcon(icon("close"))
        close.setAutoRaise(True)
        close.setAccessibleName("收起")
        close.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GAP, GAP // 2, 2 * GAP, GAP)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self.lines)
        self.hide()

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """List them; none hides the list."""
        self.lines.clear()
        for problem in problems:
            item = QListWidgetItem(f"{problem.label.rstrip(':：')}：{problem.message}", self.lines)
            item.setData(Qt.ItemDataRole.UserRole, problem.field)
        self.heading.setText(f"还有 {len(problems)} 项要改正，单击可跳到该栏")
        row = max(18, self.lines.sizeHintForRow(0))
        self.lines.setFixedHeight(row * min(MOST_LINES, max(1, len(problems))) + 6)
        self.setVisible(bool(problems))

    def drop(self, field: str) -> None:
        """A field was changed: its lines no longer hold."""
        for row in reversed(range(self.lines.count())):
            if self.lines.item(row).data(Qt.ItemDataRole.UserRole) == field:
                self.lines.takeItem(row)
        left = self.lines.count()
        self.heading.setText(f"还有 {left} 项要改正，单击可跳到该栏")
        if not left:
            self.hide()
