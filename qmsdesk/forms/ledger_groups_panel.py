"""The ledger by one column beside its rows: each value with its slips and costs; a click shows just those."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.forms.background import Job, run
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.ledger_groups import Group, Groups, groups
from qmsdesk.operations.ledger_query import FILTERED
from qmsdesk.operations.progress import Progress
from qmsdesk.procedure.money import money_text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class GroupsPanel(QWidget):
    """A side table of the view that is shown; it follows the view."""

    picked = Signal(object)
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._query = Query()
        self._job: Job | None = None
        self._lines: tuple[Group, ...] = ()
        self._make_widgets()
        self._assemble()

    def _make_widgets(self) -> None:
        self.choice = QComboBox()
        self.choice.setAccessibleName("按哪一列分组")
        for column in FILTERED.values():
            if column.key not in ("row_no", "number"):
                self.choice.addItem(column.title, column.key)
        self.choice.currentIndexChanged.connect(self._ask)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close"))
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip("收起分组")
        self.close_button.setAccessibleName("收起分组")
        self.close_button.clicked.connect(self.closed)
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName("分组")
        self.table.setHorizontalHeaderLabels(["值", "条数", "三包费用"])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        heads = self.table.horizontalHeader()
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.cellClicked.connect(lambda row, _column: self._pick(row))
        self.table.activated.connect(lambda index: self._pick(index.row()))
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(QLabel("按列分组"))
        head.addWidget(self.choice, 1)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        self.setFixedWidth(self.fontMetrics().height() * 17)

    def choose(self, key: str) -> None:
        """Group by a column."""
        place = self.choice.findData(key)
        if place == self.choice.currentIndex():
            self._ask()
        elif place >= 0:
            self.choice.setCurrentIndex(place)

    def follow(self, query: Query) -> None:
        """Count the groups of this view."""
        self._query = query
        self._ask()

    def _ask(self) -> None:
        if self._job is not None:
            self._job.abandon()
        desk, query, key = self._desk, self._query, str(self.choice.currentData())

        def count(_progress: Progress) -> Groups:
            return groups(desk, query=query, column=key)

        self._job = run(self, count, self._show, lane="ledger groups")

    def _show(self, found: Groups) -> None:
        self._job = None
        self._lines = found.lines
        self.table.setRowCount(len(found.lines))
        for row, line in enumerate(found.lines):
            for column, text in enumerate(
                (line.text, f"{line.count:,}", money_text(line.cost) if line.cost else "")
            ):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip(item.text())
                if column:
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(row, column, item)
        more = f"另有 {found.more:,} 个值没有列出。" if found.more else ""
        self.note.setText(f"共 {len(found.lines) + found.more:,} 组。{more}单击一组只看这一组。")

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            self.picked.emit(self._lines[row].filter)
