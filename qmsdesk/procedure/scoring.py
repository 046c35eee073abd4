"""Scoring one survey form in hundredths of a point (5.4.2.2, form 06, §15, R-5.4.2-a…d)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from qmsdesk.procedure.figures import decimal_text
from qmsdesk.procedure.readings import PROPOSED, Readings, ScoringKind
from qmsdesk.procedure.scoring_tables import (
    DISSATISFIED,
    FIRST,
    INNER,
    LABELS,
    LEVELS,
    NOT_APPLICABLE,
    OUTSOURCED,
    ScoringVersion,
)

Ticks = Mapping[str, Collection[str]]  # item -> the levels ticked on the sheet, usually one


@dataclass(frozen=True)
class Cell:
    """The score of one item: its weight and points in hundredths."""

    item: str
    level: str
    weight: int
    points: int


@dataclass(frozen=True)
class FormScore:
    """One form: total in hundredths or None with the reason of 无效."""

    kind: ScoringKind
    version: str
    full: int
    total: int | None
    cells: tuple[Cell, ...]
    invalid: str
    notes: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the form counts."""
        return self.total is not None

    @property
    def dissatisfied(self) -> tuple[str, ...]:
        """Printed labels of the items answered 不满意 or worse; they need a reason (FM-06 14)."""
        return tuple(LABELS[cell.item] for cell in self.cells if cell.level in DISSATISFIED)

    @property
    def formula(self) -> str:
        """The sum as one can check it by hand."""
        if self.total is None:
            return f"无效：{self.invalid}"
        points = " + ".join(f"{cell.points / 100:.2f}" for cell in self.cells)
        rate = decimal_text(Fraction(self.total * 100, self.full))
        return f"{points} = {self.total / 100:.2f} 分，÷ {self.full // 100} = {rate}%"


def score_form(
    ticks: Ticks,
    kind: ScoringKind = PROPOSED.scoring_kind,
    *,
    version: ScoringVersion = FIRST,
    readings: Readings = PROPOSED,
) -> FormScore:
    """Score the ticks of one form; a missing, double or unknown tick makes it 无效 with the reason."""
    weights = dict(version.weights[kind])
    notes = _unused(ticks, kind, version)
    if (
        readings.spread_outsourced
        and set(ticks.get(OUTSOURCED, ())) == {NOT_APPLICABLE}
        and OUTSOURCED in weights
    ):
        weights = _spread(weights)
        notes = (*notes, "外购配套件不适用，其分值按比例分给其余内在质量项。")
    problems = [_tick_problem(item, ticks.get(item, ())) for item in weights]
    invalid = "；".join(problem for problem in problems if problem)
    full = version.full(kind)
    if invalid:
        return FormScore(kind, version.key, full, None, (), invalid, notes)
    cells = tuple(_cell(item, next(iter(ticks[item])), weights[item], version) for item in weights)
    return FormScore(kind, version.key, full, sum(cell.points for cell in cells), cells, "", notes)


def _cell(item: str, level: str, weight: int, version: ScoringVersion) -> Cell:
    return Cell(item, level, weight, weight * version.level_scores[level] // 1000)


def _tick_problem(item: str, levels: Collection[str]) -> str:
    label = LABELS[item]
    if not levels:
        return f"“{label}”未选"
    if len(levels) > 1:
        return f"“{label}”选了 {len(levels)} 个等级"
    level = next(iter(levels))
    if level == NOT_APPLICABLE:
        return f"“{label}”填了不适用"
    return "" if level in LEVELS else f"“{label}”的等级“{level}”不认识"


def _unused(ticks: Ticks, kind: ScoringKind, version: ScoringVersion) -> tuple[str, ...]:
    """铸锻厂 is judged on 产品内在质量 as a whole; ticks in the other inner rows do not count."""
    extra = [LABELS[item] for item in LABELS if ticks.get(item) and item not in version.weights[kind]]
    return (f"{kind}不按{'、'.join(extra)}分项计分，所选等级不计。",) if extra else ()


def _spread(weights: dict[str, int]) -> dict[str, int]:
    """Give the outsourced parts' weight to the other inner items in proportion; the sum stays (R-5.4.2-c)."""
    others = [item for item in INNER if item in weights and item != OUTSOURCED]
    base = sum(weights[item] for item in others)
    freed = weights[OUTSOURCED]
    return {
        item: weight + (freed * weight // base if item in others else 0)
        for item, weight in weights.items()
        if item != OUTSOURCED
    }


def level_of(
    average: Fraction | int | None, *, version: ScoringVersion = FIRST, readings: Readings = PROPOSED
) -> str:
    """The level of a composite score in hundredths, by the chosen bands; empty without a score (5.4.4)."""
    if average is None:
        return ""
    bounds = version.bands[readings.level_bands]
    for level, bound in zip(LEVELS, bounds, strict=False):
        if average >= bound:
            return level
    return LEVELS[-1]
