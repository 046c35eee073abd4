"""The readings of requirements §17 in words: entry, clause, question, and what each alternative means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ReadingWords:
    """One reading: its name in `Readings`, entry and clause, the question, alternatives as (value, words), the reason.

    Without alternatives it is typed: a number (`unit` says of what, None = not asked for) or a number pattern.
    """

    name: str
    entry: str
    clause: str
    question: str
    alternatives: tuple[tuple[Any, str], ...] = ()
    unit: str = ""
    why: str = ""

    def say(self, value: Any) -> str:
        """A value in words."""
        for known, words in self.alternatives:
            if known == value and type(known) is type(value):
                return words
        if value is None:
            return "不要求"
        return f"{value} {self.unit}".strip()


WORDS: tuple[ReadingWords, ...] = (
    ReadingWords(
        "warranty_reading", "I-04", "5.3.5.1", "保用期的两个期限以哪一个为准",
        (
            ("R1", "发货起18个月与启用起12个月，以先到为准"),
            ("R2", "18个月内启用的，自启用起12个月"),
            ("R3", "发货起18个月与启用起12个月，以后到为准"),
        ),
        why="原文只写“或”。三种理解结果不同时一律“待判定”，由人决定；合同另有约定的从合同。",
    ),
    ReadingWords(
        "warranty_start", "I-13", "5.3.5.1", "保用期从哪一天起算",
        (("dispatch", "发货日期；没有时用出厂日期"), ("factory", "出厂日期")),
        why="原文写“自制造厂发货日期起”，表上只有出厂日期。",
    ),
    ReadingWords(
        "design_is_quality", "I-56", "5.3.5.1", "设计原因算不算质量原因",
        ((True, "算，与制造质量、材料缺陷一样"), (False, "不算，只看制造质量和材料缺陷")),
        why="3.2 和 5.3.5.2 都提到设计，5.3.5.1 用“等”。",
    ),
    ReadingWords(
        "investigation", "R-5.3.2.2-b", "5.3.2.2", "登记反馈单之前的调查核实记在哪里",
        (
            ("sheet", "记在反馈单“务请查清逐项填写”的各项里"),
            ("record", "另记一份：谁、何时、怎样、查到什么，没有就不能登记"),
        ),
        why="原文要求调查核实后填写反馈单，没有规定另外的记录。",
    ),
    ReadingWords(
        "suggestion_reply", "I-12", "5.3.3.2", "建议单“于月内”答复到哪一天",
        (("one_month", "自签收之日起一个月内"), ("calendar_month", "签收当月的月底前")),
        why="按日历月理解，31日签收的当天就要答复。",
    ),
    ReadingWords(
        "photocopy_to_sales", "I-57", "5.3.4.1", "随处理单附的反馈单复印件给不给经销部门",
        ((True, "每一份传递的处理单都附"), (False, "经销部门已有反馈单，不再附")),
        why="按原文的顺序，经销部门的一份也附。",
    ),
    ReadingWords(
        "return_period", "I-22", "5.3.6", "月度统计表按哪个日期归入月份",
        (("feedback_date", "反馈日期"), ("registered_date", "登记日期")),
        why="反馈日期是信息发生的日期；每张反馈单只统计一次。",
    ),
    ReadingWords(
        "warn_working_days", "I-14", "5.3.6、5.4.4", "到期前几个工作日开始提醒", unit="个工作日",
        why="“X日前”含当日，节假日不顺延，所以提前提醒。",
    ),
    ReadingWords(
        "retention_from", "I-20", "6", "保存期限从哪一天起算",
        (("closing_year_end", "结案当年的12月31日"), ("closing_day", "结案当日")),
        why="按年归档，只会保存得更久。",
    ),
    ReadingWords(
        "satisfaction_method", "I-01、I-40", "5.4.2.1", "全部产品的顾客满意率怎样算",
        (
            ("sum", "全部得分之和 ÷ 全部满分之和"),
            ("mean_of_kinds", "各种产品满意率的平均"),
            ("head_count", "满意的顾客数 ÷ 顾客数"),
        ),
        why="原文公式的右边丢失；所用方法印在每个数字下面。",
    ),
    ReadingWords(
        "spread_outsourced", "5.4.2-c", "5.4.2.2", "外购配套件“不适用”时它的分怎么办",
        ((True, "分摊到其他项目"), (False, "按满分计")),
        why="原文没有规定分摊。",
    ),
    ReadingWords(
        "level_bands", "§15", "5.4.4", "得分落在两个等级之间时怎样归等级",
        (("nearest", "归到最近的等级"), ("floor", "归到较低的等级")),
        why="原文的等级之间留有空档。",
    ),
    ReadingWords(
        "late_survey", "I-55", "5.4.3", "半年数字签署后才收到的调查表算在哪一半年",
        (("next_half", "下一个半年，注明迟到"), ("same_half", "仍按调查时间所在的半年")),
        why="已签署的数字不再改动。",
    ),
    ReadingWords(
        "scoring_kind", "I-31", "5.4.2.2", "本单位的计分类别",
        (("商品厂", "商品厂"), ("铸锻厂", "铸锻厂")),
        why="见 06 表的注；发出的每张调查表各自记下。",
    ),
    ReadingWords(
        "minimum_return_percent", "I-30", "5.4.1", "一轮调查至少收回多少才算有效", unit="%",
        why="程序文件没有规定；不填就只显示收回率。",
    ),
    ReadingWords(
        "minimum_focus_percent", "I-30", "5.4.1", "意见多的重点顾客至少占多少", unit="%",
        why="程序文件没有规定；不填就不检查。",
    ),
    ReadingWords(
        "form_series", "I-02", "6", "打印在表上的表号用哪一套",
        (("QM0703", "QM0703-01…07（第6条的清单）"), ("QM0704", "QM0704-…（旧印刷表上的号）")),
        why="旧印刷表的号重复，第6条是受控清单。",
    ),
    ReadingWords(
        "slip_pattern", "I-03", "5.5.1", "反馈单、建议单、处理单、三包单怎样编号",
        why="原文的编号图丢失；改动只对以后的编号有效，已编的号不变。",
    ),
    ReadingWords(
        "survey_pattern", "I-03", "5.5.1", "满意度调查表怎样编号",
        why="调查表没有字头；改动只对以后的编号有效。",
    ),
)  # fmt: skip
# printed as the procedure's own sheets are; not offered as a choice
FIXED = ("reconstructed_boxes", "company_line_on_survey_and_ledger")
