"""T4b: an import of many rows, indexes included, against the same rows put in raw."""

from __future__ import annotations

import csv
import itertools
import secrets
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from qmsdesk.bench.corpus import START, department, feedback
from qmsdesk.bench.measure import Figure, Target, compare, medians
from qmsdesk.models import engine
from qmsdesk.models.base import database
from qmsdesk.operations import importing
from qmsdesk.operations.department import close_department
from qmsdesk.operations.registering import searched_texts
from qmsdesk.operations.search import tokens

IMPORT = Target(
    "T4b", "导入，含全部索引、检索和审计", "同样的行用 executemany 裸写进同样的表和索引", 1.5, "s"
)
HEADINGS = {
    "投诉编号": "original_no", "反馈日期": "feedback_date", "顾客名称": "customer_name", "地址": "customer_address",
    "产品名称": "product_name", "图号": "drawing_no", "出厂编号": "serial_no", "问题部位": "problem_part",
    "主要问题": "problem_kind", "详细描述": "description", "问题代码": "problem_code",
}  # fmt: skip


@dataclass(frozen=True)
class Dump:
    """What an import left: per table the statement and its rows, and the texts behind the search index."""

    tables: list[tuple[str, list[tuple[Any, ...]]]]
    texts: list[tuple[int, tuple[str, ...]]]


def figures(scratch: Path, count: int, rounds: int) -> list[Figure]:
    """The ratio at `count` rows; wall clock, because both wait for the same disk."""
    source = scratch / "import.csv"
    _write(source, count)
    dump = _import(scratch, source)[1]
    turn = itertools.count()
    found = medians(
        {
            "import": lambda: _import(scratch, source)[0],
            "raw": lambda: _raw(scratch / f"raw{next(turn)}.db", dump),
        },
        rounds,
        warm=0,
    )
    return [compare(IMPORT, found["import"], found["raw"])]


def _write(path: Path, count: int) -> None:
    luck = Random(44)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for place in range(count):
            day = START + timedelta(days=place % 2000)
            values: dict[str, Any] = {**feedback(luck, day), "original_no": f"T-{place}"}
            writer.writerow([_text(values[name]) for name in HEADINGS.values()])


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _import(scratch: Path, source: Path) -> tuple[float, Dump]:
    folder = scratch / "imported"
    desk = department(folder)
    try:
        start = time.process_time()
        importing.run(desk, path=source, report=scratch / "report.csv")
        seconds = time.process_time() - start
        return seconds, _dumped()
    finally:
        close_department(desk)
        tempfile.tempdir = str(scratch)  # the department's own is about to go
        shutil.rmtree(folder)


def _dumped() -> Dump:
    """Every row of every table, and what the search index was made of."""
    names = [
        row[0]
        for row in database.execute_sql(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
            " AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%history%' ORDER BY rootpage"
        )
    ]
    tables = []
    for name in names:
        rows = list(database.execute_sql(f'SELECT * FROM "{name}"'))
        if rows:
            tables.append((f'INSERT OR REPLACE INTO "{name}" VALUES ({",".join("?" * len(rows[0]))})', rows))
    return Dump(tables, _texts())


def _texts() -> list[tuple[int, tuple[str, ...]]]:
    cursor = database.execute_sql(
        "SELECT s.number, d.original_no, f.* FROM feedback f JOIN slip s ON s.id = f.slip_id"
        " JOIN source_document d ON d.slip_id = s.id"
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return [(row["slip_id"], (row["number"], *searched_texts(row), row["original_no"])) for row in rows]


def _raw(path: Path, dump: Dump) -> float:
    engine.create(path, secrets.token_bytes(32))
    try:
        connection = database.connection()
        connection.execute("PRAGMA foreign_keys = 0")
        start = time.process_time()
        connection.execute("BEGIN IMMEDIATE")
        for statement, rows in dump.tables:
            connection.executemany(statement, rows)
        terms = ((slip_id, tokens(*texts)) for slip_id, texts in dump.texts)
        connection.executemany("INSERT INTO search(rowid, tokens) VALUES (?, ?)", terms)
        connection.execute("COMMIT")
        return time.process_time() - start
    finally:
        engine.close()
        path.unlink()
