"""A signature counts only when its signer held a role of the box at that moment, whatever the register notes."""

from __future__ import annotations

from typing import Any

import pytest

from qmsdesk.models.transactions import one, rows, write, write_tx
from qmsdesk.operations import (
    certificates,
    department,
    electronic_original,
    intake,
    people,
    print_archive,
    signing,
    slips,
    verifying,
)
from qmsdesk.operations.desk import Desk

PASSWORD = "testing-desk-2026"


@pytest.fixture
def signed(desk: Desk, call_note: Any, complete_feedback: dict[str, Any]) -> bytes:
    """The electronic original of a slip that 李敏 signed as 经办人."""
    taken = intake.record_call(desk, note=call_note, request_id="call")
    done = slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="slip")
    signing.sign(desk, slip_id=done.slip_id, box="sig_handler", password=PASSWORD, version=1)
    kept = electronic_original.latest(desk, slip_id=done.slip_id)
    assert kept is not None
    return print_archive.read_bytes(desk, kept.sha256)


def faults(desk: Desk, data: bytes) -> str:
    checked = verifying.check_file(desk, data)
    assert checked.valid is not bool(checked.faults)
    return "\n".join(checked.faults)


def test_a_department_has_its_authority_from_its_first_day(desk: Desk) -> None:
    assert len(certificates.authority_certificates()) == 1
    actions = [row[0] for row in rows("SELECT action FROM audit ORDER BY seq")]
    assert actions[:2] == ["建立部门", "建立签名根证书"]


def test_an_older_department_gets_its_authority_when_its_administrator_signs_in(desk: Desk) -> None:
    with write_tx():
        write("DELETE FROM authority")
    department.close_department(desk)
    again = department.open_department(
        data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=desk.clock
    )
    assert len(certificates.authority_certificates()) == 1
    assert one("SELECT user FROM audit WHERE action = '建立签名根证书' ORDER BY seq DESC") == ("李敏",)
    assert again.user.name == "李敏"


def test_an_authority_that_soon_ends_is_followed_by_another_and_old_prints_stay_valid(
    desk: Desk, signed: bytes
) -> None:
    department.close_department(desk)
    desk.clock.advance(days=10 * 365)  # type: ignore[attr-defined]
    later = department.open_department(
        data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=desk.clock
    )
    assert len(certificates.authority_certificates()) == 2
    assert faults(later, signed) == ""
    root = certificates.authority(later)
    assert certificates.own_identity(later, password=PASSWORD).certificate != root.certificate
    assert one("SELECT count(*) FROM certificate") == (2,)
    assert certificates.authority(later, at=later.clock.now()).certificate == root.certificate


def test_who_never_held_a_role_of_the_box_is_refused(desk: Desk, signed: bytes) -> None:
    assert faults(desk, signed) == ""
    with write_tx():
        write("UPDATE role_assignment SET role = 'receiver' WHERE role = 'sales_clerk'")
        write("DROP TRIGGER audit_not_changed")
        write("UPDATE audit SET role = 'receiver' WHERE action = '电子原件'")
    assert "无权签" in faults(desk, signed)


def test_a_role_given_up_later_on_the_same_day_still_counts(desk: Desk, signed: bytes) -> None:
    people.add_person(desk, name="王工", roles=("administrator",))
    people.set_roles(desk, person_id=desk.user.id, roles=("administrator", "receiver"))
    assert faults(desk, signed) == ""


def test_a_certificate_of_somebody_else_is_refused(desk: Desk, signed: bytes) -> None:
    with write_tx():
        write("UPDATE certificate SET user = '王工'")
    assert "证书不是签发给李敏的" in faults(desk, signed)


def test_a_name_in_the_record_that_is_not_the_signers_is_refused(desk: Desk, signed: bytes) -> None:
    with write_tx():
        write("UPDATE stored_print SET content = replace(content, '李敏', '王工')")
    assert "证书却是李敏的" in faults(desk, signed)
