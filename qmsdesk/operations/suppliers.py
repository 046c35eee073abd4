"""Claims on suppliers: submitted with a date, answered with report and result, late when not (AUX-4; 5.3.4.2, D7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.base import read_day
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deadlines import duties, expect, met
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_refresh import refresh
from qmsdesk.operations.lives import move
from qmsdesk.operations.once import once
from qmsdesk.operations.stepping import checked, refuse_wrong_role
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.facts import Act, Facts, SupplierFacts
from qmsdesk.procedure.guards import enforce
from qmsdesk.procedure.workflow import initial_state, transition

LIFE = "supplier"
_NOTHING = Given()


@dataclass(frozen=True)
class SupplierLine:
    """One claim on a supplier as it stands; `late` counts days past the limit while no report came."""

    id: int
    feedback_id: int
    state: str
    name: str
    contact: str
    content: str
    sent_on: date
    limit_on: date
    report_no: str
    report_on: date | None
    result: str
    result_on: date | None
    late: int


def submit(
    deed: Deed, feedback_id: int, *, name: str, limit: date | None, contact: str, content: str, given: Given
) -> int:
    """提交: tell a supplier and set the 限期, inside the caller's transaction; the id of the claim."""
    row = transition(LIFE, initial_state(LIFE), "提交")
    refuse_wrong_role(deed.desk, row, given, state=row.source, paper=LIFE)
    supplier, day = clean_text(name, label="供方", max_length=120), deed.desk.clock.today()
    enforce(row, Facts(act=Act(day=day), supplier=SupplierFacts(supplier, limit)))
    key = deed.insert(
        "supplier_claim",
        slip_id=feedback_id,
        state=row.target,
        name=supplier,
        contact=contact,
        content=content,
        limit_on=limit,
        first_limit_on=limit,
        sent_on=day,
        sent_by=deed.desk.user.name,
    )
    due = duties(deed.desk).supplier_answer(limit or day)
    expect(deed, feedback_id, _duty(key), f"供方{supplier}的分析报告和处理结果", due.due, due.clause)
    return key


@once
def step(desk: Desk, *, claim_id: int, action: str, given: Given = _NOTHING) -> str:
    """One gesture on a supplier claim: 供方确认, 逾期, 收到分析报告, 收到处理结果, 关闭, 延期; the new state.

    Values: report (number or name of the 质量分析报告), result, on (day), limit (new 限期). UserError with the clause.
    """
    given = checked(desk, given)
    with write_tx():
        found = one("SELECT state, slip_id FROM supplier_claim WHERE id = ?", (claim_id,))
        if found is None:
            raise UserError("没有找到这张供方信息单。")
        deed = Deed(desk, found[1])
        before = _limit(claim_id)
        state = move(
            deed,
            LIFE,
            action,
            table="supplier_claim",
            key=claim_id,
            state=found[0],
            given=given,
            facts=lambda: _facts(desk, claim_id, given, before),
            **_columns(deed, action, given),
        )
        _after(deed, found[1], claim_id, action, given)
        refresh(found[1])
        why = clean_text(given.reason, label="理由", max_length=500)
        deed.close(f"供方：{action}", why, result=state)
    return state


def claims_of(desk: Desk, *, feedback_id: int) -> list[SupplierLine]:
    """The claims on suppliers about a feedback, oldest first."""
    found = rows(f"{_SELECT} WHERE slip_id = ? ORDER BY id", (feedback_id,))
    return [_line(desk, row) for row in found]


def waiting_claims(desk: Desk) -> list[SupplierLine]:
    """Every claim of the unit that is not answered yet, the earliest limit first."""
    found = rows(
        f"{_SELECT} WHERE result_on IS NULL AND EXISTS (SELECT 1 FROM slip s"
        " WHERE s.id = supplier_claim.slip_id AND s.unit_id = ? AND s.state <> '作废') ORDER BY limit_on, id",
        (desk.department.unit_id,),
    )
    return [_line(desk, row) for row in found]


_SELECT = (
    "SELECT id, slip_id, state, name, contact, content, sent_on, limit_on, report_no, report_on, result, result_on"
    " FROM supplier_claim"
)


def _line(desk: Desk, row: tuple[Any, ...]) -> SupplierLine:
    days = [read_day(row[place]) for place in (6, 7, 9, 11)]
    sent, limit, report, result = (day if isinstance(day, date) else None for day in days)
    assert sent is not None
    assert limit is not None
    late = max(0, ((result or desk.clock.today()) - limit).days)
    return SupplierLine(*(*row[:6], sent, limit, row[8], report, row[10], result, late))


def _columns(deed: Deed, action: str, given: Given) -> dict[str, Any]:
    day = given.day("on", "日期") or deed.desk.clock.today()
    if action == "供方确认":
        return {"confirmed_on": day}
    if action == "收到分析报告":
        report = given.text("report", "质量分析报告", limit=120)
        return {"report_no": report, "report_on": day if report else None}
    if action == "收到处理结果":
        result = given.text("result", "处理结果")
        return {"result": result, "result_on": day if result else None}
    if action == "延期":
        columns: dict[str, Any] = {"extension_reason": given.reason.strip()}
        limit = given.day("limit", "新的限期")
        return columns | ({"limit_on": limit} if limit else {})
    return {"closed_at": deed.now} if action == "关闭" else {}


def _facts(desk: Desk, claim_id: int, given: Given, before: date) -> Facts:
    found = one("SELECT name, report_on IS NOT NULL, result FROM supplier_claim WHERE id = ?", (claim_id,))
    name, report, result = found or ("", False, "")
    act = Act(actor=desk.user.name, day=desk.clock.today(), reason=given.reason)
    return Facts(
        act=act, supplier=SupplierFacts(name, before, bool(report), result, given.day("limit", "新的限期"))
    )


def _after(deed: Deed, feedback_id: int, claim_id: int, action: str, given: Given) -> None:
    if action == "收到处理结果":
        met(deed, feedback_id, _duty(claim_id), given.day("on", "日期") or deed.desk.clock.today())
    elif action == "延期":
        expect(deed, feedback_id, _duty(claim_id), "供方的分析报告和处理结果", _limit(claim_id), "5.3.4.2")


def _limit(claim_id: int) -> date:
    found = one("SELECT limit_on FROM supplier_claim WHERE id = ?", (claim_id,))
    return date.fromisoformat(found[0]) if found else date.min


def _duty(claim_id: int) -> str:
    return f"D7-{claim_id}"
