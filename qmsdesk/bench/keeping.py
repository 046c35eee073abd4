"""T9: what five years of records cost to check and to open: 12 000 slips with 60 000 lines of audit trail."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from qmsdesk.bench import corpus
from qmsdesk.bench.measure import Figure, Target, compare, medians
from qmsdesk.models import audit, audit_check
from qmsdesk.models.base import database
from qmsdesk.models.transactions import rows, write_tx
from qmsdesk.operations.department import author_of, close_department, open_department
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import silent
from qmsdesk.procedure.clock import FixedClock

SLIPS, LINES_EACH = 12_000, 5


def figures(scratch: Path, slips: int, rounds: int) -> list[Figure]:
    """Both figures on a department of `slips` slips made for them in `scratch`."""
    lines = slips * LINES_EACH
    check = Target("T9a", f"完整核对 {lines:,} 条审计记录和全部单据", "把同样的行读一遍并求散列", 4.0)
    opening = Target("T9b", f"登录打开 {slips:,} 张单据、{lines:,} 条审计记录的部门", "登录打开空的部门", 1.5)
    full, empty = scratch / "five-years", scratch / "first-day"
    with corpus.opened(full, slips, silent) as desk:
        _lengthen(desk, slips, lines)
        found = medians({"check": lambda: _checked(), "read": lambda: _read()}, rounds)
    close_department(corpus.department(empty))
    places = {"full": lambda: _opening(full), "empty": lambda: _opening(empty)}
    found |= medians(places, rounds * 2)
    return [compare(check, found["check"], found["read"]), compare(opening, found["full"], found["empty"])]


def _lengthen(desk: Desk, slips: int, lines: int) -> None:
    """Add the lines later steps leave, each with the row of its slip, until there are so many."""
    author, missing = author_of(desk), lines - audit.head().seq
    for first in range(0, missing, corpus.BATCH):
        places = range(first, min(first + corpus.BATCH, missing))
        deeds = [[("slip", 1 + place % slips)] for place in places]
        with write_tx():
            entries = [
                audit.Entry("办理", {}, new, "", int(touched[0][1]))
                for touched, new in zip(deeds, audit.rows_of_many(deeds), strict=True)
            ]
            audit.append_all(author, entries)


def _checked() -> float:
    start = time.process_time()
    assert audit_check.verify() == ()
    return time.process_time() - start


def _read() -> float:
    """Read what a check must read, row by row, and hash it; seconds."""
    start, known = time.process_time(), hashlib.sha256()
    for table in ("audit", *audit_check.TRACED):
        for row in database.execute_sql(f'SELECT * FROM "{table}"'):
            known.update(repr(row).encode())
    return time.process_time() - start


def _opening(folder: Path) -> float:
    """Sign in, until the desk is there; seconds."""
    start = time.process_time()
    desk = open_department(
        data_dir=folder, user=corpus.USER, password=corpus.PASSWORD, clock=FixedClock(corpus.NOW)
    )
    taken = time.process_time() - start
    assert rows("SELECT 1 FROM unit")
    close_department(desk)
    return taken
