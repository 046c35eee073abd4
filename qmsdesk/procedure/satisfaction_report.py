"""顾客满意度评价报告 of a half-year: coverage, rates that explain themselves, level, problems (5.4.4, §15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from qmsdesk.procedure.chart_data import band_chart
from qmsdesk.procedure.dates import format_chinese
from qmsdesk.procedure.figures import Figure, round_half_up
from qmsdesk.procedure.periods import Period
from qmsdesk.procedure.readings import Readings
from qmsdesk.procedure.report_data import (
    Block,
    Cell,
    CellKind,
    ChartBlock,
    Heading,
    Report,
    Table,
    TableColumn,
    Text,
    figure_line,
)
from qmsdesk.procedure.satisfaction import Evaluation, SurveyForm, evaluate
from qmsdesk.procedure.scoring import level_of
from qmsdesk.procedure.scoring_tables import LEVELS, ScoringVersion
from qmsdesk.procedure.survey import Coverage, Round

KIND = "satisfaction"
TITLE = "顾客满意度评价报告"
METHODS = {"sum": "各表得分之和 ÷ 满分之和", "mean_of_kinds": "各种产品满意率平均", "head_count": "按份数"}


@dataclass(frozen=True)
class CountedForm:
    """One form of the half-year: its score, and what the report says about it."""

    form: SurveyForm
    customer: str
    surveyed: date | None
    round_name: str
    late: bool = False
    cause: str = ""
    summary: str = ""


@dataclass(frozen=True)
class RoundFacts:
    """One round with its figures and why these customers were asked."""

    name: str
    round: Round
    reason: str
    coverage: Coverage


@dataclass(frozen=True)
class SatisfactionFacts:
    """Everything the report is made from; `complaints` is product -> problem -> number of feedbacks."""

    period: Period
    unit: str
    forms: tuple[CountedForm, ...]
    rounds: tuple[RoundFacts, ...]
    complaints: Mapping[str, Mapping[str, int]]
    history: tuple[tuple[str, Figure], ...]
    version: ScoringVersion
    readings: Readings

    def evaluation(self) -> Evaluation:
        """The rates of the half-year."""
        return evaluate(
            (counted.form for counted in self.forms), version=self.version, readings=self.readings
        )


def satisfaction_report(facts: SatisfactionFacts) -> Report:
    """The whole report; without a valid form it says so and gives no rate."""
    made = facts.evaluation()
    blocks: list[Block] = [
        Heading("一、调查概况"),
        Text(_overview(facts, made), "overview", "概况"),
        _rounds_table(facts),
        *_warnings(facts),
        Heading("二、顾客满意率"),
        *_rates(facts, made),
        _kinds_table(facts, made),
        Heading("三、各项目满意率"),
        _items_table(made),
        Heading("四、满意度等级评价"),
        Text(_level_words(facts, made)),
        *_history(facts),
        Heading("五、结合顾客投诉的分析"),
        _joined_table(facts, made),
        _dissatisfied_table(facts),
        Text(_problem_words(facts, made), "problems", "主要问题"),
        Text(_measure_words(facts, made), "measures", "改进措施"),
        Heading("附表"),
        _forms_table(facts),
        _invalid_table(facts),
    ]
    title = f"{facts.period.title}{TITLE}"
    return Report(KIND, title, facts.unit, facts.period.key, tuple(blocks), totals(facts, made))


def totals(facts: SatisfactionFacts, made: Evaluation) -> Mapping[str, Any]:
    """What a company report adds up: points and full marks in hundredths, forms, heads, and the same by kind."""
    valid = [counted.form for counted in facts.forms if counted.form.score.valid]
    kinds: dict[str, dict[str, int]] = {}
    for form in valid:
        kind = kinds.setdefault(form.product_kind.strip() or "未填产品", {"points": 0, "full": 0, "forms": 0})
        kind["points"] += form.score.total or 0
        kind["full"] += form.score.full
        kind["forms"] += 1
    heads = sum((form.score.total or 0) >= facts.version.satisfied_from for form in valid)
    return {
        "points": sum(form.score.total or 0 for form in valid),
        "full": sum(form.score.full for form in valid),
        "forms": len(valid),
        "invalid": len(facts.forms) - len(valid),
        "content": heads,
        "level": made.level,
        "rate": percent(made.primary),
        "method": made.primary.formula,
        "numbers": [form.key for form in valid],
        "kinds": kinds,
    }


def _overview(facts: SatisfactionFacts, made: Evaluation) -> str:
    issued = sum(item.round.issued for item in facts.rounds)
    returned = sum(item.round.returned for item in facts.rounds)
    valid = len(made.all_products.counted)
    words = (
        f"{facts.period.title}共进行调查 {len(facts.rounds)} 次，发出调查表 {issued} 份，收回 {returned} 份；"
    )
    words += f"计入本期 {len(facts.forms)} 份，其中有效 {valid} 份，无效 {len(made.left_out)} 份。"
    late = sum(counted.late for counted in facts.forms)
    return words + (f"迟到的调查表 {late} 份按规定计入本期。" if late else "")


def _rounds_table(facts: SatisfactionFacts) -> Table:
    columns = (
        TableColumn("调查", CellKind.TEXT, 2.2), TableColumn("期间", CellKind.TEXT, 2.6),
        TableColumn("顾客总数", CellKind.COUNT), TableColumn("抽样数", CellKind.COUNT),
        TableColumn("发出", CellKind.COUNT, 0.8), TableColumn("收回", CellKind.COUNT, 0.8),
        TableColumn("回收率", CellKind.PERCENT), TableColumn("抽样理由", CellKind.TEXT, 2.4),
    )  # fmt: skip
    rows = tuple(
        (item.name, "至".join(format_chinese(day) for day in item.round.window), item.round.population,
         item.round.sample, item.round.issued, item.round.returned, percent(item.coverage.return_rate), item.reason)
        for item in facts.rounds
    )  # fmt: skip
    return Table("调查", "各次调查", columns, rows, note="回收率 = 收回份数 ÷ 发出份数 × 100%。")


def _warnings(facts: SatisfactionFacts) -> list[Text]:
    told = [f"{item.name}：{warning}" for item in facts.rounds for warning in item.coverage.warnings]
    return [Text("\n".join(told))] if told else []


def _rates(facts: SatisfactionFacts, made: Evaluation) -> list[Block]:
    chosen = METHODS[made.method]
    return [
        Text(f"全部产品顾客满意率的计算方法：{chosen}（条款解释 I-01）。以下各率分别计算，不相混。"),
        figure_line(made.all_products, percent=True),
        figure_line(made.average, unit="分（满分 10 分）"),
        figure_line(made.mean_of_kinds, percent=True),
        figure_line(made.head_count, percent=True),
    ]


def _kinds_table(facts: SatisfactionFacts, made: Evaluation) -> Table:
    by_kind = totals(facts, made)["kinds"]
    columns = (
        TableColumn("产品", CellKind.TEXT, 3.0), TableColumn("有效份数", CellKind.COUNT),
        TableColumn("得分之和", CellKind.POINTS), TableColumn("满分之和", CellKind.POINTS),
        TableColumn("满意率", CellKind.PERCENT), TableColumn("等级", CellKind.TEXT),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for figure in made.kinds:
        sums = by_kind.get(figure.name, {"forms": 0, "points": None, "full": None})
        rows.append(
            (figure.name, sums["forms"], sums["points"], sums["full"], percent(figure), _level(facts, figure))
        )
    whole = totals(facts, made)
    rows.append(
        ("全部产品", whole["forms"], whole["points"], whole["full"], percent(made.all_products), made.level)
    )
    note = "满意率 = 得分之和 ÷ 满分之和 × 100%；没有有效调查表的产品不计满意率。"
    return Table("产品满意率", "各种产品顾客满意率", columns, tuple(rows), totals=1, note=note)


def _level(facts: SatisfactionFacts, figure: Figure) -> str:
    average = None if figure.value is None else figure.value * 1000
    return level_of(average, version=facts.version, readings=facts.readings)


def _items_table(made: Evaluation) -> Table:
    columns = (
        TableColumn("调查项目", CellKind.TEXT, 3.2), TableColumn("份数", CellKind.COUNT, 0.8),
        *(TableColumn(level, CellKind.COUNT, 0.9) for level in LEVELS), TableColumn("满意率", CellKind.PERCENT, 1.1),
    )  # fmt: skip
    rows = tuple(
        (row.label, len(row.rate.counted), *(row.levels[level] for level in LEVELS), percent(row.rate))
        for row in made.items
    )
    return Table(
        "项目满意率",
        "各项目的等级份数和满意率",
        columns,
        rows,
        note="满意率 = 该项目得分之和 ÷ 满分之和 × 100%。",
    )


def _level_words(facts: SatisfactionFacts, made: Evaluation) -> str:
    if not made.level:
        return "本期没有有效调查表，不作等级评价。"
    return f"平均得分 {made.average.text} 分，满意度等级为“{made.level}”。等级划分（{made.level_rule}）。"


def _history(facts: SatisfactionFacts) -> list[Block]:
    bounds = facts.version.bands[facts.readings.level_bands]
    chart = band_chart("半年度顾客满意率与等级", facts.history, bounds, LEVELS)
    if chart.empty:
        return []
    rows = tuple((name, len(figure.counted), percent(figure)) for name, figure in facts.history)
    columns = (
        TableColumn("半年度"), TableColumn("有效份数", CellKind.COUNT), TableColumn("满意率", CellKind.PERCENT)
    )  # fmt: skip
    return [
        ChartBlock(chart, "各半年度按同一方法计算；已签署的半年度用签署时的数字。"),
        Table("历次满意率", "历次顾客满意率", columns, rows),
    ]


def _joined_table(facts: SatisfactionFacts, made: Evaluation) -> Table:
    """Rates beside the feedback of the same product in the same half-year."""
    rates = {figure.name: figure for figure in made.kinds}
    names = sorted({*rates, *facts.complaints}, key=lambda name: (-_count(facts, name), name))
    rows = tuple(
        (name, percent(rates[name]) if name in rates else None, _count(facts, name), _problems(facts, name))
        for name in names
    )
    columns = (
        TableColumn("产品", CellKind.TEXT, 2.4), TableColumn("满意率", CellKind.PERCENT),
        TableColumn("反馈件数", CellKind.COUNT), TableColumn("主要问题", CellKind.TEXT, 4.0),
    )  # fmt: skip
    return Table("满意率与投诉", "满意率与本期顾客反馈", columns, rows, note="“–”为本期没有有效调查表。")


def _count(facts: SatisfactionFacts, name: str) -> int:
    return sum(facts.complaints.get(name, {}).values())


def _problems(facts: SatisfactionFacts, name: str) -> str:
    most = Counter(facts.complaints.get(name, {})).most_common(3)
    return "、".join(f"{problem} {count} 件" for problem, count in most)


def _dissatisfied_table(facts: SatisfactionFacts) -> Table:
    columns = (
        TableColumn("编号", CellKind.TEXT, 2.1), TableColumn("顾客", CellKind.TEXT, 1.9),
        TableColumn("产品", CellKind.TEXT, 1.8), TableColumn("不满意项目", CellKind.TEXT, 2.2),
        TableColumn("原因和事项", CellKind.TEXT, 3.4),
    )  # fmt: skip
    rows = tuple(
        (counted.form.key, counted.customer, counted.form.product_kind,
         "、".join(counted.form.score.dissatisfied), "；".join(filter(None, (counted.cause, counted.summary))))
        for counted in facts.forms
        if counted.form.score.dissatisfied
    )  # fmt: skip
    return Table("不满意项目", "不满意和很不满意的项目", columns, rows)


def _problem_words(facts: SatisfactionFacts, made: Evaluation) -> str:
    told = []
    known = [row for row in made.items if row.rate.value is not None]
    if known:
        low = min(known, key=lambda row: row.rate.value or Fraction(0))
        told.append(f"满意率最低的项目是“{low.label}”（{low.rate.percent_text}）。")
    rated = [figure for figure in made.kinds if figure.value is not None]
    if len(rated) > 1:
        low_kind = min(rated, key=lambda figure: figure.value or Fraction(0))
        told.append(f"满意率最低的产品是“{low_kind.name}”（{low_kind.percent_text}）。")
    worst = max(facts.complaints, key=lambda name: _count(facts, name), default="")
    if worst:
        told.append(
            f"本期反馈最多的产品是“{worst}”（{_count(facts, worst)} 件：{_problems(facts, worst)}）。"
        )
    return "\n".join(told) or "本期没有调查表和顾客反馈，没有可以归纳的问题。"


def _measure_words(facts: SatisfactionFacts, made: Evaluation) -> str:
    items = Counter(item for counted in facts.forms for item in counted.form.score.dissatisfied)
    if not items:
        return "没有不满意项目，保持现有做法，继续跟踪。"
    named = "、".join(f"“{item}”（{count} 份）" for item, count in items.most_common(3))
    return f"针对{named}，请责任部门分析原因、制定措施，由质管部门验证，并在下次调查中回访这些顾客。"


def _forms_table(facts: SatisfactionFacts) -> Table:
    columns = (
        TableColumn("编号", CellKind.TEXT, 2.2), TableColumn("顾客", CellKind.TEXT, 2.2),
        TableColumn("产品", CellKind.TEXT, 2.2), TableColumn("调查时间", CellKind.TEXT, 1.6),
        TableColumn("调查", CellKind.TEXT, 2.0), TableColumn("计分类别", CellKind.TEXT, 1.1),
        TableColumn("得分", CellKind.POINTS, 0.9), TableColumn("备注", CellKind.TEXT, 0.9),
    )  # fmt: skip
    rows = tuple(
        (counted.form.key, counted.customer, counted.form.product_kind,
         counted.surveyed.isoformat() if counted.surveyed else "", counted.round_name, counted.form.score.kind,
         counted.form.score.total, "迟到" if counted.late else "")
        for counted in facts.forms
        if counted.form.score.valid
    )  # fmt: skip
    return Table("计入的调查表", "计入的调查表", columns, rows)


def _invalid_table(facts: SatisfactionFacts) -> Table:
    columns = (
        TableColumn("编号", CellKind.TEXT, 2.0), TableColumn("顾客", CellKind.TEXT, 2.4),
        TableColumn("产品", CellKind.TEXT, 2.0), TableColumn("不计入的原因", CellKind.TEXT, 4.0),
    )  # fmt: skip
    rows = tuple(
        (counted.form.key, counted.customer, counted.form.product_kind, counted.form.score.invalid)
        for counted in facts.forms
        if not counted.form.score.valid
    )
    return Table("无效的调查表", "不计入的调查表和原因", columns, rows)


def percent(figure: Figure) -> int | None:
    """A rate in hundredths of a percent; None where there is none."""
    return None if figure.value is None else round_half_up(figure.value * 10_000)
