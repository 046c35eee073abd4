"""A row table whose first columns stay in sight while the rest is scrolled sideways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from qmsdesk.forms.ledger_columns import FROZEN, ColumnPlan
from qmsdesk.forms.ledger_model import LedgerModel
from qmsdesk.forms.row_table import RowTable
from qmsdesk.operations.ledger import COLUMNS


class FrozenTable(RowTable):
    """A RowTable with a second one over its first columns: same model, same selection, same height."""

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.plan = ColumnPlan(self.horizontalHeader())
        self.frozen = RowTable(model, self)
        self.frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frozen.horizontalHeader().setSectionsMovable(False)
        self.frozen.setSelectionModel(self.selectionModel())
        for logical in range(FROZEN, len(COLUMNS)):
            self.frozen.setColumnHidden(logical, True)
        self.viewport().stackUnder(self.frozen)
        self._tie_together()

    def _tie_together(self) -> None:
        self.verticalScrollBar().valueChanged.connect(self.frozen.verticalScrollBar().setValue)
        self.frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.horizontalHeader().sectionResized.connect(self._resized)
        self.horizontalHeader().sectionMoved.connect(self._moved)
        self.frozen.horizontalHeader().sectionResized.connect(self._frozen_resized)

    def _resized(self, logical: int, _old: int, new: int) -> None:
        if logical < FROZEN and self.frozen.columnWidth(logical) != new:
            self.frozen.setColumnWidth(logical, new)
        self._place_frozen()

    def _frozen_resized(self, logical: int, _old: int, new: int) -> None:
        if logical < FROZEN and self.columnWidth(logical) != new:
            self.setColumnWidth(logical, new)

    def _moved(self, _logical: int, _old: int, _new: int) -> None:
        """The frozen columns keep their place; everything else stays where it was put."""
        self.plan.keep_frozen_first()
        self.viewport().update()

    def _place_frozen(self) -> None:
        width = sum(self.columnWidth(logical) for logical in range(FROZEN))
        height = self.viewport().height() + self.horizontalHeader().height()
        frame = self.frameWidth()
        self.frozen.setGeometry(frame, frame, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_frozen()

    def fit_height(self) -> None:
        """Set row heights from the font, here and in the frozen part."""
        super().fit_height()
        if hasattr(self, "frozen"):
            self.frozen.roominess = self.roominess
            self.frozen.fit_height()
            self._place_frozen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            before = self.verticalHeader().defaultSectionSize()
            self.fit_height()
            self.plan.scale(self.verticalHeader().defaultSectionSize() / before)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, but never under the frozen columns."""
        super().scrollTo(index, hint)
        if index.column() >= FROZEN and self.visualRect(index).left() < self.frozen.width():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + self.visualRect(index).left() - self.frozen.width())
