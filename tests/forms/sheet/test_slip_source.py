"""The source behind a sheet is one key away."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.forms import slip_source
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.operations import drafts, intake, prints
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote, OriginalNote


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[prints.Printed]:
    """What the preview was asked to show."""
    seen: list[prints.Printed] = []
    monkeypatch.setattr(
        slip_source, "open_preview", lambda _parent, printed, **_options: seen.append(printed)
    )
    return seen


def _open(qtbot: Any, desk: Desk, draft_id: str) -> SheetSession:
    page = SheetSession.for_draft(desk, draft_id=draft_id)
    qtbot.addWidget(page)
    return page


def test_the_transcript_of_a_call_is_shown_as_its_own_paper(
    qtbot: Any, desk: Desk, call_note: CallNote, shown: list[prints.Printed]
) -> None:
    taken = intake.record_call(desk, note=call_note, request_id="c")
    page = _open(qtbot, desk, taken.draft_id)
    page.sheet_window.actions_by_name["source"].trigger()
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert shown[0].name == "D01-2026-001.pdf"


def test_a_sheet_without_source_offers_none(qtbot: Any, desk: Desk) -> None:
    page = _open(qtbot, desk, drafts.new_draft(desk, paper_code="01").id)
    assert not page.sheet_window.actions_by_name["source"].isVisible()


def test_a_picture_that_came_by_letter_is_named_instead(
    qtbot: Any, desk: Desk, call_note: CallNote, tmp_path: Path, shown: list[prints.Printed]
) -> None:
    picture, scan = tmp_path / "信.jpg", tmp_path / "传真.pdf"
    picture.write_bytes(b"\xff\xd8 picture")
    scan.write_bytes(b"%PDF-1.4 scan")
    note = OriginalNote("信函", call_note.received_at, "酒钢集团", files=(picture,))
    letter = intake.record_original(desk, note=note, request_id="a")
    with pytest.raises(UserError, match="附件"):
        prints.original_pdf(desk, source_id=letter.source_id)
    both = dataclasses.replace(note, channel="传真", files=(picture, scan), original_no="FX-1")
    fax = intake.record_original(desk, note=both, request_id="b")
    assert prints.original_pdf(desk, source_id=fax.source_id).data == b"%PDF-1.4 scan"
    page = _open(qtbot, desk, letter.draft_id)
    with qtbot.waitSignal(page.status_message) as told:
        page.sheet_window.actions_by_name["source"].trigger()
    assert "附件" in told.args[0]
    assert shown == []
