"""List, workbook and print agree row for row."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import write, write_tx
from qmsdesk.operations import intake, ledger, ledger_out, ledger_views, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Condition, Filter, Query
from qmsdesk.operations.ledger_query import ColumnKind
from qmsdesk.operations.ledger_views import View
from qmsdesk.operations.progress import Cancelled

PROBLEMS = ("=1+1", "+电机异响", "@油泵漏油", "-主缸 <b>爬行</b>", "漏水")
KEYS = tuple(column.key for column in ledger.COLUMNS)


@pytest.fixture
def filled(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Desk:
    for turn in range(30):
        note = dataclasses.replace(call_note, caller=f"来电人{turn}")
        taken = intake.record_call(desk, note=note, request_id=f"c{turn}")
        values = {**complete_feedback, "problem_kind": PROBLEMS[turn % 5]}
        slips.register(desk, draft_id=taken.draft_id, values=values, request_id=f"r{turn}")
    return desk


def test_the_workbook_holds_exactly_the_rows_shown(filled: Desk, tmp_path: Path) -> None:
    query = Query(text="漏", sort=(("number", False),))
    path = tmp_path / "台帐.xlsx"
    count = ledger_out.ledger_xlsx(filled, query=query, columns=KEYS, path=path)
    book = openpyxl.load_workbook(path)
    read = [tuple(cell.value for cell in row) for row in book.active.iter_rows(min_row=2)]
    shown = list(ledger.stream(filled, query=query))
    assert count == len(read) == len(shown) > 0
    numbers = KEYS.index("number")
    assert [row[numbers] for row in read] == [row[numbers] for row in shown]
    problems = KEYS.index("problem")
    assert [row[problems] for row in read] == [row[problems] for row in shown]


def test_no_text_becomes_a_formula_and_dates_are_dates(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "台帐.xlsx"
    ledger_out.ledger_xlsx(filled, query=Query(), columns=KEYS, path=path)
    sheet = openpyxl.load_workbook(path).active
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
    assert "f" not in kinds
    assert {cell.value for cell in sheet["F"][1:]} == set(PROBLEMS)
    assert sheet["M2"].is_date
    assert sheet.freeze_panes == "C2"


def test_the_print_holds_the_same_rows_in_the_same_order(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "台帐.pdf"
    query = Query(sort=(("number", False),))
    ledger_out.ledger_pdf(filled, query=query, path=path)
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    places = ["".join(texts).index(row[1]) for row in ledger.stream(filled, query=query)]
    assert places == sorted(places)
    assert len(places) == 30
    assert "第 1 页" in texts[0]


def test_a_ledger_row_has_exactly_one_value_for_each_column(filled: Desk) -> None:
    query = Query()
    ids = ledger.order(filled, query=query)
    for row in (*ledger.rows(filled, ids=ids), *ledger.stream(filled, query=query)):
        assert len(row) == len(ledger.COLUMNS)


def test_list_workbook_and_print_of_a_kept_view_agree_row_for_row(filled: Desk, tmp_path: Path) -> None:
    """Filters, order and search text of a saved view: every paper column of every row, in the same order."""
    with write_tx():
        write("UPDATE ledger SET claim_cost = 100 * row_no, responsible = '机加车间' WHERE row_no % 2 = 1")
    cheap = Filter("claim_cost", Condition.BETWEEN, (None, 2_500))
    made = View(
        (cheap, Filter("responsible", Condition.IS, ("机加车间",))), (("claim_cost", True),), text="漏"
    )
    key = ledger_views.save_view(filled, name="漏的", view=made)
    view = ledger_views.open_view(filled, view_id=key)
    query = Query(view.text, view.filters, view.sort)
    ids = ledger.order(filled, query=query)
    listed = ledger.rows(filled, ids=ids)
    assert 3 < len(listed) < 30
    costs = [row[KEYS.index("claim_cost")] for row in listed]
    assert costs == sorted(costs, reverse=True)
    ledger_out.ledger_xlsx(filled, query=query, columns=KEYS, path=tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    exported = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]
    assert [_paper_cells(row) for row in listed] == [_paper_cells(row, 100) for row in exported]
    ledger_out.ledger_pdf(filled, query=query, path=tmp_path / "x.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    printed = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    place = 0
    for row in listed:
        for cell in ("".join(text.split()) for text in _paper_cells(row)):
            place = printed.index(cell, place) + len(cell)
    assert len(re.findall(r"F01-[0-9]{4}-[0-9]{3}", printed)) == len(listed)


def _paper_cells(row: tuple[Any, ...], scale: int = 1) -> list[str]:
    """The ten columns of form 07 as printed; money comes in 分, from a workbook in 元."""
    texts = []
    for column, value in zip(ledger.COLUMNS, row, strict=True):
        if column.on_paper:
            money = column.kind is ColumnKind.MONEY and value is not None
            texts.append(f"{value * scale / 100:,.2f}" if money else "" if value is None else str(value))
    return texts


def test_the_print_is_bound_by_year_with_sums_of_each_page(filled: Desk, tmp_path: Path) -> None:
    with write_tx():
        write("UPDATE ledger SET claim_cost = 10050")
        write("UPDATE ledger SET number = replace(number, '-2026-', '-2025-'), number_sort = number_sort - 10000000"
              " WHERE slip_id <= (SELECT min(slip_id) + 2 FROM ledger)")  # fmt: skip
    path = tmp_path / "台帐.pdf"
    ledger_out.ledger_pdf(filled, query=Query(sort=(("number", False),)), path=path)
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_bounded().replace(" ", "") for page in document]
    assert texts[0].count("F01-2025-") == 3
    assert "F01-2026-" not in texts[0]
    assert "本页三包费用301.50" in texts[0]
    assert "2025年累计301.50元" in texts[0]
    assert "2026年累计2,713.50元" in texts[-1]
    ledger_out.ledger_pdf(filled, query=Query(sort=(("customer", False),)), path=path)
    with pypdfium2.PdfDocument(path) as document:
        first = document[0].get_textpage().get_text_bounded()
    assert "累计" not in first
    assert "本页三包费用" in first


def test_cancelling_leaves_no_file(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "台帐.xlsx"
    with pytest.raises(Cancelled):
        ledger_out.ledger_pdf(filled, query=Query(), path=path, progress=lambda _done, _total: False)
    assert list(tmp_path.glob("*台帐*")) == []


def test_an_export_without_columns_is_refused(filled: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="列"):
        ledger_out.ledger_xlsx(filled, query=Query(), columns=("colour",), path=tmp_path / "a.xlsx")


def test_an_export_replaces_the_old_file_whole(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "台帐.xlsx"
    path.write_bytes(b"old")
    ledger_out.ledger_xlsx(filled, query=Query(text="异响"), columns=("number", "problem"), path=path)
    assert openpyxl.load_workbook(path).active.max_row == 7
