"""What is put out is kept byte for byte and archival; what is signed in the program is signed on the PDF as well."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit, audit_check
from qmsdesk.models.transactions import one
from qmsdesk.operations import (
    department,
    electronic_original,
    intake,
    people,
    print_archive,
    prints,
    signing,
    slips,
    verifying,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.printing import archival, raster

PASSWORD, OTHER = "testing-desk-2026", "another-desk-7351"


@pytest.fixture
def slip_id(desk: Desk, call_note: Any, complete_feedback: dict[str, Any]) -> int:
    taken = intake.record_call(desk, note=call_note, request_id="call")
    return slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="slip").slip_id


def sign(desk: Desk, slip_id: int, box: str, password: str) -> None:
    version = slips.read_slip(desk, slip_id=slip_id).version
    signing.sign(desk, slip_id=slip_id, box=box, password=password, version=version)


@pytest.fixture
def signed_once(desk: Desk, slip_id: int) -> int:
    key = people.add_person(desk, name="王工", roles=("sales_leader", "quality_clerk"))
    people.let_sign_in(desk, person_id=key, password=OTHER)
    sign(desk, slip_id, "sig_handler", PASSWORD)
    return slip_id


@pytest.fixture
def leader(desk: Desk, signed_once: int) -> Desk:
    """王工 at the desk, who has reviewed the slip 李敏 signed."""
    department.close_department(desk)
    found = department.open_department(data_dir=desk.data_dir, user="王工", password=OTHER, clock=desk.clock)
    sign(found, signed_once, "sig_review", OTHER)
    return found


def original(desk: Desk, slip_id: int) -> tuple[print_archive.KeptPrint, bytes]:
    kept = electronic_original.latest(desk, slip_id=slip_id)
    assert kept is not None
    return kept, print_archive.read_bytes(desk, kept.sha256)


def test_what_was_previewed_is_what_is_saved_and_kept(desk: Desk, slip_id: int, tmp_path: Path) -> None:
    path = prints.save_slip_pdf(desk, slip_id=slip_id, folder=tmp_path)
    [kept] = print_archive.prints_of(desk, slip_id=slip_id)
    data = print_archive.read_bytes(desk, kept.sha256)
    assert data == path.read_bytes()
    assert archival.findings(data) == []
    assert (kept.sha256, kept.reprint, kept.copies, kept.place, kept.made_by) == (
        hashlib.sha256(data).hexdigest(), 0, 2, "文件", "李敏",
    )  # fmt: skip
    assert kept.pages == raster.page_count(data)
    assert audit_check.verify() == ()


def test_reprints_are_counted_and_each_is_kept(desk: Desk, slip_id: int, tmp_path: Path) -> None:
    for _ in range(3):
        prints.save_slip_pdf(desk, slip_id=slip_id, folder=tmp_path)
    kept = print_archive.prints_of(desk, slip_id=slip_id)
    assert [item.reprint for item in kept] == [2, 1, 0]
    assert len({item.sha256 for item in kept}) == 3
    assert "第2次" in raster.texts(print_archive.read_bytes(desk, kept[0].sha256))[0]


def test_a_print_that_is_not_archival_is_not_kept(desk: Desk, slip_id: int) -> None:
    from qmsdesk.printing.render import blank

    sheet = slips.read_slip(desk, slip_id=slip_id).paper
    with pytest.raises(UserError, match="不能长期保存"):
        prints.mark_printed(desk, slip_id=slip_id, where="文件", data=blank(sheet))
    assert print_archive.prints_of(desk, slip_id=slip_id) == []
    assert slips.read_slip(desk, slip_id=slip_id).copies[0].prints == 0


def test_two_people_sign_the_same_original_and_it_is_valid(leader: Desk, signed_once: int) -> None:
    _kept, data = original(leader, signed_once)
    checked = verifying.check_file(leader, data)
    assert checked.valid, checked.faults
    assert [(item.person, item.meaning, item.holds) for item in checked.signers] == [
        ("李敏", "经办", True),
        ("王工", "审核", True),
    ]
    assert archival.archival_but_for_signatures(data)
    assert ("用户名称", "兰州石化公司") in checked.record
    made = [
        item for item in print_archive.prints_of(leader, slip_id=signed_once) if item.kind == "electronic"
    ]
    assert [list(item.signers) for item in made] == [["sig_handler", "sig_review"], ["sig_handler"]]
    rolled_back = verifying.check_file(leader, print_archive.read_bytes(leader, made[1].sha256))
    assert "缺少后来的签名" in "".join(rolled_back.faults)
    assert audit_check.verify() == ()
    assert [line["action"] for line in audit.history(signed_once)].count("电子原件") == 2


def test_every_flipped_byte_is_noticed(leader: Desk, signed_once: int) -> None:
    _kept, data = original(leader, signed_once)
    dice = random.Random(7)
    for _ in range(12):
        place = dice.randrange(len(data))
        bad = data[:place] + bytes([data[place] ^ (1 << dice.randrange(8))]) + data[place + 1 :]
        assert not verifying.check_file(leader, bad).valid, place


def test_something_added_at_the_end_is_noticed_in_words(leader: Desk, signed_once: int) -> None:
    _kept, data = original(leader, signed_once)
    checked = verifying.check_file(leader, data + b"\n% more\n")
    assert not checked.valid
    assert "文件与登记保存的打印件不一致。" in checked.faults


def test_another_departments_signature_is_not_ours(leader: Desk, signed_once: int) -> None:
    from qmsdesk.printing import ca

    _kept, data = original(leader, signed_once)
    other = ca.make_authority(company="别的公司", department="经销部", now=leader.clock.now())
    checked = verifying.check_alone(data, authorities=[other.certificate], at=leader.clock.now())
    assert not checked.valid
    assert any("不是用本部门签发的证书" in fault for fault in checked.faults)
    assert not verifying.check_alone(data, authorities=[], at=leader.clock.now()).valid


def test_a_copy_set_for_ink_is_known_but_not_an_electronic_original(
    desk: Desk, slip_id: int, tmp_path: Path
) -> None:
    path = prints.save_slip_pdf(desk, slip_id=slip_id, folder=tmp_path)
    checked = verifying.check_file(desk, path.read_bytes())
    assert not checked.valid
    assert "文件中没有电子签名。" in checked.faults
    assert any("登记过的纸面打印件" in note for note in checked.notes)


def test_a_changed_password_gets_a_new_certificate_and_the_old_signature_stays(
    desk: Desk, signed_once: int
) -> None:
    from qmsdesk.operations import certificates

    before = certificates.own_identity(desk, password=PASSWORD)
    assert certificates.own_identity(desk, password=PASSWORD).certificate == before.certificate
    assert certificates.own_identity(desk, password="晴天骑车去看37号楼").certificate != before.certificate
    _kept, data = original(desk, signed_once)
    assert verifying.check_file(desk, data).valid


def test_the_personal_key_does_not_open_without_the_password(desk: Desk, signed_once: int) -> None:
    from qmsdesk.models import personal_key

    row = one("SELECT sealed_key FROM certificate")
    assert row is not None
    assert personal_key.unseal(row[0], user="李敏", password=OTHER) is None
    assert personal_key.unseal(row[0], user="王工", password=PASSWORD) is None
    assert personal_key.unseal(row[0], user="李敏", password=PASSWORD)


def test_what_leaves_the_house_carries_the_root_and_a_page_for_the_auditor(
    leader: Desk, signed_once: int, tmp_path: Path
) -> None:
    paths = electronic_original.export(leader, slip_id=signed_once, folder=tmp_path)
    assert [path.name for path in paths] == [
        "F01-2026-001-电子原件.pdf", "01-签名根证书.cer", "F01-2026-001-核验说明.pdf",
    ]  # fmt: skip
    alone = verifying.check_alone(
        paths[0].read_bytes(), authorities=[paths[1].read_bytes()], at=leader.clock.now()
    )
    assert alone.valid, alone.faults
    page = "".join(raster.texts(paths[2].read_bytes()))
    assert "怎样核验" in page
    assert archival.findings(paths[2].read_bytes()) == []


def test_a_slip_nobody_signed_in_the_program_has_no_original(
    desk: Desk, slip_id: int, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="还没有电子原件"):
        electronic_original.export(desk, slip_id=slip_id, folder=tmp_path)
    assert list(tmp_path.glob("*.pdf")) == []
