"""qmsdesk verify against a dishonest hand: thirteen attacks on a print two people signed, and flipped bits."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qmsdesk import cli
from qmsdesk.operations import (
    certificates,
    department,
    electronic_original,
    intake,
    people,
    print_archive,
    signing,
    slips,
)
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.catalogue import paper
from qmsdesk.printing import archival, ca, render, sign
from qmsdesk.printing.ca import Identity
from qmsdesk.printing.job import PrintMeta
from qmsdesk.procedure.copies import copy_set
from tests.printing.attacks import changed_inside, rewritten, stripped, with_note, with_overlay

CLERK, LEADER = ("李敏", "testing-desk-2026"), ("王工", "another-desk-7351")
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    """A closed department: its original after one and after two signatures, and the identities of all."""

    data: Path
    once: bytes
    twice: bytes
    digest: str
    clerk: Identity
    leader: Identity
    root: Identity

    def signed(self, *hands: tuple[str, str, Identity], digest: str = "", certify: bool = True) -> bytes:
        """The slip signed anew outside the program by whoever got hold of keys: (box, meaning, identity)."""
        meta = PrintMeta(digest=digest or self.digest, printed_at=NOW)
        data = render.render(paper("01"), copy_set("01")[:1], {}, number="F01-2026-001", meta=meta)
        fields = {item.name: item for item in sign.signature_fields(paper("01"))}
        data = sign.prepare(archival.archive(data), list(fields.values()))
        for place, (box, meaning, identity) in enumerate(hands):
            name = ca.facts(identity.certificate).person
            signer = sign.Signer(name, meaning, identity, self.root.certificate)
            first = certify and place == 0
            data = sign.sign(data, field=fields[box], signer=signer, moment=NOW, first=first)
        return data


@pytest.fixture
def house(desk: Desk, call_note: Any, complete_feedback: dict[str, Any]) -> Iterator[House]:
    taken = intake.record_call(desk, note=call_note, request_id="call")
    done = slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="slip")
    key = people.add_person(desk, name=LEADER[0], roles=("sales_leader",))
    people.let_sign_in(desk, person_id=key, password=LEADER[1])
    signing.sign(desk, slip_id=done.slip_id, box="sig_handler", password=CLERK[1], version=1)
    once, clerk = original(desk, done.slip_id), certificates.own_identity(desk, password=CLERK[1])
    department.close_department(desk)
    there = {"data_dir": desk.data_dir, "clock": desk.clock}
    second = department.open_department(**there, user=LEADER[0], password=LEADER[1])
    signing.sign(second, slip_id=done.slip_id, box="sig_review", password=LEADER[1], version=2)
    leader, root = certificates.own_identity(second, password=LEADER[1]), certificates.authority(second)
    twice = original(second, done.slip_id)
    department.close_department(second)
    yield House(desk.data_dir, once, twice, digest_in(twice), clerk, leader, root)
    department.open_department(**there, user=CLERK[0], password=CLERK[1])


def original(desk: Desk, slip_id: int) -> bytes:
    kept = electronic_original.latest(desk, slip_id=slip_id)
    assert kept is not None
    return print_archive.read_bytes(desk, kept.sha256)


def digest_in(data: bytes) -> str:
    """The digest of the record as the file says it."""
    from qmsdesk.printing.verify import verify

    return verify(data, authorities=(), at=NOW).digest


@pytest.fixture
def judge(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[bytes], tuple[int, dict[str, Any]]]:
    """The command on these bytes: its exit code and its answer."""
    monkeypatch.setenv("QMSDESK_PASSWORD", CLERK[1])
    path = tmp_path / "questioned.pdf"

    def command(data: bytes) -> tuple[int, dict[str, Any]]:
        path.write_bytes(data)
        capsys.readouterr()
        code = cli.main(["--data", str(house.data), "--user", CLERK[0], "verify", str(path), "--json"])
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return code, answer

    return command


def foreign(house: House) -> bytes:
    """The same names under an authority somebody made at home."""
    other = ca.make_authority(company="别的公司", department="经销部门", now=NOW)
    hands = []
    for box, meaning, person in (("sig_handler", "经办", CLERK[0]), ("sig_review", "审核", LEADER[0])):
        who = ca.issue(other, person=person, department="经销部门", company="别的公司", now=NOW)
        hands.append((box, meaning, who))
    return house.signed(*hands)


def handler(house: House) -> tuple[str, str, Identity]:
    return "sig_handler", "经办", house.clerk


def review(house: House) -> tuple[str, str, Identity]:
    return "sig_review", "审核", house.leader


ATTACKS: dict[str, Callable[[House], bytes]] = {
    "a byte of the content changed": lambda house: changed_inside(house.twice),
    "painted over": lambda house: with_overlay(house.twice),
    "a note added": lambda house: with_note(house.twice),
    "signatures stripped": lambda house: stripped(house.twice),
    "rolled back to fewer signatures": lambda house: house.once,
    "signed under a foreign authority": foreign,
    "the right people in the wrong boxes": lambda house: house.signed(
        ("sig_handler", "经办", house.leader), ("sig_review", "审核", house.clerk)
    ),
    "the signatures of another record": lambda house: house.signed(
        handler(house), review(house), digest="0" * 64
    ),
    "another text under the right signatures and digest": lambda house: house.signed(
        handler(house), review(house)
    ),
    "a first signature that locks nothing": lambda house: house.signed(
        handler(house), review(house), certify=False
    ),
    "bytes after the end": lambda house: house.twice + b"\n%%EOF\n<script>",
    "written anew by another tool": lambda house: rewritten(house.twice),
    "cut short": lambda house: house.twice[:-2000],
    "never signed": lambda house: house.signed(),
}


def test_the_untouched_original_is_accepted_and_every_attack_is_noticed_in_words(
    house: House, judge: Callable[[bytes], tuple[int, dict[str, Any]]]
) -> None:
    code, answer = judge(house.twice)
    assert (code, answer["valid"], answer["faults"]) == (0, True, [])
    assert [item["person"] for item in answer["signers"]] == ["李敏", "王工"]
    missed = []
    for name, attack in ATTACKS.items():
        code, answer = judge(attack(house))
        if code == 0 or answer["valid"] or not all(fault.endswith("。") for fault in answer["faults"]):
            missed.append(name)
    assert missed == []


@pytest.mark.slow
def test_a_hundred_and_fifty_flipped_bits_are_noticed_by_the_command(
    house: House, judge: Callable[[bytes], tuple[int, dict[str, Any]]]
) -> None:
    dice = random.Random(2026)
    for _ in range(150):
        place, bit = dice.randrange(len(house.twice)), dice.randrange(8)
        damaged = bytearray(house.twice)
        damaged[place] ^= 1 << bit
        code, answer = judge(bytes(damaged))
        assert code == 1, (place, bit)
        assert not answer["valid"]
    assert judge(house.twice)[0] == 0
