"""The feedback behind a bar: a short list that opens each slip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qmsdesk.forms.trust.frame import card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations.statistics import RowBehind
from qmsdesk.papers.values import money_text


class RowsPanel(QWidget):
    """Rows under a sentence that says what they are."""

    slip_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = plain()
        headings = ("反馈单号", "反馈日期", "顾客", "产品", "主要问题", "状态", "费用损失")
        self.table = PlainTable("图中一栏的反馈单", headings, (8, 6, 9, 9, 0, 6, 7))
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.table.activated.connect(lambda _index: self._open())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(card(self.table), 1)
        self.clear()

    def clear(self) -> None:
        """Show no rows; say how to get some."""
        self.words.setText("单击图中的一栏，看它后面的反馈单。")
        self.table.show_rows([])

    def show_found(self, what: str, found: Sequence[RowBehind]) -> None:
        """Show the rows behind a bar."""
        known = [row.fen for row in found if row.fen is not None]
        self.words.setText(f"{what}：{len(found)} 件，已知费用 {money_text(sum(known))} 元。双击打开反馈单。")
        self.table.show_rows([_row(row) for row in found])

    def _open(self) -> None:
        slip_id = self.table.chosen()
        if slip_id is not None:
            self.slip_wanted.emit(slip_id)


def _row(row: RowBehind) -> PlainRow:
    fen = "" if row.fen is None else money_text(row.fen)
    texts = (row.number, row.day.isoformat(), row.customer, row.product, row.problem, row.state, fen)
    return PlainRow(texts, row.slip_id)
