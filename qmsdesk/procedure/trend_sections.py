"""The sections of 质量趋势分析报告 from plain rows: situation, 排列图, trends, losses, control chart, durations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from qmsdesk.procedure.chart_data import pareto_chart, run_chart, trend_chart
from qmsdesk.procedure.control_chart import Observation, control_chart
from qmsdesk.procedure.cost_kinds import LOSS_CLASS
from qmsdesk.procedure.durations import Span, durations
from qmsdesk.procedure.figures import Figure, round_half_up
from qmsdesk.procedure.periods import Period, period_of
from qmsdesk.procedure.report_data import (
    Block,
    Cell,
    CellKind,
    ChartBlock,
    FigureLine,
    Heading,
    Table,
    TableColumn,
    Text,
    figure_line,
)
from qmsdesk.procedure.report_rows import DIMENSIONS, Dimension, ReportCase, TrendFacts, cases_by, loss_cases
from qmsdesk.procedure.statistics import Case, Measure, Pareto, losses, monthly_trend, pareto

TOP = 9
RUN_MONTHS = 24
NO_MONEY = "本期没有已知的费用损失，不作按费用的排列图。"


def paretos(facts: TrendFacts, dimension: Dimension) -> tuple[Pareto, Pareto]:
    """A dimension's 排列图 by pieces and by money."""
    cases = cases_by(facts.live(facts.period), dimension)
    return pareto(cases, top=TOP), pareto(cases, measure="money", top=TOP)


def pareto_section(facts: TrendFacts) -> list[Block]:
    """排列图 by every dimension, each by pieces and by money, with the numbers below."""
    blocks: list[Block] = [Heading("二、排列图分析")]
    if not facts.live(facts.period):
        return [*blocks, Text("本期没有顾客反馈，不作排列图。")]
    for place, dimension in enumerate(DIMENSIONS):
        blocks.append(Heading(f"（{'一二三四五'[place]}）按{dimension.name}", 2))
        pieces, money = paretos(facts, dimension)
        blocks += _pareto_blocks(dimension, pieces, "件数")
        blocks += [Text(NO_MONEY)] if money.empty else _pareto_blocks(dimension, money, "费用损失")
    return blocks


def _pareto_blocks(dimension: Dimension, made: Pareto, by: str) -> list[Block]:
    title = f"{dimension.name}排列图（按{by}）"
    kind = CellKind.COUNT if made.measure == "count" else CellKind.MONEY
    columns = (
        TableColumn(dimension.name, CellKind.TEXT, 4.0), TableColumn(by, kind, 1.6),
        TableColumn("比例", CellKind.PERCENT, 1.2), TableColumn("累计比例", CellKind.PERCENT, 1.2),
        TableColumn("主要项", CellKind.TEXT, 1.0),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (bar.label, bar.value, _percent(bar.share), _percent(bar.cumulative), "√" if bar.vital else "")
        for bar in made.bars
    ]
    rows.append(("合计", made.total, _percent(Fraction(1)), None, ""))
    note = f"{made.formula}；计入 {len(made.counted)} 件{_left_out_note(made)}。"
    key = f"{dimension.name}-{by}"
    return [
        ChartBlock(pareto_chart(title, made), note, dimension.key),
        Table(key, f"{dimension.name}排列表（按{by}）", columns, tuple(rows), totals=1),
    ]


def _left_out_note(made: Pareto) -> str:
    reasons = Counter(row.reason for row in made.left_out)
    told = "，".join(f"{reason} {count} 件" for reason, count in reasons.items())
    return f"，未计入 {len(made.left_out)} 件（{told}）" if reasons else ""


def _percent(share: Fraction | None) -> int | None:
    return None if share is None else round_half_up(share * 10_000)


def trend_section(facts: TrendFacts) -> list[Block]:
    """Months with the previous year beside them, then products and problems compared with the periods before."""
    blocks: list[Block] = [Heading("三、变化趋势")]
    months = facts.period.months()
    live = [row for row in facts.cases if not row.void]
    named: tuple[tuple[Measure, str], ...] = (("count", "反馈件数"), ("money", "费用损失"))
    for measure, name in named:
        cases = [Case(row.number, row.day, "", row.fen) for row in live]
        trend = monthly_trend(
            cases, months, known_from=facts.known_from, known_to=facts.known_to, measure=measure
        )
        if trend_chart("", trend).empty:
            blocks.append(Text(f"本期和上年同期都没有{name}，不作趋势图。"))
            continue
        blocks.append(ChartBlock(trend_chart(f"各月{name}与上年同期", trend), "", "month"))
        kind = CellKind.COUNT if measure == "count" else CellKind.MONEY
        rows = tuple(
            (point.period.title, point.value, point.year_before, _change(point.value, point.year_before))
            for point in trend.points
        )
        columns = (
            TableColumn("月份"), TableColumn("本期", kind), TableColumn("上年同期", kind), TableColumn("增减", kind)
        )  # fmt: skip
        blocks.append(Table(f"各月{name}", f"各月{name}", columns, rows, note="“–”为没有记录，不是零。"))
    blocks += [_comparison(facts, dimension) for dimension in DIMENSIONS[:2]]
    return blocks


def _comparison(facts: TrendFacts, dimension: Dimension) -> Table:
    """Categories of this period beside the period before and the same period a year ago."""
    periods = [facts.period, facts.period.shifted(-1)]
    if facts.period.kind != "year":
        periods.append(facts.period.year_before())
    counts = [_tally(facts, period, dimension) for period in periods]
    names = list(dict.fromkeys(name for count in counts if count is not None for name in count))
    names.sort(key=lambda name: -((counts[0] or Counter())[name]))
    rows = tuple(
        (name, *(None if count is None else count[name] for count in counts), _change_of(counts, name))
        for name in names
    )
    heads = ["本期", "上期", "上年同期"][: len(periods)] if len(periods) > 2 else ["本年", "上年"]
    columns = (
        TableColumn(dimension.name, CellKind.TEXT, 4.0),
        *(TableColumn(f"{head}件数", CellKind.COUNT) for head in heads),
        TableColumn(f"比{heads[-1]}增减", CellKind.COUNT),
    )
    title = f"各{dimension.name}件数的变化"
    return Table(f"{dimension.name}-变化", title, columns, rows, note="“–”为没有记录，不是零。")


def _tally(facts: TrendFacts, period: Period, dimension: Dimension) -> Counter[str] | None:
    if not facts.recorded(period):
        return None
    return Counter(dimension.category(row).strip() or "未填写" for row in facts.live(period))


def _change_of(counts: Sequence[Counter[str] | None], name: str) -> int | None:
    now, then = counts[0], counts[-1]
    return None if now is None or then is None else now[name] - then[name]


def _change(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else now - then


def loss_section(facts: TrendFacts) -> list[Block]:
    """三包损失 with 质量 and 经营性 apart, this period and a year before (R-3.3-b)."""
    now = losses(loss_cases(facts.losses, facts.period))
    before_period = facts.period.year_before()
    before = losses(loss_cases(facts.losses, before_period))
    known = facts.recorded(before_period)
    rows: list[tuple[Cell, ...]] = []
    for name in LOSS_CLASS.values():
        then = before.by_class[name] if known else None
        rows.append(
            (name, len(now.counted[name]), now.by_class[name], then, _change(now.by_class[name], then))
        )
    total, total_then = sum(now.by_class.values()), sum(before.by_class.values()) if known else None
    count = sum(len(keys) for keys in now.counted.values())
    rows.append(("合计", count, total, total_then, _change(total, total_then)))
    columns = (
        TableColumn("损失类别", CellKind.TEXT, 2.0), TableColumn("三包单张数", CellKind.COUNT),
        TableColumn("本期损失", CellKind.MONEY), TableColumn("上年同期", CellKind.MONEY),
        TableColumn("增减", CellKind.MONEY),
    )  # fmt: skip
    reasons = Counter(row.reason for row in now.left_out)
    told = "，".join(f"{reason} {number} 张" for reason, number in reasons.items())
    note = f"{now.formula}；按反馈日期归期；计入 {count} 张" + (f"，未计入：{told}" if told else "") + "。"
    return [
        Heading("四、三包损失"),
        Table("三包损失", "三包损失（元）", columns, tuple(rows), totals=1, note=note),
    ]


def run_section(facts: TrendFacts) -> list[Block]:
    """A control chart of monthly counts over the last two years, where there are enough points."""
    last = period_of(facts.period.last, "month")
    months = [last.shifted(-back) for back in range(RUN_MONTHS - 1, -1, -1)]
    known = [period for period in months if facts.recorded(period)]
    seen = [Observation(period.title, len(facts.live(period))) for period in known]
    made = control_chart(seen)
    blocks: list[Block] = [Heading("五、控制图")]
    if made.centre is None:
        return [*blocks, Text(f"每月反馈件数{made.reason}")]
    if made.centre <= 0:
        return [*blocks, Text("两年内各月反馈件数都是零，不作控制图。")]
    outside = [point.name for point in made.points if point.outside]
    told = f"超出控制限的月份：{'、'.join(outside)}，应查明原因。" if outside else "没有超出控制限的月份。"
    chart = run_chart("每月反馈件数控制图", made, labels=[_month_label(period) for period in known])
    return [*blocks, ChartBlock(chart, f"{made.formula}。{told}")]


def _month_label(period: Period) -> str:
    """The month alone, with its year under each January."""
    return f"{period.index}月\n{period.year % 100}年" if period.index == 1 else f"{period.index}月"


def duration_section(facts: TrendFacts) -> list[Block]:
    """Days to 签收 by 质管, to the first action, to closing."""
    rows = facts.live(facts.period)
    blocks: list[Block] = [Heading("六、处理时限")]
    if not rows:
        return [*blocks, Text("本期没有顾客反馈，不统计时限。")]
    made = [
        durations("登记至签收", [Span(row.number, row.registered, row.signed_for) for row in rows]),
        durations("登记至首次处理", [Span(row.number, row.registered, row.first_action) for row in rows]),
        durations("登记至关闭", [Span(row.number, row.registered, row.closed) for row in rows]),
    ]
    table: tuple[tuple[Cell, ...], ...] = tuple(
        (found.name, len(found.days), *(_days(figure) for figure in (found.mean, found.median)),
         *(_days(figure) for figure in (found.ninth_decile, found.longest)), len(found.mean.left_out))
        for found in made
    )  # fmt: skip
    columns = (
        TableColumn("时段", CellKind.TEXT, 2.0), TableColumn("计入件数", CellKind.COUNT),
        TableColumn("平均（天）", CellKind.NUMBER), TableColumn("中位（天）", CellKind.NUMBER),
        TableColumn("九成以内（天）", CellKind.NUMBER), TableColumn("最长（天）", CellKind.NUMBER),
        TableColumn("未计入", CellKind.COUNT),
    )  # fmt: skip
    notes = "；".join(f"{found.name}：{found.mean.note.rstrip('。')}" for found in made) + "。"
    return [*blocks, Table("处理时限", "处理时限（日历天）", columns, table, note=notes)]


def _days(figure: Figure) -> str:
    return figure.text if figure.value is not None else "–"


def situation(facts: TrendFacts) -> list[FigureLine]:
    """How many, how many closed, how much: each with its formula and what was left out."""
    rows, void = facts.live(facts.period), facts.void(facts.period)
    keys = tuple(row.number for row in rows)
    closed = tuple(row.number for row in rows if row.closed is not None and row.closed <= facts.known_to)
    money = losses_of(rows)
    rate = Figure(
        "关闭率",
        Fraction(len(closed), len(rows)) if rows else None,
        "已关闭件数 ÷ 反馈件数 × 100%",
        keys,
        void,
    )
    return [
        figure_line(
            Figure("反馈件数", Fraction(len(rows)), "反馈日期在期内的反馈单张数", keys, void), unit="件"
        ),
        figure_line(Figure("已关闭件数", Fraction(len(closed)), "其中已关闭的张数", closed), unit="件"),
        figure_line(rate, percent=True),
        figure_line(money, money=True, unit="元"),
    ]


def losses_of(rows: Sequence[ReportCase]) -> Figure:
    """费用损失 of feedback rows in 元; what is not known or negative is left out and named."""
    made = pareto([Case(row.number, row.day, "", row.fen) for row in rows], measure="money")
    value = Fraction(made.total, 100)
    return Figure("费用损失", value, "各反馈单费用损失之和", made.counted, made.left_out)
