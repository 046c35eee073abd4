"""Keeps the user's place in the ledger while rows come, go or move: the top row in sight and what is selected."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject

from qmsdesk.forms.ledger_diff import places_of
from qmsdesk.forms.ledger_model import LedgerModel
from qmsdesk.forms.ledger_view import LedgerView

MOST_KEPT = 2_000


class PlaceKeeper(QObject):
    """Notes the place before the model is renewed and goes back to it after."""

    def __init__(self, view: LedgerView, model: LedgerModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._top: tuple[int, int] | None = None
        self._chosen: list[int] = []
        self._current: tuple[int, int] | None = None
        model.renewing.connect(self.note)
        model.renewed.connect(self.go_back)

    def note(self) -> None:
        """Remember by slips, not by rows."""
        view, model = self._view, self._model
        rows = model.rowCount()
        top = view.rowAt(0)
        at_top = view.verticalScrollBar().value() == 0
        self._top = (
            None if at_top or not 0 <= top < rows else (model.slip_id(top), view.rowViewportPosition(top))
        )
        many = sum(span.bottom() - span.top() + 1 for span in view.spans())
        chosen = view.chosen_rows() if many <= MOST_KEPT else []
        self._chosen = [model.slip_id(row) for row in chosen if row < rows]
        current = view.currentIndex()
        inside = current.isValid() and current.row() < rows
        self._current = (model.slip_id(current.row()), current.column()) if inside else None

    def go_back(self) -> None:
        """The same slips selected, the same slip on top; at the very top new rows come into sight."""
        self._select_again()
        if self._top is None:
            return
        row = self._model.row_of(self._top[0])
        if row is not None:
            self._view.fit_scroll_range()
            height = self._view.verticalHeader().defaultSectionSize()
            self._view.verticalScrollBar().setValue(row * height - self._top[1])

    def _select_again(self) -> None:
        selection = self._view.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        if self._current is not None and not selection.currentIndex().isValid():
            row = self._model.row_of(self._current[0])
            if row is not None:
                selection.setCurrentIndex(self._model.index(row, self._current[1]), flags.NoUpdate)
        if not self._chosen or selection.hasSelection():
            return
        found = QItemSelection()
        ids = self._model.slip_ids(0, self._model.rowCount())
        for row in places_of(ids, set(self._chosen)):
            found.select(self._model.index(row, 0), self._model.index(row, self._model.columnCount() - 1))
        selection.select(found, flags.ClearAndSelect)
