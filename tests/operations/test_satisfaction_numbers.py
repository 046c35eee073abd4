"""Every number of the satisfaction report, added up again from the ticks the test itself keyed (5.4.2, 5.4.4)."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from qmsdesk.operations import department, reports, reports_out, survey_halves, survey_rounds, surveys
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.survey_rounds import Sampled
from qmsdesk.operations.surveys import Answers
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.printing import raster
from qmsdesk.procedure.chart_data import BandChart
from qmsdesk.procedure.clock import FixedClock
from qmsdesk.procedure.periods import half
from qmsdesk.procedure.report_data import ChartBlock, FigureLine, Report, Table, cell_text
from tests.operations.periodic_world import at, clerk, feedback

H1, DAY = half(2026, 1), date(2026, 7, 3)
KINDS = ("高压换热器", "加氢反应器", "阀门")
# printed on form 06 and in 5.4.2.2, typed here once more: weight of each item, points of each level
WEIGHTS = {
    "reliability": 2,
    "completeness": 1,
    "safety": 2,
    "outsourced": 1,
    "appearance": 1,
    "service": 2,
    "delivery": 1,
}
POINTS = {"很满意": 10.0, "满意": 8.5, "基本满意": 7.5, "不满意": 6.0, "很不满意": 4.0}


@dataclass
class Sheet:
    """What the test keyed of one form."""

    number: str
    kind: str
    levels: dict[str, str]
    counts: bool

    @property
    def total(self) -> float:
        """Points of 10."""
        return sum(WEIGHTS[item] * POINTS[level] / 10 for item, level in self.levels.items())


def _key(desk: Desk, round_id: int) -> list[Sheet]:
    luck, sheets = random.Random(5), []
    for turn, line in enumerate(surveys.forms(desk, round_id=round_id)):
        day = date(2026, 4, 10) + timedelta(days=turn)
        there = at(desk, day)
        levels = {item: luck.choices(list(POINTS), (3, 5, 3, 1, 1))[0] for item in WEIGHTS}
        ticks = {item: (level,) for item, level in levels.items()}
        if turn % 7 == 3:
            ticks["service"] = ("满意", "不满意")
        form = surveys.read_form(there, slip_id=line.slip_id)
        texts = {"cause": f"原因{turn}", "summary": f"事项{turn}"}
        answers = Answers(ticks, day, line.product_kind, texts, day, Signed("李敏", day, "ink"))
        surveys.record_answers(there, slip_id=line.slip_id, answers=answers, version=form.version)
        sheets.append(Sheet(line.number, line.product_kind, levels, turn % 7 != 3))
    return sheets


def _survey(desk: Desk) -> list[Sheet]:
    begin = at(desk, date(2026, 4, 2))
    round_id = survey_rounds.plan_round(begin, kind="定期", period=H1, population=60, reason="按产品分层")
    chosen = [
        Sampled(f"第{turn}家公司", f"{KINDS[turn % 3]}/LS-{turn}", KINDS[turn % 3]) for turn in range(20)
    ]
    survey_rounds.add_to_sample(begin, round_id=round_id, chosen=chosen)
    survey_rounds.issue(begin, round_id=round_id)
    sheets = _key(desk, round_id)
    end = date(2026, 6, 25)
    for line in surveys.forms(desk, round_id=round_id):
        if line.invalid:
            surveys.mark_invalid(at(desk, end), slip_id=line.slip_id, reason=line.invalid)
    whole = [line.slip_id for line in surveys.forms(desk, round_id=round_id) if line.state == "已收回"]
    surveys.approve(at(desk, end), slip_ids=whole, given=Given(ink=Signed("王工", end)))
    survey_halves.hand_over(at(desk, end), period=H1, on=end)
    survey_halves.receive(clerk(desk, end), period=H1, on=end, by="赵倩")
    return sheets


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, list[Sheet]]]:
    """A round of twenty forms and four feedbacks, made once and only read."""
    clock = FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))
    place = {
        "data_dir": tmp_path_factory.mktemp("survey") / "data",
        "user": "李敏",
        "password": "testing-desk-2026",
    }
    department.create_department(
        **place, unit_code="01", unit_name="炼化设备公司", department="经销部门", clock=clock
    )
    desk = department.open_department(**place, clock=clock)
    for number in (2, 3, 3, 5):
        feedback(desk, date(2026, number, 4), product_name=KINDS[0], problem_code="C1")
    yield desk, _survey(desk)
    department.close_department(desk)


@pytest.fixture
def report(world: tuple[Desk, list[Sheet]]) -> Report:
    desk, _sheets = world
    return reports.preview_report(clerk(desk, DAY), kind="satisfaction", period=H1)


def _table(report: Report, key: str) -> Table:
    return next(block for block in report.blocks if isinstance(block, Table) and block.key == key)


def _figure(report: Report, name: str) -> FigureLine:
    return next(block for block in report.blocks if isinstance(block, FigureLine) and block.name == name)


def _percent(above: float, below: float) -> int:
    return round(above * 10_000 / below)


def test_rates_of_kinds_and_of_all_are_sums_over_sums(
    world: tuple[Desk, list[Sheet]], report: Report
) -> None:
    sheets = [sheet for sheet in world[1] if sheet.counts]
    rows = _table(report, "产品满意率").rows
    for row in rows[:-1]:
        mine = [sheet.total for sheet in sheets if sheet.kind == row[0]]
        assert row[1:5] == (
            len(mine),
            round(sum(mine) * 100),
            len(mine) * 1000,
            _percent(sum(mine), 10 * len(mine)),
        )
    whole = sum(sheet.total for sheet in sheets)
    assert rows[-1][1:5] == (
        len(sheets),
        round(whole * 100),
        len(sheets) * 1000,
        _percent(whole, 10 * len(sheets)),
    )
    assert _figure(report, "全部产品顾客满意率").value == f"{_percent(whole, 10 * len(sheets)) / 100:g}%"


def test_mean_of_kinds_and_head_count_are_shown_apart(
    world: tuple[Desk, list[Sheet]], report: Report
) -> None:
    sheets = [sheet for sheet in world[1] if sheet.counts]
    by_kind: dict[str, list[float]] = defaultdict(list)
    for sheet in sheets:
        by_kind[sheet.kind].append(sheet.total)
    mean = sum(sum(totals) / (10 * len(totals)) for totals in by_kind.values()) / len(by_kind)
    content = sum(sheet.total >= 7.5 - 1e-9 for sheet in sheets)
    assert _figure(report, "各种产品满意率平均").value == f"{round(mean * 10_000) / 100:g}%"
    assert _figure(report, "满意顾客占比（按份数）").value == f"{_percent(content, len(sheets)) / 100:g}%"


def test_items_count_every_level(world: tuple[Desk, list[Sheet]], report: Report) -> None:
    sheets = [sheet for sheet in world[1] if sheet.counts]
    for item, row in zip(WEIGHTS, _table(report, "项目满意率").rows, strict=True):
        levels = Counter(sheet.levels[item] for sheet in sheets)
        points = sum(POINTS[level] * count for level, count in levels.items())
        assert row[1:7] == (len(sheets), *(levels[level] for level in POINTS))
        assert row[7] == _percent(points, 10 * len(sheets))


def test_every_form_is_counted_or_left_out_with_its_reason(
    world: tuple[Desk, list[Sheet]], report: Report
) -> None:
    counted = [(row[0], row[6]) for row in _table(report, "计入的调查表").rows]
    assert counted == [(sheet.number, round(sheet.total * 100)) for sheet in world[1] if sheet.counts]
    left_out = {row[0]: row[3] for row in _table(report, "无效的调查表").rows}
    assert left_out == {sheet.number: "“售后服务质量”选了 2 个等级" for sheet in world[1] if not sheet.counts}
    note = _figure(report, "全部产品顾客满意率").note
    assert f"计入 {len(counted)} 份；未计入 {len(left_out)} 份" in note


def test_the_level_follows_the_band_of_the_average(world: tuple[Desk, list[Sheet]], report: Report) -> None:
    sheets = [sheet.total for sheet in world[1] if sheet.counts]
    average = sum(sheets) / len(sheets)
    bands = (("很满意", 9.25), ("满意", 8.0), ("基本满意", 6.75), ("不满意", 5.0))
    level = next((name for name, bound in bands if average >= bound), "很不满意")
    assert report.totals["level"] == level
    chart = next(block.chart for block in report.blocks if isinstance(block, ChartBlock))
    assert isinstance(chart, BandChart)
    assert [point.value for point in chart.points] == [_percent(sum(sheets), 10 * len(sheets))]


def test_complaints_stand_beside_the_rates(report: Report) -> None:
    rows = {row[0]: row for row in _table(report, "满意率与投诉").rows}
    assert rows["高压换热器"][2:] == (4, "密封泄漏·漏油 4 件")
    assert rows["阀门"][2] == 0


def test_dissatisfied_items_are_listed_with_their_cause(
    world: tuple[Desk, list[Sheet]], report: Report
) -> None:
    low = {"不满意", "很不满意"}
    expected = [sheet.number for sheet in world[1] if sheet.counts and low & set(sheet.levels.values())]
    rows = _table(report, "不满意项目").rows
    assert [row[0] for row in rows] == expected
    assert all(str(row[4]).startswith("原因") for row in rows)


def test_every_cell_stands_in_the_pdf(world: tuple[Desk, list[Sheet]], report: Report) -> None:
    plain = "".join("".join(raster.texts(reports_out.print_report(clerk(world[0], DAY), report))).split())
    for block in report.blocks:
        if isinstance(block, FigureLine):
            assert "".join(f"{block.name}：{block.value}".split()) in plain
        if isinstance(block, Table) and block.key in ("产品满意率", "项目满意率", "满意率与投诉"):
            for row in block.rows:
                cells = (
                    cell_text(column.kind, cell) for column, cell in zip(block.columns, row, strict=True)
                )
                assert "".join("".join(cells).split()) in plain, row
