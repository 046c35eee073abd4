"""统计图: any dimension, any span of days, by pieces or by money; click a bar, see the rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.chart_view import ChartView
from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.periodic.rows_panel import RowsPanel
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import Page, card, plain, say
from qmsdesk.operations import statistics
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.statistics import MEASURES, NAMES, LiveChart
from qmsdesk.procedure.periods import Period, period_of, quarter
from qmsdesk.procedure.statistics import OTHER

SPANS = ("本年", "上年", "本季", "上季", "本月", "上月", "最近十二个月")


class ChartsPage(Page):
    """排列图 straight from the ledger."""

    slip_wanted = Signal(int)
    ledger_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = (
            "按反馈日期统计，作废的不计；单击一栏看后面的反馈单。报告里的图在签署时冻结，这里的图随时更新。"
        )
        super().__init__("统计图", sentence, parent)
        self._desk = desk
        self.live: LiveChart | None = None
        self._make_widgets()
        self._assemble()
        self.span.currentTextChanged.connect(self._take_span)
        for box in (self.dimension, self.measure):
            box.currentIndexChanged.connect(self.refresh)
        for day in (self.first, self.last):
            day.changed.connect(self.refresh)
        self.view.chosen.connect(self._show_rows)
        self.view.told.connect(lambda words: say(self.hint, words, "good"))
        self.rows.slip_wanted.connect(self.slip_wanted)
        self.rows.ledger_wanted.connect(self.ledger_wanted)
        self._take_span("本年")

    def _make_widgets(self) -> None:
        self.dimension, self.measure, self.span = QComboBox(), QComboBox(), QComboBox()
        for key, name in NAMES.items():
            self.dimension.addItem(f"按{name}", key)
        for key, name in MEASURES.items():
            self.measure.addItem(name, key)
        self.span.addItems(SPANS)
        for box, name in ((self.dimension, "分组"), (self.measure, "数量"), (self.span, "期间")):
            box.setAccessibleName(name)
        self.first, self.last = DayEdit(self._desk.clock), DayEdit(self._desk.clock)
        self.first.setAccessibleName("从")
        self.last.setAccessibleName("到")
        for day in (self.first, self.last):
            day.setFixedWidth(self.fontMetrics().horizontalAdvance("0000-00-00") + 40)
        self.view, self.rows, self.hint, self.note = ChartView(), RowsPanel(), plain(), plain()

    def _assemble(self) -> None:
        for widget in (self.dimension, self.measure, self.span, plain("从", wraps=False), self.first,
                       plain("到", wraps=False), self.last):  # fmt: skip
            self.buttons.addWidget(widget)
        self.add_buttons()
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(card(self.view), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.hint, 1)
        column.addLayout(foot)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(upper)
        split.addWidget(self.rows)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([520, 200])
        self.column.addWidget(split, 1)

    def refresh(self) -> None:
        """Count again in a worker thread."""
        first, last = self.first.day(), self.last.day()
        if first is None or last is None:
            self.say("请填写起止日期。", "warning")
            return
        desk, dimension, measure = self._desk, self.dimension.currentData(), self.measure.currentData()
        run(
            self,
            lambda _progress: statistics.live_pareto(
                desk, dimension=dimension, measure=measure, first=first, last=last
            ),
            self._show,
            lane="charts",
        )

    def _show(self, live: LiveChart) -> None:
        self.live = live
        self.view.show_chart(live.chart)
        left = "、".join(f"{row.reason} {row.key}" for row in live.pareto.left_out)
        self.note.setText(f"{live.pareto.formula}{f'；未计入：{left}' if left else ''}。")
        self.say("" if not live.chart.empty else "这段时间没有可以作图的反馈。", "warning")
        self.rows.clear()

    def _show_rows(self, key: str) -> None:
        first, last = self.first.day(), self.last.day()
        if self.live is None or first is None or last is None:
            return
        labels = tuple(bar.label for bar in self.live.chart.bars if bar.label != OTHER)
        dimension, others = self.dimension.currentData(), labels if key == OTHER else ()
        bar: dict[str, Any] = {
            "dimension": dimension,
            "label": key,
            "first": first,
            "last": last,
            "others": others,
        }
        found = statistics.rows_behind(self._desk, **bar)
        self.rows.show_found(
            f"{NAMES[dimension]}“{key}”", found, statistics.filters_behind(self._desk, **bar)
        )

    def _take_span(self, name: str) -> None:
        first, last = span_of(name, self._desk.clock.today())
        self.first.set_day(first)
        self.last.set_day(last)
        self.refresh()


def span_of(name: str, today: date) -> tuple[date, date]:
    """First and last day of a span by its name."""
    year = Period(today.year, "year", 1)
    this_quarter = quarter(today.year, (today.month - 1) // 3 + 1)
    this_month = period_of(today, "month")
    named = {
        "本年": year, "上年": year.shifted(-1), "本季": this_quarter, "上季": this_quarter.shifted(-1),
        "本月": this_month, "上月": this_month.shifted(-1),
    }  # fmt: skip
    if name in named:
        return named[name].first, named[name].last
    return this_month.shifted(-11).first, this_month.last
