"""Prints without a slip of their own stand for years as well: the transcript, the bound ledger, company reports."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.models import audit_check
from qmsdesk.operations import intake, ledger_out, print_archive, prints, sheet_archive, slips, verifying
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query
from qmsdesk.printing import archival, raster


@pytest.fixture
def taken(desk: Desk, call_note: Any, complete_feedback: dict[str, Any]) -> intake.Intake:
    found = intake.record_call(desk, note=call_note, request_id="call")
    slips.register(desk, draft_id=found.draft_id, values=complete_feedback, request_id="slip")
    return found


def test_the_transcript_is_kept_as_it_left_and_a_second_one_says_reprint(
    desk: Desk, taken: intake.Intake, tmp_path: Path
) -> None:
    first = prints.save_source_pdf(desk, source_id=taken.source_id, folder=tmp_path).read_bytes()
    second = prints.source_pdf(desk, source_id=taken.source_id)
    assert (second.reprint, archival.findings(second.data)) == (True, [])
    assert "补印" in raster.texts(second.data)[0]
    assert "补印" not in raster.texts(first)[0]
    [kept] = sheet_archive.sheets_of_source(desk, source_id=taken.source_id)
    assert (kept.sha256, kept.place, kept.made_by, kept.reprint) == (
        hashlib.sha256(first).hexdigest(), "文件", "李敏", 0,
    )  # fmt: skip
    assert print_archive.read_bytes(desk, kept.sha256) == first
    assert audit_check.verify() == ()
    assert any("登记过的打印件" in note for note in verifying.check_file(desk, first).notes)


def test_the_ledger_in_order_of_numbers_is_kept_and_a_working_list_is_not(
    desk: Desk, taken: intake.Intake, tmp_path: Path
) -> None:
    by_customer = Query(sort=(("customer", True),))
    ledger_out.ledger_pdf(desk, query=by_customer, path=tmp_path / "list.pdf")
    assert sheet_archive.sheets(desk) == []
    ledger_out.ledger_pdf(desk, query=Query(), path=tmp_path / "ledger.pdf")
    [kept] = sheet_archive.sheets(desk)
    assert kept.kind == sheet_archive.LEDGER
    for name in ("list.pdf", "ledger.pdf"):
        assert archival.findings((tmp_path / name).read_bytes()) == []
    assert print_archive.read_bytes(desk, kept.sha256) == (tmp_path / "ledger.pdf").read_bytes()
