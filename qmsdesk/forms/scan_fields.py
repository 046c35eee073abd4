"""Beside the picture of a scanned page: matching it by hand, and typing back what was signed in ink."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.style import GAP, make_primary, make_roomy
from qmsdesk.procedure.clock import Clock


class MatchFields(QWidget):
    """Number and copy of a page that could not be read; 归档 or 不归档."""

    number_entered = Signal(str)
    match_wanted = Signal(str, int)
    aside_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = QLineEdit()
        self.number.setPlaceholderText("照纸上抄，如 F01-2026-001")
        self.copies = QComboBox()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("不归档时填写，如：别的单位的表")
        self.file_button, self.aside_button = QPushButton("归档"), QPushButton("不归档")
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GAP)
        for label, box in (("编号", self.number), ("联次", self.copies), ("原因", self.reason)):
            box.setAccessibleName(label)
            form.addRow(label, box)
        row = QHBoxLayout()
        row.addWidget(self.file_button)
        row.addWidget(self.aside_button)
        row.addStretch(1)
        form.addRow("", row)
        make_roomy(self)
        make_primary(self.file_button)
        self.number.editingFinished.connect(lambda: self.number_entered.emit(self.number.text().strip()))
        self.file_button.clicked.connect(self._file)
        self.aside_button.clicked.connect(lambda: self.aside_wanted.emit(self.reason.text()))
        self.offer(())

    def begin(self, number: str) -> None:
        """Show the number that was read, or none."""
        self.number.setText(number)
        self.reason.clear()

    def offer(self, copies: tuple[tuple[int, str], ...] | list[tuple[int, str]]) -> None:
        """The copies of the slip whose number stands there."""
        self.copies.clear()
        for ordinal, label in copies:
            self.copies.addItem(label, ordinal)
        self.copies.setEnabled(bool(copies))
        self.file_button.setEnabled(bool(copies))

    def _file(self) -> None:
        self.match_wanted.emit(self.number.text().strip(), int(self.copies.currentData()))


class InkFields(QWidget):
    """Box, name and day of a signature that stands in ink on the picture."""

    ink_noted = Signal(str, str, date)
    slip_wanted = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = QComboBox()
        self.name = QLineEdit()
        self.name.setPlaceholderText("照纸上的签字")
        self.day = DayEdit(clock)
        self.note_button, self.slip_button = QPushButton("补录墨签"), QPushButton("打开单据")
        self.hint = QLabel("签名栏都已签过。")
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(GAP)
        for label, box in (("签名栏", self.boxes), ("签字人", self.name), ("日期", self.day)):
            box.setAccessibleName(label)
            form.addRow(label, box)
        row = QHBoxLayout()
        row.addWidget(self.note_button)
        row.addWidget(self.slip_button)
        row.addStretch(1)
        form.addRow("", row)
        form.addRow("", self.hint)
        make_roomy(self)
        make_primary(self.note_button)
        self.note_button.clicked.connect(self._note)
        self.slip_button.clicked.connect(self.slip_wanted)

    def offer(self, boxes: list[tuple[str, str]]) -> None:
        """The boxes that are still empty, the next one to sign chosen."""
        self.boxes.clear()
        for box, label in boxes:
            self.boxes.addItem(label, box)
        for widget in (self.boxes, self.name, self.day, self.note_button):
            widget.setEnabled(bool(boxes))
        self.hint.setVisible(not boxes)
        self.name.clear()
        self.day.set_day(None)

    def _note(self) -> None:
        self.day.settle()
        day = self.day.day()
        if day is None:
            self.day.setFocus()
            return
        self.ink_noted.emit(str(self.boxes.currentData()), self.name.text(), day)
