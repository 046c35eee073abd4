"""Survey forms on their way to the figures: handed over, received by 质管, scored, late ones marked (I-55)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.duty_days import keep_days
from qmsdesk.operations.readings import current
from qmsdesk.operations.surveys import APPROVED, INVALID
from qmsdesk.papers.survey_form import PAPER
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.figures import Figure
from qmsdesk.procedure.periods import Period, read_period
from qmsdesk.procedure.readings import Readings
from qmsdesk.procedure.satisfaction import SurveyForm, evaluate
from qmsdesk.procedure.satisfaction_report import CountedForm
from qmsdesk.procedure.scoring import FormScore, score_form
from qmsdesk.procedure.scoring_tables import FIRST
from qmsdesk.procedure.survey import SurveyDates, assign_halves
from qmsdesk.procedure.workflow import next_state

SUMMED, ARRIVED, SCORED = "已汇总", "质管已收", "已计分"
REACHED = (ARRIVED, SCORED, INVALID)


@dataclass(frozen=True)
class HandOver:
    """What went from 经销 to 质管: forms handed over, and forms still on their way (number, state)."""

    forms: int
    waiting: tuple[tuple[str, str], ...]


def hand_over(desk: Desk, *, period: Period, on: date) -> HandOver:
    """经销 hands the half-year's approved and invalid forms to 质管 (5.4.3.1); what is not ready is named."""
    if on > desk.clock.today():
        raise UserError(f"移交日期 {on} 还没有到。", advice="请核对日期。")
    listed = _of_rounds(desk, period)
    ready = [row for row in listed if row[2] == APPROVED]
    next_state(PAPER.code, APPROVED, "汇总", desk.user.roles)
    waiting = tuple(
        (number, state) for _key, number, state in listed if state in ("已发出", "已收回", "已转交经销")
    )
    gone = [row for row in listed if row[2] == INVALID]
    if not ready and not gone:
        raise UserError(f"{period.title}没有可以移交的调查表。", advice="请先录入并由经销部门领导审批。")
    with write_tx():
        for slip_id, _number, _state in ready:
            _step(desk, slip_id, SUMMED, "汇总移交")
        keep_days(desk, key=f"D4:{period.key}", sent_on=on)
    return HandOver(len(ready) + len(gone), waiting)


def receive(desk: Desk, *, period: Period, on: date, by: str) -> int:
    """质管 signs for the half-year's forms and scores them; how many. A form that cannot be scored becomes 无效."""
    name = clean_text(by, label="签收人", max_length=40)
    if not name:
        raise UserError("请填写签收人。")
    readings, signed = current(desk), _signed_halves(desk)
    listed = [
        row
        for row in _of_rounds(desk, period)
        if row[2] == SUMMED or (row[2] == INVALID and not _reached(row[0]))
    ]
    if not listed:
        raise UserError(f"{period.title}没有已移交的调查表。", advice="请先由经销部门汇总移交。")
    with write_tx():
        for slip_id, _number, state in listed:
            _receive_one(desk, slip_id, state, on, readings, signed)
        keep_days(desk, key=f"D4:{period.key}", received_on=on, note=f"签收人 {name}")
    return len(listed)


def counted_forms(desk: Desk, *, period: Period) -> tuple[CountedForm, ...]:
    """Every form that counts in a half-year, valid or not, in the order of the numbers."""
    found = rows(
        "SELECT s.number, f.customer_name, r.product_kind, f.survey_date, r.ticks, r.scoring_class, r.invalid_reason,"
        " s.state, r.late, f.cause, f.summary, w.kind, w.title, w.half, w.year FROM survey_result r"
        " JOIN slip s ON s.id = r.slip_id JOIN survey_form f ON f.slip_id = r.slip_id"
        " JOIN survey_round w ON w.id = r.survey_round_id"
        " WHERE r.counts_in = ? AND s.unit_id = ? ORDER BY s.series, s.seq",
        (period.key, desk.department.unit_id),
    )
    readings = current(desk)
    return tuple(_counted(row, readings) for row in found)


def history(desk: Desk, *, upto: Period, halves: int = 6) -> tuple[tuple[str, Figure], ...]:
    """The rates of the last half-years that have forms, and of this one; signed ones as they were signed."""
    readings = current(desk)
    found = []
    for period in (upto.shifted(-back) for back in range(halves - 1, -1, -1)):
        signed = _signed_figure(desk, period) if period != upto else None
        counted = counted_forms(desk, period=period)
        if signed is not None:
            found.append((period.title, signed))
        elif counted or period == upto:
            made = evaluate((item.form for item in counted), version=FIRST, readings=readings)
            found.append((period.title, made.primary))
    return tuple(found)


def _signed_figure(desk: Desk, period: Period) -> Figure | None:
    """The rate as it was signed; None while the half-year is open."""
    row = one(
        "SELECT p.snapshot FROM periodic p JOIN slip s ON s.id = p.slip_id WHERE p.kind = 'satisfaction'"
        " AND p.period = ? AND p.snapshot <> '' AND s.unit_id = ? AND s.state <> '作废'",
        (period.key, desk.department.unit_id),
    )
    if row is None:
        return None
    totals = json.loads(row[0])["report"]["totals"]
    value = None if totals["rate"] is None else Fraction(totals["rate"], 10_000)
    return Figure("签署时的满意率", value, totals["method"], tuple(totals["numbers"]))


def _counted(row: tuple[Any, ...], readings: Readings) -> CountedForm:
    (number, customer, kind, surveyed, ticks, scoring_class, invalid, state, late, cause, summary, round_kind, title,
     half_no, year) = row  # fmt: skip
    score = score_form(json.loads(ticks), scoring_class, version=FIRST, readings=readings)
    if state == INVALID:
        score = FormScore(score.kind, score.version, score.full, None, (), invalid or score.invalid)
    name = title or f"{year}年{'二' if half_no == 1 else '四'}季度" + (
        "定期" if round_kind == "定期" else "不定期"
    )
    day = date.fromisoformat(surveyed) if surveyed else None
    return CountedForm(SurveyForm(number, kind, score), customer, day, name, bool(late), cause, summary)


def _receive_one(
    desk: Desk, slip_id: int, state: str, on: date, readings: Readings, signed: Mapping[Period, date]
) -> None:
    surveyed, ticks, scoring_class, series, reason = one(
        "SELECT f.survey_date, r.ticks, r.scoring_class, s.series, r.invalid_reason FROM survey_result r"
        " JOIN slip s ON s.id = r.slip_id JOIN survey_form f ON f.slip_id = r.slip_id WHERE r.slip_id = ?",
        (slip_id,),
    ) or ("", "{}", "商品厂", "", "")
    # a sheet without 调查时间 belongs to the half-year of its round
    day = date.fromisoformat(surveyed) if surveyed else read_period(series).last
    where = assign_halves([SurveyDates(str(slip_id), day, on)], signed, readings)[0]
    score = score_form(json.loads(ticks), scoring_class, version=FIRST, readings=readings)
    final = INVALID if state == INVALID or not score.valid else SCORED
    deed = Deed(desk, slip_id)
    deed.change(
        "survey_result", slip_id, reached_on=on, counts_in=where.period.key, late=where.late, why=where.why,
        total=score.total if final == SCORED else None, full_marks=score.full, scoring_version=score.version,
        invalid_reason="" if final == SCORED else reason or score.invalid,
    )  # fmt: skip
    version = one("SELECT version FROM slip WHERE id = ?", (slip_id,))
    deed.change("slip", slip_id, state=final, version=(version[0] if version else 0) + 1)
    deed.close("质管签收计分" if final == SCORED else "质管签收，判为无效")


def _of_rounds(desk: Desk, period: Period) -> list[tuple[int, str, str]]:
    return rows(
        "SELECT s.id, coalesce(s.number, ''), s.state FROM survey_result r JOIN slip s ON s.id = r.slip_id"
        " JOIN survey_round w ON w.id = r.survey_round_id WHERE w.year = ? AND w.half = ? AND w.unit_id = ?"
        " AND s.number IS NOT NULL ORDER BY s.seq",
        (period.year, period.index, desk.department.unit_id),
    )


def _reached(slip_id: int) -> bool:
    found = one("SELECT reached_on FROM survey_result WHERE slip_id = ?", (slip_id,))
    return bool(found and found[0])


def _step(desk: Desk, slip_id: int, state: str, action: str) -> None:
    deed = Deed(desk, slip_id)
    version = one("SELECT version FROM slip WHERE id = ?", (slip_id,))
    deed.change("slip", slip_id, state=state, version=(version[0] if version else 0) + 1)
    deed.close(action)


def _signed_halves(desk: Desk) -> dict[Period, date]:
    """Half-years whose satisfaction figures are frozen, and since when."""
    found = rows(
        "SELECT p.period, p.frozen_at FROM periodic p JOIN slip s ON s.id = p.slip_id WHERE p.kind = 'satisfaction'"
        " AND p.frozen_at IS NOT NULL AND s.unit_id = ? AND s.state <> '作废'",
        (desk.department.unit_id,),
    )
    return {read_period(key): business_date(read_moment(at)) for key, at in found}
