"""Rows that repeat: how many lines of the table each takes and on which sheet it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qmsdesk.papers.base import Field, Paper
from qmsdesk.papers.layout import Sheet, Slot
from qmsdesk.papers.values import row_display
from qmsdesk.printing.fitting import Fitted, fit
from qmsdesk.printing.fonts import Typeface, printable

_ORDINAL = "序号"
_CUT_SPAN = 3  # lines of the table shown of a row whose text goes to a 附页 anyway


@dataclass(frozen=True)
class PlacedRow:
    """A row on its sheet: first line of the table, lines it takes, and its cells as text and as set."""

    ordinal: int
    first: int
    span: int
    texts: Mapping[str, str]
    cells: Mapping[str, Fitted]
    labels: Mapping[str, str]

    def label(self, column: str) -> str:
        """第 3 行 主要问题."""
        return f"第 {self.ordinal} 行 {self.labels[column]}"


class RowSetter:
    """Sets the rows of one paper: texts, spans, sheets."""

    def __init__(self, paper: Paper, sheet: Sheet, face: Typeface) -> None:
        if paper.rows is None:
            raise ValueError(f"paper {paper.code} has no repeating rows")
        self._repeat = paper.rows
        self._columns: tuple[Field, ...] = paper.field(paper.rows.field).columns
        self._labels = {column.name: column.label for column in self._columns}
        self._ordinal = next((column.name for column in self._columns if column.label == _ORDINAL), "")
        self._slots: dict[str, Slot] = {slot.column: slot for slot in sheet.slots if slot.row == 0}
        self._face = face

    def sheets(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[list[PlacedRow]]:
        """The rows of each sheet in turn; a long row takes several lines of the table, never across two sheets."""
        placed: list[PlacedRow] = []
        used = 0
        for ordinal, row in enumerate(rows, start=1):
            span, texts, cells = self._set(row, ordinal)
            if used + span > self._repeat.count:
                yield placed
                placed, used = [], 0
            placed.append(PlacedRow(ordinal, used, span, texts, cells, self._labels))
            used += span
        if placed:
            yield placed

    def first_sheet(self, rows: Sequence[Mapping[str, Any]]) -> list[PlacedRow]:
        """One row a line, as many as the one sheet holds."""
        placed = []
        for place, row in enumerate(rows[: self._repeat.count]):
            texts = self._texts(row, place + 1)
            placed.append(PlacedRow(place + 1, place, 1, texts, self._fit(texts, 1), self._labels))
        return placed

    def _texts(self, row: Mapping[str, Any], ordinal: int) -> dict[str, str]:
        texts = {column.name: printable(row_display(column, row)) for column in self._columns}
        if self._ordinal and not texts[self._ordinal]:
            texts[self._ordinal] = str(ordinal)
        return {name: text for name, text in texts.items() if text}

    def _set(self, row: Mapping[str, Any], ordinal: int) -> tuple[int, dict[str, str], dict[str, Fitted]]:
        texts = self._texts(row, ordinal)
        most = max(1, self._repeat.count // 2)
        for span in range(1, most + 1):
            cells = self._fit(texts, span)
            if all(cell.whole for cell in cells.values()):
                return span, texts, cells
        span = min(most, _CUT_SPAN)
        return span, texts, self._fit(texts, span)

    def _fit(self, texts: Mapping[str, str], span: int) -> dict[str, Fitted]:
        cells = {}
        for name, text in texts.items():
            slot = self._slots[name]
            cells[name] = fit(text, slot.w, slot.h * span, slot.size, self._face)
        return cells
