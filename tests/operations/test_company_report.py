"""The company's report gathers what units signed and sent; nothing reaches 管理评审 without approval (5.1.2)."""

from __future__ import annotations

from datetime import date

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.operations import company, reports
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.printing import raster
from qmsdesk.procedure.company_report import UnitFigures, company_satisfaction, company_trend
from qmsdesk.procedure.periods import Period, half
from qmsdesk.procedure.report_data import ChartBlock, Table
from tests.operations.periodic_world import at, clerk, feedback, leader

YEAR, DAY = Period(2026, "year", 1), date(2027, 1, 6)
OFFICE, HEAD = frozenset({"company_quality"}), frozenset({"management_representative"})


def ink(name: str, day: date = DAY) -> Given:
    return Given(ink=Signed(name, day, "ink"))


def _sent(desk: Desk, kind: str, period: Period) -> int:
    slip_id = reports.draft_report(clerk(desk, DAY), kind=kind, period=period)
    reports.compile_report(clerk(desk, DAY), slip_id=slip_id, given=ink("赵倩"))
    reports.review_report(leader(desk, DAY), slip_id=slip_id, given=ink("王工"))
    reports.send_report(clerk(desk, DAY), slip_id=slip_id, on=DAY)
    return slip_id


def _office(desk: Desk) -> Desk:
    return at(desk, DAY, name="钱进", roles=OFFICE)


@pytest.fixture
def sent(desk: Desk) -> Desk:
    """A year's trend report and two satisfaction reports of one unit, signed and sent."""
    for number in (3, 5, 9):
        feedback(desk, date(2026, number, 5), problem_code="C1")
    _sent(desk, "trend", YEAR)
    for index in (1, 2):
        _sent(desk, "satisfaction", half(2026, index))
    return desk


def test_only_what_was_sent_is_gathered(desk: Desk) -> None:
    with pytest.raises(UserError, match="还没有单位上报"):
        company.gather(_office(desk), kind="trend", period=YEAR)


def test_gathering_signs_for_the_unit_reports_and_adds_up(sent: Desk) -> None:
    slip_id = company.gather(_office(sent), kind="trend", period=YEAR)
    view = company.read_company(sent, slip_id=slip_id)
    assert (view.report.totals["count"], view.report.totals["units"]) == (3, 1)
    unit = reports.find_report(sent, kind="trend", period=YEAR)
    assert unit is not None
    assert reports.read_report(sent, slip_id=unit).slip.state == "公司汇总"
    with pytest.raises(UserError, match="已经有了"):
        company.gather(_office(sent), kind="trend", period=YEAR)


def test_only_the_representative_approves_and_only_then_it_is_submitted(sent: Desk) -> None:
    slip_id = company.gather(_office(sent), kind="trend", period=YEAR)
    head = at(sent, DAY, name="郑岚", roles=HEAD)
    with pytest.raises(UserError, match="尚未签字"):
        company.approve_company(head, slip_id=slip_id, given=ink("郑岚"))
    company.compile_company(_office(sent), slip_id=slip_id, given=ink("钱进"))
    with pytest.raises(UserError, match="不能“提交管理评审”"):
        company.submit(_office(sent), slip_id=slip_id)
    company.approve_company(head, slip_id=slip_id, given=ink("郑岚"))
    company.submit(_office(sent), slip_id=slip_id)
    assert company.read_company(sent, slip_id=slip_id).slip.state == "管理评审输入"


def test_the_pack_binds_what_was_approved_and_names_what_is_missing(sent: Desk) -> None:
    head = at(sent, DAY, name="郑岚", roles=HEAD)
    with pytest.raises(UserError, match="顾客反馈分析评价报告"):
        company.review_pack(_office(sent), year=2026)
    for kind, period in (("trend", YEAR), ("satisfaction", half(2026, 1))):
        if kind == "satisfaction":
            with pytest.raises(UserError, match="顾客满意度分析评价报告"):
                company.review_pack(_office(sent), year=2026)
        slip_id = company.gather(_office(sent), kind=kind, period=period)
        company.compile_company(_office(sent), slip_id=slip_id, given=ink("钱进"))
        company.approve_company(head, slip_id=slip_id, given=ink("郑岚"))
    pack = company.review_pack(_office(sent), year=2026)
    pages = ["".join(text.split()) for text in raster.texts(pack.data)]
    assert "2026年管理评审输入资料" in pages[0]
    for title in (
        "2026年度顾客反馈分析评价报告",
        "2026年上半年顾客满意度分析评价报告",
        "2026年度质量趋势分析报告",
    ):
        assert title in pages[0]
        assert any(title in page for page in pages[1:])
    assert audit_check.verify() == ()


def _unit(name: str, **totals: object) -> UnitFigures:
    return UnitFigures(name, "2027年1月6日", totals)


def test_units_are_added_and_never_averaged() -> None:
    units = [
        _unit("甲", points=8500, full=10_000, forms=10, level="满意", numbers=["1"] * 10),
        _unit("乙", points=700, full=1000, forms=1, level="基本满意", numbers=["2"]),
    ]
    report = company_satisfaction(half(2026, 1), "公司", units)
    table = next(block for block in report.blocks if isinstance(block, Table))
    assert table.rows[-1] == ("合计", 11, 9200, 11_000, 8364, "满意")


def test_categories_of_several_units_become_one_pareto() -> None:
    kinds = {"count": {"漏油": 3, "其他": 2}, "money": {"漏油": 500}}
    totals = {
        "count": 5,
        "closed": 4,
        "fen": 500,
        "losses": {"质量三包损失": 500},
        "problem": kinds,
        "product": kinds,
    }
    report = company_trend(YEAR, "公司", [_unit("甲", **totals), _unit("乙", **totals)])
    chart = next(block for block in report.blocks if isinstance(block, ChartBlock)).chart
    assert [(bar.label, bar.value) for bar in chart.bars] == [("漏油", 6), ("其他", 4)]  # type: ignore[union-attr]
    table = next(block for block in report.blocks if isinstance(block, Table))
    assert table.rows[-1] == ("合计", 10, 8, 1000, 1000, 0)
