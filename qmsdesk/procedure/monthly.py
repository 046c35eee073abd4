"""Rows of 产品顾客反馈统计表: the month's own, 续报 until closed, 补报 of late changes (5.3.6.1, I-22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from qmsdesk.procedure.figures import LeftOut
from qmsdesk.procedure.money import format_money
from qmsdesk.procedure.periods import Period, period_of
from qmsdesk.procedure.readings import PROPOSED, Readings

Kind = Literal["本月", "续报", "补报"]
IN_WORK = "处理中"
EMPTY = "本月无顾客反馈"


@dataclass(frozen=True)
class FeedbackRow:
    """One feedback as the return needs it; `fen` None means the loss is not known yet."""

    number: str
    feedback_day: date
    registered_day: date
    customer: str = ""
    product: str = ""
    problem: str = ""
    outcome: str = ""  # 原因、责任、处理意见和处理结果,改进措施
    fen: int | None = None
    claims: tuple[str, ...] = ()
    closed_day: date | None = None
    void: bool = False


@dataclass(frozen=True)
class ReturnLine:
    """One line of form 05; the deltas are what this line adds to the totals, so each F counts once."""

    kind: Kind
    number: str
    customer: str
    product: str
    problem: str
    outcome: str
    fen: int | None
    claims: tuple[str, ...]
    remark: str
    count_delta: int
    fen_delta: int
    open: bool
    source_outcome: str = ""  # what the records said, kept beside an edited cell
    source_fen: int | None = None


@dataclass(frozen=True)
class MonthlyReturn:
    """The whole return: lines in order, totals, what was left out, and how it was counted."""

    period: Period
    lines: tuple[ReturnLine, ...]
    count: int
    fen: int
    left_out: tuple[LeftOut, ...]
    explanation: str

    @property
    def empty_text(self) -> str:
        """What an empty return prints, so that the report still exists."""
        return "" if self.lines else EMPTY


@dataclass(frozen=True)
class _Reported:
    """What signed returns have already said about a feedback."""

    count: int = 0
    fen: int = 0
    last: ReturnLine | None = None


def monthly_return(
    period: Period,
    rows: Iterable[FeedbackRow],
    *,
    signed: Sequence[MonthlyReturn] = (),
    as_of: date | None = None,
    readings: Readings = PROPOSED,
) -> MonthlyReturn:
    """Draft form 05 of a month from all feedback rows and the returns already signed for other months.

    A row closed by `as_of` (default: the month's last day) shows its outcome, an open one 处理中.
    """
    day = as_of or period.last
    reported = _reported([old for old in signed if old.period != period])
    signed_months = {old.period for old in signed if old.period != period}
    listed = sorted(rows, key=lambda row: (_day(row, readings), row.number))
    lines, left_out = [], []
    for row in listed:
        own = period_of(_day(row, readings), "month")
        past = reported.get(row.number, _Reported())
        kind = _kind(row, own, period, past, late=own in signed_months)
        if kind is None:
            if own == period:
                left_out.append(LeftOut(row.number, "已作废"))
            continue
        line = _line(kind, row, past, own, day=day, counts=kind == "本月" or own in signed_months)
        lines.append(line)
        if row.fen is None and not row.void:
            left_out.append(LeftOut(row.number, "费用未定，暂不计入金额"))
    return _total(period, sorted(lines, key=lambda line: ("本月", "续报", "补报").index(line.kind)), left_out)


def _day(row: FeedbackRow, readings: Readings) -> date:
    return row.feedback_day if readings.return_period == "feedback_date" else row.registered_day


def _reported(signed: Sequence[MonthlyReturn]) -> dict[str, _Reported]:
    """Add up what each feedback has contributed to signed returns, in order of month."""
    found: dict[str, _Reported] = {}
    for old in sorted(signed, key=lambda item: item.period.first):
        for line in old.lines:
            past = found.get(line.number, _Reported())
            found[line.number] = _Reported(past.count + line.count_delta, past.fen + line.fen_delta, line)
    return found


def _kind(row: FeedbackRow, own: Period, period: Period, past: _Reported, *, late: bool) -> Kind | None:
    if own == period:
        return None if row.void else "本月"
    if own.first > period.first:
        return None
    if late and _never_said(row, past):
        return "补报"
    if past.last is not None and not past.last.open and not _changed(row, past):
        return None
    still_open = row.closed_day is None or row.closed_day >= period.first
    if still_open and not row.void and row.registered_day <= period.last:
        return "续报"
    return "补报" if late and _changed(row, past) else None


def _never_said(row: FeedbackRow, past: _Reported) -> bool:
    return past.last is None and not row.void


def _changed(row: FeedbackRow, past: _Reported) -> bool:
    """Whether a signed return says something else than what is true now."""
    last = past.last
    if last is None:
        return False
    if row.void:
        return past.count != 0
    finished = row.closed_day is not None and (last.open or last.source_outcome != row.outcome)
    return finished or row.fen != last.source_fen or row.claims != last.claims


def _outcome(row: FeedbackRow, *, is_open: bool) -> str:
    if not is_open:
        return row.outcome
    return f"{row.outcome}（{IN_WORK}）" if row.outcome else IN_WORK


def _line(
    kind: Kind, row: FeedbackRow, past: _Reported, own: Period, *, day: date, counts: bool
) -> ReturnLine:
    is_open = not row.void and (row.closed_day is None or row.closed_day > day)
    count_now, fen_now = (0, 0) if row.void else (1, row.fen or 0)
    return ReturnLine(
        kind=kind,
        number=row.number,
        customer=row.customer,
        product=row.product,
        problem=row.problem,
        outcome="已作废" if row.void else _outcome(row, is_open=is_open),
        fen=0 if row.void else row.fen,
        claims=row.claims,
        remark="" if kind == "本月" else f"{kind} {own.key}",
        count_delta=count_now - past.count if counts else 0,
        fen_delta=fen_now - past.fen if counts else 0,
        open=is_open,
        source_outcome=row.outcome,
        source_fen=0 if row.void else row.fen,
    )


def edit_line(line: ReturnLine, *, problem: str | None = None, outcome: str | None = None) -> ReturnLine:
    """The line with cells the writer changed; what the records said stays beside it."""
    return replace(
        line,
        problem=line.problem if problem is None else problem,
        outcome=line.outcome if outcome is None else outcome,
    )


def edit_amount(line: ReturnLine, fen: int | None) -> ReturnLine:
    """The line with another 费用损失; its part in the totals moves by the same amount."""
    return replace(line, fen=fen, fen_delta=line.fen_delta + (fen or 0) - (line.fen or 0))


def with_lines(draft: MonthlyReturn, lines: Sequence[ReturnLine]) -> MonthlyReturn:
    """The same return with edited lines, totalled again."""
    return _total(draft.period, lines, draft.left_out)


def _total(period: Period, lines: Sequence[ReturnLine], left_out: Sequence[LeftOut]) -> MonthlyReturn:
    count = sum(line.count_delta for line in lines)
    fen = sum(line.fen_delta for line in lines)
    words = (
        f"件数 = 本月 {sum(line.kind == '本月' for line in lines)} 件及补报增减，每张反馈单只计一次；"
        f"费用损失 = 本月费用与以前各月费用的增减之和 = {format_money(fen)} 元；"
        f"续报 {sum(line.kind == '续报' for line in lines)} 件，补报 {sum(line.kind == '补报' for line in lines)} 件。"
    )
    return MonthlyReturn(period, tuple(lines), count, fen, tuple(left_out), words)
