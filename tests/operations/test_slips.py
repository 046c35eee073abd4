"""From draft to number: complete, dense, once, and never deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from qmsdesk.errors import Conflict, InvalidSlip, UserError
from qmsdesk.models import audit_check, search_index
from qmsdesk.models.transactions import one, rows
from qmsdesk.operations import drafts, intake, ledger, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote
from qmsdesk.operations.ledger import Query


@pytest.fixture
def draft_id(desk: Desk, call_note: CallNote) -> str:
    return intake.record_call(desk, note=call_note, request_id="call").draft_id


def _another(desk: Desk, note: CallNote, values: dict[str, Any], request: str) -> slips.Registered:
    taken = intake.record_call(desk, note=note, request_id=f"call {request}")
    return slips.register(desk, draft_id=taken.draft_id, values=values, request_id=request)


def test_registering_gives_number_copies_and_ledger_line(
    desk: Desk, draft_id: str, complete_feedback: dict[str, Any]
) -> None:
    registered = slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r")
    slip = slips.read_slip(desk, slip_id=registered.slip_id)
    assert registered.number == slip.number == "F01-2026-001"
    assert [copy.label for copy in slip.copies] == ["第一联 共二联 经销部门存", "第二联 共二联 质管部门存"]
    assert [row[1] for row in ledger.stream(desk, query=Query())] == ["F01-2026-001"]
    assert drafts.list_drafts(desk) == []


def test_what_was_typed_is_what_is_read(desk: Desk, draft_id: str, complete_feedback: dict[str, Any]) -> None:
    registered = slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r")
    read = slips.read_slip(desk, slip_id=registered.slip_id).values
    expected = {name: value for name, value in complete_feedback.items() if value != ""}
    assert {name: read.get(name) for name in expected} == expected


def test_registering_twice_with_one_request_is_registering_once(
    desk: Desk, draft_id: str, complete_feedback: dict[str, Any]
) -> None:
    first = slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r")
    assert slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r") == first


def test_missing_items_are_named_by_their_printed_labels_and_cost_no_number(
    desk: Desk, draft_id: str, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    broken = {**complete_feedback, "problem_kind": "", "witness": ""}
    with pytest.raises(InvalidSlip) as refused:
        slips.register(desk, draft_id=draft_id, values=broken, request_id="r")
    assert [item.label for item in refused.value.problems] == [
        "发生何种问题",
        "是我方人员目睹的,还是听用户反映的",
    ]
    assert drafts.open_draft(desk, draft_id=draft_id).values
    assert _another(desk, call_note, complete_feedback, "s").number == "F01-2026-001"


def test_numbers_run_without_gap_and_begin_anew_each_year(
    desk: Desk, clock: Any, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    numbers = [_another(desk, call_note, complete_feedback, str(turn)).number for turn in range(3)]
    clock.advance(days=60)
    numbers.append(_another(desk, call_note, complete_feedback, "next year").number)
    assert numbers == ["F01-2026-001", "F01-2026-002", "F01-2026-003", "F01-2027-001"]


def test_a_void_slip_keeps_its_number_content_and_reason(
    desk: Desk, draft_id: str, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    registered = slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r")
    slips.void(desk, slip_id=registered.slip_id, reason="顾客打错电话", version=1)
    slip = slips.read_slip(desk, slip_id=registered.slip_id)
    assert (slip.number, slip.state, slip.void_reason) == ("F01-2026-001", "作废", "顾客打错电话")
    assert slip.values["customer_name"] == "兰州石化公司"
    assert _another(desk, call_note, complete_feedback, "s").number == "F01-2026-002"


def test_voiding_needs_a_reason_and_the_version_that_was_seen(
    desk: Desk, draft_id: str, complete_feedback: dict[str, Any]
) -> None:
    registered = slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r")
    with pytest.raises(UserError, match="原因"):
        slips.void(desk, slip_id=registered.slip_id, reason=" ", version=1)
    with pytest.raises(Conflict):
        slips.void(desk, slip_id=registered.slip_id, reason="看错了", version=0)
    assert slips.read_slip(desk, slip_id=registered.slip_id).state == "已登记"


def test_every_row_of_a_registered_slip_stands_in_the_audit_trail(
    desk: Desk, draft_id: str, complete_feedback: dict[str, Any]
) -> None:
    registered = slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r")
    slips.void(desk, slip_id=registered.slip_id, reason="重复登记", version=1)
    assert audit_check.verify() == ()
    actions = [
        row[0]
        for row in rows("SELECT action FROM audit WHERE slip_id = ? ORDER BY seq", (registered.slip_id,))
    ]
    assert actions == ["登记", "作废"]


@pytest.mark.parametrize("typed", ["F01-2026-001", "f01-2026-1", "Ｆ０１-2026-001"])
def test_a_slip_is_found_by_its_number_however_it_is_typed(
    desk: Desk, draft_id: str, complete_feedback: dict[str, Any], typed: str
) -> None:
    registered = slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r")
    assert slips.find_number(desk, number=typed) == registered.slip_id
    assert slips.find_number(desk, number="胡说") is None


def test_control_characters_do_not_reach_the_record(
    desk: Desk, draft_id: str, complete_feedback: dict[str, Any]
) -> None:
    dirty = {**complete_feedback, "problem_kind": "渗漏\x00\u202e <b>粗</b>", "other": "a\r\nb"}
    registered = slips.register(desk, draft_id=draft_id, values=dirty, request_id="r")
    values = slips.read_slip(desk, slip_id=registered.slip_id).values
    assert values["problem_kind"] == "渗漏 <b>粗</b>"
    assert values["other"] == "a\nb"


def test_a_slip_needs_a_source_document(desk: Desk, complete_feedback: dict[str, Any]) -> None:
    bare = drafts.new_draft(desk, paper_code="01", values=complete_feedback)
    found = slips.problems(desk, draft_id=bare.id, values=complete_feedback)
    assert [item.label for item in found] == ["附件"]


def test_dates_that_run_backwards_are_named(
    desk: Desk, draft_id: str, complete_feedback: dict[str, Any]
) -> None:
    wrong = {**complete_feedback, "failure_date": date(2026, 11, 1), "feedback_date": date(2026, 12, 1)}
    labels = {item.label for item in slips.problems(desk, draft_id=draft_id, values=wrong)}
    assert {"反馈日期", "发生故障的日期"} <= labels


def test_the_search_index_and_the_slip_are_written_together(
    desk: Desk, draft_id: str, complete_feedback: dict[str, Any]
) -> None:
    slips.register(desk, draft_id=draft_id, values=complete_feedback, request_id="r")
    assert one(f"SELECT count(*) FROM ({search_index.found()}) AS hits", (search_index.asked('"渗漏"'),)) == (
        1,
    )
