"""Cost items of a 三包单 and the prior approvals it needs: 费用, 经营性三包, 先处理后分析 (3.3, 5.3.4.5, 5.3.5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_refresh import refresh_case
from qmsdesk.operations.once import once
from qmsdesk.operations.rights import require
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.operations.stepping import NOTHING, checked
from qmsdesk.operations.turns import INK, Given, Turn
from qmsdesk.procedure.cost_kinds import item_problem
from qmsdesk.procedure.roles import role_name

ENDED = ("已关闭", "作废", "放弃")


@dataclass(frozen=True)
class CostLine:
    """One cost item as AUX-9 lists it: amount in 分, estimate or final, and who approved it when."""

    id: int
    kind: str
    text: str
    fen: int
    estimate: bool
    approved_by: str
    approved_on: date | None


@once
def add_cost(desk: Desk, *, slip_id: int, kind: str, fen: int, text: str = "", estimate: bool = False) -> int:
    """A cost of one of the seven kinds, in 分; 其他 says what it is (5.3.5.3). Its id."""
    slip = _open_claim(desk, slip_id, "费用明细")
    words = clean_text(text, label="费用说明", max_length=200)
    problem = item_problem(kind, fen, words)
    if problem:
        raise UserError(f"{problem}（5.3.5.3）。", advice="请改正费用明细。")
    with write_tx():
        deed = Deed(desk, slip_id)
        last = one("SELECT coalesce(max(row_no), 0) FROM cost_item WHERE slip_id = ?", (slip_id,))
        key = deed.insert(
            "cost_item",
            slip_id=slip_id,
            row_no=int(last[0]) + 1 if last else 1,
            kind=kind,
            text=words,
            fen=fen,
            estimate=estimate,
        )
        refresh_case(deed, slip_id, slip.paper_code)
        deed.close("费用明细", f"{kind} {fen / 100:.2f}", result=key)
    return key


@once
def change_cost(desk: Desk, *, cost_id: int, fen: int, estimate: bool, reason: str) -> None:
    """Settle an estimate or correct an amount, with the reason; its approval falls and is asked for again."""
    slip_id, kind, text = _cost(cost_id)
    slip = _open_claim(desk, slip_id, "费用明细")
    why = clean_text(reason, label="理由", max_length=300)
    problem = item_problem(kind, fen, text)
    if problem or not why:
        raise UserError(f"{problem or '请写明改动费用的理由'}（5.3.5.3）。")
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("cost_item", cost_id, fen=fen, estimate=estimate)
        _withdraw(deed, cost_id)
        refresh_case(deed, slip_id, slip.paper_code)
        deed.close("改动费用", why)


@once
def remove_cost(desk: Desk, *, cost_id: int, reason: str) -> None:
    """Take a cost off the list with the reason; the list keeps it as removed."""
    slip_id, _, _ = _cost(cost_id)
    slip = _open_claim(desk, slip_id, "费用明细")
    why = clean_text(reason, label="理由", max_length=300)
    if not why:
        raise UserError("请写明取消这项费用的理由（5.3.5.3）。")
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("cost_item", cost_id, removed_at=deed.now)
        _withdraw(deed, cost_id)
        refresh_case(deed, slip_id, slip.paper_code)
        deed.close("取消费用", why)


@once
def approve_cost(desk: Desk, *, cost_id: int, given: Given = NOTHING) -> None:
    """技术质量负责人 approves one cost item, also after the slip was registered (an estimate that became final)."""
    given = checked(desk, given)
    slip_id, _, _ = _cost(cost_id)
    slip = _open_claim(desk, slip_id, "")
    _refuse_wrong_hand(desk, slip, given, "批准费用")
    with write_tx():
        deed = Deed(desk, slip_id)
        _withdraw(deed, cost_id)
        _approve(deed, slip_id, "费用", given, role="technical_quality_leader", cost_id=cost_id)
        refresh_case(deed, slip_id, slip.paper_code)
        deed.close("批准费用")


@once
def approve_urgency(desk: Desk, *, slip_id: int, reason: str, given: Given = NOTHING) -> None:
    """先处理后分析: 生产单位/部门主管领导 lets the 三包单 go before its 处理单, with the reason (R-5.3.4.5-b)."""
    given = checked(desk, given)
    slip = _open_claim(desk, slip_id, "")
    _refuse_wrong_hand(desk, slip, given, "批准先处理后分析")
    why = clean_text(reason, label="紧急的理由", max_length=1000, multiline=True)
    if not why:
        raise UserError("先处理后分析须写明理由（5.3.4.5）。")
    with write_tx():
        deed = Deed(desk, slip_id)
        _approve(deed, slip_id, "先处理后分析", given, role="unit_leader", reason=why)
        deed.close("批准先处理后分析", why)


def costs_of(desk: Desk, *, slip_id: int) -> list[CostLine]:
    """The cost items of a 三包单 in their order."""
    found = rows(
        "SELECT c.id, c.kind, c.text, c.fen, c.estimate, coalesce(a.name, ''), a.day FROM cost_item c"
        " LEFT JOIN approval a ON a.cost_item_id = c.id AND a.withdrawn_at IS NULL"
        " WHERE c.slip_id = ? AND c.removed_at IS NULL ORDER BY c.row_no",
        (slip_id,),
    )
    return [CostLine(*(*row[:4], bool(row[4]), row[5], _day(row[6]))) for row in found]


def approve_costs(turn: Turn) -> None:
    """费用批准: every item that has no approval yet gets this one."""
    _need_hand(turn)
    _approve_items(turn, "technical_quality_leader")


def _approve_items(turn: Turn, role: str) -> None:
    lacking = rows(
        "SELECT id FROM cost_item WHERE slip_id = ? AND removed_at IS NULL AND id NOT IN"
        " (SELECT cost_item_id FROM approval WHERE cost_item_id IS NOT NULL AND withdrawn_at IS NULL)",
        (turn.slip.id,),
    )
    for (key,) in lacking:
        _approve(turn.deed, turn.slip.id, "费用", turn.given, role=role, cost_id=key)


def approve_market(turn: Turn) -> None:
    """经营性批准: 公司主管领导 lets a 三包 go that quality does not owe, with its costs (3.3, I-07, §12)."""
    _need_hand(turn)
    _approve(turn.deed, turn.slip.id, "经营性三包", turn.given, role="company_leader", reason=turn.why)
    _approve_items(turn, "company_leader")


def _need_hand(turn: Turn) -> None:
    if turn.given.ink is None and not turn.given.password:
        raise UserError("批准须签名：请输入密码，或选“墨签”填写批准人和日期（5.3.5.3）。")


def _refuse_wrong_hand(desk: Desk, slip: Slip, given: Given, action: str) -> None:
    if given.ink is not None:
        require(desk, "补录墨签", paper="04", state=slip.state, slip_id=slip.id)
        return
    require(desk, action, paper="04", state=slip.state, slip_id=slip.id)
    if not given.password:
        raise UserError("批准须签名：请输入密码，或选“墨签”填写批准人和日期。")


def _approve(
    deed: Deed,
    slip_id: int,
    what: str,
    given: Given,
    *,
    role: str,
    reason: str = "",
    cost_id: int | None = None,
) -> None:
    day = (given.ink.day if given.ink else None) or deed.desk.clock.today()
    if day > deed.desk.clock.today():
        raise UserError("批准日期晚于今天。", advice="请核对日期。")
    deed.insert(
        "approval",
        slip_id=slip_id,
        what=what,
        cost_item_id=cost_id,
        name=given.ink.name if given.ink else deed.desk.user.name,
        day=day,
        how=INK if given.ink else "program",
        role=role_name(role),
        reason=reason,
        at=deed.now,
        user=deed.desk.user.name,
    )


def _withdraw(deed: Deed, cost_id: int) -> None:
    for (key,) in rows("SELECT id FROM approval WHERE cost_item_id = ? AND withdrawn_at IS NULL", (cost_id,)):
        deed.change("approval", key, withdrawn_at=deed.now)


def _cost(cost_id: int) -> tuple[int, str, str]:
    found = one("SELECT slip_id, kind, text FROM cost_item WHERE id = ? AND removed_at IS NULL", (cost_id,))
    if found is None:
        raise UserError("没有找到这项费用。")
    return found[0], found[1], found[2]


def _open_claim(desk: Desk, slip_id: int, action: str) -> Slip:
    slip = read_slip(desk, slip_id=slip_id)
    if action:
        require(desk, action, paper="04", state=slip.state, slip_id=slip.id)
    if slip.paper_code != "04" or slip.state in ENDED:
        raise UserError("这张三包单已经结束，不能再改费用和批准。")
    return slip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
