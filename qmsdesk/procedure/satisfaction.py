"""Satisfaction of one half-year: rates per kind and for all products, items, level (5.4.2.1, I-01, I-40)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from qmsdesk.procedure.figures import Figure, LeftOut, ratio
from qmsdesk.procedure.readings import PROPOSED, Readings, SatisfactionMethod
from qmsdesk.procedure.scoring import FormScore, level_of
from qmsdesk.procedure.scoring_tables import FIRST, LABELS, LEVELS, ScoringVersion

SUM_FORMULA = "满意率 = 各表得分之和 ÷ 各表满分之和 × 100%"
MEAN_FORMULA = "各种产品满意率的算术平均 = 各种满意率之和 ÷ 产品种数"
HEAD_FORMULA = "基本满意及以上的份数 ÷ 有效份数 × 100%"


@dataclass(frozen=True)
class SurveyForm:
    """One scored form: its number, the product kind and the score."""

    key: str
    product_kind: str
    score: FormScore


@dataclass(frozen=True)
class ItemRow:
    """One line of the item table: rate, forms asked, and how many gave each level."""

    item: str
    label: str
    rate: Figure
    levels: dict[str, int]


@dataclass(frozen=True)
class Evaluation:
    """All figures of a half-year; `primary` is the one the chosen method names."""

    method: SatisfactionMethod
    all_products: Figure
    kinds: tuple[Figure, ...]
    mean_of_kinds: Figure
    head_count: Figure
    items: tuple[ItemRow, ...]
    average: Figure  # points of 10
    level: str
    level_rule: str
    left_out: tuple[LeftOut, ...]

    @property
    def primary(self) -> Figure:
        """The satisfaction rate by the method of the readings (I-01)."""
        choices: dict[SatisfactionMethod, Figure] = {
            "sum": self.all_products,
            "mean_of_kinds": self.mean_of_kinds,
            "head_count": self.head_count,
        }
        return choices[self.method]


def evaluate(
    forms: Iterable[SurveyForm], *, version: ScoringVersion = FIRST, readings: Readings = PROPOSED
) -> Evaluation:
    """Compute every rate of a set of forms; invalid ones are listed with their reason, never silent."""
    listed = list(forms)
    valid = [form for form in listed if form.score.valid]
    left_out = tuple(LeftOut(form.key, form.score.invalid) for form in listed if not form.score.valid)
    kinds = _kinds(listed)
    whole = _sum("全部产品顾客满意率", valid, left_out)
    average = None if whole.value is None else whole.value * 10
    hundredths = None if average is None else average * 100
    return Evaluation(
        method=readings.satisfaction_method,
        all_products=whole,
        kinds=kinds,
        mean_of_kinds=_mean(kinds),
        head_count=_heads(valid, left_out, version),
        items=_items(valid),
        average=Figure("平均得分", average, "平均得分 = 满意率 × 10 分", whole.counted, left_out),
        level=level_of(hundredths, version=version, readings=readings),
        level_rule=_level_rule(version, readings),
        left_out=left_out,
    )


def _sum(name: str, valid: Sequence[SurveyForm], left_out: Iterable[LeftOut]) -> Figure:
    points = sum(form.score.total or 0 for form in valid)
    full = sum(form.score.full for form in valid)
    formula = SUM_FORMULA
    if full:
        formula += f" = {points / 100:.2f} ÷ {full / 100:.2f}"
    return ratio(name, points, full, formula, (form.key for form in valid), left_out)


def _kinds(forms: Sequence[SurveyForm]) -> tuple[Figure, ...]:
    """One figure per product kind in order of name; a kind with invalid forms only has no value."""
    found = []
    for name in sorted({form.product_kind.strip() or "未填产品" for form in forms}):
        of_kind = [form for form in forms if (form.product_kind.strip() or "未填产品") == name]
        left_out = [LeftOut(form.key, form.score.invalid) for form in of_kind if not form.score.valid]
        found.append(_sum(name, [form for form in of_kind if form.score.valid], left_out))
    return tuple(found)


def _mean(kinds: Sequence[Figure]) -> Figure:
    values = [kind.value for kind in kinds if kind.value is not None]
    value = sum(values, Fraction(0)) / len(values) if values else None
    counted = tuple(kind.name for kind in kinds if kind.value is not None)
    left_out = tuple(LeftOut(kind.name, "没有有效调查表") for kind in kinds if kind.value is None)
    return Figure("各种产品满意率平均", value, MEAN_FORMULA, counted, left_out)


def _heads(valid: Sequence[SurveyForm], left_out: Iterable[LeftOut], version: ScoringVersion) -> Figure:
    content = sum((form.score.total or 0) >= version.satisfied_from for form in valid)
    keys = (form.key for form in valid)
    return ratio("满意顾客占比（按份数）", content, len(valid), HEAD_FORMULA, keys, left_out)


def _items(valid: Sequence[SurveyForm]) -> tuple[ItemRow, ...]:
    rows = []
    for item, label in LABELS.items():
        cells = [(form.key, cell) for form in valid for cell in form.score.cells if cell.item == item]
        if not cells:
            continue
        points, full = sum(cell.points for _, cell in cells), sum(cell.weight for _, cell in cells)
        formula = f"{label}得分之和 ÷ 满分之和 = {points / 100:.2f} ÷ {full / 100:.2f}"
        levels = {level: sum(cell.level == level for _, cell in cells) for level in LEVELS}
        rows.append(
            ItemRow(item, label, ratio(label, points, full, formula, (key for key, _ in cells)), levels)
        )
    return tuple(rows)


def _level_rule(version: ScoringVersion, readings: Readings) -> str:
    bounds = version.bands[readings.level_bands]
    steps = [f"{level} ≥ {bound / 100:.2f}" for level, bound in zip(LEVELS, bounds, strict=False)]
    name = {"nearest": "最接近的等级分", "floor": "达到等级分"}[readings.level_bands]
    return f"{name}：{'，'.join(steps)}，其余{LEVELS[-1]}"


def trend(
    halves: Sequence[tuple[str, Sequence[SurveyForm]]],
    *,
    choose: Callable[[Evaluation], Figure] = lambda evaluation: evaluation.primary,
    readings: Readings = PROPOSED,
) -> tuple[tuple[str, Figure], ...]:
    """The chosen figure of several half-years in order; a half without forms has no value."""
    return tuple((name, choose(evaluate(forms, readings=readings))) for name, forms in halves)
