"""What stands in the fields: how it is kept in a draft and how it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from qmsdesk.papers.base import Field, Kind, Paper, Values
from qmsdesk.procedure.money import money_text as money_text  # the drafts' and the prints' one way

EMPTY_SLASH = "/"


class Signed(NamedTuple):
    """A name and a day in a signature box, and how it came there: typed, program or ink."""

    name: str
    day: date | None
    how: str = "typed"


class Attached(NamedTuple):
    """A file behind the 附件 field: stored id ("" while it is only named), name, pages, original or copy."""

    id: str
    name: str
    pages: int = 1
    original: bool = True


def is_empty(value: Any) -> bool:
    """True for what prints as nothing: None, blank text, an unticked box, no rows, an unsigned box."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Signed):
        return not value.name and value.day is None
    return value is None or value is False or (isinstance(value, list | tuple) and not value)


def chinese_date(day: date) -> str:
    """2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def weight_text(grams: int) -> str:
    """Integer grams as kilograms without needless noughts."""
    sign = "-" if grams < 0 else ""
    text = f"{abs(grams) // 1000:,}.{abs(grams) % 1000:03d}".rstrip("0").rstrip(".")
    return sign + text


def display(field: Field, value: Any, *, registered: bool = False, letter: str = "") -> str:
    """The text of a value as it is printed; an empty optional field of a registered slip prints "/" (S-12)."""
    if is_empty(value):
        slash = registered and field.kind in _SLASHED and field.section == "fill"
        return EMPTY_SLASH if slash else ""
    if field.kind is Kind.NUMBER:
        return str(value).removeprefix(letter)
    if isinstance(value, Signed):
        return "  ".join(part for part in (value.name, chinese_date(value.day) if value.day else "") if part)
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, str):  # words, or what was typed and is no number yet
        return value
    if field.kind is Kind.MONEY:
        return money_text(value)
    if field.kind is Kind.WEIGHT:
        return weight_text(value)
    if field.kind is Kind.TICK:
        return "√"
    if field.kind is Kind.ATTACHMENTS:
        return ";".join(attachment_text(item) for item in value)
    return str(value)


_SLASHED = {Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.LINK}


def attachment_text(item: Attached) -> str:
    """照片.jpg(原件 1页)."""
    return f"{item.name}({'原件' if item.original else '复印件'} {item.pages}页)"


def row_display(column: Field, row: Mapping[str, Any]) -> str:
    """The text of one table cell; a paired column prints unit and total, 单重/总重 (I-50)."""
    text = display(column, row.get(column.name))
    if not column.pair or not text:
        return text
    quantity = row.get(column.pair)
    if not isinstance(quantity, int) or not isinstance(row[column.name], int):
        return text
    return f"{text}/{display(column, row[column.name] * quantity)}"


def dump(paper: Paper, values: Values) -> dict[str, Any]:
    """Values as JSON-ready data; only known fields."""
    names = [field.name for field in (*paper.fields, *paper.extra) if values.get(field.name) is not None]
    return {name: _dump(value) for name in names if not is_empty(value := values[name])}


def _dump(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Signed):
        return {"name": value.name, "day": value.day.isoformat() if value.day else None, "how": value.how}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Attached):
        return {"id": value.id, "file": value.name, "pages": value.pages, "original": value.original}
    if isinstance(value, list | tuple):
        return [_dump(item) for item in value]
    if isinstance(value, Mapping):
        return {"row": {name: _dump(item) for name, item in value.items()}}
    return value


def load(paper: Paper, data: Mapping[str, Any]) -> dict[str, Any]:
    """Values back from JSON-ready data; unknown names are left out."""
    known = {field.name for field in (*paper.fields, *paper.extra)}
    return {name: _load(value) for name, value in data.items() if name in known}


def _load(value: Any) -> Any:
    if isinstance(value, list):
        return [_load(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "date" in value:
        return date.fromisoformat(value["date"])
    if "file" in value:
        return Attached(value["id"], value["file"], value["pages"], value["original"])
    if "row" in value:
        return {name: _load(item) for name, item in value["row"].items()}
    return Signed(value["name"], date.fromisoformat(value["day"]) if value["day"] else None, value["how"])
