"""The little page turner in the sheet's margin for rows beyond the sheet; it is not printed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from qmsdesk.forms.editors.rows import RowsEditor


class RowsPager(QWidget):
    """▲ 1/2 ▼ beside the table; only seen when there is more than one sheet of rows or the last line is used."""

    def __init__(self, rows: RowsEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._up = self._button(Qt.ArrowType.UpArrow, "明细上一页", -1)
        self._down = self._button(Qt.ArrowType.DownArrow, "明细下一页", 1)
        self._where = QLabel(self)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._where.setStyleSheet("color: #444444;")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        for widget in (self._up, self._where, self._down):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.paged.connect(self.refresh)
        rows.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Bring page number and buttons up to date."""
        rows = self._rows
        page, pages = rows.offset // rows.count + 1, rows.pages()
        full = len(rows.value()) >= rows.offset + rows.count and not rows.read_only
        self._where.setText(f"{page}/{pages}")
        self._up.setEnabled(page > 1)
        self._down.setEnabled(page < pages or full)
        self.setVisible(pages > 1 or full)
        self.adjustSize()

    def _button(self, arrow: Qt.ArrowType, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(arrow)
        button.setAutoRaise(True)
        button.setFixedSize(22, 22)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(name)
        button.setToolTip(f"{name}（打印在续页）")
        button.clicked.connect(lambda: self._rows.turn(step, even_if_new=not self._rows.read_only))
        return button
