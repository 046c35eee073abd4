"""What a 三包单 costs and who bears it: goods, cost items, totals, loss class, split (§12, 5.3.5.3)."""

from __future__ import annotations

from qmsdesk.models.transactions import one, rows
from qmsdesk.operations.case_facts_work import shares_of
from qmsdesk.operations.case_links import parents
from qmsdesk.procedure.costs import (
    Burden,
    ClaimCost,
    CostItem,
    GoodsLine,
    claim_cost,
    goods_total,
    split_loss,
)
from qmsdesk.procedure.shares import parse_shares

NOTHING = ClaimCost("", 0, {}, 0, 0, "")


def cost_of(claim_id: int) -> ClaimCost:
    """三包费用 of one B: goods and approved final items; estimates and what is not approved stand apart."""
    head = one(
        "SELECT w.claim_class, w.total_amount, s.number FROM warranty_claim w JOIN slip s ON s.id = w.slip_id"
        " WHERE w.slip_id = ?",
        (claim_id,),
    )
    if head is None or not head[0]:
        return NOTHING
    return claim_cost(head[0], head[1] if head[2] else None, items_of(claim_id))


def items_of(claim_id: int) -> list[CostItem]:
    """The cost items of a B in their order."""
    found = rows(
        "SELECT c.kind, c.fen, c.text, c.estimate, EXISTS (SELECT 1 FROM approval a"
        " WHERE a.cost_item_id = c.id AND a.withdrawn_at IS NULL)"
        " FROM cost_item c WHERE c.slip_id = ? AND c.removed_at IS NULL ORDER BY c.row_no",
        (claim_id,),
    )
    return [CostItem(row[0], row[1], row[2], approved=bool(row[4]), estimate=bool(row[3])) for row in found]


def split_of(claim_id: int) -> tuple[Burden, ...]:
    """Who bears what of a B now: by the shares in force of its 处理单, else by 责任单位 on the sheet."""
    handlings = parents(claim_id, "03")
    shares = next((found for found in map(shares_of, reversed(handlings)) if found), ())
    if not shares:
        sheet = one("SELECT responsible_unit FROM warranty_claim WHERE slip_id = ?", (claim_id,))
        shares = parse_shares(sheet[0]) if sheet else ()
    cost = cost_of(claim_id)
    return split_loss(cost.counted, shares) if shares and cost.loss_class else ()


def goods_of(lines: list[dict[str, int]]) -> tuple[int | None, int | None]:
    """合计重量 in grams and 合计金额 in 分 of the goods rows."""
    total = goods_total(
        GoodsLine(line.get("quantity") or 0, line.get("unit_weight"), line.get("unit_price"))
        for line in lines
    )
    return total.grams, total.fen
