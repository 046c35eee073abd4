"""报告: what a year owes on the left, the chosen report on the right with its texts and living charts."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSpinBox, QSplitter, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.icons import icon
from qmsdesk.forms.periodic.company_menu import CompanyMenu
from qmsdesk.forms.periodic.deed_bar import DeedBar, Verbs
from qmsdesk.forms.periodic.report_view import ReportView
from qmsdesk.forms.periodic.rows_panel import RowsPanel
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import Page, button, card, plain, say
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import period_slips as stages
from qmsdesk.operations import reports, reports_out, statistics
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.reports import ReportLine
from qmsdesk.operations.reports import ReportView as Found
from qmsdesk.procedure.chart_data import ParetoChart
from qmsdesk.procedure.periods import Period, read_period
from qmsdesk.procedure.report_data import Report
from qmsdesk.procedure.statistics import OTHER

TONES = {"逾期": "bad", "将到期": "warning"}


class ReportsPage(Page):
    """质量趋势分析报告 and 顾客满意度评价报告 (5.3.6.2, 5.4.4)."""

    slip_wanted = Signal(int)
    ledger_wanted = Signal(object)

    def __init__(self, desk: Desk, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        sentence = "季度和年度质量趋势分析报告、半年度顾客满意度评价报告，期末后8日前报技术质量管理部。"
        super().__init__("分析报告", sentence, parent)
        self._desk, self._settings = desk, settings
        self._lines: dict[str, ReportLine] = {}
        self.found: Found | None = None
        self._shown = ""
        self._report: Report | None = None
        self._make_widgets()
        self._assemble()
        self.year.valueChanged.connect(self.refresh)
        self.list.selectionModel().selectionChanged.connect(self._show_chosen)
        self.deeds.changed.connect(self.refresh)
        self.company_menu.changed.connect(self.refresh)
        self.company_menu.told.connect(lambda words: self.say(words, "good"))
        self.company_menu.aboutToShow.connect(self._fill_company)
        self.view.written.connect(self._write)
        self.view.bar_chosen.connect(self._show_rows)
        self.rows.slip_wanted.connect(self.slip_wanted)
        self.rows.ledger_wanted.connect(self.ledger_wanted)
        self.refresh()

    def _make_widgets(self) -> None:
        desk = self._desk
        self.year = QSpinBox()
        self.year.setRange(2000, 2100)
        self.year.setValue(desk.clock.today().year)
        self.year.setSuffix(" 年")
        self.year.setAccessibleName("年份")
        self.draft = button("编制", "draft", self.make_draft, "数字和建议由程序填好，文字由您修改")
        self.deeds = DeedBar(self, desk, self._settings, Verbs(
            compile=lambda slip_id, given: reports.compile_report(desk, slip_id=slip_id, given=given),
            review=lambda slip_id, given: reports.review_report(desk, slip_id=slip_id, given=given),
            reopen=lambda slip_id, reason: reports.reopen_report(desk, slip_id=slip_id, reason=reason),
            send=lambda slip_id, on: reports.send_report(desk, slip_id=slip_id, on=on),
            receive=lambda slip_id, on, by: reports.receive_report(desk, slip_id=slip_id, on=on, by=by),
            pdf=lambda slip_id: reports_out.report_pdf(desk, slip_id=slip_id),
            xlsx=lambda slip_id, path: reports_out.report_xlsx(desk, slip_id=slip_id, path=path),
        ))  # fmt: skip
        self.buttons.addWidget(self.year)
        self.company = QPushButton(icon("folder"), "公司报告")
        self.company.setToolTip("技术质量管理部：汇总、批准、管理评审资料（5.1.2）")
        self.company_menu = CompanyMenu(self, desk, self._settings)
        self.company.setMenu(self.company_menu)
        self.add_buttons(self.draft, *self.deeds.buttons(), self.company)
        self.list = PlainTable("报告", ("报告", "状态", "办理"), (0, 5, 11))
        self.view, self.rows, self.state = ReportView(), RowsPanel(), plain()

    def _assemble(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.state)
        upright = QSplitter(Qt.Orientation.Vertical)
        upright.addWidget(card(self.view))
        upright.addWidget(self.rows)
        upright.setStretchFactor(0, 4)
        upright.setStretchFactor(1, 1)
        upright.setSizes([470, 220])
        column.addWidget(upright, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(card(self.list))
        split.addWidget(side)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([460, 890])
        self.column.addWidget(split, 1)

    def refresh(self) -> None:
        """Read the year and the chosen report again."""
        listed = reports.reports_of_year(self._desk, year=self.year.value())
        self._lines = {_key(line.kind, line.period): line for line in listed}
        self.list.show_rows([_row(line) for line in listed])
        if self.list.chosen() is None and listed:
            self.list.selectRow(0)
        self._show_chosen()

    def show_period(self, kind: str, period: Period) -> None:
        """Choose a report."""
        self.year.setValue(period.year)
        self.list.choose(_key(kind, period))

    def chosen(self) -> ReportLine | None:
        """The chosen line of the list."""
        return self._lines.get(self.list.chosen())

    def make_draft(self) -> None:
        """Begin the chosen report."""
        line = self.chosen()
        if line is not None:
            self.deeds.do(lambda: reports.draft_report(self._desk, kind=line.kind, period=line.period))

    def _show_chosen(self) -> None:
        line = self.chosen()
        self.found = None
        report = None
        if line is not None and line.slip_id is not None:
            self.found = reports.read_report(self._desk, slip_id=line.slip_id)
            report = self.found.report
        elif line is not None and line.period.first <= self._desk.clock.today():
            report = reports.preview_report(self._desk, kind=line.kind, period=line.period)
        self.view.show_report(
            report, proposals=self.found.proposals if self.found else {}, locked=self._locked()
        )
        if report is None or report.title != self._shown:
            self.rows.clear()
        self._shown, self._report = report.title if report else "", report
        self._say_state(line)
        self.deeds.follow(self.found.slip if self.found else None)
        begun = line is not None and line.period.first <= self._desk.clock.today()
        self.draft.setEnabled(begun and self.found is None)

    def _fill_company(self) -> None:
        line = self.chosen()
        if line is not None:
            self.company_menu.fill(line.kind, line.period)

    def _say_state(self, line: ReportLine | None) -> None:
        if self.found is not None:
            slip = self.found.slip
            signed = "、".join(
                f"{stages.MEANINGS[box]} {who.name} {who.day}" for box, who in slip.signatures.items()
            )
            say(self.state, f"{slip.state}　{signed}".strip(), "good")
        elif line is not None and line.period.first > self._desk.clock.today():
            say(self.state, f"{line.period.title}还没有开始。", "warning")
        else:
            say(self.state, "还没有编制；下面是按现有记录算出的预览，不能修改。", "warning")

    def _locked(self) -> bool:
        found = self.found
        return found is None or found.slip.frozen or stages.COMPILED in found.slip.signatures

    def _write(self, key: str, text: str | None) -> None:
        found = self.found
        if found is None:
            return
        try:
            reports.write_text(
                self._desk, slip_id=found.slip.slip_id, key=key, text=text, version=found.slip.version
            )
        except UserError as error:
            show_error(self, error)
        self._show_chosen()

    def _show_rows(self, dimension: str, key: str) -> None:
        """The feedback behind a bar of the report."""
        line = self.chosen()
        if line is None or not dimension:
            return
        if dimension == "month":
            span = read_period(key)
            found = statistics.rows_of_days(self._desk, first=span.first, last=span.last)
            days = statistics.filters_of_days(self._desk, first=span.first, last=span.last)
            self.rows.show_found(span.title, found, days)
            return
        others = self._labels_beside(dimension) if key == OTHER else ()
        first, last = _span(line.period)
        bar: dict[str, Any] = {
            "dimension": dimension,
            "label": key,
            "first": first,
            "last": last,
            "others": others,
        }
        found = statistics.rows_behind(self._desk, **bar)
        what = f"{line.period.title} {statistics.NAMES[dimension]}“{key}”"
        self.rows.show_found(what, found, statistics.filters_behind(self._desk, **bar))

    def _labels_beside(self, dimension: str) -> tuple[str, ...]:
        blocks = self._report.blocks if self._report else ()
        charts = (
            getattr(block, "chart", None) for block in blocks if getattr(block, "dimension", "") == dimension
        )
        made = next((chart for chart in charts if isinstance(chart, ParetoChart)), None)
        return tuple(bar.label for bar in made.bars if bar.label != OTHER) if made else ()


def _span(period: Period) -> tuple[date, date]:
    return period.first, period.last


def _key(kind: str, period: Period) -> str:
    return f"{kind}:{period.key}"


def _row(line: ReportLine) -> PlainRow:
    status = f"{line.status} {line.late_days} 天" if line.late_days else line.status
    told = f"{line.sent_on:%m-%d} {status}" if line.sent_on else f"期限 {line.deadline.due:%m-%d} {status}"
    name = "趋势分析" if line.kind == reports.TREND else "满意度评价"
    return PlainRow(
        (f"{line.period.title} {name}", line.state, told),
        _key(line.kind, line.period),
        TONES.get(line.status, ""),
        (2,),
    )
