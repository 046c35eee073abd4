"""Survey rounds: population and reason, a sample list, forms numbered when they go out (5.4.1.2-3, I-30)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models import counter
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, record, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.readings import current
from qmsdesk.operations.rights import require
from qmsdesk.operations.slip_rows import copy_rows, holder_departments
from qmsdesk.papers.survey_form import PAPER
from qmsdesk.procedure.copies import copy_set
from qmsdesk.procedure.dates import add_months
from qmsdesk.procedure.deadlines import survey_window
from qmsdesk.procedure.numbering import SlipNumber, survey_pattern
from qmsdesk.procedure.periods import Period, half
from qmsdesk.procedure.survey import MODES, Coverage, Round, RoundKind, coverage
from qmsdesk.procedure.workflow import next_state

PLANNED, ISSUED, GIVEN_UP = "计划", "已发出", "放弃"
FOCUS_FROM = 3  # feedbacks in twelve months that make a customer one of many opinions
_BACK = ("已收回", "已转交经销", "已审批", "已汇总", "质管已收", "已计分", "无效")


@dataclass(frozen=True)
class RoundLine:
    """A round as lists show it, with its counts and what the thresholds say."""

    round_id: int
    name: str
    round: Round
    reason: str
    mode: str
    scoring_class: str
    state: str
    coverage: Coverage


@dataclass(frozen=True)
class Sampled:
    """One customer of the sample: what is known of the product, and why this one."""

    customer: str
    product: str = ""
    product_kind: str = ""
    serial_no: str = ""
    ship_date: date | None = None
    reason: str = ""
    focus: bool = False


@dataclass(frozen=True)
class SampleHint:
    """A customer who may be asked: product bought last, and how many feedbacks in twelve months."""

    customer: str
    product: str
    product_kind: str
    serial_no: str
    feedbacks: int

    @property
    def focus(self) -> bool:
        """Whether this customer had many opinions."""
        return self.feedbacks >= FOCUS_FROM


def plan_round(
    desk: Desk,
    *,
    kind: RoundKind,
    period: Period,
    population: int,
    reason: str,
    mode: str = MODES[1],
    title: str = "",
    opens: date | None = None,
    closes: date | None = None,
) -> int:
    """Plan a round of a half-year; its id. One 定期 round a half-year in its quarter, 不定期 as often as wanted."""
    require(desk, "编辑", paper=PAPER.code, state=PLANNED)
    first, last = _window(kind, period, opens, closes)
    if population < 0:
        raise UserError("顾客总数不能为负数。")
    why = clean_text(reason, label="抽样理由", max_length=500)
    if not why:
        raise UserError("请写明抽样理由。", advice="例如：按产品分层，重点抽取上年意见较多的顾客。")
    if kind == "定期" and _regular(desk, period):
        raise UserError(f"{period.title}的定期调查已经有了。", advice="补充调查请建为“不定期”。")
    with write_tx():
        deed = Deed(desk, None)
        key = deed.insert(
            "survey_round", unit_id=desk.department.unit_id, kind=kind, year=period.year, half=period.index,
            title=clean_text(title, label="名称", max_length=60), opens=first, closes=last, population=population,
            reason=why, mode=clean_text(mode, label="收集方式", max_length=60), scoring_class=_scoring_class(desk),
            created_at=desk.clock.now(), created_by=desk.user.name,
        )  # fmt: skip
        deed.close("计划满意度调查")
    return key


def rounds(desk: Desk, *, year: int | None = None, period: Period | None = None) -> list[RoundLine]:
    """The rounds of this unit, of a year or a half-year when told, newest last."""
    wanted = (period.year, period.index) if period else (year, None)
    found = rows(
        "SELECT id, kind, year, half, title, opens, closes, population, reason, mode, scoring_class, state"
        " FROM survey_round WHERE unit_id = ? AND (? IS NULL OR year = ?) AND (? IS NULL OR half = ?)"
        " ORDER BY opens, id",
        (desk.department.unit_id, wanted[0], wanted[0], wanted[1], wanted[1]),
    )
    return [_line(desk, *row) for row in found]


def read_round(desk: Desk, *, round_id: int) -> RoundLine:
    """One round; UserError when there is none."""
    found = next((line for line in rounds(desk) if line.round_id == round_id), None)
    if found is None:
        raise UserError("没有找到这次调查。")
    return found


def add_to_sample(desk: Desk, *, round_id: int, chosen: Sequence[Sampled]) -> list[int]:
    """Put customers on the sample list; the ids of their planned forms, still without number."""
    require(desk, "编辑", paper=PAPER.code, state=PLANNED)
    line = read_round(desk, round_id=round_id)
    cleaned = [_clean(item) for item in chosen]
    with write_tx():
        return [_plan_form(desk, line, item) for item in cleaned]


def take_from_sample(desk: Desk, *, slip_id: int) -> None:
    """Take a customer off the list before a form went out; it never gets a number (放弃)."""
    require(desk, "编辑", paper=PAPER.code, state=PLANNED)
    found = one("SELECT state, number FROM slip WHERE id = ? AND paper_code = '06'", (slip_id,))
    if found is None or found[0] != PLANNED or found[1] is not None:
        raise UserError("调查表已经发出，不能从名单中去掉。", advice="没有收回的请登记为“未收回”并写明原因。")
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("slip", slip_id, state=GIVEN_UP)
        deed.close("从抽样名单去掉")


def propose_sample(desk: Desk, *, limit: int = 40) -> list[SampleHint]:
    """Customers of the last twelve months, those with many opinions first, each with the product asked about."""
    since = add_months(desk.clock.today(), -12).isoformat()
    found = rows(
        "SELECT o.customer, l.product, l.product_name, l.serial_no, o.n FROM (SELECT customer, count(*) AS n,"
        " max(feedback_date) AS latest FROM ledger WHERE feedback_date >= ? AND state <> '作废' AND customer <> ''"
        " GROUP BY customer) AS o JOIN ledger l ON l.slip_id = (SELECT min(x.slip_id) FROM ledger x"
        " WHERE x.customer = o.customer AND x.feedback_date = o.latest AND x.state <> '作废')"
        " ORDER BY o.n DESC, o.customer LIMIT ?",
        (since, limit),
    )
    return [SampleHint(*row[:5]) for row in found]


def issue(desk: Desk, *, round_id: int) -> tuple[str, ...]:
    """发出: every planned form of a round gets its number, in the order of the list; the new numbers (I-03)."""
    line = read_round(desk, round_id=round_id)
    next_state(PAPER.code, PLANNED, "发出", desk.user.roles)
    planned = [
        row[0]
        for row in rows(
            "SELECT s.id FROM slip s JOIN survey_result r ON r.slip_id = s.id"
            " WHERE r.survey_round_id = ? AND s.state = ? ORDER BY s.id",
            (round_id, PLANNED),
        )
    ]
    if not planned:
        raise UserError("名单里没有待发出的调查表。", advice="请先把顾客加入抽样名单。")
    with write_tx():
        numbers = _draw(desk, line.round.period, len(planned))
        for slip_id, (sequence, number) in zip(planned, numbers, strict=True):
            deed = Deed(desk, slip_id)
            deed.change("slip", slip_id, number=number, seq=sequence, state=ISSUED, version=2)
            deed.close("发出调查表")
        deed = Deed(desk, None)
        deed.change("survey_round", round_id, state="进行")
        deed.close("满意度调查开始")
    return tuple(number for _sequence, number in numbers)


def end_round(desk: Desk, *, round_id: int) -> None:
    """End a round; refused while issued forms are neither back nor marked 未收回."""
    open_forms = one(
        "SELECT count(*) FROM survey_result r JOIN slip s ON s.id = r.slip_id"
        " WHERE r.survey_round_id = ? AND s.state IN (?, ?)",
        (round_id, PLANNED, ISSUED),
    )
    if open_forms and open_forms[0]:
        raise UserError(
            f"还有 {open_forms[0]} 份调查表没有收回。", advice="请录入答案，或登记为“未收回”并写明原因。"
        )
    with write_tx():
        deed = Deed(desk, None)
        deed.change("survey_round", round_id, state="结束")
        deed.close("满意度调查结束")


def _window(kind: str, period: Period, opens: date | None, closes: date | None) -> tuple[date, date]:
    if period.kind != "half":
        raise UserError("满意度调查按半年度进行（5.4.1.3）。")
    if kind == "定期":
        return survey_window(period.year, period.index)
    first, last = opens or period.first, closes or period.last
    if last < first:
        raise UserError("调查的结束日期早于开始日期。", advice="请核对日期。")
    if first not in period:
        raise UserError(f"开始日期不在{period.title}。", advice="请核对日期，或改选半年度。")
    return first, last


def _regular(desk: Desk, period: Period) -> bool:
    return any(line.round.kind == "定期" for line in rounds(desk, period=period))


def _scoring_class(desk: Desk) -> str:
    found = one("SELECT scoring_class FROM unit WHERE id = ?", (desk.department.unit_id,))
    return str(found[0]) if found else current(desk).scoring_kind


def _line(desk: Desk, key: int, kind: RoundKind, year: int, index: int, title: str, opens: str, closes: str,
          population: int, reason: str, mode: str, scoring_class: str, state: str) -> RoundLine:  # fmt: skip
    counted = one(
        "SELECT count(*), count(s.number), count(*) FILTER (WHERE s.state IN (?,?,?,?,?,?,?)), sum(r.focus)"
        " FROM survey_result r JOIN slip s ON s.id = r.slip_id WHERE r.survey_round_id = ? AND s.state <> ?",
        (*_BACK, key, GIVEN_UP),
    )
    sample, issued, returned, focus = (number or 0 for number in counted or (0, 0, 0, 0))
    period = half(year, index)
    made = Round(
        kind, period, population, sample, issued, returned, focus,
        date.fromisoformat(opens), date.fromisoformat(closes),
    )  # fmt: skip
    season = "二" if index == 1 else "四"
    name = title or (f"{year}年{season}季度定期调查" if kind == "定期" else f"{period.title}不定期调查")
    return RoundLine(
        key, name, made, reason, mode, scoring_class, state, coverage(made, current(desk))
    )  # fmt: skip


def _clean(item: Sampled) -> Sampled:
    limits = {"customer": 120, "product": 160, "product_kind": 120, "serial_no": 60, "reason": 200}
    labels = {
        "customer": "调查单位名称",
        "product": "产品名称及图号",
        "product_kind": "产品种类",
        "serial_no": "出厂编号",
        "reason": "抽样理由",
    }
    texts = {
        name: clean_text(getattr(item, name), label=labels[name], max_length=most)
        for name, most in limits.items()
    }
    if not texts["customer"]:
        raise UserError("抽样名单里有一行没有顾客名称。", advice="请补上调查单位名称。")
    texts["product_kind"] = texts["product_kind"] or texts["product"].split("/")[0]
    return Sampled(**texts, ship_date=item.ship_date, focus=item.focus)


def _plan_form(desk: Desk, line: RoundLine, item: Sampled) -> int:
    period = line.round.period
    deed = Deed(desk, None)
    slip_id = deed.insert(
        "slip", paper_code=PAPER.code, letter="", unit_id=desk.department.unit_id,
        department_id=desk.department.id, year=period.year, series=period.key, state=PLANNED,
        template_revision=PAPER.revision, business_date=desk.clock.today(), registered_at=deed.now,
        registered_by=desk.user.name, request_id=str(uuid.uuid4()),
    )  # fmt: skip
    deed.slip_id = slip_id
    deed.insert(
        "survey_form", slip_id=slip_id, customer_name=item.customer, product=item.product, serial_no=item.serial_no,
        ship_date=item.ship_date, scoring_class=line.scoring_class, round_kind=line.round.kind,
    )  # fmt: skip
    deed.insert(
        "survey_result", slip_id=slip_id, survey_round_id=line.round_id, product_kind=item.product_kind,
        mode=line.mode, focus=item.focus, sample_reason=item.reason, scoring_class=line.scoring_class,
    )  # fmt: skip
    for row in copy_rows(slip_id, copy_set(PAPER.code), holder_departments(desk)):
        deed.insert("copy", **row)
    deed.close("列入抽样名单")
    return slip_id


def _draw(desk: Desk, period: Period, count: int) -> list[tuple[int, str]]:
    """Numbers in a row of the half-year's series, such as 01-2026H1-001."""
    unit = desk.department.unit_code
    first = counter.next_numbers(unit_code=unit, letter="", year=period.key, count=count)
    pattern = survey_pattern(current(desk).survey_pattern)
    return [
        (first + place, pattern.format(SlipNumber("", unit, period.year, first + place, period.index)))
        for place in range(count)
    ]


def form_values(slip_id: int) -> dict[str, Any]:
    """The columns of a form as they are kept."""
    found = record("SELECT * FROM survey_form WHERE slip_id = ?", (slip_id,))
    if found is None:
        raise UserError("没有找到这份调查表。")
    return found
