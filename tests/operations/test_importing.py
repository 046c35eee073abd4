"""Spreadsheets become registered back-entries: whole, once, in date order, every refusal with its reason."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.models.base import database
from qmsdesk.models.transactions import MUCH_KIB, much_to_write, one, rows
from qmsdesk.operations import backup, importing, intake, ledger, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.operations.progress import Cancelled

LINES = [
    "投诉编号,顾客名称,产品名称/图号,主要问题,反馈日期,处理结果",
    "T-3,兰州甲公司,换热器/LS-1,管箱法兰渗漏,2026-03-05,已更换垫片",
    "T-1,天水乙厂,塔器,人孔盖变形,2026/1/7,",
    "T-2,银川丙公司,反应器,接管裂纹,2026年2月9日,返修",
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return written(tmp_path, LINES)


def written(folder: Path, lines: list[str]) -> Path:
    path = folder / "旧台帐.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def run(desk: Desk, path: Path, **options: Any) -> importing.ImportReport:
    return importing.run(desk, path=path, report=path.with_name("报告.csv"), **options)


def count(table: str) -> int:
    return int((one(f"SELECT count(*) FROM {table}") or (0,))[0])


def test_rows_become_registered_slips_in_date_order(desk: Desk, table: Path) -> None:
    done = run(desk, table)
    assert (done.imported, done.refused) == (3, ())
    assert (done.first_number, done.last_number) == ("F01-2026-001", "F01-2026-003")
    shown = [(row[1], row[2], row[12]) for row in ledger.stream(desk, query=Query(sort=(("number", False),)))]
    assert shown == [
        ("F01-2026-001", "天水乙厂", date(2026, 1, 7)),
        ("F01-2026-002", "银川丙公司", date(2026, 2, 9)),
        ("F01-2026-003", "兰州甲公司", date(2026, 3, 5)),
    ]


def test_the_slip_keeps_everything_the_row_said(desk: Desk, table: Path) -> None:
    run(desk, table)
    slip = slips.read_slip(desk, slip_id=slips.find_number(desk, number="F01-2026-003") or 0)
    assert slip.state == "已登记"
    assert slip.values["product_name"] == "换热器"
    assert slip.values["drawing_no"] == "LS-1"
    assert slip.values["problem_kind"] == slip.values["description"] == "管箱法兰渗漏"
    assert slip.values["serial_no"].startswith("不详:")
    assert "补录" in slip.values["other"]
    assert "处理结果：已更换垫片" in slip.values["other"]
    assert [copy.holder for copy in slip.copies] == ["经销部门", "质管部门"]
    source = intake.read_source(desk, source_id=slip.source_id or 0)
    assert source.original_no == "T-3"
    assert source.slip_id == slip.id


def test_the_number_of_the_original_and_words_from_its_middle_are_found(desk: Desk, table: Path) -> None:
    run(desk, table)
    for words, number in (("T-3", "F01-2026-003"), ("法兰渗", "F01-2026-003"), ("tsyc", "F01-2026-001")):
        assert [row[1] for row in ledger.stream(desk, query=Query(text=words))] == [number]


def test_the_audit_chain_holds_after_an_import(desk: Desk, table: Path) -> None:
    run(desk, table)
    assert audit_check.verify(1) == ()


def test_the_same_originals_are_not_imported_twice(desk: Desk, table: Path) -> None:
    run(desk, table)
    again = run(desk, table)
    assert again.imported == 0
    assert [(item.line, item.reason) for item in again.refused] == [
        (2, "信息原件 T-3 已经导入过（F01-2026-003）"),
        (3, "信息原件 T-1 已经导入过（F01-2026-001）"),
        (4, "信息原件 T-2 已经导入过（F01-2026-002）"),
    ]
    assert count("slip") == 3


def test_rows_without_a_number_are_known_by_their_content(desk: Desk, tmp_path: Path) -> None:
    path = written(
        tmp_path, ["顾客名称,问题,日期", "甲,漏油,2026-01-02", "甲,漏油,2026-01-02", "乙,漏油,2026-01-02"]
    )
    done = run(desk, path)
    assert done.imported == 2
    assert done.refused[0].line == 3
    assert run(desk, path).imported == 0


def test_every_refused_row_is_in_the_report_with_its_reason_and_its_cells(desk: Desk, tmp_path: Path) -> None:
    bad = [
        "T-4,,塔器,裂纹,2026-01-02,",
        "T-5,甲,塔器,裂纹,下雨天,",
        "T-6,甲,塔器,裂纹,2027-01-02,",
        "T-7,甲,塔器,,2026-01-02,",
        "T-1,甲,塔器,=cmd(),2026-01-02,",
    ]
    path = written(tmp_path, LINES + bad)
    done = run(desk, path)
    assert done.imported == 3
    reasons = {item.line: item.reason for item in done.refused}
    assert set(reasons) == {5, 6, 7, 8, 9}
    assert "用户名称" in reasons[5]
    assert "反馈日期：“下雨天”不是日期" in reasons[6]
    assert "晚于今天" in reasons[7]
    assert "发生何种问题" in reasons[8]
    assert "与第 3 行相同" in reasons[9]
    with done.report.open(encoding="utf-8-sig", newline="") as file:
        report = list(csv.reader(file))
    assert report[0][:4] == ["原表行号", "结果", "新编号", "原因"]
    assert [row[0] for row in report[1:6]] == ["5", "6", "7", "8", "9"]
    assert report[5][7] == "'=cmd()"
    assert [row[1:3] for row in report[6:]] == [
        ["已导入", "F01-2026-003"],
        ["已导入", "F01-2026-001"],
        ["已导入", "F01-2026-002"],
    ]


def test_the_report_may_be_a_workbook(desk: Desk, table: Path) -> None:
    done = importing.run(desk, path=table, report=table.with_name("报告.xlsx"))
    sheet = load_workbook(done.report).active
    assert [cell.value for cell in sheet[2]][:3] == [2, "已导入", "F01-2026-003"]


def test_a_workbook_with_real_dates_is_imported_like_text(desk: Desk, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["编号", "客户", "产品", "问题", "日期"])
    book.active.append([17, "甲公司", "塔器", "漏油", date(2026, 5, 1)])
    book.save(tmp_path / "a.xlsx")
    done = run(desk, tmp_path / "a.xlsx")
    assert done.imported == 1
    assert one("SELECT original_no FROM source_document") == ("17",)


def test_a_preview_says_what_would_happen_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, [*LINES, "T-9,,x,y,2026-01-01,"])
    seen = importing.preview(desk, path=path)
    assert (seen.total, seen.ready, len(seen.refused)) == (4, 3, 1)
    assert seen.mapping["customer_name"] == "顾客名称"
    assert seen.sample[0].cells["original_no"] == "T-3"
    assert seen.sample[3].reason
    assert count("slip") == count("source_document") == 0


def test_a_column_that_is_not_recognised_can_be_named(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, ["谁,何时,怎么了", "甲,2026-01-01,漏油"])
    seen = importing.preview(desk, path=path)
    assert [item.label for item in seen.missing] == ["反馈日期", "用户名称", "发生何种问题"]
    with pytest.raises(UserError, match="没有认出“反馈日期”、“用户名称”、“发生何种问题”"):
        run(desk, path)
    mapping = {"用户名称": "谁", "feedback_date": "何时", "发生何种问题": "怎么了"}
    assert run(desk, path, mapping=mapping).imported == 1


@pytest.mark.parametrize(
    ("mapping", "words"),
    [({"用户名称": "哪里"}, "没有“哪里”这一列"), ({"颜色": "x"}, "没有“颜色”这个导入项目")],
)
def test_a_mapping_that_fits_nothing_is_refused(
    desk: Desk, table: Path, mapping: dict[str, str], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        run(desk, table, mapping=mapping)


def test_a_cancel_leaves_neither_slips_nor_numbers_nor_a_report(desk: Desk, table: Path) -> None:
    with pytest.raises(Cancelled):
        run(desk, table, progress=lambda done, _total: done == 0)
    assert count("slip") == count("source_document") == count("counter") == 0
    assert not table.with_name("报告.csv").exists()
    assert run(desk, table).first_number == "F01-2026-001"


def test_a_report_that_cannot_be_written_leaves_nothing_either(desk: Desk, table: Path) -> None:
    with pytest.raises(UserError):
        importing.run(desk, path=table, report=table.with_name("没有") / "报告.csv")
    with pytest.raises(UserError, match=r"\.csv 或 \.xlsx"):
        importing.run(desk, path=table, report=table.with_name("报告.doc"))
    assert count("slip") == 0


def test_a_backup_is_made_before_anything_is_written(desk: Desk, table: Path) -> None:
    run(desk, table)
    run(desk, table)
    lines = backup.list_backups(desk)
    assert [(line.why, line.slips) for line in lines] == [("导入前", 0)]


def test_progress_runs_to_the_end(desk: Desk, table: Path) -> None:
    told: list[tuple[int, int]] = []
    run(desk, table, progress=lambda done, total: told.append((done, total)) is None)
    assert told == [(0, 3), (3, 3)]


def test_a_long_problem_stays_whole_in_the_description(desk: Desk, tmp_path: Path) -> None:
    words = "漏油" * 400
    run(desk, written(tmp_path, ["顾客,问题,日期", f"甲,{words},2026-01-01"]))
    slip = slips.read_slip(desk, slip_id=1)
    assert slip.values["description"] == words
    assert slip.values["problem_kind"].endswith("（见详细描述）")


def test_the_400_real_complaints_come_in_whole(desk: Desk, tmp_path: Path, shared_data: Path) -> None:
    path = shared_data / "real_complaints.csv"
    done = importing.run(desk, path=path, report=tmp_path / "报告.csv")
    assert (done.imported, done.refused) == (400, ())
    assert done.last_number == "F01-2026-400"
    with path.open(encoding="utf-8-sig", newline="") as file:
        originals = {row["投诉编号"]: row for row in csv.DictReader(file)}
    kept = rows(
        "SELECT d.original_no, f.customer_name, f.product_name, f.drawing_no, f.problem_kind, f.description,"
        " f.problem_code, f.feedback_date, f.other FROM source_document d JOIN feedback f ON f.slip_id = d.slip_id"
    )
    for number, customer, product, drawing, problem, description, code, day, other in kept:
        row = originals.pop(number)
        assert (customer, product, drawing) == (row["品牌"], row["车型"], row["年款"])
        assert problem == description == row["问题简述"]
        assert code == row["问题代码"]
        assert day == row["投诉日期"]
        assert f"状态：{row['状态']}" in other
    assert not originals
    days = [row[0] for row in rows("SELECT feedback_date FROM ledger ORDER BY number_sort")]
    assert days == sorted(days)
    problem = kept[123][4]
    middle = problem[len(problem) // 2 : len(problem) // 2 + 2]
    found = [row[5] for row in ledger.stream(desk, query=Query(text=middle))]
    assert problem in found
    assert all(middle in problem for problem in found)
    assert importing.run(desk, path=path, report=tmp_path / "报告.csv").imported == 0


def test_an_import_keeps_many_pages_in_memory_and_gives_the_room_back(desk: Desk) -> None:
    usual = database.keep_pages(500)
    with much_to_write():
        assert one("PRAGMA cache_size") == (-MUCH_KIB,)
    assert one("PRAGMA cache_size") == (-500,)
    database.keep_pages(usual)
