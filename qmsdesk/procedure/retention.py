"""How long records are kept, by whom, and when they may be destroyed (§6, R-6-a, R-6-b, I-20, I-23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qmsdesk.procedure.dates import add_months, format_chinese
from qmsdesk.procedure.readings import PROPOSED, Readings


@dataclass(frozen=True)
class Rule:
    """One row of §6: printed name, form number, printed keeper, working keeper and years."""

    paper: str
    name: str
    form_no: str
    keeper: str
    working_keeper: str
    years: int


_SALES_OF_UNIT = "生产单位/部门的经销部门"
_QUALITY_OF_UNIT = "生产单位/部门的质管部门"
_BOTH = "技术质量管理部、二级单位的质管部门"

TABLE: tuple[Rule, ...] = (
    Rule("01", "顾客信息反馈单", "QM0703-01", _SALES_OF_UNIT, "经销部门", 5),
    Rule("02", "质量改进意见/建议单", "QM0703-02", _SALES_OF_UNIT, "质管部门", 5),  # I-23
    Rule("03", "顾客投诉处理单", "QM0703-03", _SALES_OF_UNIT, "质管部门", 5),  # I-23: both
    Rule("04", "产品质量问题三包单", "QM0703-04", _SALES_OF_UNIT, "经销部门", 5),
    Rule("05", "产品顾客反馈统计表", "QM0703-05", _BOTH, "质管部门", 3),
    Rule("AUX-10", "质量趋势分析报告", "/", _BOTH, "质管部门", 5),
    Rule("06", "顾客满意度调查表", "QM0703-06", _QUALITY_OF_UNIT, "质管部门", 3),
    Rule("AUX-11", "顾客满意分析评价报告", "/", _BOTH, "质管部门", 5),
    Rule("source", "质量信息原件及处理记录等", "/", _QUALITY_OF_UNIT, "质管部门", 5),
    Rule("07", "顾客反馈/投诉信息台帐", "QM0703-07", _QUALITY_OF_UNIT, "质管部门", 5),
)
_BY_PAPER = {rule.paper: rule for rule in TABLE}


@dataclass(frozen=True)
class Retention:
    """Keeper and end of one record's time; `until` is None while the record is open."""

    rule: Rule
    closed: date | None
    until: date | None
    explanation: str

    def expired(self, today: date) -> bool:
        """Whether its last day is past."""
        return self.until is not None and today > self.until


def rule_for(paper: str) -> Rule:
    """The row of §6 for a paper; auxiliary prints are 处理记录 (§6-9)."""
    return _BY_PAPER.get(paper, _BY_PAPER["source"])


def retention(paper: str, closed: date | None, readings: Readings = PROPOSED) -> Retention:
    """When a record's time ends: 31 December of the closing year + n years (I-20)."""
    rule = rule_for(paper)
    if closed is None:
        return Retention(rule, None, None, f"尚未关闭，关闭后保存 {rule.years} 年（§6）。")
    if readings.retention_from == "closing_year_end":
        until, start = date(closed.year + rule.years, 12, 31), "关闭当年年底"
    else:
        until, start = add_months(closed, 12 * rule.years), "关闭之日"
    words = (
        f"{format_chinese(closed)}关闭，从{start}起保存 {rule.years} 年，至{format_chinese(until)}（§6）。"
    )
    return Retention(rule, closed, until, words)


def destruction_refusal(
    kept: Retention, *, today: date, approver: str, asker: str, listed: bool
) -> str | None:
    """Why a record may not be destroyed now; nothing ever goes without approver and list (R-6-b)."""
    if kept.until is None:
        return "记录尚未关闭，不能销毁（§6）。"
    if not kept.expired(today):
        return f"保存期至{format_chinese(kept.until)}，还没有到期（§6）。"
    if not listed:
        return "销毁前须列入销毁清单（§6）。"
    if not approver.strip():
        return "销毁须有批准人（§6）。"
    return "销毁的批准人不能是申请人本人（R-4-a）。" if approver.strip() == asker.strip() else None
