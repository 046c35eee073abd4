"""Items, weights, level scores and bands of the satisfaction survey, versioned (5.4.2.2, form 06, §15)."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.procedure.readings import ScoringKind

LEVELS: tuple[str, ...] = ("很满意", "满意", "基本满意", "不满意", "很不满意")
NOT_APPLICABLE = "不适用"
DISSATISFIED = frozenset({"不满意", "很不满意"})
OUTSOURCED = "outsourced"

LABELS: dict[str, str] = {  # field names of form 06 in printed order
    "reliability": "产品性能的可靠性/产品内在质量",
    "completeness": "产品功能的齐全性",
    "safety": "产品使用的安全性",
    "outsourced": "外购配套件质量",
    "appearance": "产品外观质量",
    "service": "售后服务质量",
    "delivery": "交货期",
}
INNER: tuple[str, ...] = ("reliability", "completeness", "safety", "outsourced")  # 产品内在质量


@dataclass(frozen=True)
class ScoringVersion:
    """One set of settings; weights and scores in hundredths. Old half-years keep theirs (R-5.4.2-d)."""

    key: str
    weights: dict[ScoringKind, dict[str, int]]
    level_scores: dict[str, int]
    bands: dict[str, tuple[int, ...]]  # lower bounds of the first four levels
    satisfied_from: int  # head count: 基本满意 and better

    def full(self, kind: ScoringKind) -> int:
        """Full marks of one form, in hundredths."""
        return sum(self.weights[kind].values())

    def items(self, kind: ScoringKind) -> tuple[str, ...]:
        """The items that kind of unit is judged on, in printed order."""
        return tuple(item for item in LABELS if item in self.weights[kind])


FIRST = ScoringVersion(
    key="QM07-03/2",
    weights={
        "商品厂": {
            "reliability": 200,
            "completeness": 100,
            "safety": 200,
            "outsourced": 100,
            "appearance": 100,
            "service": 200,
            "delivery": 100,
        },
        "铸锻厂": {"reliability": 600, "appearance": 100, "service": 200, "delivery": 100},
    },
    level_scores={"很满意": 1000, "满意": 850, "基本满意": 750, "不满意": 600, "很不满意": 400},
    bands={"nearest": (925, 800, 675, 500), "floor": (1000, 850, 750, 600)},
    satisfied_from=750,
)


def check_version(version: ScoringVersion) -> None:
    """Refuse settings that cannot be scored: full marks not 10, levels not falling, parts of a hundredth."""
    for kind, weights in version.weights.items():
        if version.full(kind) != 1000 or not set(weights) <= set(LABELS) or min(weights.values()) <= 0:
            raise UserError(f"{kind}各项权数之和应为 10 分。", advice="请核对权数（5.4.2.2）。")
        cells = (weight * score for weight in weights.values() for score in version.level_scores.values())
        if any(cell % 1000 for cell in cells):
            raise UserError("权数与等级分相乘后应精确到 0.01 分。", advice="请核对权数和等级分。")
    scores = [version.level_scores.get(level, -1) for level in LEVELS]
    if scores != sorted(scores, reverse=True) or scores[-1] < 0 or len(set(scores)) != len(LEVELS):
        raise UserError("五个等级的分值应由高到低。", advice="请核对等级分（5.4.2.2）。")
