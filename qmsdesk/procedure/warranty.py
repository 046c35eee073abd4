"""The 保用期 ruler: decision table of requirements §11 for clauses 5.3.5.1 and 5.3.5.2 (I-04, I-13, I-56)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qmsdesk.procedure.dates import add_months, format_chinese
from qmsdesk.procedure.readings import PROPOSED, Readings, WarrantyReading
from qmsdesk.procedure.warranty_rows import ROWS, Result, Row

Kept = Literal["是", "否", "不明"]
READINGS: tuple[WarrantyReading, ...] = ("R1", "R2", "R3")
READING_WORDS: dict[WarrantyReading, str] = {
    "R1": "发货起18个月与启用起12个月，以先到为准",
    "R2": "18个月内启用的，自启用起12个月",
    "R3": "发货起18个月与启用起12个月，以后到为准",
}
QUALITY_CAUSES = frozenset({"制造质量", "材料缺陷"})
DESIGN = "设计"


@dataclass(frozen=True)
class WarrantyCase:
    """What is known of one failure; None and 不明 mean not known."""

    dispatch: date | None = None  # 发货日期
    factory: date | None = None  # 出厂日期
    in_use: date | None = None  # 启用日期
    failure: date | None = None  # 发生故障的日期, not the day of the report
    kept: Kept = "不明"  # conditions of transport, storage, use and upkeep kept
    quality_cause: bool | None = None
    early_failure: bool = False  # 确凿证据 of insufficient reliability
    pressure_vessel: bool = False
    contract_end: date | None = None  # contract term of this machine (R-5.3.5.1-d)
    regulation_end: date | None = None  # for pressure vessels, with its basis and person
    regulation_basis: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class Limits:
    """The dates the ruler shows; ends per reading, and the one that counts."""

    start: date | None
    start_is: str
    l18: date | None
    l12: date | None
    ends: dict[WarrantyReading, date]
    end: date | None
    end_is: str

    @property
    def latest(self) -> date | None:
        """The latest end under any reading."""
        return max(self.ends.values(), default=self.end)


@dataclass(frozen=True)
class Ruling:
    """Advice, not decision: result, fired row, clause, reasons, dates and things to look at."""

    result: Result
    row: str
    clause: str
    explanation: str
    limits: Limits
    warnings: tuple[str, ...] = ()

    @property
    def decided_by_person(self) -> bool:
        """Whether a person must decide, with a reason."""
        return self.result in ("待判定", "待核实", "按法规", "特殊情况")


def quality_cause(causes: Iterable[str], readings: Readings = PROPOSED) -> bool:
    """Whether causes count as the company's quality: 制造质量, 材料缺陷, and 设计 by I-56."""
    counted = QUALITY_CAUSES | ({DESIGN} if readings.design_is_quality else frozenset())
    return not counted.isdisjoint(causes)


def limits(case: WarrantyCase, readings: Readings = PROPOSED) -> Limits:
    """Both limits and the end under each reading; a contract or regulation date stands alone."""
    start, start_is = _start(case, readings)
    l18 = add_months(start, 18) if start else None
    l12 = add_months(case.in_use, 12) if case.in_use and l18 and case.in_use <= l18 else None
    ends = _ends(l18, l12)
    if case.pressure_vessel:
        whole = bool(case.regulation_basis.strip() and case.decided_by.strip())
        end = case.regulation_end if whole else None
        return Limits(start, start_is, l18, l12, {}, end, "法规、合同规定")
    if case.contract_end:
        return Limits(start, start_is, l18, l12, {}, case.contract_end, "合同约定")
    reading = readings.warranty_reading
    return Limits(start, start_is, l18, l12, ends, ends.get(reading), READING_WORDS[reading])


def _start(case: WarrantyCase, readings: Readings) -> tuple[date | None, str]:
    """I-13: 发货日期, by default the 出厂日期 where none was entered (or the other way round)."""
    by = [(case.dispatch, "发货日期"), (case.factory, "出厂日期")]
    if readings.warranty_start == "factory":
        by.reverse()
    return next(((day, name) for day, name in by if day), (None, by[0][1]))


def _ends(l18: date | None, l12: date | None) -> dict[WarrantyReading, date]:
    if l18 is None:
        return {}
    if l12 is None:
        return dict.fromkeys(READINGS, l18)
    return {"R1": min(l18, l12), "R2": l12, "R3": max(l18, l12)}


def judge(case: WarrantyCase, readings: Readings = PROPOSED) -> Ruling:
    """Rule on one failure by the decision table; total: every case gets a row."""
    dates = limits(case, readings)
    row = ROWS[_row(case, dates)]
    return Ruling(row.result, row.id, row.clause, _explain(case, dates, row), dates, _warnings(case, dates))


def _row(case: WarrantyCase, dates: Limits) -> str:
    if case.pressure_vessel and dates.end is None:
        return "7"
    if dates.end is None or case.failure is None or _impossible(case, dates):
        return "8"
    if case.failure <= dates.end:
        return _inside(case)
    return _outside(case, dates)


def _inside(case: WarrantyCase) -> str:
    if case.kept == "否":
        return "3"
    if case.quality_cause is False:
        return "2"
    if case.kept == "不明" or case.quality_cause is None:
        return "4"
    return "1"


def _outside(case: WarrantyCase, dates: Limits) -> str:
    if case.early_failure:
        return "5" if case.quality_cause else "5a"
    readings_differ = dates.latest is not None and case.failure is not None and case.failure <= dates.latest
    if not readings_differ or case.kept == "否" or case.quality_cause is False:
        return "6"
    return "7a" if case.kept == "是" and case.quality_cause else "4"


def _impossible(case: WarrantyCase, dates: Limits) -> bool:
    return bool(case.failure and dates.start and case.failure < dates.start)


def _explain(case: WarrantyCase, dates: Limits, row: Row) -> str:
    parts = []
    if dates.start and dates.l18:
        parts.append(f"{dates.start_is}{format_chinese(dates.start)}，18个月至{format_chinese(dates.l18)}")
    if dates.l12 and case.in_use:
        parts.append(f"启用{format_chinese(case.in_use)}，12个月至{format_chinese(dates.l12)}")
    if dates.end:
        parts.append(f"保用期止于{format_chinese(dates.end)}（{dates.end_is}）")
    if row.id == "7a" and dates.latest:
        parts.append(f"按另一种理解最晚至{format_chinese(dates.latest)}")
    if case.failure:
        parts.append(f"故障日期{format_chinese(case.failure)}")
    return "；".join([*parts, row.words]) + f"（{row.clause}）。"


def _warnings(case: WarrantyCase, dates: Limits) -> tuple[str, ...]:
    found = []
    if case.in_use and dates.start and case.in_use < dates.start:
        found.append(f"启用日期早于{dates.start_is}，请核对。")
    if case.in_use and dates.l18 and case.in_use > dates.l18:
        found.append("启用日期在18个月之后，不计入保用期。")
    if case.failure and case.in_use and case.failure < case.in_use:
        found.append("发生故障的日期早于启用日期，请核对。")
    if _impossible(case, dates):
        found.append(f"发生故障的日期早于{dates.start_is}，请核对。")
    if len(set(dates.ends.values())) > 1:
        found.append("启用期与发货期的届满日不同，条款未说明以何者为准（I-04）。")
    return tuple(found)
