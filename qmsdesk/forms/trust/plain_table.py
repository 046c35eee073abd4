"""A readable table of a few hundred rows: texts, a colour for what wants attention, a key behind each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from qmsdesk.forms.plain_header import PlainHeader
from qmsdesk.forms.style import late_colour, line_colour, quiet_colour, tint, warning_colour

PAD_X, PAD_Y = 5, 4  # pixels around the words of a cell
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class PlainRow:
    """The texts of a row in column order, what it stands for, and its tone: "", quiet, warning or bad."""

    texts: tuple[str, ...]
    key: Any = None
    tone: str = ""
    toned: tuple[int, ...] = field(default=())  # the columns in that tone; empty means all


class PlainModel(QAbstractTableModel):
    """Rows of texts under headings."""

    def __init__(self, headings: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._parent = parent
        self.shown: list[PlainRow] = []
        self.upright = Qt.AlignmentFlag.AlignVCenter

    def show_rows(self, found: Sequence[PlainRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.shown = list(found)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | self.upright
        if role == Qt.ItemDataRole.ForegroundRole and row.tone:
            return self._ink(row) if not row.toned or index.column() in row.toned else None
        return None

    def _ink(self, row: PlainRow) -> Any:
        palette = self._parent.palette()
        inks = {"quiet": quiet_colour, "warning": warning_colour, "bad": late_colour}
        return inks[row.tone](palette)


class PlainTable(QTableView):
    """A table to read: whole rows are chosen, long texts break into lines, one column takes the room that is left."""

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        widths: Sequence[int],
        parent: QWidget | None = None,
        *,
        wraps: bool = False,
        most_lines: int = 5,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows_model = PlainModel(headings, self)
        self._widths, self._wraps = tuple(widths), wraps
        if wraps:
            self.rows_model.upright = Qt.AlignmentFlag.AlignTop
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(wraps)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        head = PlainHeader(self)
        head.setSectionsClickable(False)
        head.setFixedHeight(round(self.fontMetrics().height() * 1.9))
        self.setHorizontalHeader(head)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.9))
        self.setModel(self.rows_model)
        self._fit_columns()
        self.setItemDelegate(PlainDelegate(self, most_lines))

    def show_rows(self, found: Sequence[PlainRow]) -> None:
        """Show other rows; the row that was chosen stays chosen where it is still there."""
        kept = self.chosen()
        self.rows_model.show_rows(found)
        if self._wraps:
            self.resizeRowsToContents()
        for place, row in enumerate(found):
            if kept is not None and row.key == kept:
                self.selectRow(place)

    def chosen(self) -> Any:
        """What the chosen row stands for; None when none is."""
        places = self.selectionModel().selectedRows()
        return self.rows_model.shown[places[0].row()].key if places else None

    def keys(self) -> list[Any]:
        """What all chosen rows stand for."""
        return [self.rows_model.shown[place.row()].key for place in self.selectionModel().selectedRows()]

    def choose(self, key: Any) -> None:
        """Choose the row of a key."""
        for place, row in enumerate(self.rows_model.shown):
            if row.key == key:
                self.selectRow(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wraps:
            self.resizeRowsToContents()

    def _fit_columns(self) -> None:
        em = self.fontMetrics().horizontalAdvance("国")
        head = self.horizontalHeader()
        for place, width in enumerate(self._widths):
            if width:
                head.resizeSection(place, width * em + 16)
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)


class PlainDelegate(QStyledItemDelegate):
    """A cell with room around its words, a thin line below, and a quiet ground where its row is chosen.

    Painted and not a style sheet: that would keep the palette of the day when night comes.
    """

    def __init__(self, parent: QWidget, most_lines: int) -> None:
        super().__init__(parent)
        self._most = most_lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, chosen = option.palette, QStyle.StateFlag.State_Selected
        painter.save()
        if option.state & chosen:
            accent = palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(option.rect, tint(palette, accent, 0.16))
        painter.setPen(line_colour(palette))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        inside.state &= ~(chosen | QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        super().paint(painter, inside, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(PAD_X, 0, -PAD_X, 0)
        wanted = super().sizeHint(inside, index)
        height = min(wanted.height(), self._most * option.fontMetrics.lineSpacing())
        return QSize(wanted.width() + 2 * PAD_X, height + 2 * PAD_Y)
