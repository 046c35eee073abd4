"""Registering feedback: number, slip, copies, ledger, search and audit in one transaction (5.3.2.2-d, S-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qmsdesk.models import audit, search_index
from qmsdesk.models.base import database, moment_text
from qmsdesk.models.ledger import number_sort, sort_key
from qmsdesk.models.transactions import must_be_in_write, one, write_many
from qmsdesk.operations import parties
from qmsdesk.operations.attaching import hand_to_slip
from qmsdesk.operations.audit_trail import record_many
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.old_ledger import told_by_old_ledger
from qmsdesk.operations.record_values import ELSEWHERE, from_columns, to_columns
from qmsdesk.operations.search import tokens
from qmsdesk.operations.slip_rows import (
    content_digest,
    copy_rows,
    draw_numbers,
    holder_departments,
    many,
    signature_rows,
)
from qmsdesk.papers.check import UNKNOWN
from qmsdesk.papers.feedback import PAPER
from qmsdesk.procedure.copies import copy_set

REGISTERED = "已登记"
BATCH = 500
# what the search box looks into, besides the product
SEARCHED = (
    "customer_name", "customer_address", "serial_no", "problem_part", "problem_kind", "description", "other",
)  # fmt: skip


@dataclass(frozen=True)
class RegisterRow:
    """One feedback ready to be registered: cleaned values, its request, its source document and extra search text."""

    values: dict[str, Any]
    request_id: str
    source_id: int | None = None
    found_by: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Registered:
    """What registering gave."""

    slip_id: int
    number: str


@dataclass(frozen=True)
class _Line:
    """A row on its way into the tables."""

    slip_id: int
    sequence: int
    number: str
    row: RegisterRow
    columns: dict[str, Any]


def insert_registered(desk: Desk, rows: Sequence[RegisterRow]) -> list[Registered]:
    """Register feedback rows in the order given, inside the caller's `write_tx()`; numbers have no gap."""
    must_be_in_write()
    if not rows:
        return []
    drawn = draw_numbers(desk, PAPER.letter, len(rows))
    last_id = int((one("SELECT coalesce(max(id), 0) FROM slip") or (0,))[0])
    lines = [
        _Line(
            last_id + 1 + place, drawn.first + place, drawn.numbers[place], row, to_columns(PAPER, row.values)
        )
        for place, row in enumerate(rows)
    ]
    _insert_slips(desk, lines, drawn.year)
    _insert_feedback(lines)
    _insert_signatures(desk, lines)
    _insert_copies(desk, lines)
    _insert_ledger(desk, lines, drawn.year)
    _insert_search(lines)
    _link(lines)
    parties.remember(desk, [line.columns for line in lines])
    record_many(desk, _audited(lines))
    return [Registered(line.slip_id, line.number) for line in lines]


def _insert_slips(desk: Desk, lines: Sequence[_Line], year: int) -> None:
    now = moment_text(desk.clock.now())
    many(
        "slip",
        [
            {
                "id": line.slip_id,
                "paper_code": PAPER.code,
                "letter": PAPER.letter,
                "number": line.number,
                "unit_id": desk.department.unit_id,
                "department_id": desk.department.id,
                "year": year,
                "series": str(year),
                "seq": line.sequence,
                "state": REGISTERED,
                "template_revision": PAPER.revision,
                "business_date": line.columns["feedback_date"],
                "registered_at": now,
                "registered_by": desk.user.name,
                "request_id": line.row.request_id,
                "version": 1,
                "digest": _digest(line),
            }
            for line in lines
        ],
    )


def _digest(line: _Line) -> str:
    """The digest of what will be read back: columns, signatures and files."""
    others = {name: value for name, value in line.row.values.items() if PAPER.field(name).kind in ELSEWHERE}
    return content_digest(PAPER, line.number, {**from_columns(PAPER, line.columns), **others})


def _insert_feedback(lines: Sequence[_Line]) -> None:
    many(
        "feedback",
        [{"slip_id": line.slip_id, "complaint_class": "", "severity": "", **line.columns} for line in lines],
    )


def _insert_signatures(desk: Desk, lines: Sequence[_Line]) -> None:
    many(
        "signature",
        [row for line in lines for row in signature_rows(desk, PAPER, line.slip_id, line.row.values)],
    )


def _insert_copies(desk: Desk, lines: Sequence[_Line]) -> None:
    copies, holders = copy_set(PAPER.code), holder_departments(desk)
    many("copy", [row for line in lines for row in copy_rows(line.slip_id, copies, holders)])


def _insert_ledger(desk: Desk, lines: Sequence[_Line], year: int) -> None:
    many("ledger", [_ledger_row(desk, line, year) for line in lines])


def _ledger_row(desk: Desk, line: _Line, year: int) -> dict[str, Any]:
    columns = line.columns
    product = named_product(columns)
    return {
        "slip_id": line.slip_id,
        "unit_id": desk.department.unit_id,
        "department_id": desk.department.id,
        "year": year,
        "number_sort": number_sort(year, line.sequence),
        "severity": "",
        "problem_code": columns["problem_code"],
        "row_no": line.sequence,
        "number": line.number,
        "customer": columns["customer_name"],
        "product": product,
        "product_name": columns["product_name"],
        "serial_no": short(columns["serial_no"]),
        "problem": columns["problem_kind"],
        "result": "",
        "responsible": "",
        "claim_no": "",
        "claim_cost": None,
        **told_by_old_ledger(columns["other"]),
        "complaint_class": "拟" + columns["proposed_class"].split(" ")[0]
        if columns["proposed_class"]
        else "",
        "state": REGISTERED,
        "feedback_date": columns["feedback_date"],
        "due": None,
        "j_numbers": "",
        "c_numbers": "",
        "customer_sort": sort_key(columns["customer_name"]),
        "product_sort": sort_key(product),
    }


def short(text: str) -> str:
    """不详 without its reason, for lists; the slip keeps the reason."""
    return UNKNOWN if text.startswith(UNKNOWN) else text


def searched_texts(columns: dict[str, Any]) -> tuple[str, ...]:
    """The texts of a feedback that the search box looks into; product and drawing stand together as in the ledger."""
    return (named_product(columns), *(columns[name] for name in SEARCHED))


def named_product(columns: dict[str, Any]) -> str:
    """产品名称/图号 as the ledger has it."""
    return "/".join(part for part in (columns["product_name"], columns["drawing_no"]) if part)


def _insert_search(lines: Sequence[_Line]) -> None:
    search_index.put(
        [
            (line.slip_id, tokens(line.number, *searched_texts(line.columns), *line.row.found_by))
            for line in lines
        ]
    )


def _link(lines: Sequence[_Line]) -> None:
    write_many(
        "UPDATE source_document SET slip_id = ?, state = '已填反馈单' WHERE id = ?",
        [(line.slip_id, line.row.source_id) for line in lines if line.row.source_id is not None],
    )
    for line in lines:
        hand_to_slip(line.slip_id, line.row.values.get("attachments") or ())


def _audited(lines: Sequence[_Line]) -> Iterator[audit.Entry]:
    copies, signatures = _ids("copy", lines), _ids("signature", lines)
    deeds: list[list[audit.Touched]] = []
    for line in lines:
        touched: list[audit.Touched] = [("slip", line.slip_id), ("feedback", line.slip_id)]
        touched += [("copy", key) for key in copies.get(line.slip_id, ())]
        touched += [("signature", key) for key in signatures.get(line.slip_id, ())]
        if line.row.source_id is not None:
            touched.append(("source_document", line.row.source_id))
        touched += [
            ("attachment", int(item.id)) for item in line.row.values.get("attachments") or () if item.id
        ]
        deeds.append(touched)
    for line, snapshot in zip(lines, audit.rows_of_many(deeds), strict=True):
        yield audit.Entry("登记", {}, snapshot, line.row.reason, line.slip_id)


def _ids(table: str, lines: Sequence[_Line]) -> dict[int, list[int]]:
    """Slip -> the ids of its rows in a table; the slips of one call lie beside each other."""
    found: dict[int, list[int]] = {}
    ends = (lines[0].slip_id, lines[-1].slip_id)
    for key, slip_id in database.execute_sql(
        f'SELECT id, slip_id FROM "{table}" WHERE slip_id BETWEEN ? AND ? ORDER BY id', ends
    ):
        found.setdefault(slip_id, []).append(key)
    return found
