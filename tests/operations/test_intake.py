"""A call is written down, kept, and begins a slip."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.operations import drafts, intake, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote, OriginalNote


def test_a_call_leaves_its_transcript_and_a_prefilled_slip(desk: Desk, call_note: CallNote) -> None:
    taken = intake.record_call(desk, note=call_note, request_id="r1")
    source = intake.read_source(desk, source_id=taken.source_id)
    values = drafts.open_draft(desk, draft_id=taken.draft_id).values
    assert (source.number, source.caller, source.words) == ("D01-2026-001", "王工", call_note.words)
    assert values["witness"] == "听用户反映"
    assert values["channel"] == "电话书面记录"
    assert values["feedback_date"] == date(2026, 11, 22)
    assert values["serial_no"] == "H2025-017"
    assert values["description"] == call_note.words
    assert "到现场处理" in values["other"]


def test_the_same_call_sent_twice_is_one_record(desk: Desk, call_note: CallNote) -> None:
    first = intake.record_call(desk, note=call_note, request_id="r1")
    assert intake.record_call(desk, note=call_note, request_id="r1") == first
    assert len(drafts.list_drafts(desk)) == 1


def test_received_time_is_kept_apart_from_entered_time(desk: Desk, call_note: CallNote) -> None:
    taken = intake.record_call(desk, note=call_note, request_id="r1")
    source = intake.read_source(desk, source_id=taken.source_id)
    assert source.entered_at - source.received_at == timedelta(minutes=30)


@pytest.mark.parametrize("missing", ["caller", "customer_name", "words"])
def test_a_call_without_its_essentials_is_refused_by_name(
    desk: Desk, call_note: CallNote, missing: str
) -> None:
    with pytest.raises(UserError, match="请填写"):
        intake.record_call(desk, note=dataclasses.replace(call_note, **{missing: "  "}), request_id="r1")
    assert drafts.list_drafts(desk) == []


def test_a_call_from_tomorrow_is_refused(desk: Desk, call_note: CallNote) -> None:
    late = dataclasses.replace(call_note, received_at=call_note.received_at + timedelta(days=1))
    with pytest.raises(UserError, match="接收时间"):
        intake.record_call(desk, note=late, request_id="r1")


def test_a_fax_needs_its_file_and_then_begins_a_slip_with_it(
    desk: Desk, tmp_path: Path, call_note: CallNote
) -> None:
    note = OriginalNote("传真", call_note.received_at, "酒钢集团", original_no="FX-88", pages=2)
    with pytest.raises(UserError, match="信息原件"):
        intake.record_original(desk, note=note, request_id="r1")
    scan = tmp_path / "传真 88.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    taken = intake.record_original(desk, note=dataclasses.replace(note, files=(scan,)), request_id="r2")
    values = drafts.open_draft(desk, draft_id=taken.draft_id).values
    assert [(item.name, item.pages, item.original) for item in values["attachments"]] == [
        ("传真 88.pdf", 2, True)
    ]
    assert intake.read_source(desk, source_id=taken.source_id).original_no == "FX-88"


def _registered(desk: Desk, note: CallNote, values: dict[str, Any], request: str) -> slips.Registered:
    taken = intake.record_call(desk, note=note, request_id=f"call-{request}")
    return slips.register(desk, draft_id=taken.draft_id, values=values, request_id=request)


def test_duplicates_are_found_by_serial_number_and_by_similar_problem(
    desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    first = _registered(desk, call_note, complete_feedback, "a")
    by_serial = intake.likely_duplicates(desk, serial_no="H2025-017", customer_name="别家", problem="")
    by_problem = intake.likely_duplicates(
        desk, serial_no="", customer_name="兰州石化公司", problem="法兰又渗漏了"
    )
    nothing = intake.likely_duplicates(desk, serial_no="", customer_name="兰州石化公司", problem="油漆脱落")
    assert [item.number for item in by_serial] == [first.number] == [item.number for item in by_problem]
    assert "出厂编号" in by_serial[0].why
    assert "相近" in by_problem[0].why
    assert nothing == []


def test_duplicates_older_than_a_year_are_left_out(
    desk: Desk, clock: Any, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    _registered(desk, call_note, complete_feedback, "a")
    clock.advance(days=400)
    assert intake.likely_duplicates(desk, serial_no="H2025-017", customer_name="", problem="") == []


@pytest.mark.parametrize("typed", ["兰州", "石化", "lzsh", "lanzhou", "LZSH"])
def test_a_customer_is_offered_by_characters_and_by_pinyin(
    desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any], typed: str
) -> None:
    _registered(desk, call_note, complete_feedback, "a")
    hints = intake.suggest_customers(desk, text=typed)
    assert [(hint.name, hint.address) for hint in hints] == [("兰州石化公司", "兰州市西固区")]


def test_a_product_is_offered_by_its_serial_number(
    desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]
) -> None:
    _registered(desk, call_note, complete_feedback, "a")
    assert intake.suggest_products(desk, text="2025-017")[0].name == "高压换热器"
    assert intake.suggest_products(desk, text="100%") == []
