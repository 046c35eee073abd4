"""Arbitration of disputed responsibility: two appeals, then final (5.3.4.6, requirements §13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qmsdesk.errors import UserError
from qmsdesk.procedure.facts import AppealFacts, Facts, Share
from qmsdesk.procedure.guards_handling import ruling_given, second_appeal


@dataclass(frozen=True)
class Level:
    """One level: who rules, with which role, and what the ruling is called."""

    number: int
    who: str
    role: str
    output: str
    then: str


LEVELS: tuple[Level, ...] = (
    Level(0, "产品生产单位质管部门", "quality_leader", "判定", "责任单位接受或申诉"),
    Level(1, "技术质量管理部", "company_quality", "裁决", "执行或再申诉"),
    Level(2, "管理者代表", "management_representative", "最终裁决", "必须执行，不能再申诉"),
)


@dataclass(frozen=True)
class Ruling:
    """One ruling: level 1 or 2, words, judge, day, and the new shares where they changed."""

    level: int
    text: str
    ruled_by: str
    day: date
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Responsibility:
    """Who bears what now, the revision of the handling slip, and where it comes from."""

    shares: tuple[Share, ...]
    revision: int
    source: str
    final: bool


def next_level(rulings: Sequence[Ruling], *, reason: str, pending: bool = False) -> Level:
    """The level an appeal goes to now; UserError without reason, while one is pending, or after the last."""
    if not reason.strip():
        raise UserError("申诉须写明申诉理由（5.3.4.6）。")
    if pending:
        waiting = LEVELS[min(len(rulings) + 1, 2)].who
        raise UserError(f"{waiting}尚未裁决，不能再申诉（5.3.4.6）。", advice="处理单仍须照常执行。")
    if rulings:
        refused = second_appeal(Facts(appeal=AppealFacts(reason=reason, rulings=len(rulings))))
        if refused:
            raise UserError(refused)
    return LEVELS[len(rulings) + 1]


def check_ruling(ruling: Ruling, earlier: Sequence[Ruling]) -> None:
    """Refuse a ruling without words or judge, out of turn, or whose shares are not 100 %."""
    facts = Facts(appeal=AppealFacts(ruling=ruling.text, ruled_by=ruling.ruled_by, shares=ruling.shares))
    refused = ruling_given(facts)
    if refused:
        raise UserError(refused)
    if ruling.level != len(earlier) + 1 or ruling.level >= len(LEVELS):
        raise UserError("裁决的级别不对：先由技术质量管理部裁决，再由管理者代表最终裁决（5.3.4.6）。")
    if earlier and ruling.day < earlier[-1].day:
        raise UserError("裁决日期早于上一级裁决（S-7-a）。")


def responsibility(original: tuple[Share, ...], rulings: Sequence[Ruling]) -> Responsibility:
    """The shares in force: the last ruling that changed them, else the handling slip's own (R-5.3.4.6-d)."""
    changing = [ruling for ruling in rulings if ruling.shares]
    final = len(rulings) == len(LEVELS) - 1
    if not changing:
        return Responsibility(original, 0, LEVELS[0].who, final)
    last = changing[-1]
    return Responsibility(last.shares, len(changing), LEVELS[last.level].who, final)
