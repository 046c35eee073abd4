"""The ledger's table: first columns stay in sight, headings sort, columns are chosen, rows are copied and opened."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QMenu, QWidget

from qmsdesk.forms.frozen_table import FrozenTable
from qmsdesk.forms.ledger_columns import FROZEN
from qmsdesk.forms.ledger_copy import rows_for_clipboard, text_for_clipboard
from qmsdesk.forms.ledger_model import LedgerModel, resorted
from qmsdesk.operations.ledger import COLUMNS

MOST_COPIED = 20_000
HEIGHTS = (("紧凑", 1.4), ("标准", 1.75), ("宽松", 2.4))  # rows in heights of a letter


class LedgerView(FrozenTable):
    """The frozen table with the ledger's gestures."""

    opened = Signal(int)
    sort_wanted = Signal(tuple)
    columns_changed = Signal()
    selection_changed = Signal()
    heading_asked = Signal(int, QPoint)

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setAccessibleName("台帐")
        self._model = model
        self.plan.reset()
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.horizontalHeader().sectionResized.connect(lambda *_: self.columns_changed.emit())
        self.horizontalHeader().sectionMoved.connect(lambda *_: self.columns_changed.emit())
        for table in (self, self.frozen):
            table.doubleClicked.connect(self._open)
            heads = table.horizontalHeader()
            heads.sectionClicked.connect(self._sort)
            heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            heads.customContextMenuRequested.connect(self._ask_heading)

    def set_marks(self, words: tuple[str, ...]) -> None:
        """The words whose places are marked in the rows."""
        self.marks = self.frozen.marks = words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._model.slip_id(index.row()))

    def _sort(self, logical: int) -> None:
        add = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.sort_wanted.emit(resorted(self._model.wanted, COLUMNS[logical].key, add=add))

    def _ask_heading(self, place: QPoint) -> None:
        heads = self.sender()
        if isinstance(heads, QHeaderView):
            self.heading_asked.emit(heads.logicalIndexAt(place), heads.mapToGlobal(place))

    def ask_current_heading(self) -> None:
        """The heading's menu of the column the keyboard is in."""
        logical = max(0, self.currentIndex().column())
        heads = (self.frozen if logical < FROZEN else self).horizontalHeader()
        place = QPoint(heads.sectionViewportPosition(logical), heads.height())
        self.heading_asked.emit(logical, heads.mapToGlobal(place))

    def offer_columns(self, below: QWidget) -> None:
        """The column menu below a button."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_column_menu(menu)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def fill_column_menu(self, menu: QMenu) -> None:
        """One tick for each column, and the way back to the usual ones."""
        for logical, column in enumerate(COLUMNS):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(logical))
            action.setEnabled(logical >= FROZEN)
            action.toggled.connect(lambda on, logical=logical: self.show_column(logical, on))
        menu.addSeparator()
        menu.addAction("恢复默认列", self.reset_columns)
        fill_height_menu(menu.addMenu("行高"), self)

    def show_column(self, logical: int, visible: bool) -> None:
        """Show or hide a column."""
        self.setColumnHidden(logical, not visible)
        self.columns_changed.emit()

    def reset_columns(self) -> None:
        """All columns, in the ledger's order and usual widths."""
        self.plan.reset()
        self.columns_changed.emit()

    def chosen_rows(self) -> list[int]:
        """The selected rows from top to bottom."""
        rows: set[int] = set()
        for span in self.spans():
            rows.update(range(span.top(), span.bottom() + 1))
        return sorted(rows)

    def copy(self, headings: bool = True) -> int:
        """Put the selected rows on the clipboard, as a table with headings or as text; returns how many."""
        rows = self.chosen_rows()[:MOST_COPIED]
        if rows:
            columns = self.plan.visible_columns()
            lines = [[self._model.line(row).texts[column] for column in columns] for row in rows]
            titles = [COLUMNS[column].title for column in columns]
            data = rows_for_clipboard(titles, lines) if headings else text_for_clipboard(lines)
            QGuiApplication.clipboard().setMimeData(data)
        return len(rows)

    def go_to(self, slip_id: int) -> bool:
        """Select the row of a slip; False when it is not in this view."""
        row = self._model.row_of(slip_id)
        if row is None:
            return False
        index = self._model.index(row, FROZEN)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def fill_height_menu(menu: QMenu, view: LedgerView) -> None:
    """How much room a row has; the present one is ticked."""
    for name, roominess in HEIGHTS:
        action = menu.addAction(name, partial(set_height, view, roominess))
        action.setCheckable(True)
        action.setChecked(view.roominess == roominess)


def set_height(view: LedgerView, roominess: float) -> None:
    """Make the rows higher or lower; the slip on top stays there."""
    if view.roominess == roominess:
        return
    top = view.rowAt(0)
    view.roominess = roominess
    view.fit_height()
    view.verticalScrollBar().setValue(max(0, top) * view.verticalHeader().defaultSectionSize())
    view.columns_changed.emit()
