"""What is done with a half-year of survey forms as a whole: end, hand over, receive and score, sum up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.barred import EXPORT, PRINT, bar
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.file_choice import XLSX, ask_where_to_save
from qmsdesk.forms.periodic.asking import DayDialog, ask
from qmsdesk.forms.preview import open_noted
from qmsdesk.forms.trust.frame import button
from qmsdesk.forms.work_dialog import run_watched, tell_file
from qmsdesk.operations import survey_halves, survey_rounds, surveys_out
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.survey_rounds import RoundLine


class HalfDeeds(QObject):
    """Buttons for the half-year of the chosen round; `need` gives that round or says that none is chosen."""

    changed = Signal()

    def __init__(
        self, page: QWidget, desk: Desk, settings: QSettings | None, need: Callable[[], RoundLine | None]
    ) -> None:
        super().__init__(page)
        self._page, self._desk, self._settings, self._need = page, desk, settings, need

    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them in their order."""
        pdf = button("汇总 PDF", "pdf", self.show_summary)
        xlsx = button("汇总 Excel", "excel", self.export)
        bar(self._desk, (PRINT, "06", pdf), (EXPORT, "06", xlsx))
        return (
            button("结束本次", "check", self.end),
            button("移交质管…", "right", self.hand_over, "6月、12月底前（5.4.3.1）"),
            button("质管签收计分…", "inbox", self.receive),
            pdf,
            xlsx,
        )

    def end(self) -> None:
        """End the chosen round."""
        line = self._need()
        if line is not None:
            self._do(lambda: survey_rounds.end_round(self._desk, round_id=line.round_id))

    def hand_over(self) -> None:
        """经销 hands the half-year over."""

        def work(day: date, _who: str, line: RoundLine) -> None:
            survey_halves.hand_over(self._desk, period=line.round.period, on=day)

        self._ask_day("移交质管", "把本半年已审批的调查表汇总移交质管部门。", work)

    def receive(self) -> None:
        """质管 signs for the half-year and scores it."""

        def work(day: date, who: str, line: RoundLine) -> None:
            survey_halves.receive(self._desk, period=line.round.period, on=day, by=who)

        self._ask_day("质管签收计分", "质管部门签收并计分。", work, who="签收人")

    def show_summary(self) -> None:
        """经销's summary of the half-year as it is printed."""
        line = self._need()
        if line is not None:
            period = line.round.period
            run_watched(
                self._page,
                "排版",
                lambda _progress: surveys_out.summary_pdf(self._desk, period=period),
                self._preview,
            )

    def export(self) -> None:
        """The summary as a workbook."""
        line = self._need()
        if line is None:
            return
        period = line.round.period
        path = ask_where_to_save(
            self._page,
            self._settings,
            title="导出汇总",
            name=f"{period.key} 顾客满意度调查汇总.xlsx",
            kinds=XLSX,
            ending=".xlsx",
        )
        if path is not None:
            self._export_to(path, line)

    def _export_to(self, path: Path, line: RoundLine) -> None:
        def told(count: int) -> None:
            tell_file(self._page, f"已导出 {count} 行。", path)

        period = line.round.period
        run_watched(
            self._page,
            "导出",
            lambda _progress: surveys_out.summary_xlsx(self._desk, period=period, path=path),
            told,
        )

    def _preview(self, printed: Printed) -> None:
        open_noted(self._page, self._desk, printed, self._settings)

    def _ask_day(
        self, name: str, note: str, work: Callable[[date, str, RoundLine], object], *, who: str = ""
    ) -> None:
        line = self._need()
        if line is not None:
            title = f"{line.round.period.title}：{note}"
            act = lambda day, person: work(day, person, line)  # noqa: E731
            ask(DayDialog(self._desk, name, title, act, who=who, parent=self._page), self.changed.emit)

    def _do(self, work: Callable[[], object]) -> None:
        try:
            work()
        except UserError as error:
            show_error(self._page, error)
        self.changed.emit()
