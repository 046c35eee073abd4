"""Slips to be ticked from a list that can be searched: which feedbacks are cited together."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from qmsdesk.forms.case.inputs import Input
from qmsdesk.forms.style import GAP
from qmsdesk.operations.desk import Desk


class SlipsBox(QWidget):
    """Choices (slip id, words) with a tick each; typing narrows the list, what is ticked stays ticked."""

    def __init__(self, item: Input, _desk: Desk) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setAccessibleName("搜索")
        self.search.setPlaceholderText(item.hint)
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(item.label)
        for value, words in item.choices:
            line = QListWidgetItem(words)
            line.setToolTip(words)
            line.setData(Qt.ItemDataRole.UserRole, value)
            line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            line.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(line)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.search.setVisible(len(item.choices) > 6)
        self.setFocusProxy(self.list)
        self.search.textChanged.connect(self._narrow)
        self.list.itemActivated.connect(_turn)

    def sizeHint(self) -> QSize:
        lines = max(2, min(6, self.list.count()))
        extra = self.search.sizeHint().height() + GAP if not self.search.isHidden() else 0
        return QSize(400, round(self.fontMetrics().height() * 1.7 * lines) + extra + GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def value(self) -> Any:
        """The ticked slips in the order of the list."""
        return [
            line.data(Qt.ItemDataRole.UserRole)
            for line in self._lines()
            if line.checkState() is Qt.CheckState.Checked
        ]

    def show_value(self, value: Any) -> None:
        """Tick some."""
        for line in self._lines():
            ticked = line.data(Qt.ItemDataRole.UserRole) in (value or ())
            line.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _lines(self) -> list[QListWidgetItem]:
        return [self.list.item(place) for place in range(self.list.count())]

    def _narrow(self, text: str) -> None:
        words = text.lower().split()
        for line in self._lines():
            ticked = line.checkState() is Qt.CheckState.Checked
            line.setHidden(not ticked and not all(word in line.text().lower() for word in words))


def _turn(line: QListWidgetItem) -> None:
    on = line.checkState() is Qt.CheckState.Checked
    line.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
