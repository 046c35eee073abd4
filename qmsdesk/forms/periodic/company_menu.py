"""What 技术质量管理部 does with a period: gather, sign, approve, submit, print, and the pack for 管理评审 (5.1.2)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.barred import PRINT, bar
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.file_choice import ask_for_files
from qmsdesk.forms.periodic.asking import GivenDialog, ask
from qmsdesk.forms.preview import open_noted
from qmsdesk.forms.work_dialog import run_watched
from qmsdesk.operations import company, unit_reports
from qmsdesk.operations import period_slips as stages
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.period_slips import PeriodSlip
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.reports import PAPERS
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.periods import Period


class CompanyMenu(QMenu):
    """Only what the state of the company's report allows can be chosen."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, page: QWidget, desk: Desk, settings: QSettings | None) -> None:
        super().__init__(page)
        self._page, self._desk, self._settings = page, desk, settings

    def fill(self, kind: str, period: Period) -> None:
        """Offer what can be done for a period."""
        self.clear()
        slip_id = company.find_company(self._desk, kind=kind, period=period)
        slip = company.read_company(self._desk, slip_id=slip_id).slip if slip_id is not None else None
        state = f"（{slip.state}）" if slip else "（未编写）"
        self.addSection(f"{period.title}公司报告{state}")
        compiled = slip is not None and stages.COMPILED in slip.signatures
        self._add("接收外单位报告（.xlsx）…", self.take, True)
        self._add("汇总各单位报告", lambda: self._do(lambda: self._gather(kind, period)), slip is None)
        self._add(
            "编制签字…",
            lambda: self._sign(slip, "编制签字", company.compile_company),
            not compiled and slip is not None,
        )
        approvable = compiled and slip is not None and slip.state == company.WRITTEN
        self._add("管理者代表批准…", lambda: self._sign(slip, "批准", company.approve_company), approvable)
        submittable = slip is not None and slip.state == company.APPROVED
        self._add("提交管理评审", lambda: self._do(lambda: self._submit(slip)), submittable)
        preview = self._add("打印预览", lambda: self._preview(slip), slip is not None)
        self.addSeparator()
        pack = self._add(f"{period.year} 年管理评审输入资料 PDF", lambda: self._pack(period.year), True)
        code = PAPERS[kind]
        bar(self._desk, (PRINT, code, preview), (PRINT, code, pack))

    def _add(self, text: str, slot: Callable[[], object], enabled: bool) -> QAction:
        action = self.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def _gather(self, kind: str, period: Period) -> None:
        company.gather(self._desk, kind=kind, period=period)

    def take(self) -> None:
        """Take in reports that units working in other databases exported after signing."""
        paths = ask_for_files(
            self._page, self._settings, title="接收外单位报告", kinds="Excel 工作簿 (*.xlsx)", several=True
        )
        taken = []
        for path in paths:
            try:
                found = unit_reports.take_report(self._desk, path=path)
            except UserError as error:
                show_error(self._page, error)
                continue
            taken.append(f"{found.unit} {found.title}{'（更新）' if found.renewed else ''}")
        if taken:
            self.changed.emit()
            self.told.emit(f"已接收：{'、'.join(taken)}。")

    def _submit(self, slip: PeriodSlip | None) -> None:
        if slip is not None:
            company.submit(self._desk, slip_id=slip.slip_id)

    def _sign(self, slip: PeriodSlip | None, name: str, verb: Callable[..., object]) -> None:
        if slip is None:
            return

        def work(given: Given) -> None:
            verb(self._desk, slip_id=slip.slip_id, given=given)

        ask(GivenDialog(self._desk, name, slip.title, work, self._page), self.changed.emit)

    def _preview(self, slip: PeriodSlip | None) -> None:
        if slip is not None:
            self._print(lambda: company.company_pdf(self._desk, slip_id=slip.slip_id))

    def _pack(self, year: int) -> None:
        self._print(lambda: company.review_pack(self._desk, year=year))

    def _print(self, make: Callable[[], Printed]) -> None:
        def show(printed: Printed) -> None:
            open_noted(self._page, self._desk, printed, self._settings)

        run_watched(self._page, "排版", lambda _progress: make(), show)

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except UserError as error:
            show_error(self._page, error)
        self.changed.emit()
