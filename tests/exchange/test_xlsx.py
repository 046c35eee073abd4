"""What is exported: real dates and numbers, text that is never a formula, a sheet ready to print."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qmsdesk.exchange.csvout import csv_bytes
from qmsdesk.exchange.tables import read_table
from qmsdesk.exchange.xlsx import CUT, Column, Kind, Page, sheet_name, write_xlsx

PAGE = Page("顾客反馈台帐", "公司内部资料 不得外泄 & 李敏", frozen_columns=2)
COLUMNS = (
    Column("序号", Kind.INTEGER, 6),
    Column("顾客名称", width=30),
    Column("反馈日期", Kind.DATE, 12),
    Column("三包费用", Kind.MONEY),
)
ROWS = [
    (1, "兰州甲公司", date(2026, 11, 22), 123450),
    (2, "=1+1", None, -5),
    (3, "不详", "不详:记不清", None),
]
PAYLOADS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", "{=1}",
    "<b>&amp;", "]]>", "_x0041_", "_x005F_", "a\x00b", "a\x0bb\ud800\uffff", "  spaces  ", "line\nline", "\U00020000𠮷",
]  # fmt: skip


def made(
    rows: list[tuple[object, ...]], columns: tuple[Column, ...] = COLUMNS, page: Page = PAGE
) -> io.BytesIO:
    out = io.BytesIO()
    assert write_xlsx(out, page=page, columns=columns, rows=iter(rows)) == len(rows)
    return out


def test_dates_and_numbers_are_real_and_text_is_text() -> None:
    sheet = load_workbook(made(ROWS)).active
    cells = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [value for value, _kind in cells[0]][:2] == [1, "兰州甲公司"]
    assert sheet["C2"].value.date() == date(2026, 11, 22)
    assert sheet["C2"].is_date
    assert sheet["D2"].value == 1234.5
    assert sheet["D2"].number_format == "#,##0.00"
    assert cells[1][1] == ("=1+1", "s")
    assert sheet["D3"].value == -0.05
    assert sheet["C4"].value == "不详:记不清"
    assert sheet["D4"].value is None


def test_the_sheet_is_ready_to_read_and_to_print() -> None:
    sheet = load_workbook(made(ROWS)).active
    assert sheet.title == "顾客反馈台帐"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:D4"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.column_dimensions["B"].width == 30
    assert sheet["A1"].font.bold
    assert sheet.oddFooter.left.text == "公司内部资料 不得外泄 && 李敏"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_ever_a_formula(payload: str) -> None:
    content = made([(payload,)], (Column(payload),))
    with zipfile.ZipFile(content) as package:
        content_of_sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content_of_sheet
    assert b"<f " not in content_of_sheet
    sheet = load_workbook(content).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A1"].data_type == "s"


ANY = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1
)


@given(st.lists(ANY, min_size=1, max_size=20))
def test_any_text_comes_back_as_it_was_written(words: list[str]) -> None:
    content = made([(word,) for word in words], (Column("问题"),))
    found = [row[0].value for row in load_workbook(content).active.iter_rows(min_row=2)]
    # openpyxl leaves the escape as it is, Excel takes it away
    assert found == [re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", word) for word in words]


def test_a_text_longer_than_a_cell_holds_is_cut_and_says_so() -> None:
    sheet = load_workbook(made([("𠮷" * 20_000,), ("字" * 32_767,)], (Column("问题"),))).active
    assert sheet["A2"].value.endswith(CUT)
    assert len(sheet["A2"].value.encode("utf-16-le")) // 2 <= 32_767
    assert sheet["A3"].value == "字" * 32_767


def test_our_own_export_can_be_imported_again(tmp_path: Path) -> None:
    path = tmp_path / "台帐.xlsx"
    path.write_bytes(made(ROWS).getvalue())
    table = read_table(path)
    assert table.headings == ("序号", "顾客名称", "反馈日期", "三包费用")
    assert table.rows[0] == (1, "兰州甲公司", date(2026, 11, 22), 1234.5)


def test_no_rows_still_make_a_workbook_with_headings() -> None:
    sheet = load_workbook(made([])).active
    assert [cell.value for cell in sheet[1]] == ["序号", "顾客名称", "反馈日期", "三包费用"]
    assert sheet.max_row <= 2


def test_progress_is_told_and_what_it_raises_comes_out() -> None:
    told: list[int] = []

    def stop(done: int) -> None:
        told.append(done)
        if done >= 1000:
            raise KeyError("cancelled")

    with pytest.raises(KeyError, match="cancelled"):
        write_xlsx(
            io.BytesIO(), page=PAGE, columns=COLUMNS[:1], rows=((n,) for n in range(5000)), advance=stop
        )
    assert told == [500, 1000]


def test_a_title_becomes_a_name_excel_allows() -> None:
    assert sheet_name("台帐[2026/11]: 全部?" + "长" * 40) == ("台帐 2026 11   全部 " + "长" * 40)[:31]
    assert sheet_name("") == "Sheet1"


@pytest.mark.parametrize("payload", [item for item in PAYLOADS if item.lstrip()[:1] in "=+-@＝"])
def test_a_report_file_guards_text_that_would_be_a_formula(payload: str) -> None:
    lines = csv_bytes(["原因"], [[payload], [-3], [date(2026, 1, 2)]]).decode("utf-8-sig").splitlines()
    assert lines[0] == "原因"
    assert lines[1].lstrip('"')[0] == "'"
    assert lines[-2:] == ["-3", "2026-01-02"]
