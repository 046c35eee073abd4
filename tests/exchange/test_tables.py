"""Ordinary spreadsheets as departments really hand them in."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from qmsdesk.errors import UserError
from qmsdesk.exchange.cells import as_date, cell, text
from qmsdesk.exchange.tables import read_table

TODAY = date(2026, 11, 22)
LINES = "投诉编号,顾客名称,问题\n1,兰州甲公司,漏油\n2,镕基热电,异响\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_excel_and_wps_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(LINES.encode(encoding))
    table = read_table(path)
    assert table.headings == ("投诉编号", "顾客名称", "问题")
    assert table.rows == [("1", "兰州甲公司", "漏油"), ("2", "镕基热电", "异响")]
    assert table.lines == [2, 3]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LINES.replace(",", delimiter) + f'3{delimiter}"a, b; c"{delimiter}"x\ny"\n', "utf-8")
    table = read_table(path)
    assert table.headings == ("投诉编号", "顾客名称", "问题")
    assert table.rows[2] == ("3", "a, b; c", "x\ny")


def test_title_lines_and_blank_lines_are_left_out_and_line_numbers_are_the_files_own(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("2026年顾客投诉台帐,,\n\n编号,顾客,问题\n\n1,甲,漏油\n,,\n2,乙,异响\n", "utf-8")
    table = read_table(path)
    assert table.headings == ("编号", "顾客", "问题")
    assert table.lines == [5, 7]


def test_headings_are_named_once_each(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('日期,,日期,"产品\n 名称"\n1,2,3,4\n', "utf-8")
    assert read_table(path).headings == ("日期", "第2列", "日期(2)", "产品名称")


def test_a_workbook_gives_text_numbers_and_days(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ["编号", "日期", "费用", "时间"],
        [515601, date(2026, 5, 1), 12.5, datetime(2026, 5, 1, 14, 30)],
        ["00017", datetime(2026, 5, 2), 3, None],
    )
    assert read_table(path).rows == [
        (515601, date(2026, 5, 1), 12.5, "2026-05-01 14:30"),
        ("00017", date(2026, 5, 2), 3, ""),
    ]


def test_vertically_merged_cells_are_filled_row_by_row_and_said(tmp_path: Path) -> None:
    made = Workbook()
    rows = (
        ["顾客投诉台帐"],
        ["顾客", "问题", "备注"],
        ["甲公司", "漏油", "x"],
        ["", "异响", ""],
        ["乙", "锈蚀", ""],
    )
    for row in rows:
        made.active.append(row)
    made.active.merge_cells("A1:C1")
    made.active.merge_cells("A3:A4")
    made.active.merge_cells("B5:C5")
    path = tmp_path / "a.xlsx"
    made.save(path)
    table = read_table(path)
    assert table.headings == ("顾客", "问题", "备注")
    assert table.rows == [("甲公司", "漏油", "x"), ("甲公司", "异响", ""), ("乙", "锈蚀", "")]
    assert any("合并单元格" in warning for warning in table.warnings)


def test_formulas_give_their_last_result_and_a_warning(tmp_path: Path) -> None:
    path = book(tmp_path, ["编号", "合计", "错误"], [1, "=A2*2", "#REF!"])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>2</v>", parts[sheet])
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    table = read_table(path)
    assert table.rows == [(1, 2, "")]
    assert "1 个公式" in table.warnings[0]
    assert "1 个单元格是公式错误" in table.warnings[1]


def test_an_old_xls_is_read_like_a_new_workbook() -> None:
    table = read_table(Path(__file__).with_name("old.xls"))
    assert table.headings == ("编号", "顾客名称", "问题", "日期", "费用")
    assert table.rows == [
        (17, "兰州甲公司", "管箱法兰渗漏", date(2026, 5, 1), 12.5),
        ("00018", "天水乙厂", "人孔盖变形", date(2026, 5, 2), 25),
        ("A-19", "天水乙厂", "异响", date(2026, 5, 3), 3),
    ]
    assert ["公式" in said or "合并单元格" in said for said in table.warnings] == [True, True]


def test_the_first_visible_sheet_with_content_is_read_and_named(tmp_path: Path) -> None:
    made = Workbook()
    made.active.title = "空"
    hidden, shown = made.create_sheet("隐藏"), made.create_sheet("台帐")
    hidden.sheet_state = "hidden"
    hidden.append(["x", "y"])
    shown.append(["顾客", "问题"])
    shown.append(["甲", "漏油"])
    made.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert table.sheet == "台帐"
    assert table.rows == [("甲", "漏油")]
    assert any("只读取“台帐”" in warning for warning in table.warnings)


def test_a_missing_file_and_a_folder_are_said_so(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        with pytest.raises(UserError, match="打不开"):
            read_table(path)


@pytest.mark.parametrize(
    "value",
    [date(2020, 8, 29), "2020-08-29", "2020/8/29", "2020年8月29日", "2020-08-29 14:30:05", "2020-08-29T14:30:05Z",
     20200829, 44072, 44072.6, "44072", "２０２０．８．２９"],
)  # fmt: skip
def test_a_day_is_read_as_clerks_and_programs_write_it(value: str | int | float | date) -> None:
    assert as_date(value, today=TODAY) == date(2020, 8, 29)


@pytest.mark.parametrize("value", ["昨儿", "2020-13-01", 1.5e300, -7, 99999999])
def test_what_is_no_day_is_refused(value: str | int | float) -> None:
    with pytest.raises(UserError):
        as_date(value, today=TODAY)


def test_a_blank_day_is_none() -> None:
    assert as_date("  ", today=TODAY) is None


def test_numbers_become_text_without_a_point() -> None:
    assert text(cell(515601.0)) == "515601"
    assert text(cell(2.5)) == "2.5"
    assert text(cell(True)) == "TRUE"
    assert text(cell(None)) == ""


def book(folder: Path, *rows: list[object]) -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    path = folder / "a.xlsx"
    made.save(path)
    return path
