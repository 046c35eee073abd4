"""Every number on the return, the survey summary, the company's report and the review pack, counted from plain rows.

The numbers of a PDF's text are compared as a whole with those the test works out itself: none missing, none more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from qmsdesk.models.transactions import write, write_tx
from qmsdesk.operations import (
    company,
    department,
    health,
    reports,
    reports_out,
    returns,
    returns_out,
    signing,
    survey_halves,
    survey_rounds,
    surveys,
    surveys_out,
)  # fmt: skip
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.survey_rounds import Sampled
from qmsdesk.operations.surveys import Answers
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.printing import raster
from qmsdesk.procedure.clock import FixedClock
from qmsdesk.procedure.periods import Period, half, month
from tests.operations.periodic_world import at, claim, clerk, close, feedback, handle, leader

YEAR, H1 = Period(2026, "year", 1), half(2026, 1)
END, DAY, OFFICE_DAY = date(2026, 6, 25), date(2027, 1, 6), date(2027, 1, 20)
OFFICE, HEAD = frozenset({"company_quality"}), frozenset({"management_representative"})
_NUMBER = re.compile(r"[A-Z]{0,4}\d[\d.,]*(?:[-H][\dH]+)*%?")
# points of a level, weight of an item (form 06 and 5.4.2.2), typed here once more
POINTS = {"很满意": 10.0, "满意": 8.5, "基本满意": 7.5, "不满意": 6.0, "很不满意": 4.0}
WEIGHTS = {
    "reliability": 2, "completeness": 1, "safety": 2, "outsourced": 1, "appearance": 1, "service": 2, "delivery": 1,
}  # fmt: skip


def numbers(texts: Iterable[str]) -> Counter[str]:
    """How often each number stands in some texts."""
    return Counter(found.strip(".,") for text in texts for found in _NUMBER.findall(text))


def of_pdf(data: bytes) -> Counter[str]:
    return numbers(raster.texts(data))


def same(data: bytes, told: Iterable[str]) -> None:
    """The PDF shows exactly the numbers of `told`: what is missing and what is too much are named."""
    seen, expected = of_pdf(data), numbers(told)
    assert (seen - expected, expected - seen) == (Counter(), Counter())


@dataclass
class Fact:
    """One feedback as the test knows it."""

    number: str
    day: date
    product: str
    problem: str
    fen: int = 0
    claim: str = ""
    open: bool = False


FACTS = (  # day, product, problem code, 分, closed on
    (date(2026, 3, 5), "高压换热器", "C1", 1_234_567, date(2026, 4, 2)),
    (date(2026, 5, 6), "加氢反应器", "A2", 0, date(2026, 6, 1)),
    (date(2026, 9, 3), "高压换热器", "C1", 345_678, date(2026, 9, 20)),
    (date(2026, 9, 25), "高压换热器", "C1", 0, date(2026, 10, 30)),
    (date(2026, 10, 8), "阀门", "D1", 2_000_050, date(2026, 10, 20)),
    (date(2026, 10, 19), "高压换热器", "C1", 0, None),
)
NAMES = {"C1": "密封泄漏·漏油", "A2": "结构强度·裂纹", "D1": "机械传动·异响"}


def _facts(desk: Desk) -> list[Fact]:
    made = []
    for day, product, code, fen, closed in FACTS:
        slip_id, number = feedback(
            desk, day, product_name=product, drawing_no="LS-H-0412", problem_code=code, problem_kind="渗漏"
        )
        fact = Fact(number, day, product, NAMES[code], fen, open=closed is None)
        if closed:
            handle(desk, slip_id, number, day)
            fact.claim = claim(desk, slip_id, number, day, fen=fen) if fen else ""
            close(desk, slip_id, closed)
        made.append(fact)
    return made


def _survey(desk: Desk) -> dict[str, float | None]:
    """Four forms of a round: three keyed, one with two ticks in one item; points of each number."""
    begin = at(desk, date(2026, 4, 2))
    round_id = survey_rounds.plan_round(begin, kind="定期", period=H1, population=60, reason="按产品分层")
    chosen = [Sampled(f"第{name}公司", "高压换热器/LSH", "高压换热器") for name in "甲乙丙丁"]
    survey_rounds.add_to_sample(begin, round_id=round_id, chosen=chosen)
    survey_rounds.issue(begin, round_id=round_id)
    points: dict[str, float | None] = {}
    for turn, line in enumerate(surveys.forms(desk, round_id=round_id)):
        level = list(POINTS)[turn]
        there = at(desk, date(2026, 4, 10 + turn))
        form = surveys.read_form(there, slip_id=line.slip_id)
        ticks = dict.fromkeys(WEIGHTS, (level,))
        if turn == 2:
            ticks["service"] = ("满意", "不满意")
        texts = {"cause": "到货晚了", "summary": "已致歉"}
        day = date(2026, 4, 10 + turn)
        answers = Answers(ticks, day, "高压换热器", texts, day, Signed("李敏", day, "ink"))
        surveys.record_answers(there, slip_id=line.slip_id, answers=answers, version=form.version)
        points[line.number] = None if turn == 2 else sum(WEIGHTS.values()) * POINTS[level] / 10
    return points


def _hand_over(desk: Desk) -> None:
    there = at(desk, END)
    (line,) = survey_rounds.rounds(desk, period=H1)
    for form in surveys.forms(desk, round_id=line.round_id):
        if form.invalid:
            surveys.mark_invalid(there, slip_id=form.slip_id, reason=form.invalid)
        else:
            surveys.approve(there, slip_ids=[form.slip_id], given=Given(ink=Signed("王工", END)))
    survey_halves.hand_over(there, period=H1, on=END)
    survey_halves.receive(clerk(desk, END), period=H1, on=END, by="赵倩")


def ink(name: str, day: date) -> Given:
    return Given(ink=Signed(name, day, "ink"))


def _unit_report(desk: Desk, kind: str, period: Period) -> int:
    slip_id = reports.draft_report(clerk(desk, DAY), kind=kind, period=period)
    reports.compile_report(clerk(desk, DAY), slip_id=slip_id, given=ink("赵倩", DAY))
    reports.review_report(leader(desk, DAY), slip_id=slip_id, given=ink("王工", DAY))
    reports.send_report(clerk(desk, DAY), slip_id=slip_id, on=DAY)
    return slip_id


def _company(desk: Desk, kind: str, period: Period) -> int:
    office = at(desk, OFFICE_DAY, name="钱进", roles=OFFICE)
    slip_id = company.gather(office, kind=kind, period=period)
    company.compile_company(office, slip_id=slip_id, given=ink("钱进", OFFICE_DAY))
    head = at(desk, OFFICE_DAY, name="郑岚", roles=HEAD)
    company.approve_company(head, slip_id=slip_id, given=ink("郑岚", OFFICE_DAY))
    return slip_id


@dataclass
class World:
    """A unit's year with what the test knows of it."""

    desk: Desk
    facts: list[Fact]
    points: dict[str, float | None]
    units: list[int]
    companies: list[int]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once and only read."""
    clock = FixedClock(datetime(2027, 1, 21, 2, 0, tzinfo=UTC))
    place = {
        "data_dir": tmp_path_factory.mktemp("paper") / "data", "user": "李敏", "password": "testing-desk-2026",
    }  # fmt: skip
    department.create_department(
        **place, unit_code="01", unit_name="炼化设备公司", department="经销部门", clock=clock
    )
    desk = department.open_department(**place, clock=clock)
    facts, points = _facts(desk), _survey(desk)
    _hand_over(desk)
    kinds = (("trend", YEAR), ("satisfaction", H1))
    units = [_unit_report(desk, kind, period) for kind, period in kinds]
    yield World(desk, facts, points, units, [_company(desk, kind, period) for kind, period in kinds])
    department.close_department(desk)


def _money(fen: int) -> str:
    return f"{fen / 100:,.2f}"


def _percent(above: float, below: float) -> str:
    return f"{round(above * 10_000 / below) / 100:g}%"


def _signed_return(desk: Desk, period: Period, day: date) -> int:
    slip_id = returns.draft_return(clerk(desk, day), period=period)
    returns.compile_return(clerk(desk, day), slip_id=slip_id, given=ink("赵倩", day))
    returns.review_return(leader(desk, day), slip_id=slip_id, given=ink("王工", day))
    return slip_id


def test_the_return_shows_its_lines_and_their_sums_and_no_other_number(world: World) -> None:
    """September is signed while one of its cases is open; October lists its own two and that one again."""
    _signed_return(world.desk, month(2026, 9), date(2026, 10, 5))
    slip_id = _signed_return(world.desk, month(2026, 10), date(2026, 11, 4))
    own = [fact for fact in world.facts if fact.day.month == 10]
    again = [fact for fact in world.facts if fact.day == date(2026, 9, 25)]
    told = ["QM0703-05", "2026年10月", "2026年11月4日", "2026年11月4日"]
    for fact in [*own, *again]:
        told += [fact.number, f"{fact.product}/LS-H-0412", fact.claim, _money(fact.fen) if fact.fen else ""]
    fen = sum(fact.fen for fact in own)
    told += ["续报 2026-09", "本月 2 件，续报 1 件", f"本月计入 2 件、{_money(fen)} 元", _money(fen)]
    same(returns_out.return_pdf(clerk(world.desk, DAY), slip_id=slip_id).data, told * 2)


def test_a_month_without_feedback_of_its_own_counts_nothing(world: World) -> None:
    slip_id = _signed_return(world.desk, month(2026, 12), date(2027, 1, 5))
    told = ["QM0703-05", "2026年12月", "2027年1月5日", "2027年1月5日"]
    opened = [fact for fact in world.facts if fact.open]
    for fact in opened:
        told += [fact.number, "LS-H-0412", "续报 2026-10"]
    told += ["续报 1 件", "本月计入 0 件、0.00 元", "0.00"]
    same(returns_out.return_pdf(clerk(world.desk, DAY), slip_id=slip_id).data, told * 2)


def test_the_summary_counts_every_form_it_lists(world: World) -> None:
    issued, valid = len(world.points), [points for points in world.points.values() if points is not None]
    told = ["2026年上半年", "LSZB/QM07-03 5.4.3.1", "第1页共1页", "表1", "表2", "2026年上半年"]
    told += [f"共发出 {issued} 份，收回 {issued} 份，其中可计分 {len(valid)} 份"]
    told += [f"2026年 发出 {issued} 份，收回 {issued} 份，回收率 {_percent(issued, issued)}"]
    told += ["2026年4月1日至2026年6月30日", "顾客总数 60"]
    for turn, (number, points) in enumerate(world.points.items()):
        told += [number, number, f"2026-04-{10 + turn}", "" if points is None else f"{points:.2f}"]
    told += ["选了 2 个等级"]
    same(surveys_out.summary_pdf(clerk(world.desk, DAY), period=H1).data, told)


def _pareto(counted: Counter[str], shown: dict[str, str], ticks: str) -> list[str]:
    """What a 排列图 shows: bars, cumulative percentages, both axes."""
    total, done, told = sum(counted.values()), 0, [ticks, "累计在 80% 以内", "0% 20% 40% 60% 80% 100%"]
    for name, value in counted.most_common():
        done += value
        told += [shown[name], f"{done * 100 / total:.1f}%"]
    return told


def _dimension(facts: list[Fact], name: str, ticks: tuple[str, str]) -> list[str]:
    """A dimension in the company's report: chart and table by pieces, chart and table by money."""
    pieces = Counter(getattr(fact, name) for fact in facts)
    money: Counter[str] = Counter()
    for fact in facts:
        money[getattr(fact, name)] += fact.fen
    money = +money
    bars = {key: f"{round(value / 10_000) / 100:g}" for key, value in money.items()}
    told = _pareto(pieces, {key: str(value) for key, value in pieces.items()}, ticks[0])
    told += [*map(str, pieces.values()), str(len(facts))]
    told += _pareto(money, bars, ticks[1])
    return [*told, *map(_money, money.values()), _money(sum(money.values()))]


def test_the_company_report_adds_the_unit_up_number_by_number(world: World) -> None:
    facts, fen = world.facts, sum(fact.fen for fact in world.facts)
    closed = sum(not fact.open for fact in facts)
    told = [
        "2026年度",
        "LSZB/QM07-03 5.3.6.2",
        "汇总 1 个单位 2027年1月6日",
        f"反馈件数 {len(facts)} 件",
        "计入 1 份",
    ]
    told += [f"{len(facts)} {closed} {_money(fen)} {_money(fen)} 0.00"] * 2  # the unit and the sum of units
    told += _dimension(facts, "problem", ("0 2 4 6", "0 1 2 3"))
    told += _dimension(facts, "product", ("0 2 4 6", "0 1 2 3"))
    told += [f"图{place}" for place in range(1, 5)] + [f"表{place}" for place in range(1, 6)]
    named = Counter(fact.problem for fact in facts).most_common(3)
    told += [f"共收到 {len(facts)} 件，费用损失 {_money(fen)} 元", *(f"{count} 件" for _name, count in named)]
    told += ["2027年1月20日"] * 2
    data = company.company_pdf(clerk(world.desk, DAY), slip_id=world.companies[0]).data
    pages = raster.page_count(data)
    told += [f"第{page}页共{pages}页" for page in range(1, pages + 1)] + ["2026年度"] * (pages - 1)
    same(data, told)


def test_the_company_rate_is_all_points_over_all_full_marks(world: World) -> None:
    points = [value for value in world.points.values() if value is not None]
    whole, full = sum(points), 10 * len(points)
    rate = _percent(whole, full)
    told = ["2026年上半年", "LSZB/QM07-03 5.4.4", "汇总 1 个单位 2027年1月6日", "表1", "第1页共1页"]
    told += [rate, f"100% = {whole:.2f} ÷ {full:.2f}", f"计入 {len(points)} 份"]
    told += [f"{len(points)} {whole:.2f} {full:.2f} {rate}"] * 2 + [rate]
    told += ["2027年1月20日"] * 2
    same(company.company_pdf(clerk(world.desk, DAY), slip_id=world.companies[1]).data, told)


def test_the_pack_is_its_list_and_the_reports_themselves(world: World) -> None:
    """Nothing is retyped on the way into the pack: every page after the list is a report as it was signed."""
    office = at(world.desk, OFFICE_DAY, name="钱进", roles=OFFICE)
    pack = of_pdf(company.review_pack(office, year=2026).data)
    parts = [company.company_pdf(office, slip_id=slip_id).data for slip_id in world.companies]
    for slip_id in world.units:
        view = reports.read_report(office, slip_id=slip_id)
        lines = reports_out.signature_lines(view)
        parts.append(reports_out.print_report(office, view.report, signatures=lines, clause=view.clause))
    cover = ["2026年管理评审输入资料", "LSZB/QM07-03 5.1.2", "5.1.2", "表1", "第1页共1页"]
    cover += ["1 2026年度 2027年1月20日", "2 2026年上半年 2027年1月20日"]
    cover += ["3 2026年度 2027年1月6日", "4 2026年上半年 2027年1月6日"]
    expected = numbers(cover)
    for part in parts:
        expected += of_pdf(part)
    assert (pack - expected, expected - pack) == (Counter(), Counter())


def test_the_year_is_in_order_by_the_programs_own_health_check(world: World) -> None:
    """Numbers without gap, copies whole, and every signature, those of the survey too, over what was signed."""
    found = {finding.check: (finding.level, finding.details) for finding in health.check(world.desk).findings}
    assert found["编号"][0] == found["各联"][0] == found["签名"][0] == "good", found


def test_an_approved_survey_that_is_changed_behind_the_program_is_found(world: World) -> None:
    number = next(iter(world.points))
    slip_id = surveys.find_form(world.desk, number=number)
    assert slip_id is not None
    assert signing.live_signatures(slip_id)["sig_approver"].digest
    with write_tx():
        write("UPDATE survey_form SET rating_service = '很不满意' WHERE slip_id = ?", (slip_id,))
    assert signing.broken_signatures(world.desk, slip_id=slip_id) == ("sig_approver",)
    with write_tx():
        write("UPDATE survey_form SET rating_service = '很满意' WHERE slip_id = ?", (slip_id,))
    assert signing.broken_signatures(world.desk, slip_id=slip_id) == ()
