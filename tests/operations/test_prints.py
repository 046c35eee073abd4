"""What is printed is complete, labelled, counted and honest about being a reprint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from qmsdesk.models import audit_check
from qmsdesk.operations import drafts, intake, prints, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote


def _texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


@pytest.fixture
def registered(desk: Desk, call_note: CallNote, complete_feedback: dict[str, Any]) -> slips.Registered:
    taken = intake.record_call(desk, note=call_note, request_id="c")
    return slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="r")


def test_a_slip_prints_both_copies_alike_but_for_their_labels(
    desk: Desk, registered: slips.Registered
) -> None:
    printed = prints.slip_pdf(desk, slip_id=registered.slip_id)
    first, second = _texts(printed.data)
    assert "第一联 共二联 经销部门存" in first
    assert "第二联 共二联 质管部门存" in second
    assert "管箱法兰渗漏" in first
    assert "管箱法兰渗漏" in second
    assert (printed.copies, printed.reprint, printed.name) == (2, False, "F01-2026-001.pdf")


def test_the_attachment_box_names_the_transcript(desk: Desk, registered: slips.Registered) -> None:
    text = _texts(prints.slip_pdf(desk, slip_id=registered.slip_id).data)[0]
    assert "电话书面记录 D01-2026-001(原件 1页)" in text


def test_the_second_print_is_a_reprint_and_both_are_counted(
    desk: Desk, registered: slips.Registered, tmp_path: Path
) -> None:
    path = prints.save_slip_pdf(desk, slip_id=registered.slip_id, folder=tmp_path)
    assert "补印" not in _texts(path.read_bytes())[0]
    assert "补印" in _texts(prints.slip_pdf(desk, slip_id=registered.slip_id).data)[0]
    assert [copy.prints for copy in slips.read_slip(desk, slip_id=registered.slip_id).copies] == [1, 1]
    assert audit_check.verify() == ()


def test_looking_at_a_print_does_not_count_it(desk: Desk, registered: slips.Registered) -> None:
    prints.slip_pdf(desk, slip_id=registered.slip_id)
    assert [copy.prints for copy in slips.read_slip(desk, slip_id=registered.slip_id).copies] == [0, 0]


def test_a_void_slip_says_so_on_paper(desk: Desk, registered: slips.Registered) -> None:
    slips.void(desk, slip_id=registered.slip_id, reason="重复登记", version=1)
    assert "作废 重复登记" in _texts(prints.slip_pdf(desk, slip_id=registered.slip_id).data)[0]


def test_a_transcript_prints_with_the_number_of_its_slip(desk: Desk, registered: slips.Registered) -> None:
    source_id = slips.read_slip(desk, slip_id=registered.slip_id).source_id
    assert source_id is not None
    text = _texts(prints.source_pdf(desk, source_id=source_id).data)[0]
    assert "D01-2026-001" in text
    assert "F01-2026-001" in text
    assert "开车第三天" in text


def test_a_draft_prints_without_a_number(desk: Desk, call_note: CallNote) -> None:
    taken = intake.record_call(desk, note=call_note, request_id="c")
    text = _texts(prints.draft_pdf(desk, draft_id=taken.draft_id).data)[0]
    assert "草稿" in text
    assert "F01" not in text
    assert drafts.list_drafts(desk)[0].id == taken.draft_id
