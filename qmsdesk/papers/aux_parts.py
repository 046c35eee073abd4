"""What the auxiliary sheets have in common: own numbers AUX-n, portrait, the head with the slip they are about."""

from __future__ import annotations

from qmsdesk.papers.base import (
    Block,
    Cell,
    Entry,
    Field,
    Kind,
    Need,
    Paper,
    RepeatingRows,
    SignatureBox,
    Strip,
    Words,
)
from qmsdesk.papers.cells import area, label, sign, value
from qmsdesk.procedure.copies import FIXED_SETS

WIDE = (26.0, 59.0, 26.0, 59.0)
NUMBER = Field("number", "单据编号", Kind.NUMBER, Need.SYSTEM)


def text(name: str, shown: str, *, limit: int = 200, section: str = "fill") -> Field:
    """A one-line field; what is written later (another section) stays blank on the print until then."""
    return Field(name, shown, need=Need.OPTIONAL, max_length=limit, section=section)


def long_text(name: str, shown: str, section: str = "fill") -> Field:
    """A field of many lines."""
    return Field(name, shown, Kind.LONG_TEXT, Need.OPTIONAL, section, max_length=10_000)


def day(name: str, shown: str, section: str = "fill") -> Field:
    """A day."""
    return Field(name, shown, Kind.DATE, Need.OPTIONAL, section)


def hand(name: str, shown: str, section: str = "fill") -> Field:
    """A signature with day; blank when it is given in ink."""
    return Field(name, shown, Kind.SIGNATURE, Need.LATER, section)


def pair(row: int, left: tuple[str, str], right: tuple[str, str]) -> tuple[Cell, ...]:
    """Two labelled values beside each other; a pair is (label, field)."""
    return (
        label(row, 0, 1, 1, left[0]),
        value(row, 1, 1, 1, left[1]),
        label(row, 2, 1, 1, right[0]),
        value(row, 3, 1, 1, right[1]),
    )


def whole(row: int, shown: str, field: str) -> tuple[Cell, ...]:
    """One labelled value over the whole width."""
    return (label(row, 0, 1, 1, shown), value(row, 1, 1, 3, field))


def block_of(row: int, shown: str, field: str) -> Cell:
    """A long text over the whole width under its label."""
    return area(row, 0, 1, 4, shown, field)


def hands(row: int, left: tuple[str, str], right: tuple[str, str]) -> tuple[Cell, ...]:
    """Two signatures beside each other."""
    return (sign(row, 0, 1, 2, *left), sign(row, 2, 1, 2, *right))


def head(right: tuple[str, str] | None = None) -> tuple[Strip, ...]:
    """The number of the slip on the left, one more entry on the right."""
    left = Strip(0, 85, (Words("单据编号:"), Entry("number")))
    return (left,) if right is None else (left, Strip(100, 170, (Words(f"{right[0]}:"), Entry(right[1]))))


def auxiliary(
    code: str,
    key: str,
    title: str,
    clause: str,
    *,
    fields: tuple[Field, ...],
    blocks: tuple[Block, ...],
    signatures: tuple[SignatureBox, ...] = (),
    right: tuple[str, str] | None = None,
    rows: RepeatingRows | None = None,
) -> Paper:
    """An auxiliary sheet; the procedure demands it and gives no form, so it has a number of its own."""
    return Paper(
        code=code,
        key=key,
        form_no=code,
        title=title,
        letter="",
        portrait=True,
        head=head(right),
        blocks=blocks,
        fields=(NUMBER, *fields),
        copies=FIXED_SETS[code],
        signatures=signatures,
        rows=rows,
        clause=clause,
    )
