"""Copies and their holders, and the label each copy carries (requirements §8, R-8-a, R-8-d)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.procedure.numerals import chinese_number
from qmsdesk.procedure.readings import PROPOSED

SALES = "经销部门"
QUALITY = "质管部门"
COMPANY_QUALITY = "技术质量管理部"

HANDLING = "03"
WARRANTY = "04"
SUGGESTION = "02"

FIXED_SETS: dict[str, tuple[str, ...]] = {
    "01": (SALES, QUALITY),  # 5.3.2.2 一式两份, 各持一份
    "05": ("本单位", COMPANY_QUALITY),  # 5.3.6.1 and footer of the sheet
    "06": (SALES,),  # 5.4.3.1; 质管 keeps it in the end (§6-7)
    "07": (QUALITY,),  # §6-10
    "AUX-1": (SALES,),  # the transcript goes with F
    "AUX-2": ("转出单位", "接收单位"),
    "AUX-3": (QUALITY, COMPANY_QUALITY),
    "AUX-4": (QUALITY, "供方"),
    "AUX-5": (SALES, QUALITY),
    "AUX-6": ("申诉单位", COMPANY_QUALITY),
    "AUX-7": (COMPANY_QUALITY, QUALITY, "申诉单位"),
    "AUX-8": ("顾客", SALES),
    "AUX-9": (SALES, "财务部门"),
    "AUX-13": (QUALITY,),
    "AUX-10": (QUALITY, COMPANY_QUALITY),  # §6-6, number assumed
    "AUX-11": (QUALITY, COMPANY_QUALITY),  # §6-8, number assumed
}
CLAIM_DEFAULT = (SALES, QUALITY, "生产部门", "供应部门", "财务部门", "发货部门")  # 5.3.5.4
CLAIM_EXTRA = ("质检部门", "成品库")  # boxes of the sheet (I-17)


@dataclass(frozen=True)
class Copy:
    """One 联 of a set: ordinal of total, and who keeps it."""

    ordinal: int
    total: int
    holder: str

    @property
    def label(self) -> str:
        """The small footer of the copy: 第一联 共二联 经销部门存."""
        return copy_label(self.ordinal, self.total, self.holder)


@dataclass(frozen=True)
class Photocopy:
    """A 复印件 of a feedback slip that travels with a forwarded handling slip (5.3.4.1)."""

    holder: str
    handling_number: str

    @property
    def label(self) -> str:
        """What is printed across the photocopy (R-8-d)."""
        return f"复印件 附于 {self.handling_number}" if self.handling_number else "复印件"


def copy_label(ordinal: int, total: int, holder: str) -> str:
    """The words of a copy label (R-8-a)."""
    if not 1 <= ordinal <= total:
        raise ValueError(f"copy {ordinal} of {total}")
    return f"第{chinese_number(ordinal)}联 共{chinese_number(total)}联 {holder}存"


def copy_set(
    paper_code: str, *, responsible: Iterable[str] = (), chosen: Sequence[str] | None = None
) -> tuple[Copy, ...]:
    """The copies of a paper; `responsible` matters for J and C, `chosen` for B (§8).

    A paper without a set of its own (a letter, minutes) is one copy kept by 质管部门.
    """
    if paper_code == SUGGESTION:
        return _numbered((QUALITY, *_one_receiver(responsible)))
    if paper_code == HANDLING:
        return _numbered(handling_holders(responsible))
    if paper_code == WARRANTY:
        return _numbered(claim_holders(chosen))
    return _numbered(FIXED_SETS.get(paper_code, (QUALITY,)))


def handling_holders(responsible: Iterable[str]) -> tuple[str, ...]:
    """质管(自留), 经销, then each responsible department once (5.3.4.1)."""
    return _distinct((QUALITY, SALES, *responsible))


def handling_photocopies(
    responsible: Iterable[str], *, handling_number: str = "", to_sales: bool = PROPOSED.photocopy_to_sales
) -> tuple[Photocopy, ...]:
    """One 复印件 of F per forwarded copy of C; 经销 may be left out (I-57)."""
    forwarded = [holder for holder in handling_holders(responsible) if holder != QUALITY]
    if not to_sales:
        forwarded.remove(SALES)
    return tuple(Photocopy(holder, handling_number) for holder in forwarded)


def claim_holders(chosen: Sequence[str] | None = None) -> tuple[str, ...]:
    """The holders 承办人 chose for B, by default six (5.3.5.4); 经销 always keeps one (§6-4)."""
    if chosen is None:
        return CLAIM_DEFAULT
    holders = _distinct(chosen)
    if SALES not in holders:
        raise UserError("三包单的份数中缺少经销部门一联（5.3.5.4,§6）。", advice="请勾选经销部门。")
    return holders


def _one_receiver(responsible: Iterable[str]) -> tuple[str]:
    receivers = _distinct(responsible) or ("责任单位/部门",)
    if len(receivers) > 1:
        raise UserError("一张建议单只能发给一个责任单位（5.3.3.1）。", advice="请为每个责任单位各填一张。")
    return (receivers[0],)


def _distinct(holders: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(holder.strip() for holder in holders if holder.strip()))


def _numbered(holders: Sequence[str]) -> tuple[Copy, ...]:
    total = len(holders)
    return tuple(Copy(ordinal, total, holder) for ordinal, holder in enumerate(holders, start=1))
