"""Units that work in other databases send the workbook of their signed report; it is checked and added up with ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.operations import company, department, period_health, reports, reports_out, unit_reports
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed
from qmsdesk.procedure.clock import FixedClock
from qmsdesk.procedure.periods import Period
from qmsdesk.procedure.report_data import Table
from tests.operations.periodic_world import at, claim, clerk, close, feedback, handle, leader

YEAR, DAY = Period(2026, "year", 1), date(2027, 1, 6)
OFFICE = frozenset({"company_quality"})
HEAD = frozenset({"management_representative"})


def ink(name: str) -> Given:
    return Given(ink=Signed(name, DAY, "ink"))


def _opened(folder: Path, code: str, name: str) -> Desk:
    clock = FixedClock(datetime(2027, 1, 10, 2, 0, tzinfo=UTC))
    place = {"data_dir": folder, "user": "李敏", "password": "testing-desk-2026", "clock": clock}
    if not folder.exists():
        department.create_department(**place, unit_code=code, unit_name=name, department="经销部门")  # type: ignore[arg-type]
    return department.open_department(**place)  # type: ignore[arg-type]


def _sent(desk: Desk) -> int:
    slip_id = reports.draft_report(clerk(desk, DAY), kind="trend", period=YEAR)
    reports.compile_report(clerk(desk, DAY), slip_id=slip_id, given=ink("赵倩"))
    reports.review_report(leader(desk, DAY), slip_id=slip_id, given=ink("王工"))
    reports.send_report(clerk(desk, DAY), slip_id=slip_id, on=DAY)
    return slip_id


def _case(desk: Desk, day: date, fen: int, **values: str) -> None:
    slip_id, number = feedback(desk, day, **values)
    handle(desk, slip_id, number, day)
    claim(desk, slip_id, number, day, fen=fen)
    close(desk, slip_id, day)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three workbooks of unit 02: signed and sent, drawn up again with one case more, and exported unsigned."""
    folder = tmp_path_factory.mktemp("unit02")
    desk = _opened(folder / "data", "02", "球罐公司")
    made = {name: folder / f"{name}.xlsx" for name in ("first", "second", "draft")}
    _case(desk, date(2026, 2, 3), 1_000_01, problem_code="A2")
    slip_id = _sent(desk)
    reports_out.report_xlsx(clerk(desk, DAY), slip_id=slip_id, path=made["first"])
    department.close_department(desk)
    desk = _opened(folder / "again", "02", "球罐公司")
    _case(desk, date(2026, 2, 3), 1_000_01, problem_code="A2")
    _case(desk, date(2026, 8, 3), 2_000_02, problem_code="C1")
    draft = reports.draft_report(clerk(desk, DAY), kind="trend", period=YEAR)
    reports_out.report_xlsx(clerk(desk, DAY), slip_id=draft, path=made["draft"])
    reports.compile_report(clerk(desk, DAY), slip_id=draft, given=ink("赵倩"))
    reports.review_report(leader(desk, DAY), slip_id=draft, given=ink("王工"))
    reports.send_report(clerk(desk, DAY), slip_id=draft, on=DAY)
    reports_out.report_xlsx(clerk(desk, DAY), slip_id=draft, path=made["second"])
    department.close_department(desk)
    return made


@pytest.fixture
def office(books: dict[str, Path], tmp_path: Path) -> Iterator[Desk]:
    """技术质量管理部 in the database of unit 01, whose own report of the year is signed and sent."""
    desk = _opened(tmp_path / "office", "01", "炼化设备公司")
    _case(desk, date(2026, 3, 4), 5_000_05, problem_code="C1")
    _sent(desk)
    yield at(desk, DAY, name="钱进", roles=OFFICE)
    department.close_department(desk)


def _units(desk: Desk, slip_id: int) -> tuple[tuple[object, ...], ...]:
    report = company.read_company(desk, slip_id=slip_id).report
    return next(block.rows for block in report.blocks if isinstance(block, Table) and block.key == "各单位")


def test_a_report_from_another_database_is_added_up_with_ours(office: Desk, books: dict[str, Path]) -> None:
    taken = unit_reports.take_report(office, path=books["first"])
    assert (taken.unit, taken.title, taken.renewed) == ("球罐公司", "2026年度质量趋势分析报告", False)
    kept = reports.read_report(office, slip_id=taken.slip_id).slip
    assert (kept.unit_name, kept.received_by, kept.received_on) == ("球罐公司", "钱进", DAY)
    assert {signed.name for signed in kept.signatures.values()} == {"赵倩", "王工"}
    gathered = company.gather(office, kind="trend", period=YEAR)
    assert _units(office, gathered) == (
        ("炼化设备公司", 1, 1, 5_000_05, 5_000_05, 0),
        ("球罐公司", 1, 1, 1_000_01, 1_000_01, 0),
        ("合计", 2, 2, 6_000_06, 6_000_06, 0),
    )
    assert reports.read_report(office, slip_id=taken.slip_id).slip.state == "公司汇总"
    assert reports.reports_of_year(office, year=2026)[-1].slip_id != taken.slip_id
    assert period_health.altered() == []
    assert audit_check.verify() == ()


def test_a_corrected_report_takes_the_place_of_the_first_until_it_is_gathered(
    office: Desk, books: dict[str, Path]
) -> None:
    first = unit_reports.take_report(office, path=books["first"])
    with pytest.raises(UserError, match="已经接收过"):
        unit_reports.take_report(office, path=books["first"])
    second = unit_reports.take_report(office, path=books["second"])
    assert (second.slip_id, second.renewed) == (first.slip_id, True)
    gathered = company.gather(office, kind="trend", period=YEAR)
    assert _units(office, gathered)[1][:4] == ("球罐公司", 2, 2, 3_000_03)
    with pytest.raises(UserError, match="已经汇总"):
        unit_reports.take_report(office, path=books["first"])
    assert audit_check.verify() == ()


def test_a_late_report_joins_the_companys_report_until_that_is_approved(
    office: Desk, books: dict[str, Path], tmp_path: Path
) -> None:
    gathered = company.gather(office, kind="trend", period=YEAR)
    taken = unit_reports.take_report(office, path=books["first"])
    assert reports.read_report(office, slip_id=taken.slip_id).slip.state == "公司汇总"
    assert _units(office, gathered)[-1][1] == 2
    company.compile_company(office, slip_id=gathered, given=ink("钱进"))
    head = at(office, DAY, name="郑岚", roles=HEAD)
    company.approve_company(head, slip_id=gathered, given=ink("郑岚"))
    with pytest.raises(UserError, match="已经批准"):
        unit_reports.take_report(office, path=books["second"])


def test_what_was_not_signed_is_no_report(office: Desk, books: dict[str, Path]) -> None:
    with pytest.raises(UserError, match="没有可以汇总的上报数据"):
        unit_reports.take_report(office, path=books["draft"])


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("产品-件数", "B2", 7, "与上报数据不一致"),
        ("概况", "B3", "只有好消息", "与上报数据不一致"),
        ("上报数据", "A3", "{}", "不完整或被改动"),
        ("上报数据", "A2", "0" * 64, "不完整或被改动"),
    ],
)
def test_a_changed_cell_is_found_wherever_it_is(
    office: Desk, books: dict[str, Path], tmp_path: Path, sheet: str, cell: str, value: object, said: str
) -> None:
    book = openpyxl.load_workbook(books["first"])
    assert book[sheet][cell].value not in (None, value)
    book[sheet][cell].value = value
    book.save(tmp_path / "changed.xlsx")
    with pytest.raises(UserError, match=said):
        unit_reports.take_report(office, path=tmp_path / "changed.xlsx")


def test_a_workbook_opened_and_saved_unchanged_is_still_taken(
    office: Desk, books: dict[str, Path], tmp_path: Path
) -> None:
    openpyxl.load_workbook(books["first"]).save(tmp_path / "saved.xlsx")
    assert unit_reports.take_report(office, path=tmp_path / "saved.xlsx").unit == "球罐公司"


def test_what_is_no_workbook_is_said_plainly(office: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(UserError, match=r"x\.xlsx"):
        unit_reports.take_report(office, path=tmp_path / "x.xlsx")


def test_a_code_or_a_day_that_cannot_be_is_refused(
    office: Desk, books: dict[str, Path], tmp_path: Path
) -> None:
    early = at(office, date(2027, 1, 5), name="钱进", roles=OFFICE)
    with pytest.raises(UserError, match="还没有到"):
        unit_reports.take_report(early, path=books["first"])
    own = next(line.slip_id for line in reports.reports_of_year(office, year=2026) if line.slip_id)
    reports_out.report_xlsx(clerk(office, DAY), slip_id=own, path=tmp_path / "own.xlsx")
    with pytest.raises(UserError, match="与本单位编号相同"):
        unit_reports.take_report(office, path=tmp_path / "own.xlsx")


def test_only_the_companys_office_takes_reports_in(office: Desk, books: dict[str, Path]) -> None:
    with pytest.raises(UserError, match="技术质量管理部"):
        unit_reports.take_report(clerk(office, DAY), path=books["first"])
