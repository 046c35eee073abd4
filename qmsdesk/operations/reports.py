"""Trend and satisfaction reports: drafted from the rows, texts edited, signed and frozen, sent (5.3.6.2, 5.4.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import rows, write_tx
from qmsdesk.operations import period_signing
from qmsdesk.operations import period_slips as slips
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.duty_days import rules
from qmsdesk.operations.period_health import snapshot_digest
from qmsdesk.operations.period_signing import open_for_writing
from qmsdesk.operations.period_slips import PeriodSlip
from qmsdesk.operations.report_facts import satisfaction_facts, trend_facts
from qmsdesk.operations.rights import require
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.deadlines import Deadline
from qmsdesk.procedure.periods import Period
from qmsdesk.procedure.report_data import Report, dump, load
from qmsdesk.procedure.satisfaction_report import TITLE as SATISFACTION_TITLE
from qmsdesk.procedure.satisfaction_report import satisfaction_report
from qmsdesk.procedure.trend_report import TITLE as TREND_TITLE
from qmsdesk.procedure.trend_report import trend_report

TREND, SATISFACTION = "trend", "satisfaction"
PAPERS = {TREND: "AUX-10", SATISFACTION: "AUX-11"}
TITLES = {TREND: TREND_TITLE, SATISFACTION: SATISFACTION_TITLE}
_PERIODS = {TREND: ("quarter", "year"), SATISFACTION: ("half",)}
_CLAUSES = {TREND: "5.3.6.2", SATISFACTION: "5.4.4"}
MOST_TEXT = 5000


@dataclass(frozen=True)
class ReportView:
    """A report as it stands: computed anew until it is signed, frozen from then on."""

    slip: PeriodSlip
    report: Report
    proposals: dict[str, str]
    deadline: Deadline | None

    @property
    def clause(self) -> str:
        """The clause the report answers."""
        return _CLAUSES[self.slip.kind.removeprefix("company_")]


@dataclass(frozen=True)
class ReportLine:
    """A report of a list: what there is and how it stands with its deadline."""

    kind: str
    period: Period
    title: str
    slip_id: int | None
    state: str
    deadline: Deadline
    status: str
    late_days: int
    sent_on: date | None
    received_on: date | None


_Make = Callable[[Desk, Period], Report]
_MAKERS: dict[str, _Make] = {
    TREND: lambda desk, period: trend_report(trend_facts(desk, period=period)),
    SATISFACTION: lambda desk, period: satisfaction_report(satisfaction_facts(desk, period=period)),
}


def draft_report(desk: Desk, *, kind: str, period: Period) -> int:
    """Begin a report; the id of its slip. UserError for a wrong period, one that has not begun, or a second one."""
    paper = PAPERS[kind]
    require(desk, "编辑", paper=paper, state=slips.WRITING)
    if period.kind not in _PERIODS[kind]:
        raise UserError(f"{TITLES[kind]}不按这种期间编制（{_CLAUSES[kind]}）。")
    if period.first > desk.clock.today():
        raise UserError(f"{period.title}还没有开始。", advice="报告在期末后编制，期末后8日前上报。")
    with write_tx():
        deed = Deed(desk, None)
        slip_id = slips.begin(
            deed, paper_code=paper, kind=kind, period=period, title=f"{period.title}{TITLES[kind]}"
        )
        deed.close("编制报告")
    return slip_id


def preview_report(desk: Desk, *, kind: str, period: Period) -> Report:
    """The figures of a period as they are now, without keeping anything."""
    return _MAKERS[kind](desk, period)


def read_report(desk: Desk, *, slip_id: int) -> ReportView:
    """A report: from the rows with the writer's texts, or exactly as it was signed."""
    found = slips.read(desk, slip_id=slip_id)
    if found.snapshot is not None:
        report: Report = load(found.snapshot["report"])
        return ReportView(found, report, {}, _deadline(desk, found))
    made = _MAKERS[found.kind](desk, found.period)
    proposals = {key: text.text for key, text in made.texts().items()}
    return ReportView(found, made.with_texts(_written(found)), proposals, _deadline(desk, found))


def write_text(desk: Desk, *, slip_id: int, key: str, text: str | None, version: int) -> int:
    """Keep the writer's words of one block, or go back to the proposal (None); the new version of the slip."""
    found = open_for_writing(desk, slip_id)
    if found.version != version:
        raise Conflict("这份报告刚被别人改过。", advice="请刷新后再改。")
    texts = _written(found)
    if text is None:
        texts.pop(key, None)
    else:
        texts[key] = clean_text(text, label="报告正文", max_length=MOST_TEXT, multiline=True)
    with write_tx():
        deed = Deed(desk, slip_id)
        slips.keep_content(deed, slip_id, {**found.content, "texts": texts})
        deed.close("写报告")
    return version + 1


def compile_report(desk: Desk, *, slip_id: int, given: Given) -> None:
    """编制 signs; texts can no longer be changed unless the signature is withdrawn."""
    period_signing.sign_as_writer(desk, slip_id=slip_id, given=given)


def review_report(desk: Desk, *, slip_id: int, given: Given) -> None:
    """质量负责人 signs (审核, 审批): figures and texts freeze as they stand now (R-14-b)."""

    def figures(_found: PeriodSlip) -> dict[str, Any]:
        return {"report": dump(read_report(desk, slip_id=slip_id).report)}

    period_signing.sign_and_freeze(desk, slip_id=slip_id, given=given, figures=figures, what="报告")


def reopen_report(desk: Desk, *, slip_id: int, reason: str) -> None:
    """Withdraw the signatures while the report has not left; the frozen figures stay in the trail."""
    period_signing.take_back(desk, slips.read(desk, slip_id=slip_id), reason=reason)


def send_report(desk: Desk, *, slip_id: int, on: date) -> None:
    """上报 to 技术质量管理部; the day decides whether it was in time."""
    period_signing.send(desk, slip_id=slip_id, on=on, what="报告")


def receive_report(desk: Desk, *, slip_id: int, on: date, by: str) -> None:
    """Keep that 技术质量管理部 signed for a report that was sent."""
    found = slips.read(desk, slip_id=slip_id)
    if found.sent_on is None:
        raise UserError(f"“{found.title}”还没有上报，不能登记签收。")
    with write_tx():
        deed = Deed(desk, slip_id)
        slips.mark_received(deed, found, on=on, by=by)
        deed.close("登记公司签收")


def find_report(desk: Desk, *, kind: str, period: Period) -> int | None:
    """The report of a period, if it was begun."""
    return slips.find(desk, kind=kind, period=period)


def reports_of_year(desk: Desk, *, year: int) -> list[ReportLine]:
    """The quarterly, annual and half-yearly reports a year owes, by last day, with what became of each."""
    kinds = {"D2": TREND, "D3": TREND, "D5": SATISFACTION}
    due = [duty for duty in rules(desk).for_periods_of(year) if duty.id in kinds]
    return [_line(desk, kinds[duty.id], duty) for duty in due]


def report_digest(report: Report) -> str:
    """SHA-256 (hex) of everything a report says."""
    return snapshot_digest(report.kind, {"report": dump(report)})


def _line(desk: Desk, kind: str, duty: Deadline) -> ReportLine:
    assert duty.period is not None
    today = desk.clock.today()
    title = f"{duty.period.title}{TITLES[kind]}"
    slip_id = find_report(desk, kind=kind, period=duty.period)
    if slip_id is None:
        status = duty.status(today) if duty.period.last < today else "未到期"
        return ReportLine(
            kind, duty.period, title, None, "未编制", duty, status, duty.late_days(today), None, None
        )
    found = slips.read(desk, slip_id=slip_id)
    sent = found.sent_on
    return ReportLine(
        kind, duty.period, title, slip_id, found.state, duty, duty.status(today, sent),
        duty.late_days(today, sent), sent, found.received_on,
    )  # fmt: skip


def signed_reports(desk: Desk, *, kind: str, periods: tuple[str, ...]) -> list[tuple[PeriodSlip, Report]]:
    """Frozen reports of every unit in this database, for the company's own report."""
    marks = ",".join("?" * len(periods))
    found = rows(
        "SELECT p.slip_id FROM periodic p JOIN slip s ON s.id = p.slip_id WHERE p.kind = ? AND p.snapshot <> ''"
        f" AND s.state <> '作废' AND p.period IN ({marks}) ORDER BY s.unit_id, p.period",
        (kind, *periods),
    )
    views = [slips.read(desk, slip_id=key) for (key,) in found]
    return [(view, load(view.snapshot["report"])) for view in views if view.snapshot is not None]


def _written(found: PeriodSlip) -> dict[str, str]:
    return dict(found.content.get("texts", {}))


def _deadline(desk: Desk, found: PeriodSlip) -> Deadline | None:
    ruled = rules(desk)
    if found.kind == TREND:
        return ruled.trend_report(found.period)
    return ruled.satisfaction_report(found.period) if found.kind == SATISFACTION else None
