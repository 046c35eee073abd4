"""Due dates D1-D9 of requirements §9: inclusive, not shifted for holidays, warned of early (I-14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from qmsdesk.procedure.dates import add_months, month_end
from qmsdesk.procedure.periods import Period, half, month, quarter
from qmsdesk.procedure.readings import PROPOSED, Readings
from qmsdesk.procedure.workdays import MON_FRI, WorkCalendar, add_workdays

Status = Literal["按时", "未到期", "将到期", "逾期", "已逾期办理"]


@dataclass(frozen=True)
class Deadline:
    """One duty with its last day, the day the warning starts, and the clause."""

    id: str
    what: str
    paper: str
    due: date
    warn_from: date
    clause: str
    period: Period | None = None

    def status(self, today: date, done: date | None = None) -> Status:
        """How it stands: done in time or late, not yet due, soon due, overdue from the next day."""
        if done is not None:
            return "按时" if done <= self.due else "已逾期办理"
        if today > self.due:
            return "逾期"
        return "将到期" if today >= self.warn_from else "未到期"

    def late_days(self, today: date, done: date | None = None) -> int:
        """Calendar days after the last day; 0 when in time."""
        return max(0, ((done or today) - self.due).days)


@dataclass(frozen=True)
class Duties:
    """Makes deadlines with one calendar and one set of readings."""

    calendar: WorkCalendar = MON_FRI
    readings: Readings = PROPOSED

    def _deadline(
        self, id: str, what: str, paper: str, due: date, clause: str, period: Period | None = None
    ) -> Deadline:
        warn = add_workdays(due, -self.readings.warn_working_days, self.calendar).day
        return Deadline(id, what, paper, due, warn, clause, period)

    def monthly_return(self, period: Period) -> Deadline:
        """D1: 统计表 of a month, by the 5th of the next (5.3.6.1)."""
        due = period.last + timedelta(days=5)
        return self._deadline("D1", f"{period.title}产品顾客反馈统计表", "05", due, "5.3.6.1", period)

    def trend_report(self, period: Period) -> Deadline:
        """D2, D3: 质量趋势分析报告 of a quarter or year, by the 8th after (5.3.6.2)."""
        id = "D3" if period.kind == "year" else "D2"
        due = period.last + timedelta(days=8)
        return self._deadline(id, f"{period.title}质量趋势分析报告", "AUX-10", due, "5.3.6.2", period)

    def survey_summary(self, period: Period) -> Deadline:
        """D4: 经销's survey summary to 质管, by 30 June / 31 December (5.4.3.1)."""
        return self._deadline("D4", f"{period.title}顾客满意度调查汇总", "06", period.last, "5.4.3.1", period)

    def satisfaction_report(self, period: Period) -> Deadline:
        """D5: 顾客满意度评价报告, by 8 July / 8 January (5.4.4, I-53)."""
        due = period.last + timedelta(days=8)
        return self._deadline("D5", f"{period.title}顾客满意度评价报告", "AUX-11", due, "5.4.4", period)

    def suggestion_reply(self, signed_for: date, number: str = "") -> Deadline:
        """D6: 建议单 answered within the month after 签收, or by the month's end (5.3.3.2, I-12)."""
        one_month = self.readings.suggestion_reply == "one_month"
        due = add_months(signed_for, 1) if one_month else month_end(signed_for)
        return self._deadline("D6", f"建议单{number}答复", "02", due, "5.3.3.2")

    def supplier_answer(self, limit: date, number: str = "") -> Deadline:
        """D7: the supplier's report and result by the date entered (5.3.4.2)."""
        return self._deadline(
            "D7", f"供方对{number or '投诉'}的分析报告和处理结果", "supplier", limit, "5.3.4.2"
        )

    def claim_completion(self, wanted: date, number: str = "") -> Deadline:
        """D8: 三包单 finished by 要求完成日期 (5.3.5.4)."""
        return self._deadline("D8", f"三包单{number}完成", "04", wanted, "5.3.5.4")

    def survey_round(self, year: int, half_of_year: int) -> Deadline:
        """D9: the regular survey round of the second or fourth quarter (5.4.1.3)."""
        _, last = survey_window(year, half_of_year)
        what = f"{year}年{'二' if half_of_year == 1 else '四'}季度顾客满意度定期调查"
        return self._deadline("D9", what, "06", last, "5.4.1.3", half(year, half_of_year))

    def step_target(self, what: str, start: date, working_days: int | None) -> Deadline | None:
        """An optional target where the procedure gives none; None when switched off (I-18)."""
        if working_days is None:
            return None
        return self._deadline("I-18", what, "", add_workdays(start, working_days, self.calendar).day, "I-18")

    def for_periods_of(self, year: int) -> tuple[Deadline, ...]:
        """Every dated duty about one year's work, in order of due date (the year view)."""
        reports = [*(quarter(year, number) for number in range(1, 5)), Period(year, "year", 1)]
        found = [self.monthly_return(month(year, number)) for number in range(1, 13)]
        found += [self.trend_report(period) for period in reports]
        for number in (1, 2):
            period = half(year, number)
            found += [
                self.survey_round(year, number),
                self.survey_summary(period),
                self.satisfaction_report(period),
            ]
        return _by_date(found)

    def due_in(self, first: date, last: date) -> tuple[Deadline, ...]:
        """The dated duties whose last day lies between two days, both included."""
        found: list[Deadline] = []
        for year in range(first.year - 1, last.year + 1):
            found += [duty for duty in self.for_periods_of(year) if first <= duty.due <= last]
        return _by_date(found)


def _by_date(duties: Iterable[Deadline]) -> tuple[Deadline, ...]:
    return tuple(sorted(duties, key=lambda duty: (duty.due, duty.id)))


def survey_window(year: int, half_of_year: int) -> tuple[date, date]:
    """First and last day of the regular round: second or fourth quarter (5.4.1.3, D9)."""
    period = quarter(year, half_of_year * 2)
    return period.first, period.last


def plan_warning(*, planned: date | None, wanted: date | None) -> str:
    """A warning when 计划完成日期 is after 要求完成日期 (D8); empty otherwise."""
    if planned is None or wanted is None or planned <= wanted:
        return ""
    return f"计划完成日期比要求完成日期晚 {(planned - wanted).days} 天（5.3.5.4）。"
