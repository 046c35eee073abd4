"""A sheet tied to the department's database: drafts save themselves, registering, reading, printing, voiding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.forms import sheet_session
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.forms.type_ahead import TypeAhead
from qmsdesk.operations import attaching, drafts, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.intake import CallNote, record_call

Shown = Callable[[SheetSession], SheetSession]


@pytest.fixture
def draft_id(desk: Desk, call_note: CallNote) -> str:
    return record_call(desk, note=call_note, request_id="call").draft_id


@pytest.fixture
def shown(qtbot: Any) -> Shown:
    def show(session: SheetSession) -> SheetSession:
        qtbot.addWidget(session, before_close_func=lambda page: page.autosave.forget())
        session.resize(1100, 800)
        session.show()
        session.activateWindow()
        qtbot.waitUntil(session.isActiveWindow)
        return session

    return show


@pytest.fixture
def session(desk: Desk, draft_id: str, shown: Shown) -> SheetSession:
    return shown(SheetSession.for_draft(desk, draft_id=draft_id))


def box(session: SheetSession, field: str) -> Any:
    return session.sheet_window.editors[field].placed[0].widget


def complete(session: SheetSession, values: dict[str, Any]) -> None:
    session.sheet_window.set_values(values)


def test_a_draft_of_a_call_opens_filled_in(session: SheetSession) -> None:
    values = session.sheet_window.values()
    assert values["customer_name"] == "兰州石化公司"
    assert values["witness"] == "听用户反映"
    assert session.title().startswith("顾客信息反馈单（草稿）")
    assert session.sheet_window.editors["sig_review"].read_only


def test_what_is_typed_is_in_the_database_soon_after(session: SheetSession, desk: Desk, qtbot: Any) -> None:
    part = box(session, "problem_part")
    part.setFocus()
    qtbot.keyClicks(part, "flange")
    assert session.autosave.dirty

    def kept() -> bool:
        assert session.draft is not None
        return drafts.open_draft(desk, draft_id=session.draft.id).values.get("problem_part") == "flange"

    qtbot.waitUntil(kept, timeout=2500)
    assert not session.autosave.dirty
    assert session.sheet_window.header.saved.text().endswith("已保存")


def test_closing_saves(session: SheetSession, desk: Desk, draft_id: str) -> None:
    box(session, "problem_part").enter("法兰")
    session.close()
    assert drafts.open_draft(desk, draft_id=draft_id).values["problem_part"] == "法兰"


def test_a_draft_that_cannot_be_saved_says_so_and_does_not_close(
    session: SheetSession, desk: Desk, draft_id: str
) -> None:
    box(session, "problem_part").enter("法兰")
    drafts.discard_draft(desk, draft_id=draft_id)
    assert not session.may_close()
    assert session.autosave.dirty
    assert session.sheet_window.header.saved.text().startswith("未保存")
    session.autosave.forget()


def test_registering_an_incomplete_draft_shows_what_is_missing(session: SheetSession, desk: Desk) -> None:
    session.sheet_window.actions_by_name["register"].trigger()
    assert session.slip is None
    assert session.sheet_window.problem_list.isVisible()
    assert session.sheet_window.focusWidget().property(
        "field"
    ) == session.sheet_window.problem_list.lines.item(0).data(256)


def test_registering_makes_a_slip_that_is_read_only(
    session: SheetSession, complete_feedback: dict[str, Any], qtbot: Any
) -> None:
    complete(session, complete_feedback)
    with qtbot.waitSignal(session.slip_registered) as registered:
        session.sheet_window.actions_by_name["register"].trigger()
    assert session.slip is not None
    assert registered.args == [session.slip.id]
    assert session.sheet_window.header.number.text() == "F01-2026-001"
    assert session.title() == "顾客信息反馈单 F01-2026-001"
    assert all(editor.read_only for editor in session.sheet_window.editors.values())
    assert not session.autosave.dirty
    assert session.may_close()


def test_a_registered_slip_opens_as_it_was_registered(
    session: SheetSession, desk: Desk, complete_feedback: dict[str, Any], shown: Shown
) -> None:
    complete(session, complete_feedback)
    session.register()
    assert session.slip is not None
    again = shown(SheetSession.for_slip(desk, slip_id=session.slip.id))
    read = slips.read_slip(desk, slip_id=session.slip.id).values
    seen = again.sheet_window.values()
    assert {name: value for name, value in read.items() if value not in (None, "", False)} == seen


def test_voiding_asks_for_a_reason_and_marks_the_sheet(
    session: SheetSession,
    complete_feedback: dict[str, Any],
    qtbot: Any,
) -> None:
    complete(session, complete_feedback)
    session.register()
    session.sheet_window.actions_by_name["void"].trigger()
    dialog = session.life.bar.dialog
    assert dialog is not None
    dialog.boxes["reason"].show_value("重复登记")
    with qtbot.waitSignal(session.slip_changed):
        dialog.act()
    assert session.slip is not None
    assert session.slip.state == "作废"
    assert session.sheet_window.view.page.watermark == "作废"


def test_dropped_files_are_kept_and_registered_with_the_slip(
    session: SheetSession,
    desk: Desk,
    complete_feedback: dict[str, Any],
    tmp_path: Path,
    qtbot: Any,
) -> None:
    complete(session, complete_feedback)
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8 not much of a picture")
    editor = session.sheet_window.editors["attachments"]
    editor.give_files((photo, tmp_path / "gone.jpg"))  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: session._keeping is not None and not session._keeping.waiting)
    assert [item.name for item in editor.value()][-1] == "照片.jpg"
    assert "gone.jpg" in editor.problem
    kept = editor.value()[-1]
    assert attaching.read_file(desk, attachment_id=kept.id)[1] == photo.read_bytes()
    session.register()
    assert session.slip is not None
    assert kept in session.slip.values["attachments"]


def test_past_customers_are_proposed_with_their_address(
    session: SheetSession,
    desk: Desk,
    call_note: CallNote,
    complete_feedback: dict[str, Any],
    shown: Shown,
    qtbot: Any,
) -> None:
    complete(session, complete_feedback)
    session.register()
    another = record_call(desk, note=call_note, request_id="another").draft_id
    name = box(shown(SheetSession.for_draft(desk, draft_id=another)), "customer_name")
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "lzsh")
    ahead = name.findChild(TypeAhead)
    ahead.ask()
    assert ahead.list.isVisible()
    assert ahead.list.item(0).text().startswith("兰州石化公司")


def test_the_draft_is_previewed_as_it_stands(
    session: SheetSession, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(
        sheet_session, "open_preview", lambda _parent, printed, **_more: shown.append(printed)
    )
    box(session, "problem_part").enter("法兰")
    session.sheet_window.actions_by_name["print"].trigger()
    qtbot.waitUntil(lambda: bool(shown), timeout=15000)
    assert shown[0].data.startswith(b"%PDF")


def test_a_draft_that_is_gone_is_told_by_an_error_one_can_act_on(desk: Desk) -> None:
    with pytest.raises(UserError, match="草稿"):
        SheetSession.for_draft(desk, draft_id="nothing")
