"""The ledger as a table of ids: the order in memory, the rows fetched by pages when they are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from qmsdesk.forms.background import Job, run
from qmsdesk.forms.ledger_diff import place_of, stepped, steps
from qmsdesk.forms.style import late_colour, quiet_colour
from qmsdesk.operations import ledger
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import COLUMNS, ColumnKind, LedgerColumn, Query, Totals
from qmsdesk.operations.progress import Progress
from qmsdesk.procedure.money import money_text

PAGE = 64
MOST_PAGES = 48
HEAD = 256
REST_MS = 60  # the first picture comes before the order of the rest
SLIP_ID = Qt.ItemDataRole.UserRole
RAW = Qt.ItemDataRole.UserRole + 1
LATE_WORD = "超期"
VOID = "作废"

Index = QModelIndex | QPersistentModelIndex
_PLACE = {column.key: place for place, column in enumerate(COLUMNS)}
DUE, STATE = _PLACE["due"], _PLACE["state"]
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Line(NamedTuple):
    """One row ready to be shown: its raw values, its texts, whether it is late or void."""

    values: tuple[Any, ...]
    texts: tuple[str, ...]
    late: bool
    void: bool


class LedgerModel(QAbstractTableModel):
    """Rows of the ledger in the order of a query; only the pages on screen are read, one statement each."""

    loading = Signal()
    first_shown = Signal()
    loaded = Signal()
    failed = Signal(object)
    renewing = Signal()
    renewed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, list[Line]] = OrderedDict()
        self._job: Job | None = None
        self.query = self.wanted = Query()  # what is shown, and what was asked for last
        self.totals = Totals(0, 0, 0)
        self._known: Totals | None = None  # of the same rows in another order
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self._ask_all(self.query, self._known))

    def show(self, query: Query) -> None:
        """Work the order of `query` out in worker threads: first what fills a screen, then all of it.

        The old rows stay until the new ones are there; the same query again keeps place and selection.
        """
        self._abandon()
        self.wanted = query
        self.loading.emit()
        if query == self.query and len(self._ids) > 0:
            self._ask_all(query)
            return
        desk = self._desk
        same_rows = (query.text, query.filters) == (self.query.text, self.query.filters)
        known = self.totals if same_rows else None

        def first(_progress: Progress) -> tuple[Query, array[int]]:
            return query, ledger.order(desk, query=query, limit=HEAD)

        def take(found: tuple[Query, array[int]]) -> None:
            self._replace(*found)
            self.first_shown.emit()
            self._known = known
            self._rest.start()

        self._job = run(self, first, take, failed=self._complain, lane="ledger head", reading=True)

    def begin(self, query: Query) -> None:
        """The first rows at once, for the first picture; all the others soon, from a worker thread."""
        self._abandon()
        self.wanted, self._known = query, None
        self._replace(query, ledger.order(self._desk, query=query, limit=HEAD))
        self._rest.start()

    def _ask_all(self, query: Query, known: Totals | None = None) -> None:
        """All the rows, and their sums unless they are `known` from the same rows in another order."""
        desk = self._desk

        def everything(_progress: Progress) -> tuple[Query, array[int], Totals]:
            ids = ledger.order(desk, query=query)
            same = known is not None and known.count == len(ids)
            return query, ids, known if same and known else ledger.totals(desk, query=query)

        self._job = run(self, everything, self._take, failed=self._complain, lane="ledger", reading=True)

    def _abandon(self) -> None:
        self._rest.stop()
        if self._job is not None:
            self._job.abandon()
            self._job = None

    def show_now(self, query: Query) -> None:
        """The same at once, for the first picture and for lists that are known to be short."""
        desk = self._desk
        self._abandon()
        self.wanted = query
        self._take((query, ledger.order(desk, query=query), ledger.totals(desk, query=query)))

    def _take(self, found: tuple[Query, array[int], Totals]) -> None:
        self._job = None
        query, ids, self.totals = found
        known = len(self._ids)
        if query.sort == self.query.sort and ids == self._ids:
            self.query = query
            self.reread()
        elif query == self.query and known:
            self._renew(ids)
        else:
            self._replace(query, ids)
        self.loaded.emit()

    def _renew(self, ids: array[int]) -> None:
        """The same view with other rows: only those come, go or move, so that place and selection stay."""
        self.renewing.emit()
        none = QModelIndex()
        found = steps(self._ids, ids)
        for kind, first, last, to in found or ():
            if kind == "insert":
                self.beginInsertRows(none, first, last)
            elif kind == "remove":
                self.beginRemoveRows(none, first, last)
            else:
                self.beginMoveRows(none, first, last, none, to)
            self._ids = stepped(self._ids, ids, kind, first, last)
            self._pages.clear()
            {"insert": self.endInsertRows, "remove": self.endRemoveRows, "move": self.endMoveRows}[kind]()
        if found is None:
            self._replace(self.query, ids)
        self.renewed.emit()

    def _replace(self, query: Query, ids: array[int]) -> None:
        self.beginResetModel()
        self.query, self._ids = query, ids
        self._pages.clear()
        self.endResetModel()

    def _complain(self, error: Exception) -> None:
        self._job = None
        self.wanted = self.query
        self.failed.emit(error)

    def reread(self) -> None:
        """Forget the rows in memory; those on screen are read again, place and selection stay."""
        self._pages.clear()
        if self._ids:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self.line(row).texts[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if right_aligned(COLUMNS[column]) else _LEFT
        if role == Qt.ItemDataRole.ForegroundRole:
            return cell_colour(self.line(row), column, QApplication.palette())
        if role == SLIP_ID:
            return self._ids[row]
        return self.line(row).values[column] if role == RAW else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading(column, self.query)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if right_aligned(column) else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.title}：单击排序，按住 Shift 再单击另一列接着排；右键或 Alt+↓ 筛选、分组"
        return None

    def line(self, row: int) -> Line:
        """One row, from memory or read together with its page."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._read(number)
        else:
            self._pages.move_to_end(number)
        return page[row % PAGE]

    def _read(self, number: int) -> list[Line]:
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        found = ledger.rows(self._desk, ids=ids)
        if len(found) != len(ids):
            blank = (None,) * len(COLUMNS)
            found = [(ledger.rows(self._desk, ids=[slip_id]) or [blank])[0] for slip_id in ids]
        today = self._desk.clock.today()
        page = self._pages[number] = [_line(values, today) for values in found]
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        return page

    def slip_ids(self, first: int, last: int) -> array[int]:
        """The slips from row `first` up to but not row `last`."""
        return self._ids[first:last]

    def slip_id(self, row: int) -> int:
        """The id of the slip in a row."""
        return self._ids[row]

    def row_of(self, slip_id: int) -> int | None:
        """The row of a slip in the present order, or None."""
        return place_of(self._ids, slip_id)


def _line(values: tuple[Any, ...], today: date) -> Line:
    late = ledger.is_late(values, today)
    texts = [cell_text(column, value) for column, value in zip(COLUMNS, values, strict=True)]
    if late:
        texts[DUE] = f"{texts[DUE]} {LATE_WORD}"
    return Line(values, tuple(texts), late, values[STATE] == VOID)


def cell_text(column: LedgerColumn, value: Any) -> str:
    """A value as the table shows it: ISO days, money with two places, one line of text."""
    if value is None:
        return ""
    if column.kind is ColumnKind.MONEY:
        return money_text(value)
    if isinstance(value, str):
        return " ".join(value.split()) if "\n" in value else value
    return str(value)


def cell_colour(line: Line, column: int, palette: QPalette) -> QColor | None:
    """The ink of a cell that is not plain: late deadlines, void slips; None for the usual ink."""
    if line.late and column == DUE:
        return late_colour(palette)
    return quiet_colour(palette) if line.void else None


def right_aligned(column: LedgerColumn) -> bool:
    """Figures stand to the right."""
    return column.kind in (ColumnKind.NUMBER, ColumnKind.MONEY)


def heading(column: LedgerColumn, query: Query) -> str:
    """A column's title with its place in the order: ↓ for descending, a figure when several columns sort."""
    for place, (key, descending) in enumerate(query.sort, start=1):
        if key == column.key:
            arrow = "↓" if descending else "↑"
            return f"{column.title} {arrow}{place if len(query.sort) > 1 else ''}"
    return column.title


def resorted(query: Query, key: str, *, add: bool) -> tuple[tuple[str, bool], ...]:
    """The order after a click on a heading: alone, or added behind the others; the second click turns it round."""
    turned = next((not descending for name, descending in query.sort if name == key), False)
    if not add:
        return ((key, turned),)
    if any(name == key for name, _ in query.sort):
        return tuple((name, turned if name == key else down) for name, down in query.sort)
    return (*query.sort, (key, False))
