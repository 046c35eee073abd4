"""T6a, T6b: writing and reading a workbook of many rows and twelve columns."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qmsdesk.bench.measure import Figure, Target, compare, exact, medians, timed
from qmsdesk.exchange.tables import read_table
from qmsdesk.exchange.xlsx import Column, Kind, Page, write_xlsx

WRITE = Target("T6a", "写 .xlsx，12 列，含样式、日期、数字", "裸 openpyxl write_only", 1.15, "s")
READ = Target("T6b", "读 .xlsx，12 列，先查危险再读", "openpyxl read_only", 0.15, "s")
MOST_ADDED = 40.0  # MB
TRACED = 20_000  # tracing memory is slow, and what streams needs no more for more rows
KINDS = (*(Kind.TEXT,) * 9, Kind.MONEY, Kind.DATE, Kind.INTEGER)


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    """The same rows every time: nine texts, an amount, a day, a number."""
    luck = random.Random(6)
    for place in range(count):
        yield (
            f"F01-2026-{place:06d}",
            f"第{luck.randrange(900)}号石化有限公司",
            "高压换热器/LS-H-0412",
            f"H2025-{luck.randrange(999):03d}",
            "管箱法兰密封面渗漏，压力由 6.3 降到 5.8",
            "已更换垫片并复查",
            "质管部门",
            f"B01-2026-{place:06d}",
            "已登记",
            luck.randrange(10**7),
            date(2026, 1, 1) + timedelta(days=luck.randrange(300)),
            place,
        )


def figures(scratch: Path, count: int, rounds: int) -> list[Figure]:
    """Writing and reading, and the memory that writing adds."""
    ours, theirs = scratch / "ours.xlsx", scratch / "theirs.xlsx"
    written = medians(
        {"ours": timed(lambda: _ours(ours, count)), "bare": timed(lambda: _bare(theirs, count))},
        rounds,
        warm=0,
    )
    read = medians(
        {"ours": timed(lambda: read_table(theirs)), "read_only": timed(lambda: _read_only(theirs))},
        rounds,
        warm=0,
    )
    return [
        compare(WRITE, written["ours"], written["bare"]),
        exact(
            "T6a 内存",
            f"写 {min(count, TRACED)} 行时 Python 占用的峰值",
            _memory(ours, count),
            "MB",
            MOST_ADDED,
        ),
        compare(READ, read["ours"], read["read_only"]),
    ]


def _ours(path: Path, count: int) -> None:
    columns = [Column(f"第{place}列", kind) for place, kind in enumerate(KINDS, start=1)]
    with path.open("wb") as file:
        write_xlsx(file, page=Page("台帐", "公司内部资料"), columns=columns, rows=rows(count))


def _bare(path: Path, count: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([f"第{place}列" for place in range(1, 13)])
    for row in rows(count):
        sheet.append(row)
    book.save(path)


def _read_only(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    found = sum(1 for _row in book.active.iter_rows(values_only=True))
    book.close()
    return found


def _memory(path: Path, count: int) -> float:
    """The peak of what Python allocates while writing, in MB."""
    import tracemalloc

    tracemalloc.start()
    try:
        _ours(path, min(count, TRACED))
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
