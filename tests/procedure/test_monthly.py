"""The monthly return: own rows, 续报, 补报, every F counted once (5.3.6.1, I-22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.procedure.monthly import (
    FeedbackRow,
    MonthlyReturn,
    edit_amount,
    edit_line,
    monthly_return,
    with_lines,
)
from qmsdesk.procedure.periods import Period, month
from qmsdesk.procedure.readings import Readings

JAN, FEB, MAR = month(2026, 1), month(2026, 2), month(2026, 3)
OPEN = FeedbackRow("F01-2026-001", date(2026, 1, 20), date(2026, 1, 21), "某厂", "阀门", "漏油", "")
DONE = replace(OPEN, outcome="更换密封件", fen=5000, closed_day=date(2026, 2, 10), claims=("B01-2026-001",))


def kinds(drafted: MonthlyReturn) -> list[tuple[str, str]]:
    return [(line.kind, line.outcome) for line in drafted.lines]


def test_an_open_case_is_in_work_then_continued_until_it_is_closed() -> None:
    january = monthly_return(JAN, [OPEN])
    assert kinds(january) == [("本月", "处理中")]
    february = monthly_return(FEB, [DONE], signed=[january])
    assert kinds(february) == [("续报", "更换密封件")]
    assert february.lines[0].remark == "续报 2026-01"
    assert monthly_return(MAR, [DONE], signed=[january, february]).lines == ()


def test_each_feedback_counts_once_and_its_later_cost_in_the_month_it_is_known() -> None:
    january = monthly_return(JAN, [OPEN])
    february = monthly_return(FEB, [DONE], signed=[january])
    assert (january.count, january.fen) == (1, 0)
    assert (february.count, february.fen) == (0, 5000)
    assert february.lines[0].fen == 5000


def test_an_empty_month_says_so() -> None:
    drafted = monthly_return(MAR, [])
    assert drafted.empty_text == "本月无顾客反馈"
    assert (drafted.count, drafted.fen) == (0, 0)


def test_a_change_after_signing_appears_next_month_as_a_supplement() -> None:
    closed = replace(DONE, closed_day=date(2026, 1, 30))
    january = monthly_return(JAN, [closed])
    assert monthly_return(FEB, [closed], signed=[january]).lines == ()
    dearer = replace(closed, fen=8000)
    february = monthly_return(FEB, [dearer], signed=[january])
    assert kinds(february) == [("补报", "更换密封件")]
    assert (february.count, february.fen) == (0, 3000)
    assert monthly_return(MAR, [dearer], signed=[january, february]).lines == ()


def test_a_slip_registered_after_signing_is_a_supplement_that_counts() -> None:
    january = monthly_return(JAN, [])
    february = monthly_return(FEB, [OPEN], signed=[january])
    assert [(line.kind, line.count_delta) for line in february.lines] == [("补报", 1)]
    assert [line.kind for line in monthly_return(MAR, [OPEN], signed=[january, february]).lines] == ["续报"]


def test_a_slip_voided_after_signing_is_taken_out_again() -> None:
    closed = replace(DONE, closed_day=date(2026, 1, 30))
    january = monthly_return(JAN, [closed])
    february = monthly_return(FEB, [replace(closed, void=True)], signed=[january])
    assert (february.count, february.fen) == (-1, -5000)
    assert kinds(february) == [("补报", "已作废")]


def test_a_void_slip_of_the_month_is_left_out_with_the_reason() -> None:
    drafted = monthly_return(JAN, [replace(OPEN, void=True)])
    assert drafted.lines == ()
    assert [(row.key, row.reason) for row in drafted.left_out] == [("F01-2026-001", "已作废")]


def test_an_unknown_cost_is_blank_and_named_not_zero() -> None:
    drafted = monthly_return(JAN, [OPEN])
    assert drafted.lines[0].fen is None
    assert "费用未定" in drafted.left_out[0].reason


def test_an_edited_cell_keeps_its_source_and_brings_no_supplement() -> None:
    closed = replace(DONE, closed_day=date(2026, 1, 30))
    drafted = monthly_return(JAN, [closed])
    line = edit_line(drafted.lines[0], outcome="更换密封件，已回访")
    january = with_lines(drafted, [edit_amount(line, 6000)])
    assert january.fen == 6000
    assert january.lines[0].source_outcome == "更换密封件"
    assert january.lines[0].source_fen == 5000
    assert monthly_return(FEB, [closed], signed=[january]).lines == ()


def test_the_register_date_is_another_reading_of_the_month() -> None:
    late = replace(OPEN, registered_day=date(2026, 2, 3))
    by_register = Readings(return_period="registered_date")
    assert monthly_return(JAN, [late], readings=by_register).lines == ()
    assert [line.kind for line in monthly_return(FEB, [late], readings=by_register).lines] == ["本月"]


def test_a_case_closed_before_the_return_is_drafted_shows_its_outcome_when_asked() -> None:
    january = monthly_return(JAN, [DONE], as_of=date(2026, 2, 12))
    assert kinds(january) == [("本月", "更换密封件")]
    assert monthly_return(FEB, [DONE], signed=[january]).lines == ()


def test_next_months_feedback_stays_out() -> None:
    assert monthly_return(JAN, [replace(OPEN, feedback_day=date(2026, 2, 1))]).lines == ()


feedback = st.builds(
    FeedbackRow,
    number=st.integers(1, 10**6).map(lambda at: f"F01-2026-{at}"),
    feedback_day=st.dates(date(2026, 1, 1), date(2026, 6, 30)),
    registered_day=st.just(date(2026, 1, 1)),
    outcome=st.sampled_from(["", "返修"]),
    fen=st.none() | st.integers(0, 10**6),
    closed_day=st.none() | st.dates(date(2026, 6, 30), date(2026, 9, 1)),
    void=st.booleans(),
)


@given(
    st.lists(feedback, max_size=12, unique_by=lambda row: row.number),
    st.lists(st.tuples(st.integers(0, 11), st.none() | st.integers(0, 10**6), st.booleans()), max_size=6),
)
def test_a_year_of_signed_returns_adds_up_to_the_truth(
    rows: list[FeedbackRow], changes: list[tuple[int, int | None, bool]]
) -> None:
    signed: list[MonthlyReturn] = []
    current = [replace(row, registered_day=row.feedback_day + timedelta(days=1)) for row in rows]
    for period in Period(2026, "year", 1).months():
        signed.append(monthly_return(period, current, signed=signed))
        if period.index % 2 and changes and current:
            at, fen, void = changes.pop()
            place = at % len(current)
            current[place] = replace(current[place], fen=fen, void=void)
    signed.append(monthly_return(month(2027, 1), current, signed=signed))
    alive = [row for row in current if not row.void]
    assert sum(drafted.count for drafted in signed) == len(alive)
    assert sum(drafted.fen for drafted in signed) == sum(row.fen or 0 for row in alive)
