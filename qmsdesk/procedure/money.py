"""Money in whole 分: reading, printing, 大写 and fair splitting (§12, R-12-b, R-12-c)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from qmsdesk.errors import UserError

LARGEST = 99_999_999_999_99  # 分; beyond this the 大写 and the box on the sheet give out
WHOLE = 10_000  # shares are hundredths of a percent: 10 000 = 100 %

_AMOUNT = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?"
_UPPER = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def money_text(fen: int) -> str:
    """Integer 分 as 1,234.50."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def parse_money(text: str, *, negative: bool = False) -> int | None:
    """Read an amount in 元 ("1,234.5", "¥8", full-width, "1.2万") as 分; blank is None.

    More than two decimals, a bad thousands comma or a negative amount raise UserError.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"\s|^人民币", "", plain).removeprefix("¥").removeprefix("RMB").removesuffix("元")
    if not plain:
        return None
    factor = 10_000 if plain.endswith("万") else 1
    plain = plain.removesuffix("万")
    if not re.fullmatch(_AMOUNT, plain) or not re.search(r"\d", plain):
        raise UserError(f"“{text.strip()}”不是金额。", advice="请按 1234.50 的样子填写，单位为元。")
    fen = Decimal(plain.replace(",", "")) * 100 * factor
    return _checked(fen, text, negative)


def _checked(fen: Decimal, text: str, negative: bool) -> int:
    if fen != int(fen):
        raise UserError(f"“{text.strip()}”精确到分以下。", advice="金额最多两位小数。")
    if fen < 0 and not negative:
        raise UserError("金额不能为负数。", advice="请填写大于或等于零的金额。")
    if abs(fen) > LARGEST:
        raise UserError("金额过大。", advice="请核对小数点和位数。")
    return int(fen)


def format_money(fen: int | None) -> str:
    """Print 分 as 1,234.50; None is blank, for blank is not zero."""
    if fen is None:
        return ""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def uppercase_money(fen: int, *, prefix: str = "") -> str:
    """Write an amount in 人民币大写 as cheques do; `prefix` is joined without a gap."""
    if abs(fen) > LARGEST:
        raise ValueError("amount out of range")
    yuan, rest = divmod(abs(fen), 100)
    jiao, cent = divmod(rest, 10)
    text = _integer(yuan) + "元" if yuan else ""
    if not rest:
        text = (text or "零元") + "整"
    else:
        text += _fraction(yuan, jiao, cent)
    return prefix + ("负" if fen < 0 else "") + text


def _fraction(yuan: int, jiao: int, cent: int) -> str:
    gap = "零" if yuan and (jiao == 0 or yuan % 10 == 0) else ""
    tenth = f"{_UPPER[jiao]}角" if jiao else ""
    return gap + tenth + (f"{_UPPER[cent]}分" if cent else "")


def _integer(number: int) -> str:
    groups = []
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    text = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        lower_than_before = group < 1000 or (place + 1 < len(groups) and groups[place + 1] == 0)
        text += ("零" if text and lower_than_before else "") + _group(group) + _GROUPS[place]
    return text


def _group(group: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _UPPER[digit] + _PLACES[place]
        gap = False
    return text


def parse_percent(text: str) -> int | None:
    """Read "33.33" or "33.33%" as hundredths of a percent (3333); blank is None."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("%").strip()
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", plain):
        raise UserError(f"“{text.strip()}”不是百分比。", advice="请填 0 至 100，最多两位小数。")
    share = int(Decimal(plain) * 100)
    if share > WHOLE:
        raise UserError("分担比例不能超过 100%。", advice="请填 0 至 100。")
    return share


def format_percent(share: int) -> str:
    """Print hundredths of a percent: 3333 is 33.33%, 6000 is 60%."""
    whole, rest = divmod(share, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%" if rest else f"{whole}%"


def split_money(fen: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Split 分 by shares in hundredths of a percent (5.3.4.3, R-12-b).

    The parts add up to `fen`; what rounding leaves goes to the largest share, the first of equals.
    """
    if fen < 0:
        raise UserError("分摊的金额不能为负数。", advice="请核对费用明细。")
    if not shares or any(share < 0 for share in shares) or sum(shares) != WHOLE:
        raise UserError("责任分担比例之和应为 100%（5.3.4.3）。", advice="请调整各责任单位的比例。")
    parts = [fen * share // WHOLE for share in shares]
    parts[shares.index(max(shares))] += fen - sum(parts)
    return tuple(parts)
