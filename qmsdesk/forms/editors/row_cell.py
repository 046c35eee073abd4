"""One cell of a repeating row: a column of the paper, a widget over its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import Surroundings
from qmsdesk.forms.editors.date_box import DateBox
from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.forms.editors.reading import Reading, read_line, write_line
from qmsdesk.forms.editors.text_box import TextBox
from qmsdesk.papers.base import Field, Kind
from qmsdesk.papers.layout import Slot
from qmsdesk.papers.values import row_display

_ALIGN = {
    Kind.QUANTITY: "centre",
    Kind.DATE: "centre",
    Kind.LINK: "centre",
    Kind.MONEY: "right",
    Kind.WEIGHT: "right",
}
_WORDS = (Kind.TEXT, Kind.LONG_TEXT, Kind.LINK)


class RowCell(QObject):
    """Shows one column of one row; a paired column shows 单重/总重 until the cursor comes (I-50)."""

    typed = Signal()
    left = Signal()

    def __init__(self, column: Field, slot: Slot, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self.slot = replace(slot, align=_ALIGN.get(column.kind, "left"))
        self._around = around
        self._row: Mapping[str, Any] = {}
        self.box = self._make_box(parent)
        self.box.setToolTip(column.hint)
        self.box.typed.connect(self.typed)
        self.box.left.connect(self._on_left)
        if isinstance(self.box, LineBox):
            self.box.came.connect(self._on_came)

    def _make_box(self, parent: QWidget) -> LineBox | TextBox:
        paper, align = self._around.on_paper, self.slot.align
        if self.column.kind in _WORDS:
            return TextBox(parent, on_paper=paper, newlines=False, align=align, height=self.slot.h)
        if self.column.kind is Kind.DATE:
            return DateBox(parent, on_paper=paper, align=align, today=self._around.today)
        return LineBox(parent, on_paper=paper, align=align)

    def show(self, row: Mapping[str, Any]) -> None:
        """Show the cell of a row."""
        self._row = row
        self._refresh()

    def _refresh(self) -> None:
        value = self._row.get(self.column.name)
        readable = self.column.pair and not isinstance(value, str) and not self.box.hasFocus()
        text = row_display(self.column, self._row) if readable else write_line(self.column, value)
        self.box.set_plain(text)

    def reading(self) -> Reading:
        """What the typed text means; blank is None."""
        found = read_line(self.column, self.box.plain(), today=self._around.today())
        return Reading(None) if found.value == "" else found

    def _on_came(self) -> None:
        if self.column.pair and not self.box.isReadOnly():
            self._refresh()
            if isinstance(self.box, LineBox):
                self.box.selectAll()

    def _on_left(self) -> None:
        self.left.emit()
        if not self.box.isReadOnly():
            self._refresh()
