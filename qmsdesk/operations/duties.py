"""The duty calendar: D1-D9 with last day, warning and what became of each; days of sending are kept (§9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations import work_calendar
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.duty_days import insert_duty, keep_days, key_of, rules
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.deadlines import Deadline
from qmsdesk.procedure.periods import read_period
from qmsdesk.procedure.workdays import add_workdays

DATED = ("D1", "D2", "D3", "D4", "D5", "D9")
REPORT_KINDS = {"D1": "return", "D2": "trend", "D3": "trend", "D5": "satisfaction"}
OPEN_ENDED = ("将到期", "逾期", "未到期")


@dataclass(frozen=True)
class DutyLine:
    """One duty as the calendar shows it; `slip_id` is the slip that answers it, when there is one."""

    key: str
    code: str
    what: str
    paper_code: str
    period: str
    due: date
    warn_from: date
    clause: str
    status: str
    late_days: int
    slip_id: int | None
    sent_on: date | None
    received_on: date | None
    note: str

    @property
    def done(self) -> bool:
        """Whether nothing is owed any more."""
        return self.status not in OPEN_ENDED


def plan_year(desk: Desk, *, year: int) -> int:
    """Keep the dated duties about one year's work (D1-D5, D9) where they are not kept yet; how many were new."""
    work_calendar.seed(desk, years=(year, year + 1))
    known = {row[0] for row in rows("SELECT key FROM duty")}
    begin = _begin(desk)
    listed = rules(desk).for_periods_of(year)
    fresh = [duty for duty in listed if key_of(duty) not in known and _owed(duty, begin)]
    if fresh:
        with write_tx():
            for duty in fresh:
                insert_duty(desk, duty)
    return len(fresh)


def _begin(desk: Desk) -> date:
    """Since when this department works with the program; what was due before it owed on paper."""
    found = one(
        "SELECT u.created_at, coalesce((SELECT registered_at FROM slip ORDER BY id LIMIT 1), u.created_at)"
        " FROM unit u WHERE u.id = ?",
        (desk.department.unit_id,),
    )
    return business_date(read_moment(min(found))) if found else date.min


def _owed(duty: Deadline, begin: date) -> bool:
    """Whether a duty is about a time this department worked with the program."""
    return duty.period is None or duty.period.last >= begin


def duties(desk: Desk, *, first: date, last: date) -> list[DutyLine]:
    """Every duty whose last day lies between two days (both included), the dated ones and those of slips.

    A dated duty that nobody planned yet is shown all the same; nothing is written.
    """
    kept = _kept(first, last)
    known, begin = {row[0] for row in kept}, _begin(desk)
    listed = rules(desk).due_in(first, last)
    fresh = [_as_row(duty) for duty in listed if key_of(duty) not in known and _owed(duty, begin)]
    planned = [_planned(desk, row) for row in (*kept, *fresh)]
    return sorted([*planned, *_of_slips(desk, first, last)], key=lambda line: (line.due, line.code, line.key))


def open_duties(desk: Desk, *, ahead_days: int = 14) -> list[DutyLine]:
    """What the start page shows: late, soon due, and due within some days; the most pressing first."""
    today = desk.clock.today()
    listed = duties(desk, first=today - timedelta(days=400), last=today + timedelta(days=ahead_days))
    return [line for line in listed if not line.done]


def year_warning(desk: Desk, *, year: int) -> str:
    """What to say about a year whose working days are not known; empty when they are."""
    return work_calendar.warning(desk, year=year)


def mark_done(
    desk: Desk, *, key: str, sent_on: date | None, received_on: date | None = None, note: str = ""
) -> None:
    """Keep when a duty was met outside the program (on paper); a duty answered by a slip is kept there."""
    code, _, period = key.partition(":")
    if code not in DATED:
        raise UserError("这项职责写在单据上，请在单据中办理。")
    if _answering_slip(desk, code, period) is not None:
        raise UserError("这项职责由程序里的报表办理，日期请在报表中登记。")
    today = desk.clock.today()
    if any(day is not None and day > today for day in (sent_on, received_on)):
        raise UserError("日期还没有到。", advice="请核对日期。")
    if sent_on and received_on and received_on < sent_on:
        raise UserError("签收日期早于报送日期。", advice="请核对日期（S-7-a）。")
    with write_tx():
        keep_days(desk, key=key, sent_on=sent_on, received_on=received_on, note=note)


_Row = tuple[Any, ...]


def _as_row(duty: Deadline) -> _Row:
    """A duty of the rules as a row of its table."""
    period = duty.period.key if duty.period else ""
    days = duty.due.isoformat(), duty.warn_from.isoformat()
    return key_of(duty), duty.id, duty.what, duty.paper, period, *days, duty.clause, None, None, ""


def _kept(first: date, last: date) -> list[_Row]:
    return rows(
        "SELECT key, code, what, paper_code, period, due, warn_from, clause, sent_on, received_on, note FROM duty"
        " WHERE due BETWEEN ? AND ? ORDER BY due, key",
        (first.isoformat(), last.isoformat()),
    )


def _planned(desk: Desk, row: _Row) -> DutyLine:
    key, code, what, paper, period, due, warn_from, clause, sent, received, note = row
    slip = _answering_slip(desk, code, period)
    if slip is not None:
        slip_id, sent, received = slip
    else:
        slip_id = None
    done = _date(sent) or (_round_ended(desk, period) if code == "D9" else None)
    deadline = Deadline(code, what, paper, date.fromisoformat(due), date.fromisoformat(warn_from), clause)
    today = desk.clock.today()
    return DutyLine(
        key, code, what, paper, period, deadline.due, deadline.warn_from, clause, deadline.status(today, done),
        deadline.late_days(today, done), slip_id, _date(sent), _date(received), note,
    )  # fmt: skip


def _answering_slip(desk: Desk, code: str, period: str) -> tuple[int, str | None, str | None] | None:
    kind = REPORT_KINDS.get(code)
    if kind is None:
        return None
    return one(
        "SELECT p.slip_id, p.sent_on, p.received_on FROM periodic p CROSS JOIN slip s ON s.id = p.slip_id"
        " WHERE p.kind = ? AND p.period = ? AND s.unit_id = ? AND s.state <> '作废'",
        (kind, period, desk.department.unit_id),
    )


def _round_ended(desk: Desk, period: str) -> date | None:
    """The last day a form of the regular round was surveyed, once the round is ended."""
    half = read_period(period)
    found = one(
        "SELECT max(f.survey_date) FROM survey_round w LEFT JOIN survey_result r ON r.survey_round_id = w.id"
        " LEFT JOIN survey_form f ON f.slip_id = r.slip_id WHERE w.kind = '定期' AND w.year = ? AND w.half = ?"
        " AND w.unit_id = ? AND w.state = '结束'",
        (half.year, half.index, desk.department.unit_id),
    )
    return _date(found[0]) if found else None


def _of_slips(desk: Desk, first: date, last: date) -> list[DutyLine]:
    """D6-D8 and the optional step targets, as they stand on the slips."""
    found = rows(
        "SELECT d.id, d.kind, d.what, s.paper_code, d.due, d.done_on, d.clause, s.id, coalesce(s.number, '')"
        " FROM deadline d CROSS JOIN slip s ON s.id = d.slip_id WHERE d.due BETWEEN ? AND ? AND s.state <> '作废'",
        (first.isoformat(), last.isoformat()),
    )
    ruled, today = rules(desk), desk.clock.today()
    lines = []
    for key, kind, what, paper, due, done, clause, slip_id, number in found:
        day = date.fromisoformat(due)
        warn = add_workdays(day, -ruled.readings.warn_working_days, ruled.calendar).day
        deadline = Deadline(kind, what, paper, day, warn, clause)
        words = what if number and number in what else f"{what} {number}".strip()
        lines.append(
            DutyLine(
                f"slip:{key}", kind, words, paper, "", day, warn, clause, deadline.status(today, _date(done)),
                deadline.late_days(today, _date(done)), slip_id, _date(done), None, "",
            )
        )  # fmt: skip
    return lines


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
