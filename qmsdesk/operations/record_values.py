"""Values of a sheet as columns of its table, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qmsdesk.models.base import read_day
from qmsdesk.models.text import clean_text
from qmsdesk.papers.base import Field, Kind, Paper, Values
from qmsdesk.papers.values import Signed, is_empty

_NOTHING: dict[Kind, int | str] = {
    Kind.TICK: 0, Kind.TEXT: "", Kind.LONG_TEXT: "", Kind.CHOICE: "", Kind.LINK: "",
}  # fmt: skip
ELSEWHERE = {Kind.NUMBER, Kind.SIGNATURE, Kind.ATTACHMENTS, Kind.ROWS}
CODES = {"drawing_no", "serial_no", "telephone", "problem_code"}
_COLUMNS: dict[int, tuple[Paper, tuple[Field, ...]]] = {}  # by identity: to hash a whole paper takes longer
_TEXTS = {Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.LINK}


def column_fields(paper: Paper) -> tuple[Field, ...]:
    """The fields that are columns of the paper's own table."""
    found = _COLUMNS.get(id(paper))
    if found is None or found[0] is not paper:
        fields = tuple(field for field in (*paper.fields, *paper.extra) if field.kind not in ELSEWHERE)
        found = _COLUMNS[id(paper)] = (paper, fields)
    return found[1]


def clean_values(paper: Paper, values: Values) -> dict[str, Any]:
    """Every text through the border; UserError names the printed label."""
    return {field.name: _clean(field, values[field.name]) for field in _present(paper, values)}


def _present(paper: Paper, values: Values) -> list[Field]:
    return [field for field in (*paper.fields, *paper.extra) if field.name in values]


def _clean(field: Field, value: Any) -> Any:
    if isinstance(value, str):
        long_text = field.kind is Kind.LONG_TEXT
        return clean_text(
            value,
            label=field.label,
            max_length=field.max_length,
            multiline=long_text,
            code=field.name in CODES,
        )
    if isinstance(value, Signed):
        return value._replace(name=clean_text(value.name, label=field.label, max_length=40))
    if field.kind is Kind.ROWS and value:
        columns = {column.name: column for column in field.columns}
        return [
            {name: _clean(columns[name], item) for name, item in row.items() if name in columns}
            for row in value
        ]
    return value


def to_columns(paper: Paper, values: Values) -> dict[str, Any]:
    """Cleaned values as plain column values: ISO days, 0/1 ticks, '' for empty text, None for empty numbers."""
    return {field.name: _column(field, values.get(field.name)) for field in column_fields(paper)}


def _column(field: Field, value: Any) -> Any:
    if value is None:
        return _NOTHING.get(field.kind)
    if field.kind is Kind.TICK:
        return int(bool(value))
    if isinstance(value, date):
        return value.isoformat()
    if field.kind in _TEXTS:
        return value or ""
    return None if is_empty(value) and not isinstance(value, int) else value


def from_columns(paper: Paper, row: Mapping[str, Any]) -> dict[str, Any]:
    """Values from the columns of a table row; empty ones are left out."""
    found: dict[str, Any] = {}
    for field in column_fields(paper):
        value = row.get(field.name)
        if field.kind is Kind.TICK:
            found[field.name] = bool(value)
        elif field.kind is Kind.DATE:
            found[field.name] = read_day(value)
        elif value not in (None, ""):
            found[field.name] = value
    return found
