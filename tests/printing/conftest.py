"""Values for any paper, and what a PDF says when it is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from qmsdesk.papers.base import Field, Kind, Paper
from qmsdesk.papers.values import Attached, Signed
from qmsdesk.printing import raster

DAY = date(2026, 11, 22)
RARE = "喆堃镕"


def squeezed(text: str) -> str:
    """Text without any white space, as line breaks of a print are nobody's words."""
    return "".join(text.split()).replace("\ufeff", "").replace("\u3000", "")


def value_of(field: Field, place: int = 0, *, rows: int = 3) -> Any:
    """A value of the field's kind, different for each field."""
    plain: dict[Kind, Any] = {
        Kind.TEXT: f"兰州{RARE}{field.name[:5]}{place}",
        Kind.LONG_TEXT: f"运行三个月后漏油,{RARE}见{field.name}{place}。",
        Kind.DATE: DAY,
        Kind.TICK: True,
        Kind.QUANTITY: place + 7,
        Kind.MONEY: 1_234_550 + place,
        Kind.WEIGHT: 2_500 + place,
        Kind.ATTACHMENTS: [Attached("", "电话记录.pdf", 2, True), Attached("", "照片.jpg", 1, False)],
        Kind.SIGNATURE: Signed("李敏", DAY),
        Kind.LINK: f"F01-2026-{place + 1:03d}",
        Kind.NUMBER: "",
    }
    if field.kind is Kind.CHOICE:
        return field.choices[place % len(field.choices)]
    if field.kind is Kind.ROWS:
        return [{column.name: value_of(column, row) for column in field.columns} for row in range(rows)]
    return plain[field.kind]


def values_of(paper: Paper, *, rows: int = 3) -> dict[str, Any]:
    """Something in every field of a paper."""
    every = (*paper.fields, *paper.extra)
    return {field.name: value_of(field, place % 5, rows=rows) for place, field in enumerate(every)}


def text_of(data: bytes) -> str:
    """All text of a PDF without white space."""
    return squeezed("".join(raster.texts(data)))


def fonts_of(data: bytes) -> list[tuple[str, bool]]:
    """(name, embedded) of each font in a PDF."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        return [(str(item.BaseFont), "/FontFile2" in item.get("/FontDescriptor", {})) for item in fonts]


@pytest.fixture
def filled() -> Callable[..., dict[str, Any]]:
    """Values for every field of a paper."""
    return values_of


@pytest.fixture
def words() -> Callable[[bytes], str]:
    """The text of a PDF without white space."""
    return text_of


@pytest.fixture
def fonts() -> Callable[[bytes], list[tuple[str, bool]]]:
    """The fonts of a PDF."""
    return fonts_of


@pytest.fixture
def squeeze() -> Callable[[str], str]:
    """Text without white space."""
    return squeezed
