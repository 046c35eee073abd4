"""The editor of repeating rows: cells right on the sheet, more rows than the sheet holds by turning pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.reading import read_line
from qmsdesk.forms.editors.row_cell import RowCell
from qmsdesk.forms.editors.row_keys import RowKeys
from qmsdesk.papers.base import Field
from qmsdesk.papers.layout import Slot


class RowsEditor(FieldEditor):
    """A list of dictionaries, of which `count` rows are on the sheet from `offset` on."""

    paged = Signal()

    def __init__(self, field: Field, slots: Sequence[Slot], around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, around, parent)
        self._rows: list[dict[str, Any]] = []
        self.offset = 0
        self.count = 1 + max(slot.row for slot in slots)
        self.cells: dict[tuple[int, str], RowCell] = {}
        columns = {column.name: column for column in field.columns}
        self.columns = [slot.column for slot in slots if slot.row == 0]
        self._keys = RowKeys(self)
        for slot in sorted(slots, key=lambda item: item.row):
            self._add_cell(slot, columns[slot.column], parent)

    def _add_cell(self, slot: Slot, column: Field, parent: QWidget) -> None:
        cell = RowCell(column, slot, self.around, parent)
        place = (slot.row, slot.column)
        cell.typed.connect(lambda: self._take(place))
        cell.left.connect(lambda: self._check(place))
        cell.box.installEventFilter(self._keys)
        self.cells[place] = cell
        self.place(
            cell.slot, cell.box, cell.box.rescale, f"{self.field.label} 第{slot.row + 1}行 {column.label}"
        )

    def show(self, value: Any) -> None:
        """Show rows from the first on."""
        self._rows = [dict(row) for row in value or ()]
        self.offset = min(self.offset, self._last_offset())
        self._refresh()

    def value(self) -> list[dict[str, Any]]:
        """The rows up to the last that is not blank."""
        rows = [dict(row) for row in self._rows]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def set_read_only(self, on: bool) -> None:
        """Cells can still be read, copied and paged."""
        self.read_only = on
        for cell in self.cells.values():
            cell.box.lock(on)

    def stop_after(self, widget: QWidget, step: int) -> QWidget | None:
        """Enter goes along the row, over the page's end to the next page, and out of the table from a blank row."""
        row, column = self.at(widget)
        if step > 0 and column == self.columns[0] and not self._row(row):
            return None
        found = super().stop_after(widget, step)
        if found is None and step > 0 and self._row(row):
            self.turn(1, even_if_new=True)
            return self.cells[0, self.columns[0]].box
        return found

    def at(self, widget: QWidget) -> tuple[int, str]:
        """Row on the sheet and column of a cell's widget."""
        return next(place for place, cell in self.cells.items() if cell.box is widget)

    def pages(self) -> int:
        """How many sheets the rows take."""
        return max(1, -(-len(self.value()) // self.count), self.offset // self.count + 1)

    def turn(self, pages: int, *, even_if_new: bool = False) -> None:
        """Show the rows of another sheet; beyond the last one only on purpose."""
        last = max(self._last_offset(), self.offset + self.count if even_if_new else 0)
        self.offset = max(0, min(last, self.offset + pages * self.count))
        self._refresh()

    def insert_row(self, row: int) -> None:
        """Put a blank row before a row of the sheet."""
        self._step(lambda at: self._rows.insert(at, {}), row)

    def delete_row(self, row: int) -> None:
        """Take a row of the sheet out."""
        self._step(lambda at: self._rows.pop(at), row)

    def paste(self, row: int, column: str, block: Sequence[Sequence[str]]) -> None:
        """Put a block of cells over the cells from (row, column) on; blank cells of the block empty."""
        names = self.columns[self.columns.index(column) :]
        self.milestone.emit()
        for step, line in enumerate(block):
            target = self._row(row + step, make=True)
            for name, text in zip(names, line, strict=False):
                self._put(target, name, read_line(self._column(name), text, today=self.around.today()).value)
        self._refresh()
        self.edited()
        self.milestone.emit()

    def _column(self, name: str) -> Field:
        return self.cells[0, name].column

    def _step(self, change: Callable[[int], object], row: int) -> None:
        self.milestone.emit()
        self._row(row, make=True)
        change(self.offset + row)
        self._refresh()
        self.edited()
        self.milestone.emit()

    def _row(self, row: int, *, make: bool = False) -> dict[str, Any]:
        """The row at a place of the sheet; a missing one is made when asked."""
        place = self.offset + row
        while make and len(self._rows) <= place:
            self._rows.append({})
        return self._rows[place] if place < len(self._rows) else {}

    def _take(self, place: tuple[int, str]) -> None:
        self._put(self._row(place[0], make=True), place[1], self.cells[place].reading().value)
        self.edited()

    @staticmethod
    def _put(row: dict[str, Any], name: str, value: Any) -> None:
        if value in (None, ""):
            row.pop(name, None)
        else:
            row[name] = value

    def _check(self, place: tuple[int, str]) -> None:
        """Say which cell is not understood, and bring the totals of the row up to date."""
        cell = self.cells[place]
        message = cell.reading().message if not self.read_only else ""
        if message:
            self.show_problem(f"第 {self.offset + place[0] + 1} 行“{cell.column.label}”：{message}")
        self._refresh(only_row=place[0])

    def _refresh(self, only_row: int = -1) -> None:
        for (row, _column), cell in self.cells.items():
            if only_row in (-1, row):
                cell.show(self._row(row))
        if only_row == -1:
            self.paged.emit()

    def _last_offset(self) -> int:
        return max(0, (len(self.value()) - 1) // self.count * self.count)
