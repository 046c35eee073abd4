"""A survey from plan to figures: sample, numbers, keying, validity, hand-over, late forms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models import audit_check
from qmsdesk.operations import reports, survey_halves, survey_rounds, surveys, surveys_out
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.survey_rounds import Sampled
from qmsdesk.operations.surveys import Answers
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.printing import raster
from qmsdesk.procedure.periods import Period, half
from qmsdesk.procedure.scoring_tables import LABELS
from tests.operations.periodic_world import at, clerk, feedback, leader

H1, H2 = half(2026, 1), half(2026, 2)
SAMPLE = (
    Sampled("兰州石化公司", "高压换热器/LS-H-0412", serial_no="H2025-017", reason="上年意见较多", focus=True),
    Sampled("天津石化公司", "加氢反应器/LS-R-0007", ship_date=date(2025, 3, 1)),
    Sampled("大连石化公司", "高压换热器/LS-H-0500"),
)


def ticks(level: str = "满意", **others: str) -> dict[str, tuple[str, ...]]:
    """Every item at one level, but for those named."""
    return {item: (others.get(item, level),) for item in LABELS}


@pytest.fixture
def issued(desk: Desk) -> tuple[Desk, int, list[int]]:
    """The regular round of the second quarter with three numbered forms."""
    there = at(desk, date(2026, 4, 2))
    round_id = survey_rounds.plan_round(there, kind="定期", period=H1, population=40, reason="按产品分层抽样")
    ids = survey_rounds.add_to_sample(there, round_id=round_id, chosen=SAMPLE)
    survey_rounds.issue(there, round_id=round_id)
    return desk, round_id, ids


def key(
    desk: Desk, slip_id: int, day: date, answers: dict[str, tuple[str, ...]], **texts: str
) -> surveys.Form:
    there = at(desk, day)
    form = surveys.read_form(there, slip_id=slip_id)
    told = Answers(answers, day, texts=texts or None, filler=Signed("孙工", day))
    return surveys.record_answers(there, slip_id=slip_id, answers=told, version=form.version)


def approve(desk: Desk, ids: list[int], day: date) -> None:
    surveys.approve(at(desk, day), slip_ids=ids, given=Given(ink=Signed("王工", day)))


def test_forms_get_their_numbers_when_they_go_out(issued: tuple[Desk, int, list[int]]) -> None:
    desk, round_id, _ids = issued
    assert [form.number for form in surveys.forms(desk, round_id=round_id)] == [
        "01-2026H1-001", "01-2026H1-002", "01-2026H1-003",
    ]  # fmt: skip
    line = survey_rounds.read_round(desk, round_id=round_id)
    assert (line.round.sample, line.round.issued, line.round.returned, line.round.focus) == (3, 3, 0, 1)
    assert line.coverage.return_rate.percent_text == "0%"


def test_one_regular_round_a_half_year_and_a_reason_for_the_sample(desk: Desk) -> None:
    there = at(desk, date(2026, 4, 2))
    plan = {"kind": "定期", "period": H1, "population": 40}
    with pytest.raises(UserError, match="抽样理由"):
        survey_rounds.plan_round(there, **plan, reason=" ")
    survey_rounds.plan_round(there, **plan, reason="分层")
    with pytest.raises(UserError, match="定期调查已经有了"):
        survey_rounds.plan_round(there, **plan, reason="分层")
    with pytest.raises(UserError, match="没有待发出的调查表"):
        survey_rounds.issue(there, round_id=1)


def test_blank_questionnaires_carry_number_and_customer_and_nothing_that_must_not_leave(
    issued: tuple[Desk, int, list[int]],
) -> None:
    desk, round_id, _ids = issued
    printed = surveys_out.questionnaires_pdf(desk, round_id=round_id)
    pages = ["".join(text.split()) for text in raster.texts(printed.data)]
    assert len(pages) == 3
    for page, number, item in zip(pages, ("001", "002", "003"), SAMPLE, strict=True):
        assert f"01-2026H1-{number}" in page
        assert item.customer in page
        assert "√" not in page.replace("打√", "")
        assert "不得外泄" not in page
        assert "/2026" not in page


def test_answers_are_scored_as_the_weights_say(issued: tuple[Desk, int, list[int]]) -> None:
    desk, _round, ids = issued
    form = key(desk, ids[0], date(2026, 5, 6), ticks("满意", service="基本满意", delivery="很满意"))
    # 6 × 8.5 + 1 × 8.5 + 2 × 7.5 + 1 × 10, all / 10
    assert form.score.total == 845
    assert form.state == "已收回"
    assert form.values["rating_service"] == "基本满意"


def test_foundry_forms_judge_the_product_as_a_whole(desk: Desk) -> None:
    from qmsdesk.models.transactions import write, write_tx

    with write_tx():
        write("UPDATE unit SET scoring_class = '铸锻厂'")
    there = at(desk, date(2026, 4, 2))
    round_id = survey_rounds.plan_round(there, kind="定期", period=H1, population=9, reason="全部")
    ids = survey_rounds.add_to_sample(there, round_id=round_id, chosen=SAMPLE[:1])
    survey_rounds.issue(there, round_id=round_id)
    answers = {
        "reliability": ("满意",),
        "appearance": ("满意",),
        "service": ("不满意",),
        "delivery": ("很满意",),
    }
    form = key(desk, ids[0], date(2026, 5, 6), answers, cause="现场等了一周", summary="服务慢")
    assert (form.score.total, form.score.kind) == (815, "铸锻厂")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"service": ()}, "“售后服务质量”未选"),
        ({"service": ("满意", "不满意")}, "“售后服务质量”选了 2 个等级"),
    ],
)
def test_missing_and_double_ticks_make_a_form_invalid_with_the_reason(
    issued: tuple[Desk, int, list[int]], wrong: dict[str, tuple[str, ...]], said: str
) -> None:
    desk, round_id, ids = issued
    form = key(desk, ids[0], date(2026, 5, 6), {**ticks(), **wrong})
    assert form.score.total is None
    assert form.score.invalid == said
    assert surveys.forms(desk, round_id=round_id)[0].invalid == said


def test_what_is_unusual_is_said_and_not_refused(issued: tuple[Desk, int, list[int]]) -> None:
    desk, _round, ids = issued
    form = key(desk, ids[0], date(2026, 7, 3), ticks("满意", service="不满意"))
    assert [warning[:12] for warning in form.warnings] == [
        "调查时间2026年7月3", "产品“高压换热器”在以往", "有不满意项目（售后服务质",
    ]  # fmt: skip
    with pytest.raises(UserError, match="01-2026H1-001：有不满意项目的"):
        approve(desk, [ids[0]], date(2026, 7, 4))


def test_bad_answers_are_refused(issued: tuple[Desk, int, list[int]]) -> None:
    desk, _round, ids = issued
    there = at(desk, date(2026, 5, 6))
    version = surveys.read_form(there, slip_id=ids[0]).version
    for answers, said in (
        (Answers({"service": ("非常好",)}, None), "不认识"),
        (Answers({"color": ("满意",)}, None), "没有“color”"),
        (Answers(ticks(), date(2026, 5, 7)), "还没有到"),
    ):
        with pytest.raises(UserError, match=said):
            surveys.record_answers(there, slip_id=ids[0], answers=answers, version=version)
    surveys.record_answers(there, slip_id=ids[0], answers=Answers(ticks(), date(2026, 5, 6)), version=version)
    with pytest.raises(Conflict):
        surveys.record_answers(there, slip_id=ids[0], answers=Answers(ticks(), None), version=version)


def test_a_round_ends_when_every_form_is_back_or_explained(issued: tuple[Desk, int, list[int]]) -> None:
    desk, round_id, ids = issued
    key(desk, ids[0], date(2026, 5, 6), ticks())
    key(desk, ids[1], date(2026, 5, 7), ticks("很满意"))
    there = at(desk, date(2026, 6, 25))
    with pytest.raises(UserError, match="还有 1 份"):
        survey_rounds.end_round(there, round_id=round_id)
    with pytest.raises(UserError, match="请写明理由"):
        surveys.mark_missing(there, slip_id=ids[2], reason="")
    surveys.mark_missing(there, slip_id=ids[2], reason="三次催收无回音")
    survey_rounds.end_round(there, round_id=round_id)
    assert survey_rounds.read_round(there, round_id=round_id).coverage.return_rate.percent_text == "66.67%"


def _settled(issued: tuple[Desk, int, list[int]], upto: int = 3) -> Desk:
    desk, _round, ids = issued
    for place, slip_id in enumerate(ids[:upto]):
        key(desk, slip_id, date(2026, 5, 6 + place), ticks(("满意", "很满意", "基本满意")[place]))
    approve(desk, ids[:upto], date(2026, 6, 20))
    survey_halves.hand_over(at(desk, date(2026, 6, 28)), period=H1, on=date(2026, 6, 28))
    survey_halves.receive(clerk(desk, date(2026, 6, 30)), period=H1, on=date(2026, 6, 30), by="赵倩")
    return desk


def test_the_half_year_counts_what_reached_quality(issued: tuple[Desk, int, list[int]]) -> None:
    desk = _settled(issued)
    counted = survey_halves.counted_forms(desk, period=H1)
    assert [(item.form.key, item.form.score.total) for item in counted] == [
        ("01-2026H1-001", 850), ("01-2026H1-002", 1000), ("01-2026H1-003", 750),
    ]  # fmt: skip


def test_what_comes_after_the_signing_counts_in_the_next_half_marked_late(
    issued: tuple[Desk, int, list[int]],
) -> None:
    desk = _settled(issued, upto=2)
    day = date(2026, 7, 6)
    slip_id = reports.draft_report(clerk(desk, day), kind="satisfaction", period=H1)
    reports.compile_report(clerk(desk, day), slip_id=slip_id, given=Given(ink=Signed("赵倩", day)))
    reports.review_report(leader(desk, day), slip_id=slip_id, given=Given(ink=Signed("王工", day)))
    key(desk, issued[2][2], date(2026, 6, 29), ticks("不满意"), cause="漏油", summary="渗漏")
    approve(desk, [issued[2][2]], date(2026, 7, 8))
    there = at(desk, date(2026, 7, 9))
    survey_halves.hand_over(there, period=H1, on=date(2026, 7, 9))
    survey_halves.receive(clerk(desk, date(2026, 7, 9)), period=H1, on=date(2026, 7, 9), by="赵倩")
    assert [item.form.key for item in survey_halves.counted_forms(desk, period=H1)] == [
        "01-2026H1-001",
        "01-2026H1-002",
    ]
    late = survey_halves.counted_forms(desk, period=H2)
    assert [(item.form.key, item.late) for item in late] == [("01-2026H1-003", True)]
    view = reports.read_report(desk, slip_id=slip_id)
    assert view.report.totals["forms"] == 2


def test_invalid_forms_are_listed_and_never_counted(
    issued: tuple[Desk, int, list[int]], tmp_path: Path
) -> None:
    desk, _round, ids = issued
    key(desk, ids[0], date(2026, 5, 6), ticks())
    approve(desk, [ids[0]], date(2026, 6, 1))
    key(desk, ids[1], date(2026, 5, 7), {**ticks(), "delivery": ("满意", "很满意")})
    surveys.mark_invalid(
        at(desk, date(2026, 6, 2)), slip_id=ids[1], reason="交货期选了两个等级，顾客联系不上"
    )
    survey_halves.hand_over(at(desk, date(2026, 6, 28)), period=H1, on=date(2026, 6, 28))
    survey_halves.receive(clerk(desk, date(2026, 6, 30)), period=H1, on=date(2026, 6, 30), by="赵倩")
    report = reports.preview_report(clerk(desk, date(2026, 7, 1)), kind="satisfaction", period=H1)
    assert (report.totals["forms"], report.totals["invalid"]) == (1, 1)
    target = tmp_path / "汇总.xlsx"
    surveys_out.summary_xlsx(leader(desk, date(2026, 6, 30)), period=H1, path=target)
    sheet = openpyxl.load_workbook(target)["清单"]
    assert [row[7].value for row in sheet.iter_rows(min_row=2, max_row=4)] == [
        None, "交货期选了两个等级，顾客联系不上", None,
    ]  # fmt: skip


def test_a_customer_leaves_the_list_only_before_the_form_goes_out(
    issued: tuple[Desk, int, list[int]],
) -> None:
    desk, round_id, ids = issued
    there = at(desk, date(2026, 4, 3))
    added = survey_rounds.add_to_sample(there, round_id=round_id, chosen=[Sampled("沧州石化公司", "塔器")])
    survey_rounds.take_from_sample(there, slip_id=added[0])
    assert len(surveys.forms(desk, round_id=round_id)) == 3
    with pytest.raises(UserError, match="已经发出"):
        survey_rounds.take_from_sample(there, slip_id=ids[0])


def test_customers_with_many_opinions_are_proposed_first(desk: Desk) -> None:
    for day in (3, 4, 5):
        feedback(desk, date(2026, 9, day), customer_name="意见多的公司")
    feedback(desk, date(2026, 9, 9), customer_name="意见少的公司")
    hints = survey_rounds.propose_sample(at(desk, date(2026, 10, 1)))
    assert [(hint.customer, hint.feedbacks, hint.focus) for hint in hints] == [
        ("意见多的公司", 3, True), ("意见少的公司", 1, False),
    ]  # fmt: skip


def test_the_trail_names_every_row_of_a_survey(issued: tuple[Desk, int, list[int]]) -> None:
    _settled(issued)
    assert audit_check.verify() == ()


def test_a_period_of_another_kind_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="半年度"):
        survey_rounds.plan_round(
            at(desk, date(2026, 4, 2)),
            kind="不定期",
            period=Period(2026, "quarter", 2),
            population=1,
            reason="x",
        )
