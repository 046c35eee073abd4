"""Every reading of requirements §17 that is a choice, as one frozen set of named settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WarrantyReading = Literal["R1", "R2", "R3"]
SatisfactionMethod = Literal["sum", "mean_of_kinds", "head_count"]
ScoringKind = Literal["商品厂", "铸锻厂"]


@dataclass(frozen=True)
class Readings:
    """The open points of LSZB/QM07-03 with the proposed defaults; a unit may choose otherwise.

    Each field names its entry of requirements §17. None in a threshold means "not asked for". Who signs
    as 公司主管领导 (I-07, I-08) or 技术质量负责人 (I-09) is settled by assigning the role, not here.
    """

    satisfaction_method: SatisfactionMethod = "sum"  # I-01, I-40: Σ scores ÷ Σ full marks
    form_series: Literal["QM0703", "QM0704"] = "QM0703"  # I-02: the number printed on the sheet
    investigation: Literal["sheet", "record"] = "sheet"  # 5.3.2.2: on form 01, or a record of its own
    slip_pattern: str = "{letter}{unit}-{year}-{seq:3}"  # I-03
    survey_pattern: str = "{unit}-{year}H{half}-{seq:3}"  # I-03
    warranty_reading: WarrantyReading = "R1"  # I-04: earlier of the two limits
    reconstructed_boxes: bool = True  # I-10: signatures and distribution strip of form 03
    suggestion_reply: Literal["one_month", "calendar_month"] = "one_month"  # I-12
    warranty_start: Literal["dispatch", "factory"] = "dispatch"  # I-13: 发货日期 before 出厂日期
    warn_working_days: int = 3  # I-14, §9: days are inclusive, the warning comes early
    retention_from: Literal["closing_year_end", "closing_day"] = "closing_year_end"  # I-20
    return_period: Literal["feedback_date", "registered_date"] = "feedback_date"  # I-22
    company_line_on_survey_and_ledger: bool = False  # I-43: printed as dumped
    late_survey: Literal["next_half", "same_half"] = "next_half"  # I-55
    design_is_quality: bool = True  # I-56: 设计 counts among the quality causes
    photocopy_to_sales: bool = True  # I-57: 经销 gets a 复印件 of F with its 处理单
    scoring_kind: ScoringKind = "商品厂"  # I-31: default 计分类别 of a unit
    spread_outsourced: bool = False  # R-5.4.2-c: 外购配套件 不适用 spreads its point
    level_bands: Literal["nearest", "floor"] = "nearest"  # 5.4.4, §15
    minimum_return_percent: int | None = None  # I-30: return threshold of a survey round
    minimum_focus_percent: int | None = None  # I-30: share of customers with many opinions


PROPOSED = Readings()
