"""The ledger finds what a person would find, and nothing else."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.operations import intake, ledger, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Condition, Filter, Query

PROBLEMS = (
    ("兰州石化公司", "高压换热器", "管箱法兰渗漏", "H2025-017"),
    ("重庆钢铁集团", "四合一快速锻造液压机", "主缸密封圈漏油", "Y2024-003"),
    ("兰州石化公司", "球形储罐", "100%_焊缝'气孔\"", "Q-77"),
    ("酒钢集团", "高压换热器", "油漆脱落，ＡＢＣ型", "H2025-018"),
)


@pytest.fixture
def filled(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> Desk:
    for turn, (customer, product, problem, serial) in enumerate(PROBLEMS):
        note = dataclasses.replace(call_note, telephone=f"1380000{turn:04d}", words=problem)
        taken = intake.record_call(desk, note=note, request_id=f"c{turn}")
        values = {
            **complete_feedback,
            "customer_name": customer,
            "product_name": product,
            "problem_kind": problem,
            "description": f"{problem}，请尽快处理",
            "serial_no": serial,
        }
        slips.register(desk, draft_id=taken.draft_id, values=values, request_id=f"r{turn}")
    return desk


def _found(desk: Desk, **query: Any) -> list[int]:
    return [row[0] for row in ledger.stream(desk, query=Query(sort=(("number", False),), **query))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("漏", [1, 2]),
        ("渗漏", [1]),
        ("密封圈", [2]),
        ("圈漏", [2]),
        ("H2025", [1, 4]),
        ("2025-017", [1]),
        ("h2025-018", [4]),
        ("兰州 换热", [1, 4]),
        ("lzsh", [1, 3]),
        ("chongqing", [2]),
        ("abc", [4]),
        ("ABC型", [4]),
        ("100%", [3]),
        ("%", [3]),
        ("_", [3]),
        ("'", [3]),
        ('"', [3]),
        ("13800000002", [3]),
        ("F01-2026-002", [2]),
        ("尽快处理", [1, 2, 3, 4]),
        ("快尽", []),
        ("处理尽快", []),
        ("不存在", []),
        ("AND", []),
        ("NEAR(", []),
        ("*", []),
        ("\ud800", [1, 2, 3, 4]),
        ("漏" * 5000, []),
    ],
)
def test_the_search_box_finds_literally(filled: Desk, text: str, expected: list[int]) -> None:
    assert _found(filled, text=text) == expected


def test_search_agrees_with_a_plain_look_through_the_texts(filled: Desk) -> None:
    for text in ("漏", "高压", "石化公", "集团", "油", "Y2024", "017"):
        expected = [
            place
            for place, row in enumerate(PROBLEMS, start=1)
            if any(text.lower() in part.lower() for part in (*row, f"{row[2]}，请尽快处理"))
        ]
        assert _found(filled, text=text) == expected, text


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (Filter("customer", Condition.CONTAINS, ("石化",)), [1, 3]),
        (Filter("problem", Condition.CONTAINS, ("%",)), [3]),
        (Filter("customer", Condition.IS, ("酒钢集团",)), [4]),
        (Filter("state", Condition.ONE_OF, ("已登记", "作废")), [1, 2, 3, 4]),
        (Filter("state", Condition.ONE_OF, ()), []),
        (Filter("claim_no", Condition.EMPTY), [1, 2, 3, 4]),
        (Filter("claim_no", Condition.FILLED), []),
        (Filter("feedback_date", Condition.BETWEEN, (date(2026, 11, 1), date(2026, 11, 30))), [1, 2, 3, 4]),
        (Filter("feedback_date", Condition.BETWEEN, (date(2025, 1, 1), date(2025, 12, 31))), []),
        (Filter("due", Condition.LATE), []),
    ],
)
def test_filters_ask_columns_exactly(filled: Desk, item: Filter, expected: list[int]) -> None:
    assert _found(filled, filters=(item,)) == expected


def test_customers_sort_by_pinyin(filled: Desk) -> None:
    names = [row[2] for row in ledger.stream(filled, query=Query(sort=(("customer", False),)))]
    assert names.index("酒钢集团") < names.index("兰州石化公司")


def test_newest_comes_first_unless_asked_otherwise(filled: Desk) -> None:
    assert [row[0] for row in ledger.stream(filled, query=Query())] == [4, 3, 2, 1]


def test_totals_are_of_what_is_shown(filled: Desk) -> None:
    assert ledger.totals(filled, query=Query(text="换热")).count == 2
    assert ledger.totals(filled, query=Query()) == ledger.Totals(4, 0, 0)


def test_a_column_that_is_gone_gives_a_clear_message(filled: Desk) -> None:
    with pytest.raises(UserError, match="没有"):
        ledger.order(filled, query=Query(filters=(Filter("colour", Condition.EMPTY),)))
    with pytest.raises(UserError, match="没有"):
        ledger.order(filled, query=Query(sort=(("slip_id; DROP TABLE slip", False),)))


def test_rows_come_in_the_order_asked_for(filled: Desk) -> None:
    ids = list(ledger.order(filled, query=Query()))
    assert [row[0] for row in ledger.rows(filled, ids=ids[::-1])] == [1, 2, 3, 4]
    assert ledger.rows(filled, ids=[999_999]) == []


def test_a_void_slip_stays_in_the_ledger_and_says_so(filled: Desk) -> None:
    slip_id = slips.find_number(filled, number="F01-2026-001")
    assert slip_id is not None
    slips.void(filled, slip_id=slip_id, reason="重复", version=1)
    row = ledger.rows(filled, ids=[slip_id])[0]
    assert row[11] == "作废"
    assert "重复" in row[6]
