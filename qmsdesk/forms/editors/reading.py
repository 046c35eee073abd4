"""What a typed line means in a field of its kind, and how a value is written for typing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from qmsdesk.errors import UserError
from qmsdesk.papers.base import Field, Kind
from qmsdesk.papers.check import UNKNOWN
from qmsdesk.papers.values import display
from qmsdesk.procedure.dates import parse_date
from qmsdesk.procedure.money import parse_money

CODES = {"drawing_no", "serial_no", "telephone", "problem_code"}
LARGEST = 999_999_999
_WEIGHT = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(kg|千克|公斤|t|吨|g|克)?")
_GRAMS = {"t": 1_000_000, "吨": 1_000_000, "g": 1, "克": 1}
_WIDE = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


class Reading(NamedTuple):
    """A value read from a line, and the sentence that says why it could not be read."""

    value: Any
    message: str = ""


def read_line(field: Field, text: str, *, today: date) -> Reading:
    """The value of a typed line; what cannot be read stays the text, with a sentence."""
    if not text.strip():
        return Reading(text if field.kind in (Kind.TEXT, Kind.LONG_TEXT) else None)
    try:
        return Reading(_read(field, text, today))
    except UserError as error:
        return Reading(text, str(error))


def _read(field: Field, text: str, today: date) -> Any:
    if field.kind is Kind.DATE:
        return _escape(field, text) or parse_date(text, today=today)
    if field.kind is Kind.MONEY:
        return parse_money(text)
    if field.kind is Kind.QUANTITY:
        return _quantity(text)
    if field.kind is Kind.WEIGHT:
        return _weight(text)
    return narrow(text) if field.kind is Kind.LINK or field.name in CODES else text


def write_line(field: Field, value: Any, *, letter: str = "") -> str:
    """A value as a line that read_line reads back."""
    return (
        str(value)
        if isinstance(value, str) and field.kind is not Kind.NUMBER
        else display(field, value, letter=letter)
    )


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as their plain twins; Han and 、。 stay."""
    return text.translate(_WIDE)


def _escape(field: Field, text: str) -> str:
    """不详:原因, 未启用, /: what a date field takes instead of a date."""
    plain = narrow(text).strip()
    given = any(plain == word or (word == UNKNOWN and plain.startswith(word)) for word in field.escapes)
    return plain if given else ""


def _squeezed(text: str) -> str:
    return re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text)).lower()


def _quantity(text: str) -> int:
    plain = _squeezed(text)
    if not re.fullmatch(r"\d{1,10}", plain) or int(plain) > LARGEST:
        raise UserError(f"“{text.strip()}”不是数量。", advice="请填写整数。")
    return int(plain)


def _weight(text: str) -> int:
    match = _WEIGHT.fullmatch(_squeezed(text))
    if match is None:
        raise UserError(f"“{text.strip()}”不是重量。", advice="请按 12.5 的样子填写，单位为千克。")
    grams = Decimal(match[1]) * _GRAMS.get(match[2] or "", 1000)
    if grams != int(grams) or grams > LARGEST * 1000:
        raise UserError(f"“{text.strip()}”精确到克以下或过大。", advice="重量最多三位小数，单位为千克。")
    return int(grams)
