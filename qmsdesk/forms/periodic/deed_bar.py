"""The buttons a return and a report have in common: draft, sign, check, take back, send, receive, print, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.barred import EXPORT, PRINT, bar
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.file_choice import XLSX, ask_where_to_save
from qmsdesk.forms.periodic.asking import DayDialog, GivenDialog, ReasonDialog, ask
from qmsdesk.forms.preview import open_preview
from qmsdesk.forms.trust.frame import button
from qmsdesk.forms.work_dialog import run_watched, tell_file
from qmsdesk.operations import period_prints
from qmsdesk.operations import period_slips as stages
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.period_slips import PeriodSlip
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.turns import Given

T = TypeVar("T")


@dataclass(frozen=True)
class Verbs:
    """What the buttons do to the slip of an id."""

    compile: Callable[[int, Given], object]
    review: Callable[[int, Given], object]
    reopen: Callable[[int, str], object]
    send: Callable[[int, date], object]
    receive: Callable[[int, date, str], object]
    pdf: Callable[[int], Printed]
    xlsx: Callable[[int, Path], int]


class DeedBar(QObject):
    """Buttons that follow the state of a slip; `changed` says that something was done."""

    changed = Signal()

    def __init__(self, page: QWidget, desk: Desk, settings: QSettings | None, verbs: Verbs) -> None:
        super().__init__(page)
        self._page, self._desk, self._settings, self._verbs = page, desk, settings, verbs
        self._slip: PeriodSlip | None = None
        self.compile = button("编制签字…", "check", self.sign_compiled)
        self.review = button("审核签名…", "key", self.sign_reviewed, "质量负责人签名，数字从此不变")
        self.reopen = button("撤回…", "left", self.take_back, "撤回签字后可以再改")
        self.send = button("上报…", "export", self.mark_sent)
        self.receive = button("公司签收…", "inbox", self.mark_received)
        self.preview = button("打印预览", "print", self.show_preview, "一式两份")
        self.xlsx = button("Excel", "excel", self.export)
        self.follow(None)

    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them in their order."""
        return (
            self.compile, self.review, self.reopen, self.send, self.receive, self.preview, self.xlsx
        )  # fmt: skip

    def follow(self, slip: PeriodSlip | None) -> None:
        """Only what can be done with this slip now can be pressed."""
        self._slip = slip
        compiled = slip is not None and stages.COMPILED in slip.signatures
        frozen = slip is not None and slip.frozen
        self.compile.setEnabled(slip is not None and not compiled and not frozen)
        self.review.setEnabled(compiled and not frozen)
        self.reopen.setEnabled(
            slip is not None and compiled and slip.state in (stages.WRITING, stages.CHECKED)
        )
        self.send.setEnabled(slip is not None and slip.state == stages.CHECKED)
        self.receive.setEnabled(slip is not None and slip.state == stages.SENT)
        for one in (self.preview, self.xlsx):
            one.setEnabled(slip is not None)
        if slip is not None:
            bar(
                self._desk, (PRINT, slip.paper_code, self.preview), (EXPORT, slip.paper_code, self.xlsx)
            )  # fmt: skip

    def do(self, work: Callable[[], object]) -> None:
        """Carry something out, say why not, and show what became of it."""
        try:
            work()
        except UserError as error:
            show_error(self._page, error)
        self.changed.emit()

    def sign_compiled(self) -> None:
        """编制 signs."""
        self._ask_given("编制签字", self._verbs.compile)

    def sign_reviewed(self) -> None:
        """质量负责人 signs; the figures freeze."""
        self._ask_given("审核签名", self._verbs.review)

    def take_back(self) -> None:
        """Withdraw the signatures with a reason."""
        slip_id = self._id()
        note = "撤回后可以再改；签过的数字留在审计记录里。"
        work = _with(self._verbs.reopen, slip_id)
        ask(ReasonDialog("撤回签字", note, "撤回", work, self._page), self.changed.emit)

    def mark_sent(self) -> None:
        """Keep when it was sent."""
        slip_id = self._id()

        def work(day: date, _who: str) -> None:
            self._verbs.send(slip_id, day)

        note = "报送技术质量管理部的日期，决定是否按时。"
        ask(DayDialog(self._desk, "上报", note, work, parent=self._page), self.changed.emit)

    def mark_received(self) -> None:
        """Keep who signed for it at the company."""
        slip_id = self._id()

        def work(day: date, who: str) -> None:
            self._verbs.receive(slip_id, day, who)

        dialog = DayDialog(
            self._desk, "公司签收", "技术质量管理部签收的日期和人", work, who="签收人", parent=self._page
        )
        ask(dialog, self.changed.emit)

    def show_preview(self) -> None:
        """The copies as they are printed."""
        slip_id = self._id()

        def show(printed: Printed) -> None:
            def told(where: str) -> None:
                period_prints.put_out(self._desk, slip_id=slip_id, where=where, data=printed.data)

            open_preview(self._page, printed, settings=self._settings, on_output=told)

        run_watched(self._page, "排版", lambda _progress: self._verbs.pdf(slip_id), show)

    def export(self) -> None:
        """The data as .xlsx."""
        slip = self._slip
        if slip is None:
            return
        name = f"{slip.period.key} {slip.title}.xlsx"
        path = ask_where_to_save(
            self._page, self._settings, title="导出", name=name, kinds=XLSX, ending=".xlsx"
        )
        if path is None:
            return

        def told(count: int) -> None:
            tell_file(self._page, f"已导出 {count} 行。", path)

        run_watched(self._page, "导出", lambda _progress: self._verbs.xlsx(slip.slip_id, path), told)

    def _ask_given(self, name: str, verb: Callable[[int, Given], object]) -> None:
        slip = self._slip
        if slip is not None:
            work = _with(verb, slip.slip_id)
            ask(GivenDialog(self._desk, name, slip.title, work, self._page), self.changed.emit)

    def _id(self) -> int:
        return self._slip.slip_id if self._slip else 0


def _with(verb: Callable[[int, T], object], slip_id: int) -> Callable[[T], object]:
    """A verb that knows its slip."""
    return lambda value: verb(slip_id, value)
