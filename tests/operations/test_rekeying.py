"""A new key leaves nothing readable with the old one, and everything provable as before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import attachments, audit_check, engine, places, rekey
from qmsdesk.operations import department, health, intake, people, rekeying, slips
from qmsdesk.operations.anchoring import expected_heads
from qmsdesk.operations.desk import Desk

PASSWORD, OTHER = "testing-desk-2026", "another-desk-7351"


@pytest.fixture
def busy(desk: Desk, call_note: Any, complete_feedback: dict[str, Any], tmp_path: Path) -> Desk:
    """A department with a colleague, a slip and an attachment, left and entered once."""
    people.let_sign_in(desk, person_id=people.add_person(desk, name="王工"), password=OTHER)
    taken = intake.record_call(desk, note=call_note, request_id="call")
    slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="one")
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8 picture")
    note = intake.OriginalNote(
        channel="传真", original_no="FAX-9", pages=1, is_original=True, received_at=call_note.received_at,
        received_by="李敏", customer_name="兰州石化公司", files=(photo,),
    )  # fmt: skip
    intake.record_original(desk, note=note, request_id="fax")
    department.close_department(desk)
    return department.open_department(
        data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=desk.clock
    )


def test_after_a_new_key_everything_is_there_and_provable(busy: Desk) -> None:
    old = engine.current().raw_key
    done = rekeying.change_key(busy, password=PASSWORD)
    assert not engine.current().has_key(old)
    assert slips.find_number(busy, number="F01-2026-001") is not None
    assert audit_check.verify(anchors=expected_heads(busy.data_dir)) == ()
    assert health.check(busy).is_healthy, health.check(busy).text()
    assert len(list(attachments.all_files(places.attachments_dir(busy.data_dir)))) == 1
    assert set(done.passwords) == {"王工"}


def test_the_old_key_and_old_passwords_open_nothing_any_more(busy: Desk) -> None:
    old = engine.current().raw_key
    done = rekeying.change_key(busy, password=PASSWORD)
    department.close_department(busy)
    with pytest.raises(UserError):
        engine.open_(places.database_path(busy.data_dir), old)
    place = {"data_dir": busy.data_dir, "clock": busy.clock}
    with pytest.raises(UserError, match="不对"):
        department.open_department(**place, user="王工", password=OTHER)
    there = department.open_department(**place, user="王工", password=done.passwords["王工"])
    assert there.user.must_change_password
    department.close_department(there)
    again = department.open_with_recovery(
        **place, user="李敏", code=done.recovery_code, password="brand-new-words-77"
    )
    assert again.user.name == "李敏"


def test_a_change_of_key_that_dies_half_way_changes_nothing(
    busy: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any, **__: Any) -> str:
        raise KeyboardInterrupt

    old = engine.current().raw_key
    with monkeypatch.context() as patch:
        patch.setattr(rekey.keyslots, "write_ring", dies)
        with pytest.raises(KeyboardInterrupt):
            rekeying.change_key(busy, password=PASSWORD)
    assert engine.current().has_key(old)
    assert health.check(busy).is_healthy


def test_only_an_administrator_with_his_password_changes_the_key(busy: Desk) -> None:
    with pytest.raises(UserError, match="不对"):
        rekeying.change_key(busy, password="wrong")
    department.close_department(busy)
    there = department.open_department(data_dir=busy.data_dir, user="王工", password=OTHER, clock=busy.clock)
    with pytest.raises(UserError, match="系统管理员"):
        rekeying.change_key(there, password=OTHER)
