"""质量趋势分析报告 of a quarter or year: sections in order, with proposals a writer may change (5.3.6.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qmsdesk.procedure.money import format_money
from qmsdesk.procedure.report_data import Block, CellKind, Heading, Report, Table, TableColumn, Text
from qmsdesk.procedure.report_rows import BY_KEY, DIMENSIONS, TrendFacts, loss_cases
from qmsdesk.procedure.statistics import losses
from qmsdesk.procedure.trend_sections import (
    duration_section,
    loss_section,
    losses_of,
    pareto_section,
    paretos,
    run_section,
    situation,
    trend_section,
)

KIND = "trend"
TITLE = "质量趋势分析报告"


def trend_report(facts: TrendFacts) -> Report:
    """The whole report of a quarter or a year; without any feedback it says so instead of drawing empty axes."""
    blocks: list[Block] = [
        Heading("一、顾客反馈情况"),
        Text(situation_words(facts), "situation", "情况概述"),
        *situation(facts),
        *pareto_section(facts),
        *trend_section(facts),
        *loss_section(facts),
        *run_section(facts),
        *duration_section(facts),
        Heading("七、分析评价"),
        Text(problem_words(facts), "problems", "主要质量问题"),
        Text(cause_words(facts), "causes", "原因分析"),
        Text(measure_words(facts), "measures", "改进措施和建议"),
        Heading("附表"),
        rows_table(facts),
    ]
    return Report(
        KIND, f"{facts.period.title}{TITLE}", facts.unit, facts.period.key, tuple(blocks), totals(facts)
    )


def totals(facts: TrendFacts) -> Mapping[str, Any]:
    """What a company report adds up: pieces, 分, and both by category and class."""
    rows = facts.live(facts.period)
    made = {
        dimension.key: {
            "count": {bar.label: bar.value for bar in paretos(facts, dimension)[0].bars},
            "money": {bar.label: bar.value for bar in paretos(facts, dimension)[1].bars},
        }
        for dimension in DIMENSIONS
    }
    by_class = losses(loss_cases(facts.losses, facts.period)).by_class
    money = losses_of(rows)
    return {
        "count": len(rows),
        "void": len(facts.void(facts.period)),
        "closed": sum(row.closed is not None and row.closed <= facts.known_to for row in rows),
        "fen": money.hundredths or 0,
        "losses": by_class,
        **made,
    }


def situation_words(facts: TrendFacts) -> str:
    """The first paragraph, from the figures."""
    rows = facts.live(facts.period)
    if not rows:
        return f"{facts.period.title}没有收到顾客反馈。"
    closed = sum(row.closed is not None and row.closed <= facts.known_to for row in rows)
    words = f"{facts.period.title}共收到顾客反馈 {len(rows)} 件，已关闭 {closed} 件，处理中 {len(rows) - closed} 件"
    fen = losses_of(rows).hundredths or 0
    words += f"，已知费用损失 {format_money(fen)} 元。"
    before = facts.period.year_before()
    if facts.recorded(before):
        then = len(facts.live(before))
        change = len(rows) - then
        told = "持平" if change == 0 else f"{'增加' if change > 0 else '减少'} {abs(change)} 件"
        words += f"上年同期 {then} 件，同比{told}。"
    return words


def problem_words(facts: TrendFacts) -> str:
    """The vital few by problem and by product."""
    told = []
    for key in ("problem", "product", "customer"):
        dimension = BY_KEY[key]
        pieces, _money = paretos(facts, dimension)
        vital = [f"{bar.label}（{bar.value} 件）" for bar in pieces.bars if bar.vital]
        if vital:
            told.append(
                f"按{dimension.name}，主要项为{'、'.join(vital[:5])}{'等' if len(vital) > 5 else ''}。"
            )
    return "\n".join(told) or "本期没有可以归纳的质量问题。"


def cause_words(facts: TrendFacts) -> str:
    """What the handling slips name as causes, and who is responsible."""
    causes, _money = paretos(facts, BY_KEY["cause"])
    known = [f"{bar.label} {bar.value} 件" for bar in causes.bars if bar.label != "未填写"]
    if not known:
        return "处理单尚未给出原因分类，请补充原因分析。"
    parts, _money = paretos(facts, BY_KEY["responsible"])
    who = [f"{bar.label} {bar.value} 件" for bar in parts.bars if bar.label != "未填写"]
    tail = f"责任部门：{'、'.join(who[:5])}。" if who else ""
    return f"已查明原因的：{'、'.join(known[:6])}。{tail}"


def measure_words(facts: TrendFacts) -> str:
    """A proposal that names where to begin; the writer fills in what is to be done."""
    problems, _money = paretos(facts, BY_KEY["problem"])
    first = next((bar for bar in problems.bars if bar.vital and bar.label != "未填写"), None)
    if first is None:
        return "本期无须专项改进，继续按程序受理和统计。"
    numbers = "、".join(first.keys[:4]) + ("等" if len(first.keys) > 4 else "")
    return f"针对“{first.label}”（{first.value} 件，{numbers}），请责任部门制定改进措施并由质管部门验证。"


def rows_table(facts: TrendFacts) -> Table:
    """Every feedback the figures stand on."""
    columns = (
        TableColumn("反馈单号", CellKind.TEXT, 1.95), TableColumn("反馈日期", CellKind.TEXT, 1.6),
        TableColumn("顾客", CellKind.TEXT, 2.1), TableColumn("产品", CellKind.TEXT, 2.1),
        TableColumn("质量问题", CellKind.TEXT, 2.15), TableColumn("责任部门", CellKind.TEXT, 1.4),
        TableColumn("费用损失", CellKind.MONEY, 1.4), TableColumn("状态", CellKind.TEXT, 1.35),
    )  # fmt: skip
    rows = tuple(
        (row.number, row.day.isoformat(), row.customer, row.product, row.problem or "未填写",
         row.responsible, row.fen, row.state)
        for row in facts.cases
        if row.day in facts.period
    )  # fmt: skip
    return Table("反馈明细", "本期反馈明细", columns, rows, note="作废的反馈单列出但不计入各项数字。")
