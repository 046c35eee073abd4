"""What an old ledger said of a back-entered feedback: its result, department, claim and cost, kept on the slip itself.

The slip of a back-entry has no handling and no 三包单 of its own here. What the old ledger said of them stands line by
line in 其他要说明的问题, behind the word 补录; the columns of the ledger are read from there until a case says more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.procedure.money import money_text, parse_money

BACK_ENTRY = "补录"
_HEAD = f"（{BACK_ENTRY}）\n"
LABELS = {"result": "处理结果", "responsible": "责任部门", "claim_no": "三包单号", "claim_cost": "三包费用"}
_AS_WRITTEN = "（原文）"


def lines_of(words: Mapping[str, str]) -> list[str]:
    """The lines to keep on the slip; a cost that is no amount stays as it was written and is not counted."""
    said = []
    for key, label in LABELS.items():
        told = " ".join(words.get(key, "").split())
        if not told:
            continue
        fen = _fen(told) if key == "claim_cost" else None
        if key != "claim_cost":
            said.append(f"{label}：{told}")
        elif fen is None:
            said.append(f"{label}{_AS_WRITTEN}：{told}")
        else:
            said.append(f"{label}：{money_text(fen)}")
    return said


def told_by_old_ledger(other: str) -> dict[str, Any]:
    """The columns of the ledger that such lines say, cost in 分; nothing for a slip that is no back-entry."""
    if not other.startswith(_HEAD):
        return {}
    found: dict[str, Any] = {}
    for line in other.splitlines()[1:]:
        label, colon, told = line.partition("：")
        key = next((name for name, word in LABELS.items() if word == label), None)
        if colon and key is not None and key not in found and told:
            found[key] = _fen(told) if key == "claim_cost" else told
    return {key: value for key, value in found.items() if value is not None}


def _fen(text: str) -> int | None:
    """分 of an amount; None for what is none or is negative."""
    try:
        fen = parse_money(text)
    except UserError:
        return None
    return fen if fen is not None and fen >= 0 else None
