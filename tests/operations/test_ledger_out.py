"""List, workbook and print agree row for row."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.transactions import write, write_tx
from qmsdesk.operations import intake, ledger, ledger_out, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Query
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
