"""Small tables that are typed in: who was at a meeting, what was agreed on, who bears which part of a loss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.case.inputs import Input
from qmsdesk.forms.style import GAP, good_colour, late_colour
from qmsdesk.forms.trust.frame import button, plain
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.meetings import Action, Person
from qmsdesk.procedure.dates import parse_date
from qmsdesk.procedure.facts import Share
from qmsdesk.procedure.money import format_percent, parse_percent

WHOLE = 10_000  # hundredths of a percent


class RowBox(QWidget):
    """A table with a line to add and one to take away; empty lines do not count."""

    headings: tuple[str, ...] = ()
    begin_with = 2

    def __init__(self, item: Input, desk: Desk) -> None:
        super().__init__()
        self._desk, self._label = desk, item.label
        self.table = QTableWidget(0, len(self.headings))
        self.table.setHorizontalHeaderLabels(list(self.headings))
        self.table.setAccessibleName(item.label)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.7))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.setTabKeyNavigation(True)
        self.more = button("加一行", "plus", self.add_row)
        self.less = button("删一行", "minus", self.drop_row)
        self.note = plain("", wraps=False)
        self._assemble()
        self.setFocusProxy(self.table)
        self.table.cellChanged.connect(lambda _row, _column: self.tell())
        for _ in range(self.begin_with):
            self.add_row()

    def _assemble(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.more)
        foot.addWidget(self.less)
        foot.addStretch(1)
        foot.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self.table)
        column.addLayout(foot)

    def sizeHint(self) -> QSize:
        return QSize(400, round(self.fontMetrics().height() * 8.6))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def add_row(self, texts: Sequence[str] = ()) -> None:
        """One more line."""
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column in range(self.table.columnCount()):
            self.table.setItem(row, column, QTableWidgetItem(texts[column] if column < len(texts) else ""))

    def drop_row(self) -> None:
        """Take away the line the cursor is in, else the last."""
        row = self.table.currentRow()
        self.table.removeRow(row if row >= 0 else self.table.rowCount() - 1)
        self.tell()

    def texts(self) -> list[list[str]]:
        """The lines that are not empty, as typed."""
        lines = []
        for row in range(self.table.rowCount()):
            cells = [self.table.item(row, column) for column in range(self.table.columnCount())]
            line = [cell.text().strip() if cell is not None else "" for cell in cells]
            if any(line):
                lines.append(line)
        return lines

    def show_lines(self, lines: Sequence[Sequence[str]]) -> None:
        """Show other lines."""
        self.table.setRowCount(0)
        for line in lines:
            self.add_row(line)
        while self.table.rowCount() < self.begin_with:
            self.add_row()
        self.tell()

    def tell(self) -> None:
        """Say beside the table what it amounts to."""


class People(RowBox):
    """到会人员: name, department, kind of person."""

    headings = ("姓名", "部门", "身份")

    def value(self) -> Any:
        """The people."""
        return [Person(*line) for line in self.texts()]

    def show_value(self, value: Any) -> None:
        """Show people."""
        self.show_lines([(one.name, one.department, one.kind) for one in value or ()])


class Actions(RowBox):
    """措施安排: what, by whom, until when."""

    headings = ("措施", "负责人", "完成期限")

    def value(self) -> Any:
        """The actions; UserError for a limit that is no day."""
        today = self._desk.clock.today()
        return [
            Action(what, owner, parse_date(due, today=today) if due else None)
            for what, owner, due in self.texts()
        ]

    def show_value(self, value: Any) -> None:
        """Show actions."""
        self.show_lines(
            [(one.what, one.owner, one.due.isoformat() if one.due else "") for one in value or ()]
        )


class Shares(RowBox):
    """责任分担: departments and their part of the loss; says whether it totals 100 %."""

    headings = ("责任部门", "承担比例（%）")

    def value(self) -> Any:
        """The shares; UserError when they do not total 100 %."""
        shares = [Share(name, _percent(text)) for name, text in self.texts()]
        given = [one.share for one in shares if one.share is not None]
        if given and (len(given) < len(shares) or sum(given) != WHOLE):
            raise UserError(f"{self._label}合计应为 100 %（5.3.4.6），现为 {_said(sum(given))}。")
        return shares

    def show_value(self, value: Any) -> None:
        """Show shares."""
        self.show_lines([(one.department, _bare(one.share)) for one in value or ()])

    def tell(self) -> None:
        """合计 in the ink of right or wrong."""
        try:
            total = sum(_percent(text) or 0 for _, text in self.texts())
        except UserError:
            self.note.setText("比例没看懂")
            return
        good = total in (0, WHOLE)
        ink = good_colour(self.palette()) if good else late_colour(self.palette())
        self.note.setStyleSheet(f"color: {ink.name()};")
        left = "" if good else f"，还差 {_said(WHOLE - total)}" if total < WHOLE else "，超过 100 %"
        self.note.setText(f"合计 {_said(total)}{left}" if total else "不填比例则维持原分担")


def _percent(text: str) -> int | None:
    return parse_percent(text if "%" in text or not text else f"{text}%")


def _said(share: int) -> str:
    return format_percent(share)


def _bare(share: int | None) -> str:
    return "" if share is None else format_percent(share).rstrip("% ")
