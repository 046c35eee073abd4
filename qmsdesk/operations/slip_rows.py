"""What every kind of slip gets at registration: number, copies, signature rows, digest (5.5.1, §8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qmsdesk.models import counter
from qmsdesk.models.base import database, moment_text
from qmsdesk.models.canonical import digest
from qmsdesk.models.transactions import write_many
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.base import Paper, Values
from qmsdesk.papers.values import Signed, dump
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.copies import Copy
from qmsdesk.procedure.numbering import SlipNumber, slip_pattern


@dataclass(frozen=True)
class Drawn:
    """Numbers drawn in one go: the year of the series, the first sequence, and the numbers as printed."""

    year: int
    first: int
    numbers: tuple[str, ...]


def draw_numbers(desk: Desk, letter: str, count: int = 1) -> Drawn:
    """The next numbers of a letter in this unit and year, inside the caller's `write_tx()`; never a gap (I-03)."""
    from qmsdesk.operations.readings import current

    year = business_date(desk.clock.now()).year
    unit = desk.department.unit_code
    first = counter.next_numbers(unit_code=unit, letter=letter, year=str(year), count=count)
    pattern = slip_pattern(current(desk).slip_pattern)
    numbers = tuple(pattern.format(SlipNumber(letter, unit, year, first + place)) for place in range(count))
    return Drawn(year, first, numbers)


def many(table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert plain rows that share their columns through the driver, fast for one and for many."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    marks = ", ".join("?" * len(rows[0]))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
    write_many(statement, [tuple(row.values()) for row in rows])


def content_digest(paper: Paper, number: str, values: Values) -> str:
    """SHA-256 (hex) of what a slip says: paper, number and every value that is kept, canonically written."""
    kept = {**values, "number": None}
    if files := kept.get("attachments"):
        kept["attachments"] = [item for item in files if item.id]
    return digest({"paper": paper.code, "number": number, "values": dump(paper, kept)}, ready=True)


def signature_rows(desk: Desk, paper: Paper, slip_id: int, values: Values) -> list[dict[str, Any]]:
    """The rows of every signature that stands in the values."""
    now = moment_text(desk.clock.now())
    return [
        {
            "slip_id": slip_id,
            "box": box.field,
            "name": signed.name,
            "day": signed.day.isoformat() if signed.day else None,
            "how": signed.how,
            "meaning": box.meaning,
            "role": "",
            "user": desk.user.name,
            "at": now,
            "digest": "",
            "override_reason": "",
        }
        for box in paper.signatures
        if isinstance(signed := values.get(box.field), Signed) and signed.name
    ]


def copy_rows(slip_id: int, copies: Iterable[Copy], holders: Mapping[str, int]) -> list[dict[str, Any]]:
    """The rows of a copy set; `holders` is what `holder_departments` gave."""
    return [
        {
            "slip_id": slip_id,
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
        for copy in copies
    ]


def holder_departments(desk: Desk) -> dict[str, int]:
    """Name of a holder -> department of this unit (or of the company) that answers to it; its own name wins."""
    found = database.execute_sql(
        "SELECT kind, name, id FROM department WHERE unit_id = ? OR unit_id IS NULL"
        " ORDER BY CASE WHEN place = 'here' THEN 1 ELSE 0 END, id DESC",
        (desk.department.unit_id,),
    ).fetchall()
    return {**{row[0]: row[2] for row in found}, **{row[1]: row[2] for row in found}}
