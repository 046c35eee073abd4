"""Asks for one condition on one column: words, a range, or some of the values that occur."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.ledger_words import read_value, value_text
from qmsdesk.forms.style import GAP, MARGIN, late_colour
from qmsdesk.operations.ledger import ColumnKind, Condition, Filter, LedgerColumn
from qmsdesk.operations.ledger_groups import Groups
from qmsdesk.procedure.clock import Clock

TITLES = {
    Condition.CONTAINS: "包含",
    Condition.IS: "等于",
    Condition.BETWEEN: "范围",
    Condition.ONE_OF: "其中之一",
}
_HINTS = {
    ColumnKind.DATE: "如 2026-11-22、3-15",
    ColumnKind.MONEY: "元，如 1200 或 1.2万",
    ColumnKind.NUMBER: "整数",
    ColumnKind.TEXT: "",
}


class FilterDialog(QDialog):
    """One condition; `accepted_filter` carries it when it can be read."""

    accepted_filter = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        column: LedgerColumn,
        test: Condition,
        clock: Clock,
        *,
        values: Groups | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"筛选 {column.title}")
        self._column, self._test, self._clock = column, test, clock
        self.boxes: list[QLineEdit] = []
        self.list: QListWidget | None = None
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        palette = self.message.palette()
        palette.setColor(palette.ColorRole.WindowText, late_colour(palette))
        self.message.setPalette(palette)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column_layout.setSpacing(GAP)
        if values is not None:
            self._add_values(column_layout, values)
        else:
            self._add_boxes(column_layout)
        column_layout.addWidget(self.message)
        column_layout.addWidget(self._buttons())
        self.setMinimumWidth(self.fontMetrics().height() * 20)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.settle)
        buttons.rejected.connect(self.reject)
        return buttons

    def _add_boxes(self, layout: QVBoxLayout) -> None:
        form = QFormLayout()
        labels = ("从", "到") if self._test is Condition.BETWEEN else (TITLES[self._test],)
        for label in labels:
            box = QLineEdit()
            box.setMaxLength(200)
            box.setPlaceholderText(_HINTS[self._column.kind])
            box.setAccessibleName(f"{self._column.title}{label}")
            form.addRow(label, box)
            self.boxes.append(box)
        layout.addLayout(form)

    def _add_values(self, layout: QVBoxLayout, values: Groups) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(f"{self._column.title}的各值")
        for line in values.lines:
            if not line.filter.values:
                continue
            item = QListWidgetItem(f"{line.text}　{line.count:,} 条")
            item.setFlags(
                Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            )
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, line.filter.values[0])
            self.list.addItem(item)
        layout.addWidget(self.list)
        if values.more:
            self.message.setText(f"另有 {values.more:,} 个不常见的值没有列出，请用“包含”查找。")

    def settle(self) -> None:
        """Read what was asked for; what cannot be read is said below."""
        try:
            found = self._read()
        except UserError as error:
            self.message.setText(str(error))
            return
        self.accepted_filter.emit(found)
        self.accept()

    def _read(self) -> Filter:
        if self.list is not None:
            items = [self.list.item(place) for place in range(self.list.count())]
            ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
            if not ticked:
                raise UserError("还没有勾选。", advice="请至少勾选一个值。")
            return Filter(
                self._column.key,
                Condition.ONE_OF,
                tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked),
            )
        today = self._clock.today()
        values = [read_value(self._column.kind, box.text(), today=today) for box in self.boxes]
        if all(value is None for value in values):
            raise UserError("还没有填写。")
        if self._test is Condition.BETWEEN and None not in values and values[0] > values[1]:
            low, high = (value_text(self._column.kind, value) for value in values)
            raise UserError(f"起 {low} 大于止 {high}。", advice="请对调。")
        return Filter(self._column.key, self._test, tuple(values))
