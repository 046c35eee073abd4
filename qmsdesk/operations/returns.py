"""产品顾客反馈统计表 (form 05): drafted, edited, signed, sent; late changes come next month (5.3.6.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
from qmsdesk.operations.period_rows import feedback_rows, return_cases
from qmsdesk.operations.period_signing import open_for_writing
from qmsdesk.operations.period_slips import PeriodSlip
from qmsdesk.operations.readings import current
from qmsdesk.operations.return_rows import (
    CELLS,
    Line,
    as_return_line,
    as_snapshot,
    from_snapshot,
    read_lines,
    write_lines,
)
from qmsdesk.operations.rights import require
from qmsdesk.operations.turns import Given
from qmsdesk.operations.work_calendar import work_calendar
from qmsdesk.papers.monthly_return import PAPER
from qmsdesk.procedure.deadlines import Deadline, Duties
from qmsdesk.procedure.figures import LeftOut
from qmsdesk.procedure.monthly import MonthlyReturn, monthly_return, with_lines
from qmsdesk.procedure.periods import Period, month

KIND = "return"
_LABELS = {column.name: column for item in PAPER.fields for column in item.columns}


@dataclass(frozen=True)
class Return:
    """A month's return as it stands: its lines, totals in pieces and 分, how it was counted, and its deadline."""

    slip: PeriodSlip
    lines: tuple[Line, ...]
    count: int
    fen: int
    left_out: tuple[LeftOut, ...]
    explanation: str
    deadline: Deadline


@dataclass(frozen=True)
class MonthLine:
    """One month of the list: what there is and how it stands with its deadline."""

    period: Period
    slip_id: int | None
    state: str
    count: int | None
    fen: int | None
    deadline: Deadline
    status: str
    late_days: int
    sent_on: date | None
    received_on: date | None


def draft_return(desk: Desk, *, period: Period) -> int:
    """Draft a month's return from its feedback; the id of its slip. UserError for a month that has not begun."""
    require(desk, "编辑", paper=PAPER.code, state=slips.WRITING)
    if period.kind != "month":
        raise UserError("统计表按月编制（5.3.6.1）。", advice="请选择一个月份。")
    if period.first > desk.clock.today():
        raise UserError(f"{period.title}还没有开始。", advice="统计表在当月结束后编制，次月5日前上报。")
    made = _drafted(desk, period)
    with write_tx():
        deed = Deed(desk, None)
        slip_id = slips.begin(
            deed, paper_code=PAPER.code, kind=KIND, period=period, title=f"{period.title}{PAPER.title}"
        )
        deed.insert(
            "monthly_return",
            slip_id=slip_id,
            year=period.year,
            month=period.index,
            unit_name=desk.department.unit_name,
        )
        _put(deed, slip_id, made, {})
        deed.close("编制统计表")
    return slip_id


def refresh_return(desk: Desk, *, slip_id: int) -> int:
    """Draft the lines again from the records; what the writer changed stays. How many lines there are now."""
    found = open_for_writing(desk, slip_id)
    made = _drafted(desk, found.period)
    edits = {line.number: {name: line.cells[name] for name in line.edited} for line in read_lines(slip_id)}
    with write_tx():
        deed = Deed(desk, slip_id)
        _put(deed, slip_id, made, edits)
        deed.close("按现有记录更新统计表")
    return len(made.lines)


def read_return(desk: Desk, *, slip_id: int) -> Return:
    """A return with its lines; a signed one says exactly what was signed."""
    found = slips.read(desk, slip_id=slip_id)
    lines = read_lines(slip_id)
    made = _counted(found, lines)
    return Return(
        found,
        lines,
        made.count,
        made.fen,
        made.left_out,
        made.explanation,
        _duties(desk).monthly_return(found.period),
    )


def find_return(desk: Desk, *, period: Period) -> int | None:
    """The return of a month, if it was drafted."""
    return slips.find(desk, kind=KIND, period=period)


def months(desk: Desk, *, year: int) -> list[MonthLine]:
    """The twelve months of a year with what became of each return."""
    duties, today = _duties(desk), desk.clock.today()
    listed = []
    for number in range(1, 13):
        period = month(year, number)
        deadline = duties.monthly_return(period)
        slip_id = find_return(desk, period=period)
        if slip_id is None:
            status = deadline.status(today) if period.last < today else "未到期"
            late = deadline.late_days(today)
            listed.append(MonthLine(period, None, "未编制", None, None, deadline, status, late, None, None))
            continue
        made = read_return(desk, slip_id=slip_id)
        sent = made.slip.sent_on
        listed.append(
            MonthLine(
                period, slip_id, made.slip.state, made.count, made.fen, deadline, deadline.status(today, sent),
                deadline.late_days(today, sent), sent, made.slip.received_on,
            )
        )  # fmt: skip
    return listed


def edit_line(desk: Desk, *, slip_id: int, row_no: int, cells: Mapping[str, Any], version: int) -> Return:
    """Change cells of one line; the value of the records stays beside each. UserError names the printed label."""
    found = open_for_writing(desk, slip_id)
    if found.version != version:
        raise Conflict("这份统计表刚被别人改过。", advice="请刷新后再改。")
    line = next((line for line in read_lines(slip_id) if line.row_no == row_no), None)
    if line is None:
        raise UserError(f"统计表没有第 {row_no} 行。")
    changed = {name: _clean(name, value) for name, value in cells.items()}
    new = {**line.cells, **changed}
    delta = line.loss_delta + (new["loss"] or 0) - (line.cells["loss"] or 0)
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("monthly_return_line", line.key, **changed, loss_delta=delta)
        deed.change("slip", slip_id, version=found.version + 1)
        deed.close("改统计表")
    return read_return(desk, slip_id=slip_id)


def restore_cell(desk: Desk, *, slip_id: int, row_no: int, cell: str, version: int) -> Return:
    """Put back what the records say in one cell."""
    line = next((line for line in read_lines(slip_id) if line.row_no == row_no), None)
    if line is None or cell not in CELLS:
        raise UserError("没有找到这一格。")
    return edit_line(desk, slip_id=slip_id, row_no=row_no, cells={cell: line.source[cell]}, version=version)


def compile_return(desk: Desk, *, slip_id: int, given: Given) -> None:
    """编制 signs: the lines stay open until 审核, but the sheet is no longer a draft."""
    period_signing.sign_as_writer(desk, slip_id=slip_id, given=given)


def review_return(desk: Desk, *, slip_id: int, given: Given) -> None:
    """审核 by 质量负责人: the figures freeze. UserError before 编制, by the same person, or with dates backwards."""

    def figures(found: PeriodSlip) -> dict[str, Any]:
        return as_snapshot(_counted(found, read_lines(slip_id)))

    period_signing.sign_and_freeze(desk, slip_id=slip_id, given=given, figures=figures, what="统计表")


def reopen_return(desk: Desk, *, slip_id: int, reason: str) -> None:
    """撤回: the month can be edited again; refused when a later month was signed on top of it."""
    found = slips.read(desk, slip_id=slip_id)
    signed = signed_returns(desk) if found.frozen else []
    later = [made.period.title for made in signed if made.period.first > found.period.first]
    if later:
        raise UserError(
            f"{later[0]}的统计表已在本月数字之上签署，不能再撤回{found.period.title}。",
            advice="请让变化在下一份统计表中以“补报”列出（5.3.6.1）。",
        )
    period_signing.take_back(desk, found, reason=reason)


def send_return(desk: Desk, *, slip_id: int, on: date) -> None:
    """上报: the signed return goes to 技术质量管理部; the day decides whether it was in time."""
    period_signing.send(desk, slip_id=slip_id, on=on, what="统计表")


def receive_return(desk: Desk, *, slip_id: int, on: date, by: str) -> None:
    """Keep that 技术质量管理部 signed for it (told by them, or in their own program)."""
    found = slips.read(desk, slip_id=slip_id)
    if found.state != slips.SENT:
        raise UserError(f"“{found.title}”还没有上报，不能登记签收。")
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("slip", slip_id, state=slips.ARRIVED, version=found.version + 1)
        slips.mark_received(deed, found, on=on, by=by)
        deed.close("登记公司签收")


def signed_returns(desk: Desk) -> list[MonthlyReturn]:
    """Every frozen return of this unit, oldest first."""
    found = rows(
        "SELECT p.snapshot FROM periodic p JOIN slip s ON s.id = p.slip_id WHERE p.kind = 'return'"
        " AND p.snapshot <> '' AND s.state <> '作废' AND s.unit_id = ? ORDER BY p.period",
        (desk.department.unit_id,),
    )
    return [from_snapshot(json.loads(text)) for (text,) in found]


def _drafted(desk: Desk, period: Period) -> MonthlyReturn:
    signed = signed_returns(desk)
    since = min((made.period.first for made in signed), default=None)
    found = return_cases(desk, period=period, signed_from=since)
    return monthly_return(period, feedback_rows(found), signed=signed, readings=current(desk))


def _put(deed: Deed, slip_id: int, made: MonthlyReturn, edits: Mapping[str, Any]) -> None:
    write_lines(deed, slip_id, made.lines, edits)
    left_out = [[row.key, row.reason] for row in made.left_out]
    slips.keep_content(deed, slip_id, {"left_out": left_out})


def _counted(found: PeriodSlip, lines: tuple[Line, ...]) -> MonthlyReturn:
    if found.snapshot is not None:
        return from_snapshot(found.snapshot)
    left_out = tuple(LeftOut(*row) for row in found.content.get("left_out", ()))
    empty = MonthlyReturn(found.period, (), 0, 0, left_out, "")
    return with_lines(empty, [as_return_line(line) for line in lines])


def _clean(name: str, value: Any) -> Any:
    column = _LABELS.get(name)
    if column is None or name not in CELLS:
        raise UserError("这一格不能改。", advice="反馈单号来自记录。")
    if name == "loss":
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise UserError("费用损失应为金额。", advice="请填写元和分，例如 1234.50。")
        if value is not None and value < 0:
            raise UserError("费用损失不能为负数。", advice="费用减少的，填写减少后的金额，差额自动列入合计。")
        return value
    return clean_text(
        str(value), label=column.label, max_length=column.max_length, multiline=name == "outcome"
    )


def _duties(desk: Desk) -> Duties:
    return Duties(work_calendar(desk), current(desk))
