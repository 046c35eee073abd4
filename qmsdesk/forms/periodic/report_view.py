"""A report on the screen: the same blocks as on paper, texts open to the writer, charts alive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from qmsdesk.forms.chart_view import ChartView
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, MARGIN, scaled_font
from qmsdesk.forms.trust.frame import button, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.procedure.report_data import (
    Block,
    ChartBlock,
    FigureLine,
    Heading,
    Report,
    Table,
    Text,
    cell_text,
)

MOST_ROWS = 14
CHART_HEIGHT = 340


class ReportView(QScrollArea):
    """Blocks under each other; tells which text was written and which bar was clicked."""

    written = Signal(str, object)  # key, text or None for the proposal
    bar_chosen = Signal(str, str)  # dimension, key of the bar
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("报告正文")
        self.charts: list[ChartView] = []
        self.editors: dict[str, QPlainTextEdit] = {}

    def show_report(self, report: Report | None, *, proposals: dict[str, str], locked: bool) -> None:
        """Show another report, or nothing; the place in it is kept when it is the same one again."""
        place = self.verticalScrollBar().value()
        same = report is not None and self.property("report") == report.title
        self.charts, self.editors = [], {}
        inside = QWidget()
        inside.setBackgroundRole(QPalette.ColorRole.Base)
        inside.setAutoFillBackground(True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        if report is not None:
            self.setProperty("report", report.title)
            title = plain(report.title)
            title.setFont(scaled_font(self.font(), 1.5, bold=True))
            column.addWidget(title)
            for block in report.blocks:
                column.addWidget(self._widget(block, proposals, locked))
        column.addStretch(1)
        self.setWidget(inside)
        if same:
            self.verticalScrollBar().setValue(place)

    def _widget(self, block: Block, proposals: dict[str, str], locked: bool) -> QWidget:
        if isinstance(block, Heading):
            made = plain(block.text)
            made.setFont(scaled_font(self.font(), 1.25 if block.level == 1 else 1.08, bold=True))
            made.setContentsMargins(0, MARGIN if block.level == 1 else GAP, 0, 0)
            return made
        if isinstance(block, Text):
            return self._text(block, proposals, locked)
        if isinstance(block, FigureLine):
            return _figure(block)
        if isinstance(block, ChartBlock):
            return self._chart(block)
        return _table(block)

    def _text(self, block: Text, proposals: dict[str, str], locked: bool) -> QWidget:
        if not block.key or locked:
            return plain(f"{block.title}：{block.text}" if block.title else block.text)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        name = plain(block.title, wraps=False)
        name.setFont(scaled_font(self.font(), 1.0, bold=True))
        head.addWidget(name)
        head.addStretch(1)
        editor = QPlainTextEdit(block.text)
        editor.setAccessibleName(block.title)
        editor.setTabChangesFocus(True)
        lines = max(3, block.text.count("\n") + 2)
        editor.setFixedHeight(round(self.fontMetrics().lineSpacing() * lines) + 2 * GAP)
        editor.focusOutEvent = self._leaving(editor, block)  # type: ignore[method-assign]
        if proposals.get(block.key, block.text) != block.text:
            back = button(
                "用程序建议", "refresh", lambda: self.written.emit(block.key, None), proposals[block.key]
            )
            head.addWidget(back)
        column.addLayout(head)
        column.addWidget(editor)
        self.editors[block.key] = editor
        return holder

    def _leaving(self, editor: QPlainTextEdit, block: Text) -> Callable[[Any], None]:
        def left(event: Any) -> None:
            QPlainTextEdit.focusOutEvent(editor, event)
            if editor.toPlainText() != block.text:
                self.written.emit(block.key, editor.toPlainText())

        return left

    def _chart(self, block: ChartBlock) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, GAP, 0, 0)
        column.setSpacing(2)
        view = ChartView()
        view.setMinimumHeight(CHART_HEIGHT)
        view.show_chart(block.chart)
        view.chosen.connect(lambda key: self.bar_chosen.emit(block.dimension, key))
        view.told.connect(self.told)
        column.addWidget(view)
        if block.note:
            column.addWidget(quiet_label(block.note, holder))
        self.charts.append(view)
        return holder


def _figure(block: FigureLine) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    value = plain(f"{block.name}：{block.value}")
    value.setFont(scaled_font(holder.font(), 1.05, bold=True))
    note = quiet_label(block.note, holder)
    note.setWordWrap(True)
    if block.left_out:
        note.setToolTip("\n".join(f"{row.key}：{row.reason}" for row in block.left_out[:40]))
    column.addWidget(value)
    column.addWidget(note)
    return holder


def _table(block: Table) -> QWidget:
    """A table as high as its rows, scrolling within itself beyond fourteen."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, GAP, 0, GAP)
    column.setSpacing(2)
    title = plain(block.title)
    title.setFont(scaled_font(holder.font(), 1.0, bold=True))
    widest = max(range(len(block.columns)), key=lambda place: block.columns[place].share)
    widths = [
        0 if place == widest else max(4, round(item.share * 3.6)) for place, item in enumerate(block.columns)
    ]
    table = PlainTable(block.title, [item.title for item in block.columns], widths)
    table.show_rows([_row(block, row) for row in block.rows])
    height = table.verticalHeader().defaultSectionSize()
    table.setFixedHeight(height * (min(len(block.rows), MOST_ROWS) + 1) + 8)
    column.addWidget(title)
    column.addWidget(table)
    if block.note:
        note = quiet_label(block.note, holder)
        note.setWordWrap(True)
        column.addWidget(note)
    return holder


def _row(block: Table, row: tuple[Any, ...]) -> PlainRow:
    kinds = [item.kind for item in block.columns]
    return PlainRow(tuple(cell_text(kind, cell) for kind, cell in zip(kinds, row, strict=True)))
