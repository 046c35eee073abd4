"""Reports as a person makes them: written, signed, frozen, printed, exported; odd periods and empty ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qmsdesk.errors import Conflict, UserError
from qmsdesk.models import audit_check
from qmsdesk.operations import reports, reports_out
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.printing import archival, raster
from qmsdesk.procedure.periods import Period, quarter
from qmsdesk.procedure.report_data import CellKind, ChartBlock, Report, Table, cell_text
from tests.operations.periodic_world import at, claim, clerk, close, feedback, handle, leader

Q3, DAY = quarter(2026, 3), date(2026, 10, 6)


@pytest.fixture
def world(desk: Desk) -> Desk:
    """Six feedbacks of the third quarter, each with its 处理单, three with a 三包单."""
    for turn in range(6):
        day = date(2026, 7 + turn % 3, 3 + turn)
        slip_id, number = feedback(desk, day, product_name=("高压换热器", "阀门")[turn % 2])
        handle(desk, slip_id, number, day)
        if turn % 2:
            claim(desk, slip_id, number, day, fen=100_000 * turn)
        close(desk, slip_id, day)
    return desk


def _table(report: Report, key: str) -> Table:
    return next(block for block in report.blocks if isinstance(block, Table) and block.key == key)


def _signed(desk: Desk, slip_id: int, day: date = DAY) -> None:
    reports.compile_report(clerk(desk, day), slip_id=slip_id, given=Given(ink=Signed("赵倩", day)))
    reports.review_report(leader(desk, day), slip_id=slip_id, given=Given(ink=Signed("王工", day)))


def test_every_cell_of_every_table_stands_in_the_pdf(world: Desk) -> None:
    desk = world
    slip_id = reports.draft_report(clerk(desk, DAY), kind="trend", period=Q3)
    _signed(desk, slip_id)
    printed = reports_out.report_pdf(clerk(desk, DAY), slip_id=slip_id)
    assert archival.findings(printed.data) == []
    pages = raster.texts(printed.data)
    half = len(pages) // 2
    for copy in (pages[:half], pages[half:]):
        plain = "".join("".join(copy).split())
        for block in reports.read_report(desk, slip_id=slip_id).report.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    cells = "".join(
                        cell_text(column.kind, cell) for column, cell in zip(block.columns, row, strict=True)
                    )
                    assert "".join(cells.split()) in plain or block.key == "反馈明细", (block.key, row)
    first = "".join(pages[0].split())
    assert "第1页共" in first
    assert "公司内部资料不得外泄" in first
    assert "第一联共二联质管部门存" in first
    assert "赵倩2026年10月6日" in "".join("".join(pages[:half]).split())


def test_the_workbook_holds_the_same_numbers(world: Desk, tmp_path: Path) -> None:
    desk = world
    slip_id = reports.draft_report(clerk(desk, DAY), kind="trend", period=Q3)
    target = tmp_path / "趋势.xlsx"
    reports_out.report_xlsx(leader(desk, DAY), slip_id=slip_id, path=target)
    book = openpyxl.load_workbook(target)
    sheet = book["产品-费用损失"]
    values = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=2)}
    assert values["合计"] == 9000.0
    assert sheet["B2"].number_format == "#,##0.00"
    assert book["产品-件数"]["C2"].number_format == "0.00%"
    assert book["反馈明细"].max_row >= 7


def test_signed_figures_do_not_move(world: Desk) -> None:
    desk = world
    slip_id = reports.draft_report(clerk(desk, DAY), kind="trend", period=Q3)
    version = reports.read_report(desk, slip_id=slip_id).slip.version
    words = "第一行\n=SUM(A1) <b>不是标记</b>"
    reports.write_text(clerk(desk, DAY), slip_id=slip_id, key="problems", text=words, version=version)
    with pytest.raises(Conflict):
        reports.write_text(clerk(desk, DAY), slip_id=slip_id, key="problems", text="别的", version=version)
    _signed(desk, slip_id)
    before = reports.read_report(desk, slip_id=slip_id).report
    feedback(desk, date(2026, 8, 8))
    assert reports.read_report(desk, slip_id=slip_id).report == before
    assert before.texts()["problems"].text == words
    with pytest.raises(UserError, match="已签署"):
        reports.write_text(
            clerk(desk, DAY), slip_id=slip_id, key="problems", text="迟了", version=version + 3
        )


def test_a_quarter_and_a_year_without_feedback_say_so_and_draw_nothing(desk: Desk) -> None:
    for period in (Q3, Period(2026, "year", 1)):
        report = reports.preview_report(clerk(desk, date(2026, 12, 31)), kind="trend", period=period)
        assert not any(isinstance(block, ChartBlock) for block in report.blocks)
        assert report.texts()["situation"].text == f"{period.title}没有收到顾客反馈。"
        data = reports_out.print_report(desk, report)
        assert "没有顾客反馈，不作排列图" in "".join("".join(raster.texts(data)).split())


def test_one_single_feedback_makes_a_whole_report(desk: Desk) -> None:
    slip_id, number = feedback(desk, date(2026, 8, 8))
    report = reports.preview_report(clerk(desk, DAY), kind="trend", period=Q3)
    assert report.totals["count"] == 1
    assert _table(report, "产品-件数").rows[0] == ("高压换热器", 1, 10_000, 10_000, "√")
    assert raster.page_count(reports_out.print_report(desk, report)) >= 3
    assert number == "F01-2026-001"
    assert slip_id


def test_void_feedback_is_left_out_and_named(desk: Desk) -> None:
    from qmsdesk.operations import slips

    feedback(desk, date(2026, 8, 8))
    slip_id, number = feedback(desk, date(2026, 8, 9))
    slips.void(at(desk, date(2026, 8, 10)), slip_id=slip_id, reason="重复登记", version=1)
    report = reports.preview_report(clerk(desk, DAY), kind="trend", period=Q3)
    assert (report.totals["count"], report.totals["void"]) == (1, 1)
    assert [row[7] for row in _table(report, "反馈明细").rows if row[0] == number] == ["作废"]


@pytest.mark.parametrize(
    ("kind", "period", "said"),
    [
        ("trend", Period(2026, "half", 1), "不按这种期间"),
        ("satisfaction", quarter(2026, 1), "不按这种期间"),
        ("trend", quarter(2027, 1), "还没有开始"),
    ],
)
def test_a_wrong_period_is_refused(desk: Desk, kind: str, period: Period, said: str) -> None:
    with pytest.raises(UserError, match=said):
        reports.draft_report(clerk(desk, DAY), kind=kind, period=period)


def test_reports_of_a_year_know_their_last_days(world: Desk) -> None:
    desk = world
    slip_id = reports.draft_report(clerk(desk, DAY), kind="trend", period=Q3)
    _signed(desk, slip_id)
    reports.send_report(clerk(desk, date(2026, 10, 9)), slip_id=slip_id, on=date(2026, 10, 9))
    lines = {
        line.period.key: line for line in reports.reports_of_year(at(desk, date(2026, 10, 9)), year=2026)
    }
    assert (lines["2026Q3"].status, lines["2026Q3"].late_days) == ("已逾期办理", 1)
    assert lines["2026Q2"].status == "逾期"
    assert (lines["2026"].status, lines["2026"].deadline.due) == ("未到期", date(2027, 1, 8))
    assert lines["2026H1"].deadline.due == date(2026, 7, 8)


def test_the_trail_names_every_row_of_a_report(desk: Desk) -> None:
    feedback(desk, date(2026, 8, 8))
    slip_id = reports.draft_report(clerk(desk, DAY), kind="trend", period=Q3)
    _signed(desk, slip_id)
    assert audit_check.verify() == ()


def test_percent_cells_are_hundredths_of_a_percent() -> None:
    assert [cell_text(kind, 1234) for kind in (CellKind.PERCENT, CellKind.MONEY, CellKind.POINTS)] == [
        "12.34%", "12.34", "12.34",
    ]  # fmt: skip
    assert cell_text(CellKind.COUNT, None) == "–"
