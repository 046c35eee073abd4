"""Survey rounds: half-year of a form, late forms, return rate and its thresholds (5.4.1.3, 5.4.3, I-30, I-55)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qmsdesk.errors import UserError
from qmsdesk.procedure.dates import format_chinese
from qmsdesk.procedure.deadlines import survey_window
from qmsdesk.procedure.figures import Figure, ratio
from qmsdesk.procedure.periods import Period, period_of
from qmsdesk.procedure.readings import PROPOSED, Readings

RoundKind = Literal["定期", "不定期"]

MODES: tuple[str, ...] = (  # 5.4.1.1
    "组队走访顾客/邀请顾客座谈",
    "调查表",
    "产品鉴定会、订货会、合同洽谈会",
    "产品技术服务/现场问题处理",
    "传真、电话、信函等",
)


@dataclass(frozen=True)
class Round:
    """One round: 定期 in the second or fourth quarter, or 不定期 with a window of its own."""

    kind: RoundKind
    period: Period
    population: int
    sample: int
    issued: int
    returned: int
    focus: int = 0  # sampled customers with many opinions last year
    opens: date | None = None
    closes: date | None = None

    @property
    def window(self) -> tuple[date, date]:
        """First and last day of the round."""
        regular = survey_window(self.period.year, self.period.index)
        if self.kind == "定期":
            return regular
        return self.opens or self.period.first, self.closes or self.period.last


@dataclass(frozen=True)
class Coverage:
    """Sampling and return of one round with what the thresholds say."""

    sampled: Figure
    return_rate: Figure
    focus: Figure
    warnings: tuple[str, ...]


def coverage(round_: Round, readings: Readings = PROPOSED) -> Coverage:
    """Sample share, return rate and focus share; thresholds warn where they are set (I-30)."""
    _check_counts(round_)
    sampled = ratio("抽样比例", round_.sample, round_.population, "抽样数 ÷ 顾客总数 × 100%")
    returned = ratio("回收率", round_.returned, round_.issued, "收回份数 ÷ 发出份数 × 100%")
    focus = ratio("重点顾客比例", round_.focus, round_.sample, "意见较多顾客数 ÷ 抽样数 × 100%")
    warnings = [
        _below(returned, readings.minimum_return_percent),
        _below(focus, readings.minimum_focus_percent),
    ]
    return Coverage(sampled, returned, focus, tuple(warning for warning in warnings if warning))


def _check_counts(round_: Round) -> None:
    counts = (round_.population, round_.sample, round_.issued, round_.returned, round_.focus)
    if min(counts) < 0:
        raise UserError("调查的份数不能为负数。", advice="请核对发出和收回份数。")
    if round_.returned > round_.issued:
        raise UserError("收回份数多于发出份数。", advice="请补登发出的调查表，或改正收回份数。")
    if round_.population and round_.sample > round_.population:
        raise UserError("抽样数多于顾客总数。", advice="请核对抽样名单。")
    if round_.focus > round_.sample:
        raise UserError("重点顾客数多于抽样数。", advice="请核对抽样名单。")


def _below(figure: Figure, minimum: int | None) -> str:
    if minimum is None:
        return ""
    if figure.value is None:
        return f"{figure.name}无数据，要求不低于 {minimum}%。"
    return (
        f"{figure.name} {figure.percent_text}，低于要求的 {minimum}%。"
        if figure.value * 100 < minimum
        else ""
    )


@dataclass(frozen=True)
class SurveyDates:
    """What decides the half-year of a form: 调查时间, and when it reached 质管."""

    key: str
    surveyed: date
    reached_quality: date | None = None


@dataclass(frozen=True)
class Assigned:
    """The half-year a form counts in, whether it is late, and why."""

    key: str
    period: Period
    late: bool
    why: str


def assign_halves(
    forms: Iterable[SurveyDates], signed: Mapping[Period, date], readings: Readings = PROPOSED
) -> tuple[Assigned, ...]:
    """Half by 调查时间; what reaches 质管 after the figures were signed counts later, marked 迟到 (I-55)."""
    return tuple(_assign(form, signed, readings) for form in forms)


def _assign(form: SurveyDates, signed: Mapping[Period, date], readings: Readings) -> Assigned:
    own = period = period_of(form.surveyed, "half")
    while readings.late_survey == "next_half" and _too_late(form, signed.get(period)):
        period = period.shifted(1)
    if period != own:
        why = f"调查时间属{own.title}，质管收到时该期数据已签署，计入{period.title}（迟到）。"
        return Assigned(form.key, period, True, why)
    late = _too_late(form, signed.get(own))
    return Assigned(form.key, own, late, f"调查时间{format_chinese(form.surveyed)}，属{own.title}。")


def _too_late(form: SurveyDates, signed: date | None) -> bool:
    if signed is None:
        return False
    return form.reached_quality is None or form.reached_quality > signed


def outside_round(surveyed: date, round_: Round) -> str:
    """A warning when 调查时间 lies outside the round's window; empty otherwise."""
    first, last = round_.window
    if first <= surveyed <= last:
        return ""
    return f"调查时间{format_chinese(surveyed)}不在本轮调查期间（{format_chinese(first)}至{format_chinese(last)}）。"
