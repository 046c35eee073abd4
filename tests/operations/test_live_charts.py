"""Live charts: what the database adds up is what the rows add up to, bar by bar and row by row."""

from __future__ import annotations

from datetime import date

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.base import database
from qmsdesk.operations import ledger, slips, statistics
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.period_rows import cases
from qmsdesk.operations.report_facts import report_case
from qmsdesk.procedure.report_rows import BY_KEY, cases_by
from qmsdesk.procedure.statistics import OTHER, pareto
from tests.operations.periodic_world import at, claim, feedback, handle

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def world(desk: Desk) -> Desk:
    """Thirty feedbacks of several kinds, some with causes and costs, one void, some of another year."""
    for turn in range(30):
        day = date(2026 - turn % 4 // 3, 1 + turn % 12, 1 + turn % 27)
        slip_id, number = feedback(
            desk, day, product_name=("高压换热器", "阀门", "空冷器")[turn % 3],
            problem_code=("C1", "", "A2", "Z9")[turn % 4], customer_name=("兰州石化公司", "天津石化公司")[turn % 2],
        )  # fmt: skip
        if turn % 3 == 0:
            handle(desk, slip_id, number, day, kind=("制造", "材料")[turn % 2])
        if turn % 5 == 0:
            claim(desk, slip_id, number, day, fen=1000 + turn)
    slip_id, _number = feedback(desk, date(2026, 5, 5))
    slips.void(at(desk, date(2026, 5, 6)), slip_id=slip_id, reason="重复登记", version=1)
    return desk


@pytest.mark.parametrize("dimension", list(statistics.NAMES))
@pytest.mark.parametrize("measure", ["count", "money"])
def test_sums_of_the_database_are_sums_of_the_rows(world: Desk, dimension: str, measure: str) -> None:
    live = statistics.live_pareto(world, dimension=dimension, measure=measure, first=FIRST, last=LAST)  # type: ignore[arg-type]
    rows = [report_case(row) for row in cases(world, first=FIRST, last=LAST) if not row.void]
    exact = pareto(cases_by(rows, BY_KEY[dimension]), measure=measure)  # type: ignore[arg-type]
    assert {bar.label: bar.value for bar in live.pareto.bars} == {bar.label: bar.value for bar in exact.bars}
    assert live.pareto.total == exact.total
    unknown = sum(int(row.key.split()[0]) for row in live.pareto.left_out)
    assert unknown == len(exact.left_out)


@pytest.mark.parametrize("dimension", list(statistics.NAMES))
def test_every_bar_opens_exactly_its_rows(world: Desk, dimension: str) -> None:
    live = statistics.live_pareto(world, dimension=dimension, measure="count", first=FIRST, last=LAST)
    for bar in live.chart.bars:
        found = statistics.rows_behind(world, dimension=dimension, label=bar.key, first=FIRST, last=LAST)
        assert len(found) == bar.value
        assert all(FIRST <= row.day <= LAST and row.state != "作废" for row in found)


@pytest.mark.parametrize("dimension", list(statistics.NAMES))
def test_the_ledger_narrowed_to_a_bar_holds_exactly_its_rows(world: Desk, dimension: str) -> None:
    live = statistics.live_pareto(world, dimension=dimension, measure="count", first=FIRST, last=LAST, top=1)
    beside = tuple(bar.label for bar in live.chart.bars if bar.label != OTHER)
    for bar in live.chart.bars:
        asked = {"dimension": dimension, "label": bar.key, "first": FIRST, "last": LAST}
        asked |= {"others": beside} if bar.key == OTHER else {}
        filters = statistics.filters_behind(world, **asked)  # type: ignore[arg-type]
        shown = ledger.order(world, query=Query(filters=filters))
        behind = statistics.rows_behind(world, **asked)  # type: ignore[arg-type]
        assert sorted(shown) == sorted(row.slip_id for row in behind)
        assert len(shown) == bar.value


def test_the_rest_opens_everything_that_has_no_bar_of_its_own(world: Desk) -> None:
    live = statistics.live_pareto(world, dimension="product", measure="count", first=FIRST, last=LAST, top=1)
    assert [bar.label for bar in live.chart.bars][-1] == OTHER
    beside = tuple(bar.label for bar in live.chart.bars if bar.label != OTHER)
    found = statistics.rows_behind(
        world, dimension="product", label=OTHER, first=FIRST, last=LAST, others=beside
    )
    assert len(found) == live.chart.bars[-1].value


def test_a_year_without_feedback_has_an_empty_chart_and_days_backwards_are_refused(world: Desk) -> None:
    live = statistics.live_pareto(
        world, dimension="problem", measure="money", first=date(2020, 1, 1), last=date(2020, 12, 31)
    )
    assert live.chart.empty
    with pytest.raises(UserError, match="早于开始日期"):
        statistics.live_pareto(world, dimension="problem", measure="count", first=LAST, last=FIRST)


def test_problem_classes_are_added_up_from_one_index_without_sorting(world: Desk) -> None:
    asked: list[str] = []
    execute = database.execute_sql

    def listen(sql: str, params: object = None, **rest: object) -> object:
        asked.append(sql)
        return execute(sql, params, **rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.obj, "execute_sql", listen)
        statistics.live_pareto(world, dimension="problem", measure="count", first=FIRST, last=LAST)
    counted = next(sql for sql in asked if "RECURSIVE class" in sql)
    plan = execute(f"EXPLAIN QUERY PLAN {counted}", ("2026-01-01", "2026-12-31", "作废")).fetchall()
    words = " ".join(str(row[-1]) for row in plan)
    assert "COVERING INDEX ledger_problem_code_feedback_date" in words
    assert "TEMP B-TREE" not in words
