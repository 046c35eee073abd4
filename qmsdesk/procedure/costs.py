"""Costs of a 三包单: goods, cost kinds, totals, loss class and the split among parties (§12, 5.3.5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.procedure.cost_kinds import GOODS, KINDS, LOSS_CLASS, item_problem
from qmsdesk.procedure.facts import Share
from qmsdesk.procedure.money import WHOLE, format_money, split_money


@dataclass(frozen=True)
class GoodsLine:
    """One row of 三包产品供货明细表: pieces, grams each, 分 each."""

    quantity: int
    unit_grams: int | None = None
    unit_fen: int | None = None

    @property
    def grams(self) -> int | None:
        """总重 = 数量 × 单重; blank stays blank."""
        return None if self.unit_grams is None else self.quantity * self.unit_grams

    @property
    def fen(self) -> int | None:
        """总价 = 数量 × 单价; blank stays blank."""
        return None if self.unit_fen is None else self.quantity * self.unit_fen


@dataclass(frozen=True)
class CostItem:
    """One cost of the list AUX-9: kind, 分, words, approved and final or still an estimate."""

    kind: str
    fen: int
    text: str = ""
    approved: bool = False
    estimate: bool = False


@dataclass(frozen=True)
class GoodsTotal:
    """合计重量 and 合计金额; None when no row has the figure, `blank` rows are left out."""

    grams: int | None
    fen: int | None
    blank_weights: int
    blank_prices: int


@dataclass(frozen=True)
class ClaimCost:
    """三包费用 of one slip, in 分: what counts, and apart from it estimates and what is unapproved."""

    loss_class: str
    counted: int
    by_kind: dict[str, int]
    estimates: int
    unapproved: int
    explanation: str


def goods_total(lines: Iterable[GoodsLine]) -> GoodsTotal:
    """Sum the goods table (FM-04 23, 24); 数量 must be positive, figures not negative."""
    rows = list(lines)
    for line in rows:
        if line.quantity <= 0:
            raise UserError("供货明细中数量应大于零。", advice="请改正数量。")
        if (line.unit_grams or 0) < 0 or (line.unit_fen or 0) < 0:
            raise UserError("供货明细中单重、单价不能为负数。", advice="请改正单重、单价。")
    weights = [line.grams for line in rows if line.grams is not None]
    prices = [line.fen for line in rows if line.fen is not None]
    return GoodsTotal(
        grams=sum(weights) if weights else None,
        fen=sum(prices) if prices else None,
        blank_weights=len(rows) - len(weights),
        blank_prices=len(rows) - len(prices),
    )


def claim_cost(category: str, goods_fen: int | None, items: Sequence[CostItem]) -> ClaimCost:
    """三包费用 = goods total + approved final cost items; estimates apart (R-12-a)."""
    loss_class = LOSS_CLASS.get(category)
    if loss_class is None:
        raise UserError("请选择质量三包或经营性三包。", advice="类别决定费用记入哪一类损失（3.2，3.3）。")
    for item in items:
        problem = item_problem(item.kind, item.fen, item.text)
        if problem:
            raise UserError(f"{problem}（5.3.5.3）。", advice="请改正费用明细。")
    final = [item for item in items if item.approved and not item.estimate]
    by_kind = {kind: sum(item.fen for item in final if item.kind == kind) for kind in KINDS}
    by_kind = {GOODS: goods_fen or 0, **by_kind}
    counted = sum(by_kind.values())
    return ClaimCost(
        loss_class=loss_class,
        counted=counted,
        by_kind={kind: fen for kind, fen in by_kind.items() if fen},
        estimates=sum(item.fen for item in items if item.estimate),
        unapproved=sum(item.fen for item in items if not item.approved and not item.estimate),
        explanation=_explain(loss_class, by_kind, counted),
    )


def _explain(loss_class: str, by_kind: dict[str, int], counted: int) -> str:
    parts = " + ".join(f"{kind} {format_money(fen)}" for kind, fen in by_kind.items() if fen)
    return f"{loss_class} = {parts or '0.00'} = {format_money(counted)} 元"


@dataclass(frozen=True)
class Burden:
    """What one responsible party bears, in 分."""

    department: str
    share: int
    fen: int


def split_loss(fen: int, shares: Sequence[Share]) -> tuple[Burden, ...]:
    """Split a loss among responsible parties; one party without percentage bears all (5.3.4.3, R-12-b)."""
    if not shares:
        raise UserError("没有责任部门，不能分摊损失。", advice="请先在处理单中填写责任部门（5.3.4.1）。")
    percents = [WHOLE if len(shares) == 1 and share.share is None else share.share or 0 for share in shares]
    parts = split_money(fen, percents)
    return tuple(
        Burden(share.department, percent, part)
        for share, percent, part in zip(shares, percents, parts, strict=True)
    )
