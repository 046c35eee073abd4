"""Rows of the database as the reports' pure functions take them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from qmsdesk.operations.desk import Desk
from qmsdesk.operations.period_rows import CaseRow, cases, recorded_span
from qmsdesk.operations.readings import current
from qmsdesk.operations.survey_halves import counted_forms, history
from qmsdesk.operations.survey_rounds import rounds
from qmsdesk.procedure.dates import add_months
from qmsdesk.procedure.periods import Period
from qmsdesk.procedure.report_rows import LossRow, ReportCase, TrendFacts
from qmsdesk.procedure.satisfaction_report import RoundFacts, SatisfactionFacts
from qmsdesk.procedure.scoring_tables import FIRST
from qmsdesk.procedure.trend_sections import RUN_MONTHS


def trend_facts(desk: Desk, *, period: Period) -> TrendFacts:
    """Feedback and 三包单 of a period and of what it is compared with: the year before, two years of months."""
    begin = min(period.year_before().first, add_months(period.last.replace(day=1), 1 - RUN_MONTHS))
    found = cases(desk, first=begin, last=period.last)
    span = recorded_span(desk)
    today = desk.clock.today()
    known_from = span[0] if span else date.max  # without any record nothing is known, not even zero
    return TrendFacts(
        period,
        desk.department.unit_name,
        tuple(report_case(row) for row in found),
        loss_rows(found),
        known_from,
        today,
    )


def satisfaction_facts(desk: Desk, *, period: Period) -> SatisfactionFacts:
    """The half-year's forms, rounds and complaints, and the rates of the half-years before."""
    complaints: dict[str, Counter[str]] = defaultdict(Counter)
    for row in cases(desk, first=period.first, last=period.last):
        if not row.void:
            complaints[row.product.strip() or "未填产品"][row.problem_label or "未填写"] += 1
    return SatisfactionFacts(
        period=period,
        unit=desk.department.unit_name,
        forms=counted_forms(desk, period=period),
        rounds=tuple(
            RoundFacts(line.name, line.round, line.reason, line.coverage)
            for line in rounds(desk, period=period)
        ),
        complaints=complaints,
        history=history(desk, upto=period),
        version=FIRST,
        readings=current(desk),
    )


def report_case(row: CaseRow) -> ReportCase:
    """One feedback as a trend report sees it."""
    return ReportCase(
        row.number, row.day, row.registered, row.customer, row.product, row.problem_label, row.responsible,
        row.cause, row.fen, row.void, row.complaint_class, row.state, row.signed_for, row.first_action, row.closed,
    )  # fmt: skip


def loss_rows(found: Iterable[CaseRow]) -> tuple[LossRow, ...]:
    """Every 三包单 once, by the day of the first feedback it stands on."""
    once: dict[str, LossRow] = {}
    for row in found:
        for claim in row.claims:
            if not row.void and claim.number not in once:
                once[claim.number] = LossRow(claim.number, row.day, claim.loss_class, claim.fen)
    return tuple(once.values())
