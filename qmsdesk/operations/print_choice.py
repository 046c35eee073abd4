"""How a print goes to a printer: which pages, how many, one or two sides, moved how far; said in the register (§8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from qmsdesk.errors import UserError

MOST_COPIES = 99
_ADVICE = "例如 1-2,5；空着就是全部。"


@dataclass(frozen=True)
class PrintChoice:
    """Pages as typed ("" = all, "1-2,5"), copies, both sides, and the printer's offset in mm (right, down)."""

    pages: str = ""
    copies: int = 1
    duplex: bool = False
    offset: tuple[float, float] = (0.0, 0.0)

    def words(self) -> str:
        """What the register says behind the printer's name: only what differs from one whole unmoved print."""
        right, down = self.offset
        parts = [
            f"第 {self.pages} 页" if self.pages else "",
            f"{self.copies} 份" if self.copies > 1 else "",
            "双面" if self.duplex else "",
            f"偏移 右 {right:g} 下 {down:g} 毫米" if right or down else "",
        ]
        said = "，".join(part for part in parts if part)
        return f"（{said}）" if said else ""


def chosen_pages(text: str, count: int) -> tuple[int, ...]:
    """The pages (from 1) a range names, in order; all for an empty one. UserError for pages that are not there."""
    plain = text.replace("，", ",").replace("—", "-").replace("～", "-").replace("~", "-").replace(" ", "")
    if not plain:
        return tuple(range(1, count + 1))
    found: set[int] = set()
    for part in plain.split(","):
        first, _, last = part.partition("-")
        ends = [first or "1", last or str(count)] if "-" in part else [first, first]
        if not all(end.isascii() and end.isdigit() and len(end) < 7 for end in ends):
            raise UserError(f"看不懂页码“{text}”。", advice=_ADVICE)
        low, high = int(ends[0]), int(ends[1])
        if not 1 <= low <= high <= count:
            raise UserError(f"页码“{part}”不在 1 到 {count} 之间。", advice=_ADVICE)
        found.update(range(low, high + 1))
    return tuple(sorted(found))


def jobs(choice: PrintChoice, count: int, sets: int) -> Iterator[str]:
    """The page ranges of the jobs: "" for everything at once; on two sides each copy begins a sheet of its own."""
    pages = chosen_pages(choice.pages, count)
    whole = len(pages) == count
    each = count // sets if sets > 1 and count % sets == 0 else count
    if not choice.duplex or each == count or each % 2 == 0:
        yield "" if whole else ",".join(map(str, pages))
        return
    for _copy, group in groupby(pages, key=lambda page: (page - 1) // each):
        yield ",".join(map(str, group))


def copies_touched(pages: str, count: int, sets: int) -> frozenset[int]:
    """Which copies of a set (from 1) a range of pages prints something of; all when pages and copies do not divide."""
    if sets < 1 or count % sets:
        return frozenset(range(1, sets + 1))
    each = count // sets
    return frozenset((page - 1) // each + 1 for page in chosen_pages(pages, count))
