"""The feedback behind a bar: a short list that opens each slip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qmsdesk.forms.trust.frame import button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations.ledger import Filter
from qmsdesk.operations.statistics import RowBehind
from qmsdesk.papers.values import money_text


class RowsPanel(QWidget):
    """Rows under a sentence that says what they are."""

    slip_wanted = Signal(int)
    ledger_wanted = Signal(object)  # the filters that show the same rows in the ledger

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = plain()
        self.filters: tuple[Filter, ...] = ()
        self.to_ledger = button(
            "在台帐中查看", "ledger", self._open_ledger, "台帐只显示这一栏后面的反馈单，可再排序、导出、打印"
        )
        headings = ("反馈单号", "反馈日期", "顾客", "产品", "主要问题", "状态", "费用损失")
        self.table = PlainTable("图中一栏的反馈单", headings, (8, 6, 9, 9, 0, 6, 7))
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.table.activated.connect(lambda _index: self._open())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.to_ledger)
        column.addLayout(head)
        column.addWidget(card(self.table), 1)
        self.clear()

    def clear(self) -> None:
        """Show no rows; say how to get some."""
        self.words.setText("单击图中的一栏，看它后面的反馈单。")
        self.filters = ()
        self.to_ledger.setEnabled(False)
        self.table.show_rows([])

    def show_found(self, what: str, found: Sequence[RowBehind], filters: tuple[Filter, ...] = ()) -> None:
        """Show the rows behind a bar; `filters` are what shows them in the ledger."""
        self.filters = filters
        self.to_ledger.setEnabled(bool(filters and found))
        known = [row.fen for row in found if row.fen is not None]
        self.words.setText(f"{what}：{len(found)} 件，已知费用 {money_text(sum(known))} 元。双击打开反馈单。")
        self.table.show_rows([_row(row) for row in found])

    def _open(self) -> None:
        slip_id = self.table.chosen()
        if slip_id is not None:
            self.slip_wanted.emit(slip_id)

    def _open_ledger(self) -> None:
        self.ledger_wanted.emit(self.filters)


def _row(row: RowBehind) -> PlainRow:
    fen = "" if row.fen is None else money_text(row.fen)
    texts = (row.number, row.day.isoformat(), row.customer, row.product, row.problem, row.state, fen)
    return PlainRow(texts, row.slip_id)
