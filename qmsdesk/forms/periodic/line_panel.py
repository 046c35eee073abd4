"""One line of the monthly return, cell by cell: what the writer says, and what the records say one click away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP, MARGIN
from qmsdesk.forms.trust.frame import plain, say
from qmsdesk.operations.return_rows import CELLS, Line
from qmsdesk.procedure.money import format_money, parse_money

LABELS = {
    "customer_name": "顾客名称", "product_name": "产品名称", "problem": "问题简要说明",
    "outcome": "原因、责任、处理、措施", "loss": "费用损失（元）", "claim_no": "三包单号", "remarks": "备注",
}  # fmt: skip
LONG = ("problem", "outcome")


class LinePanel(QWidget):
    """Seven cells; a changed one shows the value of the records beside it with a button to put it back."""

    changed = Signal(int, dict)  # row number, cells

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Line | None = None
        self.boxes: dict[str, QLineEdit | QPlainTextEdit] = {}
        self.notes: dict[str, Any] = {}
        self.restores: dict[str, QToolButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        places = {
            "customer_name": (0, 0), "product_name": (1, 0), "loss": (2, 0), "claim_no": (3, 0), "remarks": (4, 0),
            "problem": (0, 1), "outcome": (2, 1),
        }  # fmt: skip
        for name in CELLS:
            row, side = places[name]
            self._make_cell(
                grid, name, row, side * 4, 3 if name == "outcome" else 2 if name == "problem" else 1
            )
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(5, 3)
        grid.setColumnStretch(7, 1)
        self.show_line(None, locked=True)

    def _make_cell(self, grid: QGridLayout, name: str, row: int, column: int, rows: int) -> None:
        box: QLineEdit | QPlainTextEdit = QPlainTextEdit() if name in LONG else QLineEdit()
        box.setAccessibleName(LABELS[name])
        if isinstance(box, QPlainTextEdit):
            box.setTabChangesFocus(True)
            box.setMinimumHeight(self.fontMetrics().height() * 3)
            box.focusOutEvent = self._leaving(box, name)  # type: ignore[method-assign]
        else:
            box.editingFinished.connect(lambda: self._settle(name))
        note = plain()
        restore = QToolButton()
        restore.setIcon(icon("refresh"))
        restore.setAutoRaise(True)
        restore.setToolTip("改回记录中的值")
        restore.setAccessibleName(f"{LABELS[name]}改回原值")
        restore.clicked.connect(lambda: self._restore(name))
        words = plain(LABELS[name], wraps=False)
        words.setBuddy(box)
        grid.addWidget(words, row, column)
        grid.addWidget(box, row, column + 1, rows, 1)
        grid.addWidget(restore, row, column + 2)
        grid.addWidget(note, row, column + 3, rows, 1)
        self.boxes[name], self.notes[name], self.restores[name] = box, note, restore

    def _leaving(self, box: QPlainTextEdit, name: str) -> Callable[[Any], None]:
        def left(event: Any) -> None:
            QPlainTextEdit.focusOutEvent(box, event)
            self._settle(name)

        return left

    def show_line(self, line: Line | None, *, locked: bool) -> None:
        """Show the cells of a line; a locked one can be read only."""
        self._line = line
        for name, box in self.boxes.items():
            text = "" if line is None else shown(name, line.cells[name])
            if isinstance(box, QPlainTextEdit):
                box.setPlainText(text)
            else:
                box.setText(text)
            box.setReadOnly(locked or line is None)
            edited = line is not None and name in line.edited
            self.restores[name].setVisible(edited and not locked)
            source = "" if line is None else shown(name, line.source[name])
            say(self.notes[name], f"记录：{source or '（空）'}" if edited else "", "warning")
            self.notes[name].setVisible(edited)

    def text(self, name: str) -> str:
        """What stands in a cell."""
        box = self.boxes[name]
        return box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()

    def _settle(self, name: str) -> None:
        line = self._line
        if line is None or self.boxes[name].isReadOnly() or self.text(name) == shown(name, line.cells[name]):
            return
        try:
            value: Any = parse_money(self.text(name)) if name == "loss" else self.text(name)
        except UserError as error:
            self.notes[name].setVisible(True)
            say(self.notes[name], str(error))
            return
        self.changed.emit(line.row_no, {name: value})

    def _restore(self, name: str) -> None:
        if self._line is not None:
            self.changed.emit(self._line.row_no, {name: self._line.source[name]})


def shown(name: str, value: Any) -> str:
    """A cell as it is typed."""
    return format_money(value) if name == "loss" else str(value or "")
