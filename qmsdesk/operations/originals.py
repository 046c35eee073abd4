"""The originals of a department as a list: what came in, where it is now, what was looked into (5.3.2.1, 5.3.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from qmsdesk.models.base import read_moment
from qmsdesk.models.transactions import rows
from qmsdesk.operations.desk import Desk

MOST = 500  # lines a list shows; a search finds the others
OPEN = ("接收", "待签收", "调查核实")


@dataclass(frozen=True)
class OriginalLine:
    """One original: its record number, what it says, its state, who has it now and what slip came of it."""

    id: int
    number: str
    channel: str
    customer: str
    product: str
    words: str
    received_at: datetime
    received_by: str
    state: str
    is_original: bool
    pages: int
    slip_id: int | None
    slip_number: str
    holder: str


@dataclass(frozen=True)
class Investigation:
    """调查核实: on which day, by whom, how, and what was found."""

    id: int
    day: date
    who: str
    how: str
    findings: str
    entered_by: str


def originals(desk: Desk, *, text: str = "", everything: bool = False) -> list[OriginalLine]:
    """The newest originals of the department, only those without a slip unless `everything`; `text` is looked for.

    `holder` is the department an original was last passed to and not yet taken by, or took it last.
    """
    wanted = "" if everything else f" AND d.state IN ({','.join('?' * len(OPEN))})"
    given: list[object] = [desk.department.id, *(() if everything else OPEN)]
    for word in text.split():
        wanted += (
            " AND instr(lower(coalesce(d.record_no, '') || ' ' || coalesce(d.original_no, '') || ' ' || d.channel"
            " || ' ' || d.customer_name || ' ' || d.product_name || ' ' || d.serial_no || ' ' || d.words || ' '"
            " || d.caller || ' ' || d.state || ' ' || coalesce(s.number, '')), ?) > 0"
        )
        given.append(word.lower())
    found = rows(
        "SELECT d.id, coalesce(d.record_no, d.original_no, ''), d.channel, d.customer_name,"
        " trim(d.product_name || ' ' || d.serial_no), d.words, d.received_at, d.received_by, d.state, d.is_original,"
        " d.pages, d.slip_id, coalesce(s.number, ''), coalesce((SELECT t.receiver FROM transfer t"
        " WHERE t.source_id = d.id ORDER BY t.id DESC LIMIT 1), '') FROM source_document d"
        " LEFT JOIN slip s ON s.id = d.slip_id WHERE d.department_id = ?"
        + wanted
        + " ORDER BY d.id DESC LIMIT ?",
        [*given, MOST],
    )
    lines = ([*row[:6], read_moment(row[6]), *row[7:9], bool(row[9]), *row[10:]] for row in found)
    return [OriginalLine(*line) for line in lines]


def investigations(_desk: Desk, *, source_id: int) -> list[Investigation]:
    """What was looked into about an original, oldest first (R-5.3.2.2-b)."""
    found = rows(
        "SELECT id, day, who, how, findings, entered_by FROM investigation WHERE source_id = ? ORDER BY day, id",
        (source_id,),
    )
    return [Investigation(row[0], date.fromisoformat(row[1]), *row[2:]) for row in found]


def draft_of_original(_desk: Desk, *, source_id: int) -> str:
    """The draft of the 反馈单 begun from an original; "" when there is none (any more)."""
    found = rows("SELECT id FROM draft WHERE source_id = ? AND paper_code = '01' LIMIT 1", (source_id,))
    return str(found[0][0]) if found else ""
