"""The next number of a series: drawn inside the transaction that registers, never max+1 (5.5.1, I-03)."""

from __future__ import annotations

from qmsdesk.models.base import database
from qmsdesk.models.transactions import must_be_in_write

_DRAW = """
INSERT INTO counter (unit_code, letter, year, n) VALUES (?, ?, ?, ?)
ON CONFLICT (unit_code, letter, year) DO UPDATE SET n = counter.n + excluded.n RETURNING n
"""


def next_number(*, unit_code: str, letter: str, year: str) -> int:
    """The next sequence number of a unit, letter and year (or half-year); it comes back if the transaction fails."""
    return next_numbers(unit_code=unit_code, letter=letter, year=year, count=1)


def next_numbers(*, unit_code: str, letter: str, year: str, count: int) -> int:
    """The first of `count` numbers in a row, for an import."""
    must_be_in_write()
    last = int(database.execute_sql(_DRAW, (unit_code, letter, year, count)).fetchone()[0])
    return last - count + 1
