"""统计表: twelve months on the left, the lines of the chosen one on the right, and every cell open to the writer."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QSplitter, QVBoxLayout, QWidget

from qmsdesk.forms.periodic.deed_bar import DeedBar, Verbs
from qmsdesk.forms.periodic.line_panel import LinePanel
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import Page, button, card, plain, say
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import period_slips as stages
from qmsdesk.operations import returns, returns_out
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.return_rows import Line
from qmsdesk.operations.returns import MonthLine, Return
from qmsdesk.operations.slips import find_number
from qmsdesk.papers.values import money_text
from qmsdesk.procedure.periods import Period, month

TONES = {"逾期": "bad", "将到期": "warning"}


class ReturnsPage(Page):
    """产品顾客反馈统计表 of a year (5.3.6.1)."""

    slip_wanted = Signal(int)

    def __init__(self, desk: Desk, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        sentence = (
            "每月一份，次月5日前报技术质量管理部；未关闭的列为续报，签署后的变化在下月列为补报（5.3.6.1）。"
        )
        super().__init__("产品顾客反馈统计表", sentence, parent)
        self._desk, self._settings = desk, settings
        self._months: dict[str, MonthLine] = {}
        self.found: Return | None = None
        self._make_buttons()
        self._make_tables()
        self._assemble()
        self.year.valueChanged.connect(self.refresh)
        self.months.selectionModel().selectionChanged.connect(self._show_month)
        self.lines.selectionModel().selectionChanged.connect(self._show_line)
        self.lines.doubleClicked.connect(lambda _index: self._open_slip())
        self.panel.changed.connect(self._edit)
        self.deeds.changed.connect(self.refresh)
        today = desk.clock.today()
        self.refresh()
        self.show_period(month(today.year, today.month).shifted(-1))

    def _make_buttons(self) -> None:
        self.year = QSpinBox()
        self.year.setRange(2000, 2100)
        self.year.setValue(self._desk.clock.today().year)
        self.year.setSuffix(" 年")
        self.year.setAccessibleName("年份")
        self.draft = button("编制", "draft", self.make_draft, "按本月反馈自动填写")
        self.renew = button("更新", "refresh", self.refresh_lines, "按现有记录重填，您改过的格子不动")
        desk = self._desk
        self.deeds = DeedBar(self, desk, self._settings, Verbs(
            compile=lambda slip_id, given: returns.compile_return(desk, slip_id=slip_id, given=given),
            review=lambda slip_id, given: returns.review_return(desk, slip_id=slip_id, given=given),
            reopen=lambda slip_id, reason: returns.reopen_return(desk, slip_id=slip_id, reason=reason),
            send=lambda slip_id, on: returns.send_return(desk, slip_id=slip_id, on=on),
            receive=lambda slip_id, on, by: returns.receive_return(desk, slip_id=slip_id, on=on, by=by),
            pdf=lambda slip_id: returns_out.return_pdf(desk, slip_id=slip_id),
            xlsx=lambda slip_id, path: returns_out.return_xlsx(desk, slip_id=slip_id, path=path),
        ))  # fmt: skip
        self.buttons.addWidget(self.year)
        self.add_buttons(self.draft, self.renew, *self.deeds.buttons())

    def _make_tables(self) -> None:
        self.months = PlainTable("月份", ("月份", "状态", "件数", "费用", "办理"), (3, 4, 3, 6, 0))
        headings = ("行", "类别", "反馈单号", "顾客", "产品", "问题", "原因、处理和措施", "费用损失", "备注")
        self.lines = PlainTable("统计表各行", headings, (1, 3, 8, 7, 7, 7, 0, 6, 5), wraps=True, most_lines=2)
        self.panel = LinePanel()
        self.sums, self.state = plain(), plain()

    def _assemble(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        column.addLayout(row)
        upright = QSplitter(Qt.Orientation.Vertical)
        upright.addWidget(card(self.lines))
        upright.addWidget(card(self.panel, "所选行"))
        upright.setStretchFactor(0, 3)
        upright.setStretchFactor(1, 2)
        column.addWidget(upright, 1)
        column.addWidget(self.sums)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(card(self.months))
        self.split.addWidget(side)
        self.split.setStretchFactor(0, 0)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([430, 920])
        self.column.addWidget(self.split, 1)

    def refresh(self) -> None:
        """Read the year and the chosen month again."""
        listed = returns.months(self._desk, year=self.year.value())
        self._months = {line.period.key: line for line in listed}
        self.months.show_rows([_month_row(line) for line in listed])
        self._show_month()

    def show_period(self, period: Period) -> None:
        """Choose a month."""
        self.year.setValue(period.year)
        self.months.choose(period.key)

    def chosen(self) -> MonthLine | None:
        """The chosen month."""
        return self._months.get(self.months.chosen())

    def _show_month(self) -> None:
        line = self.chosen()
        self.found = None
        if line is not None and line.slip_id is not None:
            self.found = returns.read_return(self._desk, slip_id=line.slip_id)
        rows = [_line_row(item) for item in self.found.lines] if self.found else []
        self.lines.show_rows(rows)
        if rows and self.lines.chosen() is None:
            self.lines.selectRow(0)
        self._say_sums(line)
        self._show_line()
        self._follow()

    def _say_sums(self, line: MonthLine | None) -> None:
        found = self.found
        if found is None:
            title = line.period.title if line else ""
            say(self.state, f"{title}还没有编制。" if line else "请在左边选一个月。", "warning")
            self.sums.setText("")
            return
        signed = "、".join(
            f"{stages.MEANINGS[box]} {who.name} {who.day}" for box, who in found.slip.signatures.items()
        )
        say(self.state, f"{found.slip.title}　{found.slip.state}　{signed}".strip(), "good")
        empty = "" if found.lines else "本月无顾客反馈（照样打印上报）。　"
        left = f"　未计金额 {len(found.left_out)} 件" if found.left_out else ""
        self.sums.setText(
            f"{empty}本月计入 {found.count} 件、{money_text(found.fen)} 元{left}　期限 {found.deadline.due}"
        )
        self.sums.setToolTip(found.explanation)

    def _show_line(self) -> None:
        line = self._line()
        self.panel.show_line(line, locked=self._locked())

    def _line(self) -> Line | None:
        if self.found is None:
            return None
        return next((line for line in self.found.lines if line.row_no == self.lines.chosen()), None)

    def _locked(self) -> bool:
        found = self.found
        return found is None or found.slip.frozen or stages.COMPILED in found.slip.signatures

    def _follow(self) -> None:
        """Only what can be done now can be pressed."""
        slip = self.found.slip if self.found else None
        self.deeds.follow(slip)
        self.draft.setEnabled(self.chosen() is not None and slip is None)
        self.renew.setEnabled(slip is not None and not self._locked())

    def make_draft(self) -> None:
        """Draft the chosen month."""
        line = self.chosen()
        if line is not None:
            self.deeds.do(lambda: returns.draft_return(self._desk, period=line.period))

    def refresh_lines(self) -> None:
        """Draft the lines again; what was changed stays."""
        self.deeds.do(lambda: returns.refresh_return(self._desk, slip_id=self._id()))

    def _edit(self, row_no: int, cells: dict[str, Any]) -> None:
        found = self.found
        if found is None:
            return
        slip = found.slip
        self.deeds.do(
            lambda: returns.edit_line(
                self._desk, slip_id=slip.slip_id, row_no=row_no, cells=cells, version=slip.version
            )
        )

    def _open_slip(self) -> None:
        line = self._line()
        slip_id = find_number(self._desk, number=line.number) if line else None
        if slip_id is not None:
            self.slip_wanted.emit(slip_id)

    def _id(self) -> int:
        return self.found.slip.slip_id if self.found else 0


def _month_row(line: MonthLine) -> PlainRow:
    status = f"{line.status} {line.late_days} 天" if line.late_days else line.status
    told = f"{line.sent_on:%m-%d} {status}" if line.sent_on else _owed(line.deadline.due, status)
    count = "" if line.count is None else str(line.count)
    fen = "" if line.fen is None else money_text(line.fen)
    texts = (f"{line.period.index} 月", line.state.removeprefix("公司质管"), count, fen, told)
    return PlainRow(texts, line.period.key, TONES.get(line.status, ""), (4,))


def _owed(due: date, status: str) -> str:
    return f"期限 {due:%m-%d}" if status == "未到期" else f"{due:%m-%d} {status}"


def _line_row(line: Line) -> PlainRow:
    cells = line.cells
    loss = "" if cells["loss"] is None else money_text(cells["loss"])
    texts = (
        str(line.row_no), line.kind, line.number, cells["customer_name"], cells["product_name"], cells["problem"],
        cells["outcome"], loss, cells["remarks"] + ("　已改" if line.edited else ""),
    )  # fmt: skip
    return PlainRow(texts, line.row_no, "warning" if line.edited else "", (8,))
