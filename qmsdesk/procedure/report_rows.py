"""The plain rows trend reports are computed from: one per feedback, one per 三包单 (5.3.6.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qmsdesk.procedure.figures import LeftOut
from qmsdesk.procedure.periods import Period
from qmsdesk.procedure.statistics import Case


@dataclass(frozen=True)
class ReportCase:
    """One feedback: its categories, money in 分 (None: not known), and the days of its way."""

    number: str
    day: date
    registered: date
    customer: str = ""
    product: str = ""
    problem: str = ""
    responsible: str = ""
    cause: str = ""
    fen: int | None = None
    void: bool = False
    complaint_class: str = ""
    state: str = ""
    signed_for: date | None = None
    first_action: date | None = None
    closed: date | None = None


@dataclass(frozen=True)
class LossRow:
    """One 三包单: number, the day of its feedback, class and money in 分."""

    number: str
    day: date
    loss_class: str
    fen: int | None


@dataclass(frozen=True)
class Dimension:
    """One way to group feedback: key, printed name, and the category of a row."""

    key: str
    name: str
    category: Callable[[ReportCase], str]


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("product", "产品", lambda row: row.product),
    Dimension("problem", "质量问题", lambda row: row.problem),
    Dimension("responsible", "责任部门", lambda row: row.responsible),
    Dimension("cause", "原因", lambda row: row.cause),
    Dimension("customer", "顾客", lambda row: row.customer),
)
BY_KEY = {dimension.key: dimension for dimension in DIMENSIONS}


@dataclass(frozen=True)
class TrendFacts:
    """Everything a trend report is made from: rows of the period and of the two years before, and what is recorded."""

    period: Period
    unit: str
    cases: tuple[ReportCase, ...]
    losses: tuple[LossRow, ...]
    known_from: date
    known_to: date

    def live(self, period: Period) -> list[ReportCase]:
        """The feedback of a period that counts."""
        return [row for row in self.cases if row.day in period and not row.void]

    def void(self, period: Period) -> tuple[LeftOut, ...]:
        """The feedback of a period that does not, and why."""
        return tuple(LeftOut(row.number, "已作废") for row in self.cases if row.day in period and row.void)

    def recorded(self, period: Period) -> bool:
        """Whether anything could be on record for a period; before that a blank is not a zero."""
        return period.last >= self.known_from and period.first <= self.known_to


def cases_by(rows: Iterable[ReportCase], dimension: Dimension) -> list[Case]:
    """Rows as the statistics see them, grouped by a dimension."""
    return [Case(row.number, row.day, dimension.category(row), row.fen) for row in rows]


def loss_cases(rows: Sequence[LossRow], period: Period) -> list[Case]:
    """三包单 of a period's feedback as the statistics see them, with the class their loss is booked to."""
    return [
        Case(row.number, row.day, "", row.fen, f"{row.loss_class}损失" if row.loss_class else "")
        for row in rows
        if row.day in period
    ]
