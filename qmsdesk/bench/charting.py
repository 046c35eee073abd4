"""T7a, T7b: a live 排列图 of twelve months and of the whole history against one full scan of the ledger."""

from __future__ import annotations

from datetime import date

from qmsdesk.bench.measure import Figure, Target, compare, medians, timed
from qmsdesk.models.base import database
from qmsdesk.operations import statistics
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.period_rows import recorded_span
from qmsdesk.procedure.dates import add_months

SCAN = "整表扫描一遍台帐（件数和费用）"
YEAR = Target("T7a", "最近十二个月按质量问题的排列图", SCAN, 0.15)
HISTORY = Target("T7b", "全部年份按质量问题的排列图", SCAN, 1.5)


def figures(desk: Desk, rounds: int) -> list[Figure]:
    """Both figures; the scan reads every row of the table once and adds up what the chart adds up."""
    span = recorded_span(desk)
    if span is None:
        return []
    first, last = span

    def scan() -> int:
        sql = (
            "SELECT count(*), coalesce(sum(claim_cost), 0) FROM ledger NOT INDEXED WHERE feedback_date <> ''"
        )
        return int(database.execute_sql(sql).fetchone()[0])

    def chart(since: date) -> int:
        live = statistics.live_pareto(desk, dimension="problem", measure="count", first=since, last=last)
        return live.pareto.total

    year = add_months(last, -12)
    if not scan() >= chart(first) >= chart(year) > 0:
        raise RuntimeError("the chart and the scan do not count the same slips")
    found = medians(
        {"scan": timed(scan), "year": timed(lambda: chart(year)), "history": timed(lambda: chart(first))},
        rounds,
    )
    return [compare(YEAR, found["year"], found["scan"]), compare(HISTORY, found["history"], found["scan"])]
