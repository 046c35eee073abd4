"""Signed prints: everybody signs in the right box, and whatever is done to the file afterwards is noticed."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.papers.catalogue import SHEETS, paper
from qmsdesk.papers.layout import lay_out
from qmsdesk.printing import archival, ca, raster, render, sign, verify
from qmsdesk.printing.ca import Identity
from qmsdesk.printing.job import PrintMeta
from qmsdesk.printing.verify import Expected, Verdict
from qmsdesk.procedure.copies import copy_set
from tests.printing.attacks import changed_inside, rewritten, stripped, with_note, with_overlay

NOW = datetime(2026, 11, 22, 7, 4, tzinfo=UTC)
COMPANY = "兰州兰石重型装备股份有限公司"
DIGEST = "ab12cd34"


@dataclass(frozen=True)
class House:
    """A department: its authority, two people, and one print they signed."""

    authority: Identity
    clerk: Identity
    leader: Identity
    plain: bytes
    once: bytes
    twice: bytes

    @property
    def expected(self) -> Expected:
        return Expected(
            DIGEST,
            {
                "sig_handler": [ca.facts(self.clerk.certificate).serial],
                "sig_review": [ca.facts(self.leader.certificate).serial],
            },
            frozenset({hashlib.sha256(self.twice).hexdigest()}),
        )

    def judge(self, data: bytes, expected: Expected | None = None, at: datetime = NOW) -> Verdict:
        return verify.verify(
            data,
            authorities=[self.authority.certificate],
            at=at,
            expected=expected or replace(self.expected, hashes=None),
        )


def new_people(department: str) -> tuple[Identity, Identity, Identity]:
    authority = ca.make_authority(company=COMPANY, department=department, now=NOW)
    clerk, leader = (
        ca.issue(authority, person=person, department=department, company=COMPANY, now=NOW)
        for person in ("李敏", "王工")
    )
    return authority, clerk, leader


def print_slip(digest: str = DIGEST) -> bytes:
    values = {"customer_name": "广西柳工机械股份有限公司", "description": "减速机漏油。"}
    meta = PrintMeta(digest=digest, printed_at=NOW)
    data = render.render(paper("01"), copy_set("01")[:1], values, number="F01-2026-001", meta=meta)
    return sign.prepare(archival.archive(data), sign.signature_fields(paper("01")))


def signed(
    data: bytes, field: str, name: str, meaning: str, who: Identity, root: Identity, *, first: bool
) -> bytes:
    box = next(one for one in sign.signature_fields(paper("01")) if one.name == field)
    signer = sign.Signer(name, meaning, who, root.certificate)
    return sign.sign(data, field=box, signer=signer, moment=NOW, first=first)


@pytest.fixture(scope="module")
def house() -> House:
    authority, clerk, leader = new_people("经销部")
    plain = print_slip()
    once = signed(plain, "sig_handler", "李敏", "经办", clerk, authority, first=True)
    twice = signed(once, "sig_review", "王工", "审核", leader, authority, first=False)
    return House(authority, clerk, leader, plain, once, twice)


@pytest.mark.parametrize("code", [one.code for one in SHEETS])
def test_every_signature_box_of_a_paper_is_a_field_in_signing_order(code: str) -> None:
    fields = sign.signature_fields(paper(code))
    shown = {slot.field for slot in lay_out(paper(code)).slots}
    assert [one.name for one in fields] == [box.field for box in paper(code).signatures if box.field in shown]
    assert all(one.box[2] > 15 and one.box[3] > 5 for one in fields)


@pytest.mark.parametrize("code", [one.code for one in SHEETS])
def test_no_day_waits_for_ink_beside_an_electronic_signature(code: str) -> None:
    copies, marks = copy_set("01")[:1], frozenset({"signed_here"})
    data = render.render(paper(code), copies, {}, number="F01-2026-001", marks=marks)
    boxes = {box.field for box in paper(code).signatures}
    with raster.opened(data) as document:
        page = document[0]
        text, height = page.get_textpage(), page.get_height()
        for slot in (item for item in lay_out(paper(code)).slots if item.field in boxes):
            x, y, w, h = (side * 72 / 25.4 for side in (slot.x, slot.y, slot.w, slot.h))
            assert "月" not in text.get_text_bounded(x, height - y - h, x + w, height - y), slot.field


def test_an_untouched_print_is_accepted(house: House) -> None:
    verdict = house.judge(house.twice, house.expected)
    assert verdict.valid, verdict.faults
    assert [(one.person, one.meaning, one.field) for one in verdict.signatures] == [
        ("李敏", "经办", "sig_handler"),
        ("王工", "审核", "sig_review"),
    ]
    assert all(one.moment == NOW and one.department == "经销部" for one in verdict.signatures)
    assert (verdict.number, verdict.digest) == ("F01-2026-001", DIGEST)


def test_a_signed_print_is_still_archival_and_shows_names(house: House) -> None:
    assert archival.archival_but_for_signatures(house.twice)
    assert not archival.archival_but_for_signatures(render.blank(paper("01")))
    before, after = (raster.page(data, 0, dpi=60)[2] for data in (house.plain, house.twice))
    assert before != after


def test_poppler_agrees(house: House, tmp_path: Path) -> None:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig is not installed")
    (tmp_path / "a.pdf").write_bytes(house.twice)
    said = subprocess.run([program, tmp_path / "a.pdf"], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2


def test_a_print_is_good_after_five_years_and_beyond_when_the_signing_time_is_proven(house: House) -> None:
    assert house.judge(house.twice, at=NOW + timedelta(days=5 * 366)).valid
    assert not house.judge(house.twice, at=NOW + timedelta(days=11 * 366)).valid
    assert house.judge(house.twice, at=NOW).valid


def test_a_box_is_signed_only_once(house: House) -> None:
    with pytest.raises(UserError, match="已经签过"):
        signed(house.once, "sig_handler", "李敏", "经办", house.clerk, house.authority, first=False)


ATTACKS = {
    "rewritten by another tool": lambda house: rewritten(house.twice),
    "overlay": lambda house: with_overlay(house.twice),
    "annotation": lambda house: with_note(house.twice),
    "signatures stripped": lambda house: stripped(house.twice),
    "never signed": lambda house: house.plain,
    "rolled back to fewer signatures": lambda house: house.once,
    "trailing bytes": lambda house: house.twice + b"\n%%EOF\n<script>",
    "cut short": lambda house: house.twice[:-2000],
    "content changed": lambda house: changed_inside(house.twice),
    "not a PDF": lambda house: b"hello",
    "empty": lambda house: b"",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_noticed_without_the_register_of_hashes(attack: str, house: House) -> None:
    verdict = house.judge(ATTACKS[attack](house))
    assert not verdict.valid
    assert all(fault.endswith("。") for fault in verdict.faults)


def test_a_foreign_authority_is_not_ours(house: House) -> None:
    authority, clerk, leader = new_people("经销部")
    data = signed(print_slip(), "sig_handler", "李敏", "经办", clerk, authority, first=True)
    data = signed(data, "sig_review", "王工", "审核", leader, authority, first=False)
    assert any("不是用本部门签发的证书" in fault for fault in house.judge(data).faults)


def test_the_right_people_in_the_wrong_boxes_are_refused(house: House) -> None:
    data = signed(house.plain, "sig_handler", "王工", "经办", house.leader, house.authority, first=True)
    data = signed(data, "sig_review", "李敏", "审核", house.clerk, house.authority, first=False)
    assert any("无权" in fault for fault in house.judge(data).faults)


def test_signatures_of_another_record_are_refused(house: House) -> None:
    data = signed(print_slip("99ff"), "sig_handler", "李敏", "经办", house.clerk, house.authority, first=True)
    data = signed(data, "sig_review", "王工", "审核", house.leader, house.authority, first=False)
    assert any("摘要" in fault for fault in house.judge(data).faults)


def test_a_first_signature_that_locks_nothing_is_refused(house: House) -> None:
    data = signed(house.plain, "sig_handler", "李敏", "经办", house.clerk, house.authority, first=False)
    data = signed(data, "sig_review", "王工", "审核", house.leader, house.authority, first=False)
    assert any("没有锁定" in fault for fault in house.judge(data).faults)


def flip(house: House, seeds: range) -> None:
    for seed in seeds:
        dice = random.Random(seed)
        place = dice.randrange(len(house.twice))
        damaged = bytearray(house.twice)
        damaged[place] ^= 1 << dice.randrange(8)
        assert not house.judge(bytes(damaged), house.expected).valid, (seed, place)


def test_flipped_bits_are_noticed(house: House) -> None:
    flip(house, range(25))


@pytest.mark.slow
def test_a_hundred_and_fifty_flipped_bits_are_noticed(house: House) -> None:
    flip(house, range(25, 175))


def test_a_certificate_says_whose_it_is(house: House) -> None:
    facts = ca.facts(house.leader.certificate)
    assert (facts.person, facts.department) == ("王工", "经销部")
    assert facts.valid_until - NOW > timedelta(days=9 * 365)
    with pytest.raises(UserError, match="证书"):
        ca.facts(b"not a certificate")


def test_an_authority_that_has_ended_issues_nothing(house: House) -> None:
    late = NOW + timedelta(days=11 * 366)
    with pytest.raises(UserError, match="已过期"):
        ca.issue(house.authority, person="赵倩", department="经销部", company=COMPANY, now=late)
