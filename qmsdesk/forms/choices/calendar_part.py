"""工作日历: which weekdays are free and which weekends are worked, year by year; a year without a table says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input, Kind
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.style import GAP, MARGIN
from qmsdesk.forms.trust.frame import button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import work_calendar
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.work_calendar import YearTable
from qmsdesk.procedure.dates import parse_date
from qmsdesk.procedure.roles import role_names

WEEKDAYS = "一二三四五六日"
LONGEST = 60  # days in one range


class CalendarPart(QWidget):
    """The years on the left, the days of the chosen one on the right."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dialog: FormDialog | None = None
        self.years = PlainTable("年份", ("年份", "放假的工作日", "调休上班", "情况"), (4, 7, 6, 0))
        self.days = PlainTable("放假和调休", ("种类", "日期", "天数"), (6, 0, 4), wraps=True)
        self.change = button("录入…", "draft", self.ask, "按放假通知录入一年的放假和调休")
        self.seed = button("取公布的安排", "import", self.take_announced, "本程序随带的国务院办公厅放假安排")
        self._assemble()
        self.years.selectionModel().selectionChanged.connect(lambda *_both: self._show_days())
        self.years.doubleClicked.connect(lambda _index: self.ask())
        self.refresh()

    def _assemble(self) -> None:
        both = QHBoxLayout()
        both.setSpacing(MARGIN)
        both.addWidget(card(self.years), 1)
        both.addWidget(card(self.days), 1)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.change)
        foot.addWidget(self.seed)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            plain("按工作日计的目标和提醒用这张表；没有表的年份按周一至周五推算，并在结果旁注明。")
        )
        column.addLayout(both, 1)
        column.addLayout(foot)

    def refresh(self) -> None:
        """Read the tables; this year and the next are shown even where they are missing."""
        self._tables = {one.year: one for one in work_calendar.tables(self._desk)}
        this = self._desk.clock.today().year
        wanted = sorted({*self._tables, this, this + 1}, reverse=True)
        self.years.show_rows([self._row(year) for year in wanted])
        if self.years.chosen() is None:
            self.years.choose(this)
        may = bool(self._desk.user.roles & work_calendar.KEEPERS)
        for one in (self.change, self.seed):
            one.setEnabled(may)
        if not may:
            self.said.emit(f"工作日历由{role_names(work_calendar.KEEPERS)}维护；这里只能查看。")

    def _row(self, year: int) -> PlainRow:
        table = self._tables.get(year)
        if table is None:
            words = "没有工作日历，按周一至周五推算"
            return PlainRow((str(year), "", "", words), year, "warning")
        return PlainRow((str(year), f"{len(table.free)} 天", f"{len(table.worked)} 天", "已录入"), year)

    def _show_days(self) -> None:
        table = self._tables.get(self.years.chosen() or 0)
        rows = []
        for name, days in (("放假", table.free), ("调休上班", table.worked)) if table else ():
            rows += [PlainRow((name, _words(span), str(len(span)))) for span in spans(days)]
        self.days.show_rows(rows)

    def take_announced(self) -> None:
        """Keep the announced table of the chosen year where none is kept."""
        year = self.years.chosen()
        if year is None:
            return
        missing = work_calendar.seed(self._desk, years=(year,))
        self.refresh()
        self.said.emit(
            f"还没有 {year} 年的安排，请按放假通知录入。" if missing else f"{year} 年的工作日历已在表中。"
        )

    def ask(self) -> None:
        """Ask for a year's days, as single days or ranges."""
        if not self.change.isEnabled():
            return
        year = self.years.chosen() or self._desk.clock.today().year
        table = self._tables.get(year, YearTable(year, (), ()))
        hint = f"每行一天或一段，如 {year}-10-1 至 {year}-10-7；只写本来是工作日的"
        self.dialog = FormDialog(
            self._desk, name="录入工作日历", sentence=f"{year} 年　周末本来休息，不必写；周末上班的写在“调休上班”里。",
            act="保存",
            inputs=(
                Input("free", "放假", Kind.LONG, hint=hint),
                Input("worked", "调休上班", Kind.LONG, hint="每行一天，都是周六或周日"),
                Input("reason", "依据", hint="例如：国办发明电〔2026〕7号"),
            ),
            do=lambda answers: self._keep(year, answers),
            known={"free": _typed(table.free), "worked": _typed(table.worked)}, parent=self.window(),
        )  # fmt: skip
        self.dialog.accepted.connect(self._did)
        show_dialog(self.dialog)

    def _keep(self, year: int, answers: dict[str, Any]) -> None:
        if not answers["reason"]:
            raise UserError("依据：请写明按哪个通知录入。")
        free = [day for day in read_days(answers["free"], year) if day.weekday() < 5]
        worked = read_days(answers["worked"], year)
        work_calendar.keep(self._desk, year=year, free=free, worked=worked, reason=answers["reason"])

    def _did(self) -> None:
        self.refresh()
        self.said.emit("已保存。")


def spans(days: Iterable[date]) -> list[list[date]]:
    """Days in runs that only weekends interrupt."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and (day - found[-1][-1]).days <= 3 and _only_weekend(found[-1][-1], day):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def read_days(text: str, year: int) -> list[date]:
    """Days and ranges as typed, one a line; UserError for what is no day."""
    found: list[date] = []
    for line in re.split(r"[\n，,；;]+", text):
        ends = [part.strip() for part in re.split(r"[至~～—]+", line) if part.strip()]
        days = [day for part in ends if (day := parse_date(part, today=date(year, 1, 1))) is not None]
        if len(days) == 1:
            found.append(days[0])
        elif len(days) == 2 and 0 <= (days[1] - days[0]).days < LONGEST:
            found += [days[0] + timedelta(days=n) for n in range((days[1] - days[0]).days + 1)]
        elif days:
            raise UserError(f"“{line.strip()}”没看懂。", advice="请写成 2026-10-1 至 2026-10-7。")
    return sorted(set(found))


def _only_weekend(first: date, second: date) -> bool:
    between = [first + timedelta(days=n) for n in range(1, (second - first).days)]
    return all(day.weekday() >= 5 for day in between)


def _words(span: list[date]) -> str:
    first, last = span[0], span[-1]
    words = f"{first.month}月{first.day}日（周{WEEKDAYS[first.weekday()]}）"
    return (
        words if first == last else f"{words} 至 {last.month}月{last.day}日（周{WEEKDAYS[last.weekday()]}）"
    )


def _typed(days: Iterable[date]) -> str:
    return "\n".join(f"{span[0]}" if len(span) == 1 else f"{span[0]} 至 {span[-1]}" for span in spans(days))
