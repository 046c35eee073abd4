"""The cost kinds of a 三包单 and where they are booked (5.3.5.3, requirements §12)."""

from __future__ import annotations

KINDS: tuple[str, ...] = ("协议赔偿费", "货款扣费", "返厂修理费", "差旅费", "劳务费", "运输费", "其他")
GOODS = "三包产品供货金额"  # the detail table's 合计金额
OTHER = "其他"  # 「等」: its text is mandatory

LOSS_CLASS: dict[str, str] = {"质量三包": "质量三包损失", "经营性三包": "经营性三包损失"}
APPROVER: dict[str, str] = {"质量三包": "technical_quality_leader", "经营性三包": "company_leader"}


def item_problem(kind: str, fen: int, text: str) -> str | None:
    """What is wrong with one cost item, as a sentence without full stop; None if nothing."""
    if kind not in KINDS:
        return f"没有“{kind}”这种费用"
    if fen < 0:
        return f"“{kind}”的金额不能为负数"
    if kind == OTHER and not text.strip():
        return "“其他”费用须注明是什么费用"
    return None
