"""Every number of a trend report, added up again in plain Python from the rows the test itself wrote."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from qmsdesk.operations import department, reports
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.chart_data import ParetoChart, TrendChart
from qmsdesk.procedure.clock import FixedClock
from qmsdesk.procedure.periods import Period, quarter
from qmsdesk.procedure.report_data import ChartBlock, Report, Table
from tests.operations.periodic_world import claim, clerk, close, feedback, handle

Q3, DAY = quarter(2026, 3), date(2026, 10, 6)
PRODUCTS = ("高压换热器", "螺纹锁紧环换热器", "加氢反应器", "阀门")
CUSTOMERS = ("兰州石化公司", "天津石化公司", "大连石化公司")
PROBLEMS = {"C1": "密封泄漏·漏油", "A2": "结构强度·裂纹", "D1": "机械传动·异响", "": "未填写"}
CAUSES, PARTS = ("设计", "材料", "制造"), ("机加车间", "铆焊车间")


@dataclass
class Fact:
    """What the test knows of one feedback, in plain words."""

    number: str
    day: date
    product: str
    customer: str
    problem: str
    cause: str = "未填写"
    responsible: str = "未填写"
    fen: int | None = None
    claim: str = ""
    closed: date | None = None


def _fill(desk: Desk) -> list[Fact]:
    luck, facts = random.Random(20260703), []
    for year in (2025, 2026):
        for number in range(1, 10):
            for _turn in range(luck.randint(2, 5)):
                facts.append(_one(desk, luck, date(year, number, luck.randint(1, 28))))
    return facts


def _one(desk: Desk, luck: random.Random, day: date) -> Fact:
    code = luck.choice(list(PROBLEMS))
    product, customer = luck.choice(PRODUCTS), luck.choice(CUSTOMERS)
    slip_id, number = feedback(desk, day, product_name=product, customer_name=customer, problem_code=code)
    fact = Fact(number, day, product, customer, PROBLEMS[code])
    if luck.random() < 0.75:
        fact.cause, fact.responsible = luck.choice(CAUSES), luck.choice(PARTS)
        handle(desk, slip_id, number, day, kind=fact.cause, responsible=fact.responsible)
        if luck.random() < 0.7:
            fact.fen, fact.claim = luck.randint(100, 9_000_000), luck.choice(("质量三包", "经营性三包"))
            claim(desk, slip_id, number, day, fen=fact.fen, category=fact.claim)
        close(desk, slip_id, day)
        fact.closed = day
    return fact


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[Fact]]]:
    """A department with two years of feedback, made once and only read."""
    clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    place = {
        "data_dir": tmp_path_factory.mktemp("trend") / "data",
        "user": "李敏",
        "password": "testing-desk-2026",
    }
    department.create_department(
        **place, unit_code="01", unit_name="炼化设备公司", department="经销部门", clock=clock
    )
    desk = department.open_department(**place, clock=clock)
    yield desk, _fill(desk)
    department.close_department(desk)


def _report(desk: Desk) -> Report:
    return reports.preview_report(clerk(desk, DAY), kind="trend", period=Q3)


def _within(facts: list[Fact], period: Period) -> list[Fact]:
    return [fact for fact in facts if period.first <= fact.day <= period.last]


def _table(report: Report, key: str) -> Table:
    return next(block for block in report.blocks if isinstance(block, Table) and block.key == key)


GROUPS: dict[str, Callable[[Fact], str]] = {
    "产品": lambda fact: fact.product,
    "质量问题": lambda fact: fact.problem,
    "责任部门": lambda fact: fact.responsible,
    "原因": lambda fact: fact.cause,
    "顾客": lambda fact: fact.customer,
}


@pytest.mark.parametrize("name", GROUPS)
def test_each_pareto_by_pieces_adds_up(world: tuple[Desk, list[Fact]], name: str) -> None:
    desk, facts = world
    counted = Counter(GROUPS[name](fact) for fact in _within(facts, Q3))
    _same_bars(_table(_report(desk), f"{name}-件数"), counted)


@pytest.mark.parametrize("name", GROUPS)
def test_each_pareto_by_money_adds_up(world: tuple[Desk, list[Fact]], name: str) -> None:
    desk, facts = world
    sums: Counter[str] = Counter()
    for fact in _within(facts, Q3):
        if fact.fen is not None:
            sums[GROUPS[name](fact)] += fact.fen
    _same_bars(_table(_report(desk), f"{name}-费用损失"), sums)


def _same_bars(table: Table, expected: Counter[str]) -> None:
    total, done = sum(expected.values()), 0
    *bars, last = table.rows
    assert {row[0]: row[1] for row in bars} == dict(expected)
    assert [row[1] for row in bars] == sorted(expected.values(), reverse=True)
    for row in bars:
        before, done = done, done + expected[str(row[0])]
        assert row[2] == round(expected[str(row[0])] * 10_000 / total)
        assert row[3] == round(done * 10_000 / total)
        assert row[4] == ("√" if before * 100 < 80 * total else "")
    assert last[:2] == ("合计", total)


def test_months_and_changes_add_up(world: tuple[Desk, list[Fact]]) -> None:
    desk, facts = world
    report = _report(desk)
    for key, value in (("各月反馈件数", lambda fact: 1), ("各月费用损失", lambda fact: fact.fen or 0)):
        rows = _table(report, key).rows
        for row, number in zip(rows, (7, 8, 9), strict=True):
            now, then = (
                sum(value(fact) for fact in facts if (fact.day.year, fact.day.month) == (year, number))
                for year in (2026, 2025)
            )
            assert row == (f"2026年{number}月", now, then, now - then)
    by_product = {row[0]: row[1:] for row in _table(report, "产品-变化").rows}
    periods = (Q3, quarter(2026, 2), quarter(2025, 3))
    for product in PRODUCTS:
        counts = [sum(fact.product == product for fact in _within(facts, period)) for period in periods]
        if any(counts):
            assert by_product[product] == (*counts, counts[0] - counts[2])


def test_losses_keep_their_two_classes_apart(world: tuple[Desk, list[Fact]]) -> None:
    desk, facts = world
    sums: dict[tuple[str, int], int] = defaultdict(int)
    pieces: Counter[str] = Counter()
    for year in (2026, 2025):
        for fact in _within(facts, quarter(year, 3)):
            if fact.claim:
                sums[f"{fact.claim}损失", year] += fact.fen or 0
                pieces[f"{fact.claim}损失"] += year == 2026
    rows = _table(_report(desk), "三包损失").rows
    for row in rows[:2]:
        name = str(row[0])
        now, then = sums[name, 2026], sums[name, 2025]
        assert row[1:] == (pieces[name], now, then, now - then)
    assert rows[2][2] == sum(value for (_name, year), value in sums.items() if year == 2026)


def test_totals_and_words_say_the_same_numbers(world: tuple[Desk, list[Fact]]) -> None:
    desk, facts = world
    mine = _within(facts, Q3)
    report = _report(desk)
    fen = sum(fact.fen or 0 for fact in mine)
    assert report.totals["count"] == len(mine)
    assert report.totals["closed"] == sum(fact.closed is not None for fact in mine)
    assert report.totals["fen"] == fen
    words = report.texts()["situation"].text
    assert f"共收到顾客反馈 {len(mine)} 件" in words
    assert f"{fen / 100:,.2f} 元" in words
    ordered = sorted(mine, key=lambda fact: (fact.day, fact.number))
    assert [row[0] for row in _table(report, "反馈明细").rows] == [fact.number for fact in ordered]


def test_charts_show_the_numbers_of_their_tables(world: tuple[Desk, list[Fact]]) -> None:
    desk, _facts = world
    report = _report(desk)
    for place, block in enumerate(report.blocks):
        if isinstance(block, ChartBlock) and isinstance(block.chart, ParetoChart):
            table = report.blocks[place + 1]
            assert isinstance(table, Table)
            assert [(bar.label, bar.value) for bar in block.chart.bars] == [
                row[:2] for row in table.rows[:-1]
            ]
        elif isinstance(block, ChartBlock) and isinstance(block.chart, TrendChart):
            table = report.blocks[place + 1]
            assert isinstance(table, Table)
            assert [(bar.value, bar.before) for bar in block.chart.bars] == [row[1:3] for row in table.rows]
