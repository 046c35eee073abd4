"""Narrowing the ledger down: state, class, days, customer, late; each choice acts at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP
from qmsdesk.operations.ledger import Condition, Filter
from qmsdesk.operations.ledger_spans import SPANS as NAMED_SPANS
from qmsdesk.procedure.clock import Clock

TYPING_MS = 120  # an answer nobody waits for any more is broken off, so typing on costs nothing
CLASSES = (("全部类别", ""), ("A 意见建议", "A"), ("B 抱怨投诉", "B"), ("待归类", "拟"))
SPANS = ("全部日期", *NAMED_SPANS, "自定")


class FilterBar(QWidget):
    """One row of choices; `filters()` is what they say together."""

    changed = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.more: tuple[Filter, ...] = ()  # asked for at the headings or by a kept view
        self._make_widgets()
        self._assemble()
        self._connect()

    def _make_widgets(self) -> None:
        self.state = QComboBox()
        self.state.addItem("全部状态", "")
        self.klass = QComboBox()
        for text, value in CLASSES:
            self.klass.addItem(text, value)
        self.span = QComboBox()
        self.span.addItems(list(SPANS))
        self.since, self.until = DayEdit(self._clock), DayEdit(self._clock)
        self.customer = QLineEdit()
        self.customer.setPlaceholderText("顾客名称含…")
        self.customer.setClearButtonEnabled(True)
        self.late = QCheckBox("只看超期")
        self.clear_button = QPushButton(icon("close"), "清除筛选")
        self.clear_button.setFlat(True)
        names = ("状态", "类别", "反馈日期", "起始日期", "截止日期", "顾客名称")
        boxes = (self.state, self.klass, self.span, self.since, self.until, self.customer)
        for name, box in zip(names, boxes, strict=True):
            box.setAccessibleName(name)

    def _assemble(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        em = self.fontMetrics().horizontalAdvance("年")
        for box in (self.since, self.until):
            box.setFixedWidth(em * 8)
        self.customer.setMinimumWidth(em * 9)
        self.customer.setMaximumWidth(em * 16)
        self.state.setMinimumWidth(em * 9)
        self._dash = QLabel("至")
        for widget in (self.state, self.klass, self.span, self.since, self._dash, self.until):
            row.addWidget(widget)
        row.addWidget(self.customer, 1)
        row.addWidget(self.late)
        row.addStretch(1)
        row.addWidget(self.clear_button)
        self._show_own_days()

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self.changed)
        self.customer.textChanged.connect(self._pause.start)
        self.state.currentIndexChanged.connect(self.changed)
        self.klass.currentIndexChanged.connect(self.changed)
        self.late.toggled.connect(self.changed)
        self.span.currentIndexChanged.connect(self._span_chosen)
        for box in (self.since, self.until):
            box.changed.connect(self.changed)
        self.clear_button.clicked.connect(self.clear)
        self.changed.connect(self._show_clear)
        self._show_clear()

    def set_states(self, states: list[str]) -> None:
        """Offer the states that occur, keeping the choice."""
        chosen = self.state.currentData()
        self.state.blockSignals(True)
        self.state.clear()
        self.state.addItem("全部状态", "")
        for name in states:
            self.state.addItem(name, name)
        self.state.setCurrentIndex(max(0, self.state.findData(chosen)))
        self.state.blockSignals(False)

    def filters(self) -> tuple[Filter, ...]:
        """The conditions chosen; all must hold."""
        found: list[Filter] = []
        if self.state.currentData():
            found.append(Filter("state", Condition.IS, (self.state.currentData(),)))
        if self.klass.currentData():
            found.append(Filter("complaint_class", Condition.CONTAINS, (self.klass.currentData(),)))
        if self.span.currentText() in NAMED_SPANS:
            found.append(Filter("feedback_date", Condition.PERIOD, (self.span.currentText(),)))
        elif self.span.currentText() == "自定" and any(days := (self.since.day(), self.until.day())):
            found.append(Filter("feedback_date", Condition.BETWEEN, days))
        if self.customer.text().strip():
            found.append(Filter("customer", Condition.CONTAINS, (self.customer.text().strip(),)))
        if self.late.isChecked():
            found.append(Filter("due", Condition.LATE))
        return (*found, *self.more)

    def narrow(self, item: Filter) -> None:
        """One more condition; it takes the place of one of the same kind on the same column."""
        others = (old for old in self.more if (old.column, old.test) != (item.column, item.test))
        self.more = (*others, item)
        self.changed.emit()

    def drop(self, item: Filter) -> None:
        """Take one condition away, wherever it was chosen."""
        if item in self.more:
            self.more = tuple(old for old in self.more if old != item)
            self.changed.emit()
        elif item.test is Condition.LATE:
            self.late.setChecked(False)
        elif item.column == "customer":
            self.customer.clear()
        else:
            boxes = {"state": self.state, "complaint_class": self.klass, "feedback_date": self.span}
            boxes[item.column].setCurrentIndex(0)

    def clear(self) -> None:
        """Show everything again."""
        self.take(())
        self.changed.emit()

    def take(self, filters: tuple[Filter, ...]) -> None:
        """Ask for these conditions and no others, without saying so."""
        self.blockSignals(True)
        self.more = filters
        for box in (self.state, self.klass, self.span):
            box.setCurrentIndex(0)
        self.customer.clear()
        self.late.setChecked(False)
        self._pause.stop()
        self.blockSignals(False)
        self._show_clear()

    def choose_state(self, state: str) -> None:
        """Show one state only."""
        self.state.setCurrentIndex(max(0, self.state.findData(state)))

    def _span_chosen(self) -> None:
        self._show_own_days()
        if self.span.currentText() == "自定":
            self.since.setFocus()
        self.changed.emit()

    def _show_own_days(self) -> None:
        own = self.span.currentText() == "自定"
        for widget in (self.since, self._dash, self.until):
            widget.setVisible(own)

    def _show_clear(self) -> None:
        self.clear_button.setEnabled(bool(self.filters()))
