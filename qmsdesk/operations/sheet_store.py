"""The whole of a sheet as it is kept: columns, rows, signatures, files; read back and written in parts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from qmsdesk.errors import BugError
from qmsdesk.models.transactions import one, record, rows
from qmsdesk.operations.attaching import files_of_slip
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.intake import transcript_as_attachment
from qmsdesk.operations.record_values import clean_values, column_fields, from_columns, to_columns
from qmsdesk.operations.slip_rows import content_digest
from qmsdesk.papers.base import Kind, Paper, Values
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import Signed, load

LINE_TABLES = {"warranty_claim": "warranty_claim_line"}


def read_values(sheet: Paper, slip_id: int) -> dict[str, Any]:
    """Every value of a slip by field name, without its number; an unnumbered slip says what its draft says."""
    number = one("SELECT number FROM slip WHERE id = ?", (slip_id,))
    if number is None or number[0] is None:
        return draft_values(sheet, slip_id)
    values = {**_columns(sheet, slip_id), **_rows(sheet, slip_id), **signatures(slip_id)}
    source = one("SELECT id, origin FROM source_document WHERE slip_id = ? ORDER BY id LIMIT 1", (slip_id,))
    transcript = [transcript_as_attachment(source[0])] if source and source[1] == "call" else []
    files = [*transcript, *files_of_slip(slip_id)]
    if files:
        values["attachments"] = files
    return values


def draft_values(sheet: Paper, slip_id: int) -> dict[str, Any]:
    """What stands in the draft of a slip; nothing when there is none."""
    found = one("SELECT content FROM draft WHERE slip_id = ?", (slip_id,))
    return load(sheet, json.loads(found[0])) if found else {}


def signatures(slip_id: int) -> dict[str, Signed]:
    """The signatures that stand, by box."""
    found = rows(
        "SELECT box, name, day, how FROM signature WHERE slip_id = ? AND withdrawn_at IS NULL ORDER BY id",
        (slip_id,),
    )
    return {box: Signed(name, date.fromisoformat(day) if day else None, how) for box, name, day, how in found}


def digest_now(slip_id: int) -> str:
    """The digest of what a numbered slip says at this moment; equal to `slip.digest` unless somebody tampered."""
    found = one("SELECT paper_code, number FROM slip WHERE id = ?", (slip_id,))
    if found is None:
        raise BugError(f"no slip {slip_id}")
    if found[1] is None:
        return ""
    sheet = paper(found[0])
    return content_digest(sheet, found[1], read_values(sheet, slip_id))


def write_values(deed: Deed, sheet: Paper, slip_id: int, values: Values) -> dict[str, Any]:
    """Put the whole sheet into its tables (first registration or 更正); what was cleaned and written."""
    cleaned = clean_values(sheet, values)
    deed.change(sheet.key, slip_id, **to_columns(sheet, cleaned))
    if sheet.key in LINE_TABLES:
        _write_lines(deed, sheet, slip_id, cleaned.get(_rows_field(sheet)) or ())
    return cleaned


def fill_values(deed: Deed, sheet: Paper, slip_id: int, values: Values, names: Sequence[str]) -> None:
    """Put only the named fields into the sheet's table: what a later step fills in."""
    given = {name: values[name] for name in names if name in values}
    cleaned = clean_values(sheet, given)
    columns = to_columns(sheet, cleaned)
    kept = {field.name for field in column_fields(sheet)} & set(given)
    if kept:
        deed.change(sheet.key, slip_id, **{name: columns[name] for name in kept})


def _columns(sheet: Paper, slip_id: int) -> dict[str, Any]:
    found = record(f'SELECT * FROM "{sheet.key}" WHERE slip_id = ?', (slip_id,))
    return from_columns(sheet, found) if found else {}


def _rows_field(sheet: Paper) -> str:
    return next(field.name for field in sheet.fields if field.kind is Kind.ROWS)


def _rows(sheet: Paper, slip_id: int) -> dict[str, Any]:
    table = LINE_TABLES.get(sheet.key)
    if table is None:
        return {}
    columns = sheet.field(_rows_field(sheet)).columns
    names = ", ".join(f'"{column.name}"' for column in columns)
    found = rows(f'SELECT {names} FROM "{table}" WHERE slip_id = ? ORDER BY row_no', (slip_id,))
    lines = [
        {column.name: value for column, value in zip(columns, row, strict=True) if value not in (None, "")}
        for row in found
    ]
    return {_rows_field(sheet): lines} if lines else {}


def _write_lines(deed: Deed, sheet: Paper, slip_id: int, lines: Sequence[Values]) -> None:
    table = LINE_TABLES[sheet.key]
    for (key,) in rows(f'SELECT id FROM "{table}" WHERE slip_id = ?', (slip_id,)):
        deed.remove(table, key)
    columns = sheet.field(_rows_field(sheet)).columns
    for place, line in enumerate(lines, start=1):
        texts = {column.name: line.get(column.name) for column in columns}
        empty = {name: "" for name in ("drawing_no", "name") if texts.get(name) is None}
        deed.insert(table, slip_id=slip_id, row_no=place, **{**texts, **empty})
