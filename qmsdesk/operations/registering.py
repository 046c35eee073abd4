"""Registering feedback: number, slip, copies, ledger, search and audit in one transaction (5.3.2.2-d, S-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qmsdesk.models import audit, counter
from qmsdesk.models.base import database, moment_text
from qmsdesk.models.canonical import digest
from qmsdesk.models.ledger import number_sort, sort_key
from qmsdesk.models.transactions import must_be_in_write, one
from qmsdesk.operations import parties
from qmsdesk.operations.attaching import hand_to_slip
from qmsdesk.operations.audit_trail import record_many
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.record_values import to_columns
from qmsdesk.operations.search import normal, tokens
from qmsdesk.papers.feedback import PAPER
from qmsdesk.papers.values import Signed, dump
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.copies import copy_set
from qmsdesk.procedure.numbering import SlipNumber, slip_pattern

REGISTERED = "已登记"
BATCH = 500


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
    year = business_date(desk.clock.now()).year
    unit = desk.department.unit_code
    first = counter.next_numbers(unit_code=unit, letter="F", year=str(year), count=len(rows))
    last_id = int((one("SELECT coalesce(max(id), 0) FROM slip") or (0,))[0])
    pattern = slip_pattern()
    lines = [
        _Line(
            last_id + 1 + place,
            first + place,
            pattern.format(SlipNumber("F", unit, year, first + place)),
            row,
            to_columns(PAPER, row.values),
        )
        for place, row in enumerate(rows)
    ]
    _insert_slips(desk, lines, year)
    _insert_feedback(lines)
    _insert_signatures(desk, lines)
    _insert_copies(desk, lines)
    _insert_ledger(desk, lines, year)
    _insert_search(lines)
    _link(lines)
    parties.remember(desk, [line.columns for line in lines])
    record_many(desk, _audited(lines))
    return [Registered(line.slip_id, line.number) for line in lines]


def _many(table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert plain rows that share their columns through the driver, fast for one and for many."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
    database.connection().executemany(statement, [tuple(row.values()) for row in rows])


def _insert_slips(desk: Desk, lines: Sequence[_Line], year: int) -> None:
    now = moment_text(desk.clock.now())
    _many(
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
                "digest": content_digest(line.number, line.row.values),
            }
            for line in lines
        ],
    )


def content_digest(number: str, values: dict[str, Any]) -> str:
    """SHA-256 (hex) of what a feedback slip says: its number and every value, canonically written."""
    return digest({"paper": PAPER.code, "number": number, "values": dump(PAPER, values)})


def _insert_feedback(lines: Sequence[_Line]) -> None:
    _many(
        "feedback",
        [{"slip_id": line.slip_id, "complaint_class": "", "severity": "", **line.columns} for line in lines],
    )


def _insert_signatures(desk: Desk, lines: Sequence[_Line]) -> None:
    now = moment_text(desk.clock.now())
    meanings = {box.field: box.meaning for box in PAPER.signatures}
    _many(
        "signature",
        [
            {
                "slip_id": line.slip_id,
                "box": box,
                "name": signed.name,
                "day": signed.day.isoformat() if signed.day else None,
                "how": signed.how,
                "meaning": meanings[box],
                "role": "",
                "user": desk.user.name,
                "at": now,
                "digest": "",
                "override_reason": "",
            }
            for line in lines
            for box in meanings
            if isinstance(signed := line.row.values.get(box), Signed) and signed.name
        ],
    )


def _insert_copies(desk: Desk, lines: Sequence[_Line]) -> None:
    copies = copy_set(PAPER.code)
    holders = dict(
        database.execute_sql("SELECT name, id FROM department WHERE unit_id = ?", (desk.department.unit_id,))
    )
    _many(
        "copy",
        [
            {
                "slip_id": line.slip_id,
                "ordinal": copy.ordinal,
                "of": copy.total,
                "holder": copy.holder,
                "label": copy.label,
                "holder_department_id": holders.get(copy.holder),
                "printed_count": 0,
                **dict.fromkeys(
                    (
                        "last_printed_by",
                        "handed_by",
                        "signed_for_by",
                        "opinion",
                        "returned_by",
                        "return_reason",
                    ),
                    "",
                ),
            }
            for line in lines
            for copy in copies
        ],
    )


def _insert_ledger(desk: Desk, lines: Sequence[_Line], year: int) -> None:
    _many("ledger", [_ledger_row(desk, line, year) for line in lines])


def _ledger_row(desk: Desk, line: _Line, year: int) -> dict[str, Any]:
    columns = line.columns
    product = "/".join(part for part in (columns["product_name"], columns["drawing_no"]) if part)
    searched = " ".join(searched_texts(columns))
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
        "serial_no": columns["serial_no"],
        "problem": columns["problem_kind"],
        "result": "",
        "responsible": "",
        "claim_no": "",
        "claim_cost": None,
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
        "folded": int(normal(searched) != _ascii_lower(searched)),
    }


def searched_texts(columns: dict[str, Any]) -> tuple[str, ...]:
    """The texts of a feedback that the search box looks into."""
    names = (
        "customer_name", "customer_address", "product_name", "drawing_no", "serial_no", "problem_part", "problem_kind",
        "description", "other",
    )  # fmt: skip
    return tuple(columns[name] for name in names)


def _ascii_lower(text: str) -> str:
    """What the engine's lower() makes of a text: only A-Z change."""
    return "".join(char.lower() if char.isascii() else char for char in text)


def _insert_search(lines: Sequence[_Line]) -> None:
    database.connection().executemany(
        "INSERT INTO search(rowid, tokens) VALUES (?, ?)",
        [
            (line.slip_id, tokens(line.number, *searched_texts(line.columns), *line.row.found_by))
            for line in lines
        ],
    )


def _link(lines: Sequence[_Line]) -> None:
    database.connection().executemany(
        "UPDATE source_document SET slip_id = ? WHERE id = ?",
        [(line.slip_id, line.row.source_id) for line in lines if line.row.source_id is not None],
    )
    for line in lines:
        hand_to_slip(line.slip_id, line.row.values.get("attachments") or ())


def _audited(lines: Sequence[_Line]) -> Iterator[audit.Entry]:
    for line in lines:
        touched: list[audit.Touched] = [("slip", line.slip_id), ("feedback", line.slip_id)]
        touched += [("copy", row[0]) for row in _ids("copy", line.slip_id)]
        touched += [("signature", row[0]) for row in _ids("signature", line.slip_id)]
        if line.row.source_id is not None:
            touched.append(("source_document", line.row.source_id))
        touched += [
            ("attachment", int(item.id)) for item in line.row.values.get("attachments") or () if item.id
        ]
        yield audit.Entry("登记", {}, audit.rows_of(touched), line.row.reason, line.slip_id)


def _ids(table: str, slip_id: int) -> list[tuple[int]]:
    return list(database.execute_sql(f'SELECT id FROM "{table}" WHERE slip_id = ? ORDER BY id', (slip_id,)))
