"""What 技术质量管理部 makes of signed unit reports: sums, 排列图, an evaluation to be approved (5.1.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from qmsdesk.procedure.chart_data import ParetoBar, ParetoChart, unit_for
from qmsdesk.procedure.figures import Figure, round_half_up
from qmsdesk.procedure.money import format_money
from qmsdesk.procedure.periods import Period
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
from qmsdesk.procedure.report_rows import BY_KEY
from qmsdesk.procedure.satisfaction import SUM_FORMULA
from qmsdesk.procedure.scoring import level_of
from qmsdesk.procedure.statistics import OTHER, VITAL, Measure

TREND_TITLE, SATISFACTION_TITLE = "顾客反馈分析评价报告", "顾客满意度分析评价报告"


@dataclass(frozen=True)
class UnitFigures:
    """What one unit's signed report says: the unit, when it was signed, and its totals."""

    unit: str
    signed: str
    totals: Mapping[str, Any]


def company_trend(period: Period, company: str, units: Sequence[UnitFigures]) -> Report:
    """The company's report on feedback, from the units' signed reports of one period."""
    counts = [unit.totals["count"] for unit in units]
    blocks: list[Block] = [
        Heading("一、汇总范围"),
        Text(_scope(units)),
        Heading("二、顾客反馈汇总"),
        figure_line(
            Figure("反馈件数", Fraction(sum(counts)), "各单位签署报告的反馈件数之和", _names(units)),
            unit="件",
        ),
        _units_table(units),
        Heading("三、排列图"),
        *_merged(units, "problem"),
        *_merged(units, "product"),
        Heading("四、分析评价"),
        Text(_trend_words(units), "evaluation", "总体评价"),
        Text("各单位按本单位报告中的措施执行，技术质量管理部跟踪验证。", "measures", "改进要求"),
    ]
    totals = {"count": sum(counts), "fen": sum(unit.totals["fen"] for unit in units), "units": len(units)}
    return Report("company_trend", f"{period.title}{TREND_TITLE}", company, period.key, tuple(blocks), totals)


def company_satisfaction(period: Period, company: str, units: Sequence[UnitFigures]) -> Report:
    """The company's report on satisfaction: Σ of points ÷ Σ of full marks over all units, never a mean of rates."""
    whole = _rate(units)
    level = level_of(None if whole.value is None else whole.value * 1000)
    told = (
        f"全公司顾客满意率 {whole.percent_text}，等级为“{level}”。" if level else "没有有效调查表，不作评价。"
    )
    blocks: list[Block] = [
        Heading("一、汇总范围"),
        Text(_scope(units)),
        Heading("二、顾客满意率"),
        figure_line(whole, percent=True),
        _satisfaction_table(units, whole),
        Heading("三、分析评价"),
        Text(told, "evaluation", "总体评价"),
        Text("质量管理体系的适宜性、产品与顾客要求的差距和改进趋势：", "suitability", "体系与产品的适宜性"),
        Text("针对满意率低的项目和产品，责任单位制定措施，技术质量管理部跟踪验证。", "measures", "改进要求"),
    ]
    totals = {
        "points": sum(unit.totals["points"] for unit in units),
        "full": sum(unit.totals["full"] for unit in units),
        "forms": sum(unit.totals["forms"] for unit in units),
        "level": level,
        "units": len(units),
    }
    title = f"{period.title}{SATISFACTION_TITLE}"
    return Report("company_satisfaction", title, company, period.key, tuple(blocks), totals)


def _scope(units: Sequence[UnitFigures]) -> str:
    if not units:
        return "没有已签署上报的单位报告。"
    return f"汇总 {len(units)} 个单位已签署上报的报告：" + "、".join(
        f"{unit.unit}（{unit.signed} 签署）" for unit in units
    )


def _names(units: Sequence[UnitFigures]) -> tuple[str, ...]:
    return tuple(unit.unit for unit in units)


def _units_table(units: Sequence[UnitFigures]) -> Table:
    columns = (
        TableColumn("单位", CellKind.TEXT, 2.4), TableColumn("反馈件数", CellKind.COUNT),
        TableColumn("已关闭", CellKind.COUNT), TableColumn("费用损失", CellKind.MONEY, 1.4),
        TableColumn("质量三包损失", CellKind.MONEY, 1.4), TableColumn("经营性三包损失", CellKind.MONEY, 1.4),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for unit in units:
        losses = unit.totals["losses"]
        rows.append(
            (unit.unit, unit.totals["count"], unit.totals["closed"], unit.totals["fen"],
             losses.get("质量三包损失", 0), losses.get("经营性三包损失", 0))
        )  # fmt: skip
    sums = [sum(int(row[place] or 0) for row in rows) for place in range(1, 6)]
    rows.append(("合计", *sums))
    return Table("各单位", "各单位顾客反馈", columns, tuple(rows), totals=1)


def _merged(units: Sequence[UnitFigures], key: str) -> list[Block]:
    blocks: list[Block] = []
    named: tuple[tuple[Measure, str], ...] = (("count", "件数"), ("money", "费用损失"))
    for measure, by in named:
        merged: Counter[str] = Counter()
        for unit in units:
            merged.update(unit.totals[key][measure])
        if sum(merged.values()) <= 0:
            continue
        chart = _chart(f"{BY_KEY[key].name}排列图（按{by}）", merged, measure)
        kind = CellKind.COUNT if measure == "count" else CellKind.MONEY
        columns = (TableColumn(BY_KEY[key].name, CellKind.TEXT, 4.0), TableColumn(by, kind, 1.6))
        rows: list[tuple[Cell, ...]] = [(bar.label, bar.value) for bar in chart.bars]
        rows.append(("合计", chart.total))
        blocks.append(ChartBlock(chart, f"各单位报告{by}之和", key))
        blocks.append(
            Table(f"{BY_KEY[key].name}-{by}", f"{BY_KEY[key].name}（按{by}）", columns, tuple(rows), 1)
        )
    return blocks or [Text(f"没有可以按{BY_KEY[key].name}汇总的数据。")]


def _chart(title: str, merged: Counter[str], measure: Measure) -> ParetoChart:
    names = sorted((name for name in merged if name != OTHER), key=lambda name: -merged[name])
    names += [OTHER] if OTHER in merged else []
    total, before, bars = sum(merged.values()), 0, []
    for name in names:
        if merged[name] > 0:
            vital = Fraction(before, total) < VITAL and name != OTHER
            bars.append(ParetoBar(name, merged[name], vital, name))
            before += merged[name]
    return ParetoChart(title, unit_for(measure, total), tuple(bars))


def _trend_words(units: Sequence[UnitFigures]) -> str:
    count, fen = sum(unit.totals["count"] for unit in units), sum(unit.totals["fen"] for unit in units)
    if not count:
        return "本期各单位没有顾客反馈。"
    problems: Counter[str] = Counter()
    for unit in units:
        problems.update(unit.totals["problem"]["count"])
    named = "、".join(f"{name} {number} 件" for name, number in problems.most_common(3))
    return f"各单位共收到顾客反馈 {count} 件，费用损失 {format_money(fen)} 元，主要问题为{named}。"


def _rate(units: Sequence[UnitFigures]) -> Figure:
    points, full = sum(unit.totals["points"] for unit in units), sum(unit.totals["full"] for unit in units)
    formula = f"{SUM_FORMULA} = {points / 100:.2f} ÷ {full / 100:.2f}" if full else SUM_FORMULA
    counted = tuple(number for unit in units for number in unit.totals["numbers"])
    return Figure("全公司顾客满意率", Fraction(points, full) if full else None, formula, counted)


def _satisfaction_table(units: Sequence[UnitFigures], whole: Figure) -> Table:
    columns = (
        TableColumn("单位", CellKind.TEXT, 2.4), TableColumn("有效份数", CellKind.COUNT),
        TableColumn("得分之和", CellKind.POINTS), TableColumn("满分之和", CellKind.POINTS),
        TableColumn("满意率", CellKind.PERCENT), TableColumn("等级"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (unit.unit, unit.totals["forms"], unit.totals["points"], unit.totals["full"],
         _share(unit.totals["points"], unit.totals["full"]), unit.totals["level"])
        for unit in units
    ]  # fmt: skip
    forms, points, full = (sum(int(row[place] or 0) for row in rows) for place in (1, 2, 3))
    level = level_of(None if whole.value is None else whole.value * 1000)
    rows.append(("合计", forms, points, full, _share(points, full), level))
    return Table("各单位", "各单位顾客满意率", columns, tuple(rows), totals=1)


def _share(above: int, below: int) -> int | None:
    return round_half_up(Fraction(above * 10_000, below)) if below else None
