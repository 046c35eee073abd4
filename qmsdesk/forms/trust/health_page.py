"""数据体检: every check in a thread, a readable table, and a report without names to send away."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QProgressBar, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.background import Job, run
from qmsdesk.forms.barred import EXPORT, bar
from qmsdesk.forms.file_choice import ask_where_to_save
from qmsdesk.forms.trust.frame import Page, button, card
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import health
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.exporting import HEALTH_REPORT, write_text
from qmsdesk.operations.health import MARKS, Finding, Report
from qmsdesk.operations.progress import Cancelled
from qmsdesk.procedure.clock import SHANGHAI

TONES = {"good": "", "warning": "warning", "bad": "bad"}
SHOWN = 8


class HealthPage(Page):
    """Runs the checks off the GUI thread and shows what they found."""

    def __init__(self, desk: Desk, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        sentence = "逐项核对数据库、审计链、编号、各联、附件、备份、时钟和磁盘。只检查，不改动。"
        super().__init__("数据体检", sentence, parent)
        self._desk, self._settings = desk, settings
        self.report: Report | None = None
        self._job: Job | None = None
        self.begin = button("开始体检", "check", self.start)
        self.stop = button("停止", "close", self.cancel)
        self.save = button("另存报告…", "save", lambda: self.export(named=True), "给本部门看的全文")
        self.export_button = button("导出匿名报告…", "export", lambda: self.export(named=False))
        self.export_button.setToolTip("不含人名、编号和内容，可以交给维护人员")
        self.add_buttons(self.begin, self.stop, self.save, self.export_button)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.bar.hide()
        self.table = PlainTable("体检结果", ("项目", "结果", "说明", "细目"), (7, 4, 0, 24), wraps=True)
        self.column.addWidget(self.bar)
        self.column.addWidget(card(self.table), 1)
        self._follow()

    def start(self) -> None:
        """Run every check in a worker thread."""
        desk = self._desk
        self.say("正在检查……", "warning")
        self.bar.setRange(0, 0)
        self._job = run(
            self, lambda progress: health.check(desk, progress=progress), self._done,
            failed=self._failed, progress=self._step, lane="health",
        )  # fmt: skip
        self._follow()

    def cancel(self) -> None:
        """Stop after the check that runs."""
        if self._job is not None:
            self._job.cancel()

    def export(self, *, named: bool) -> None:
        """Save the report: in full, or without any name."""
        if self.report is None:
            return
        day = f"{self.report.at.astimezone(SHANGHAI):%Y%m%d-%H%M}"
        name, kinds, ending = (
            (f"数据体检-{day}.txt", "文本 (*.txt)", ".txt")
            if named
            else (f"体检-匿名-{day}.json", "JSON (*.json)", ".json")
        )
        path = ask_where_to_save(
            self, self._settings, title="保存体检报告", name=name, kinds=kinds, ending=ending
        )
        if path is None:
            return
        try:
            text = self.report.text() if named else self.report.anonymous()
            write_text(self._desk, path=path, text=text, what="体检报告" if named else "匿名体检报告")
        except UserError as error:
            self.say(str(error), "bad")
            return
        self.say(f"已保存：{path.name}")

    def may_close(self) -> bool:
        """A check that runs is stopped."""
        self.cancel()
        return True

    def show_report(self, report: Report) -> None:
        """Show the findings, the worst first."""
        self.report = report
        order = {"bad": 0, "warning": 1, "good": 2}
        found = sorted(report.findings, key=lambda finding: order[finding.level])
        self.table.show_rows([finding_row(finding) for finding in found])
        at = f"{report.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        self.say(f"{at}　{MARKS[report.level]}", report.level)

    def _done(self, report: Report) -> None:
        self._job = None
        self.show_report(report)
        self._follow()

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.say("已停止。" if isinstance(error, Cancelled) else str(error), "warning")
        self._follow()

    def _step(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _follow(self) -> None:
        running = self._job is not None
        self.bar.setVisible(running)
        self.begin.setEnabled(not running)
        self.stop.setEnabled(running)
        for made in (self.save, self.export_button):
            made.setEnabled(self.report is not None and not running)
            bar(self._desk, (EXPORT, HEALTH_REPORT, made))


def finding_row(finding: Finding) -> PlainRow:
    """One check as a row: its mark is a word, the colour only repeats it."""
    details = list(finding.details[:SHOWN])
    if len(finding.details) > SHOWN:
        details.append(f"……共 {len(finding.details)} 项")
    texts = (finding.check, MARKS[finding.level], finding.words, "\n".join(details))
    return PlainRow(texts, finding.check, TONES[finding.level], (1,))
