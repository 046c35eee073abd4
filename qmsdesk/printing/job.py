"""What a print is told besides the paper and its values: marks, moment, digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qmsdesk.procedure.clock import SHANGHAI

DRAFT, VOID, REPRINT, PHOTOCOPY = "draft", "void", "reprint", "photocopy"
FILL_IN = "fill_in"  # a numbered form that goes out to be filled in: what is empty stays empty
SIGNED_HERE = "signed_here"  # an electronic original: no 年 月 日 waits for ink in its signature boxes
MARKS = frozenset({DRAFT, VOID, REPRINT, PHOTOCOPY, FILL_IN, SIGNED_HERE})


class CopyLabel(Protocol):
    """One 联 of a set as procedure.copies.Copy gives it: ordinal, total, holder and the words of its label."""

    @property
    def ordinal(self) -> int:
        """Which copy, from 1."""

    @property
    def label(self) -> str:
        """第一联 共二联 经销部门存."""


@dataclass(frozen=True)
class PrintMeta:
    """Facts about this print: template revision, record digest, moment, and the words of its marks."""

    revision: str = ""
    digest: str = ""
    printed_at: datetime | None = None
    reprint_count: int = 0
    photocopy_of: str = ""
    void_reason: str = ""

    @property
    def moment(self) -> str:
        """2026年11月22日 15:04 in Shanghai; empty when the moment is not told."""
        if self.printed_at is None:
            return ""
        local = self.printed_at.astimezone(SHANGHAI)
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def stamps(marks: frozenset[str], meta: PrintMeta) -> list[str]:
    """The words that stand in a small box at the top: 补印, 复印件, 作废 with its reason."""
    words = []
    if VOID in marks:
        words.append(f"作废 {meta.void_reason}".strip())
    if PHOTOCOPY in marks:
        words.append(f"复印件 附于 {meta.photocopy_of}" if meta.photocopy_of else "复印件")
    if REPRINT in marks:
        count = f"第{meta.reprint_count}次 " if meta.reprint_count > 1 else ""
        words.append(f"补印 {count}{meta.moment}".strip())
    return words


def diagonal(marks: frozenset[str]) -> str:
    """The large light word across the page, or nothing."""
    if VOID in marks:
        return "作废"
    return "草稿" if DRAFT in marks else ""
