"""T3a-T3d: the search index against LIKE over the same columns, on the same database."""

from __future__ import annotations

from typing import Any

from qmsdesk.bench.corpus import RARE, RARE_CUSTOMER
from qmsdesk.bench.measure import Figure, Target, compare, exact, medians, repeated
from qmsdesk.models.base import database
from qmsdesk.operations import ledger
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.registering import SEARCHED
from qmsdesk.operations.search import pinyin_keys

MILLION = 1_000_000  # rows the targets of T3a and T3d are meant for
COMMON = ("渗漏", "漏", "密封面", "裂纹", "管板与换热管焊缝")
COMMON_INITIALS = "lzsh"
FRAME_MS = 33.0
SIZE = 30.0
SQL = "同样各列上的 LIKE"


COLUMNS = ("product_name", "drawing_no", *SEARCHED)


def figures(desk: Desk, rows: int, rounds: int) -> list[Figure]:
    """The figures; an index does not grow with the rows and LIKE does, so T3a and T3d are set for a million."""
    share = MILLION / rows
    rare = Target("T3a", "查找 1 至 4 个字的罕见词并计数（最慢者）", SQL, min(1.0, share / 1000))
    worst = Target("T3b", "查找最常见的词并计数（最慢者）", SQL, 1 / 8)
    pinyin = Target("T3d", "拼音首字母，最新 50 条", "逐行首字母列上的 LIKE", min(1.0, share / 50))
    return [
        _slowest(desk, rare, [RARE[:size] for size in (1, 2, 4)], rounds),
        _slowest(desk, worst, list(COMMON), rounds),
        _index_size(),
        *_pinyin(desk, pinyin, rounds),
    ]


def _slowest(desk: Desk, target: Target, words: list[str], rounds: int) -> Figure:
    """The word with the largest ratio; both ways must count the same."""
    found = [_word(desk, target, word, rounds) for word in words]
    return max(found, key=lambda figure: figure.ratio or 0.0)


def _word(desk: Desk, target: Target, word: str, rounds: int) -> Figure:
    clause = " OR ".join(f"f.{name} LIKE ?" for name in COLUMNS)
    pattern = [f"%{word}%"] * len(COLUMNS)

    def like() -> int:
        return int(
            database.execute_sql(f"SELECT count(*) FROM feedback f WHERE {clause}", pattern).fetchone()[0]
        )

    def index() -> int:
        return ledger.totals(desk, query=Query(word)).count

    (handled,) = database.execute_sql("SELECT count(*) FROM ledger WHERE result <> ''").fetchone()
    if (
        not 0 < like() <= index() <= like() + handled
    ):  # what became of a case is found too, and LIKE does not see it
        raise RuntimeError(f"the index and LIKE do not agree on {word}")
    found = medians({"index": repeated(index, 5), "like": repeated(like, 1)}, rounds, warm=0)
    return compare(target, found["index"], found["like"])


def _index_size() -> Figure:
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0] * 4096
    index = database.execute_sql("SELECT sum(length(block)) FROM search_data").fetchone()[0]
    return exact("T3c", "检索索引占其余数据库的比例", 100 * index / (pages - index), "%", SIZE)


def _pinyin(desk: Desk, target: Target, rounds: int) -> list[Figure]:
    """Initials of a customer with few slips, where LIKE must look at every row; those of a common one by the clock."""
    names = [row[0] for row in database.execute_sql("SELECT DISTINCT customer FROM ledger")]
    initials = {name: pinyin_keys(name)[1] for name in names}
    database.execute_sql("CREATE TEMP TABLE spelled (slip_id INTEGER PRIMARY KEY, initials TEXT)")
    rows = database.execute_sql("SELECT slip_id, customer FROM ledger").fetchall()
    database.connection().executemany(
        "INSERT INTO spelled VALUES (?, ?)", [(key, initials[name]) for key, name in rows]
    )
    statement = (
        "SELECT l.slip_id FROM ledger l JOIN spelled s USING (slip_id) WHERE s.initials LIKE ?"
        " ORDER BY l.number_sort DESC LIMIT 50"
    )
    rare = pinyin_keys(RARE_CUSTOMER)[1][1:5]

    def like() -> list[Any]:
        return [row[0] for row in database.execute_sql(statement, (f"%{rare}%",))]

    def index(text: str) -> list[Any]:
        found = ledger.order(desk, query=Query(text), limit=50)
        ledger.rows(desk, ids=found)
        return list(found)

    if not like() == index(rare) != []:
        raise RuntimeError("the index and LIKE do not find the same slips")
    subjects = {
        "rare": repeated(lambda: index(rare), 5),
        "common": repeated(lambda: index(COMMON_INITIALS), 5),
        "like": repeated(like, 1),
    }
    found = medians(subjects, rounds)
    database.execute_sql("DROP TABLE spelled")
    told = f"常见顾客的拼音首字母（{COMMON_INITIALS}），最新 50 条"
    return [
        compare(target, found["rare"], found["like"]),
        exact("T3d 常见", told, found["common"] * 1000, "ms", FRAME_MS),
    ]
