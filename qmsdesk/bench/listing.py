"""T2a-T2g: the ledger's window against QSqlTableModel and against a model of constants, each in a fresh process."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from statistics import median

from qmsdesk.bench.measure import Figure, Target, compare, exact
from qmsdesk.bench.starting import child
from qmsdesk.models.base import database
from qmsdesk.operations.ledger import COLUMNS

CHILD = "qmsdesk.bench.listing_child"
SQL = "QTableView 上的 QSqlTableModel（未加密的同样各行）"
TARGETS = (
    ("repaint", Target("T2a", "台帐整屏重画", SQL, 0.6), "sql"),
    ("first", Target("T2b", "台帐首个画面", "常量模型的首个画面", 2.3), "constant"),
    ("end", Target("T2c", "跳到最后一行", SQL, 0.02), "sql"),
    ("thumb", Target("T2d", "排序后拖到任意位置", f"{SQL}，各行已取回", 1.3), "sql"),
    ("sort", Target("T2e", "点击排序到重画完", SQL, 0.1), "sql"),
)
MILLION, FEW = 1_000_000, 10
MOST_MB = 100.0
MOST_RESIDENT_MB = 250.0
Middle = Callable[[str, str], float]  # which process, which value -> its median


def peer(path: Path) -> None:
    """The rows of the open ledger in a plain database with the same indexes on the sorted columns."""
    names = [column.key for column in COLUMNS]
    plain = sqlite3.connect(path)
    try:
        plain.execute(f"CREATE TABLE ledger (slip_id INTEGER PRIMARY KEY, {', '.join(names)})")
        rows = database.execute_sql(f"SELECT slip_id, {', '.join(names)} FROM ledger ORDER BY slip_id")
        plain.executemany(f"INSERT INTO ledger VALUES ({', '.join('?' * (len(names) + 1))})", rows)
        plain.execute("CREATE INDEX by_number ON ledger(number)")
        plain.execute("CREATE INDEX by_customer ON ledger(customer)")
        plain.commit()
    finally:
        plain.close()


def figures(data_dir: Path, fewer: Path, plain: Path, rows: int, rounds: int) -> list[Figure]:
    """All figures; `fewer` is a department of a tenth of the rows. Ratios to a peer are meant for a million rows."""
    runs: dict[str, Callable[[], dict[str, float]]] = {
        "ours": lambda: child("ours", data_dir, CHILD),
        "sql": lambda: child("sql", plain, CHILD),
        "constant": lambda: child(f"constant {rows}", plain, CHILD),
        "fewer": lambda: child("ours", fewer, CHILD),
    }
    found: dict[str, list[dict[str, float]]] = {name: [] for name in runs}
    for _turn in range(rounds):
        for name, run in runs.items():
            found[name].append(run())

    def middle(name: str, value: str) -> float:
        return median(run[value] for run in found[name])

    made = [compare(target, middle("ours", value), middle(other, value)) for value, target, other in TARGETS]
    return [*made, *_memory(middle, rows), _flat(middle, rows)]


def _memory(middle: Middle, rows: int) -> list[Figure]:
    """What the rows add to the process, how that grows from a tenth of them, and against the peer at its end."""
    ours, fewer, sql = (middle(name, "memory") for name in ("ours", "fewer", "sql"))
    peers = Target("T2f 之比", f"打开 {rows} 行并跳到最后增加的内存", SQL, 0.1, "MB")
    whole = f"打开 {rows} 行后整个进程的常驻内存（{rows // FEW} 行时 {middle('fewer', 'resident'):.0f} MB）"
    found = [
        exact("T2f", f"打开 {rows} 行增加的内存", ours, "MB", MOST_MB),
        exact("T2f 增长", f"从 {rows // FEW} 行到 {rows} 行多用的内存", ours - fewer, "MB", MOST_MB),
        exact("T2f 整个", whole, middle("ours", "resident"), "MB", MOST_RESIDENT_MB),
    ]
    return [*found, compare(peers, ours, sql)] if rows >= MILLION else found


def _flat(middle: Middle, rows: int) -> Figure:
    target = Target("T2g", "拖到任意位置，与十分之一行数相比", f"{rows // FEW} 行", 1.2)
    return compare(target, middle("ours", "thumb"), middle("fewer", "thumb"))
