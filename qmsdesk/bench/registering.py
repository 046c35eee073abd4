"""T4a, T4c: registering one slip, and reading one page of the ledger."""

from __future__ import annotations

import os
import time
import uuid
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from qmsdesk.bench.corpus import NOW, feedback
from qmsdesk.bench.measure import Figure, Target, compare, medians, repeated, timed
from qmsdesk.models import engine, places, pragmas
from qmsdesk.models.base import database
from qmsdesk.operations import intake, ledger, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.procedure.clock import business_date

REGISTER = Target(
    "T4a",
    "登记一张反馈单：编号、两联、台帐、检索、审计，一个事务",
    "同样字节数的一次裸提交（同样的加密、日志方式）",
    3.0,
)
PAGE = Target("T4c", "台帐读一页 50 行", "同一引擎上的裸 DB-API", 1.3)


def figures(desk: Desk, scratch: Path, rounds: int) -> list[Figure]:
    """Both figures on a department that is open."""
    return [_register(desk, scratch, max(rounds, 15)), _page(desk, rounds)]


def _register(desk: Desk, scratch: Path, rounds: int) -> Figure:
    luck, number = Random(4), count()

    def draft() -> tuple[str, dict[str, Any]]:
        values = feedback(luck, business_date(NOW))
        note = intake.CallNote(
            "王工", "0931-2345678", NOW, values["customer_name"], values["description"], product_name="换热器"
        )
        begun = intake.record_call(desk, note=note, request_id=f"bench call {uuid.uuid4()}")
        return begun.draft_id, values

    def register() -> float:
        draft_id, values = draft()
        start = time.perf_counter()
        slips.register(
            desk, draft_id=draft_id, values=values, request_id=f"bench {uuid.uuid4()} {next(number)}"
        )
        return time.perf_counter() - start

    register()
    size = _bytes_of_one(desk, register)
    raw = _RawFile(scratch / "raw.db")
    try:
        content = os.urandom(size * 4092 // 4120)
        subjects = {"register": register, "raw": timed(lambda: raw.commit(content), time.perf_counter)}
        found = medians(subjects, rounds)
    finally:
        raw.close()
    return compare(REGISTER, found["register"], found["raw"])


def _bytes_of_one(desk: Desk, register: Any) -> int:
    """How much one registering adds to the journal, less what the draft before it added."""
    journal = Path(f"{places.database_path(desk.data_dir)}-wal")
    sizes = []
    for _turn in range(5):
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        before = _frames(journal)
        register()
        sizes.append(_frames(journal) - before)
    drafts = []
    for _turn in range(5):
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        note = intake.CallNote("王工", "0931-2345678", NOW, "兰州石化公司", "密封面渗漏，要求处理")
        intake.record_call(desk, note=note, request_id=f"bench call {uuid.uuid4()}")
        drafts.append(_frames(journal))
    return max(4096, sorted(sizes)[2] - sorted(drafts)[2])


def _frames(journal: Path) -> int:
    return journal.stat().st_size if journal.exists() else 0


class _RawFile:
    """An encrypted file set up as the department's is, in which one transaction writes so many bytes."""

    def __init__(self, path: Path) -> None:
        from sqlcipher3 import dbapi2

        self._connection = dbapi2.connect(str(path), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{engine.current().raw_key.hex()}'\"")
        for name, value in pragmas.WRITING:
            self._connection.execute(f"PRAGMA {name} = {value}")
        self._connection.execute("CREATE TABLE blob (id INTEGER PRIMARY KEY, content BLOB) STRICT")

    def commit(self, content: bytes) -> None:
        """One durable transaction of these bytes."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        run("INSERT INTO blob(content) VALUES (?)", (content,))
        run("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _page(desk: Desk, rounds: int) -> Figure:
    ids = ledger.order(desk, query=Query())
    start = len(ids) // 2
    page = list(ids[start : start + 50])
    names = ", ".join(column.key for column in ledger.COLUMNS)
    marks = ",".join("?" * len(page))
    statement = f"SELECT slip_id, {names} FROM ledger WHERE slip_id IN ({marks})"
    connection = database.connection()
    found = medians(
        {
            "page": repeated(lambda: ledger.rows(desk, ids=page), 200),
            "raw": repeated(lambda: connection.execute(statement, page).fetchall(), 200),
        },
        rounds,
    )
    return compare(PAGE, found["page"], found["raw"])
