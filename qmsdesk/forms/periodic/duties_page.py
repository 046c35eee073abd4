"""职责日历: what is owed, by when and how it stands; as a list, and as twelve months at a glance (§9, R-14-c)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox, QTabWidget, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.periodic.year_view import YearView
from qmsdesk.forms.trust.frame import Page, button, card, plain, say
from qmsdesk.forms.trust.person_dialogs import TryDialog
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import duties
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafting_ahead import draft_ahead
from qmsdesk.operations.duties import DutyLine
from qmsdesk.procedure.periods import read_period

TONES = {"逾期": "bad", "将到期": "warning", "按时": "quiet", "已逾期办理": "quiet"}
REPORTS = {"D2": "trend", "D3": "trend", "D5": "satisfaction"}


class DutiesPage(Page):
    """Everything §9 dates, of one year."""

    return_wanted = Signal(object)
    report_wanted = Signal(str, object)
    survey_wanted = Signal()
    slip_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = "期限含当天；到期前 3 个工作日提醒，节假日不顺延（I-14）。"
        super().__init__("职责日历", sentence, parent)
        self._desk = desk
        self._lines: dict[str, DutyLine] = {}
        self.year = QSpinBox()
        self.year.setRange(2000, 2100)
        self.year.setValue(desk.clock.today().year)
        self.year.setSuffix(" 年")
        self.year.setAccessibleName("年份")
        self.open_button = button("打开", "right", self.open_chosen, "打开对应的统计表、报告、调查或单据")
        self.draft_button = button(
            "起草到期的", "draft", self.draft, "期末已过、临近期限的统计表和报告自动起草"
        )
        self.done_button = button("登记办理…", "check", self.mark, "在纸上办理的，登记报送和签收日期")
        self.buttons.addWidget(self.year)
        self.add_buttons(self.open_button, self.draft_button, self.done_button)
        headings = ("期限", "事项", "状态", "报送", "签收", "条款", "编号")
        self.table = PlainTable("职责", headings, (8, 0, 9, 8, 8, 5, 4))
        self.view = YearView()
        self.warning = plain()
        self.tabs = QTabWidget()
        self.tabs.addTab(card(self.table), "清单")
        self.tabs.addTab(card(self.view), "全年")
        self.column.addWidget(self.warning)
        self.column.addWidget(self.tabs, 1)
        self.year.valueChanged.connect(self.refresh)
        self.table.doubleClicked.connect(lambda _index: self.open_chosen())
        self.view.chosen.connect(self._choose)
        self.refresh()

    def refresh(self) -> None:
        """Plan the year where it is not planned yet, and read it."""
        year = self.year.value()
        try:
            duties.plan_year(self._desk, year=year)
            duties.plan_year(self._desk, year=year - 1)
        except UserError as error:
            show_error(self, error)
        listed = duties.duties(self._desk, first=date(year, 1, 1), last=date(year, 12, 31))
        self._lines = {line.key: line for line in listed}
        self.table.show_rows([_row(line) for line in listed])
        self.view.show_year(year, listed, self._desk.clock.today())
        told = duties.year_warning(self._desk, year=year)
        say(self.warning, told, "warning")
        self.warning.setVisible(bool(told))
        late = sum(line.status == "逾期" for line in listed)
        soon = sum(line.status == "将到期" for line in listed)
        words = "、".join(part for part in (late and f"逾期 {late} 项", soon and f"将到期 {soon} 项") if part)
        self.say(words or "没有逾期和将到期的事项。", "bad" if late else "warning" if soon else "good")

    def open_chosen(self) -> None:
        """Open what answers the chosen duty."""
        line = self._lines.get(self.table.chosen())
        if line is None:
            return
        if line.code == "D1":
            self.return_wanted.emit(read_period(line.period))
        elif line.code in REPORTS:
            self.report_wanted.emit(REPORTS[line.code], read_period(line.period))
        elif line.code in ("D4", "D9"):
            self.survey_wanted.emit()
        elif line.slip_id is not None:
            self.slip_wanted.emit(line.slip_id)

    def draft(self) -> None:
        """Draft what is due and whose period has ended."""
        try:
            made = draft_ahead(self._desk)
        except UserError as error:
            show_error(self, error)
            return
        self.refresh()
        self.say(f"已起草 {len(made)} 份，请打开核对。" if made else "没有需要起草的，或您没有编制的职责。")

    def mark(self) -> None:
        """Ask when the chosen duty was met outside the program."""
        line = self._lines.get(self.table.chosen())
        if line is None:
            self.say("请先选中一项。", "warning")
            return
        dialog = MarkDialog(self._desk, line, self)
        dialog.accepted.connect(self.refresh)
        show_dialog(dialog)

    def _choose(self, key: str) -> None:
        self.tabs.setCurrentIndex(0)
        self.table.choose(key)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class MarkDialog(TryDialog):
    """When a duty was met on paper."""

    def __init__(self, desk: Desk, line: DutyLine, parent: QWidget | None = None) -> None:
        super().__init__(parent, "登记办理", f"{line.what}　期限 {line.due:%Y-%m-%d}", "登记")
        self.sent, self.received = DayEdit(desk.clock), DayEdit(desk.clock)
        self.sent.set_day(line.sent_on or desk.clock.today())
        self.received.set_day(line.received_on)
        self.note = QLineEdit(line.note)
        for label, box in (("报送（完成）日期", self.sent), ("签收日期", self.received), ("说明", self.note)):
            self.add_field(label, box)
        self.finish()
        self.ok.clicked.connect(lambda: self.carry_out(lambda: self._act(desk, line.key)))

    def _act(self, desk: Desk, key: str) -> None:
        for box in (self.sent, self.received):
            box.settle()
        duties.mark_done(
            desk, key=key, sent_on=self.sent.day(), received_on=self.received.day(), note=self.note.text()
        )


def _row(line: DutyLine) -> PlainRow:
    status = f"{line.status} {line.late_days} 天" if line.late_days else line.status
    texts = (
        f"{line.due:%Y-%m-%d}", line.what, status, f"{line.sent_on:%Y-%m-%d}" if line.sent_on else "",
        f"{line.received_on:%Y-%m-%d}" if line.received_on else "", line.clause, line.code,
    )  # fmt: skip
    tone = TONES.get(line.status, "")
    return PlainRow(texts, line.key, tone, () if tone == "quiet" else (0, 2))
