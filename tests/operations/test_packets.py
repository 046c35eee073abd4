"""A 联 handed to a department elsewhere travels as a sealed file, is signed for there, and its receipt comes home."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.exchange import packets as envelope
from qmsdesk.models.transactions import rows
from qmsdesk.operations import foreign_copies, packets, slips
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import FixedClock
from tests.operations.case_department import walking
from tests.operations.case_hands import as_
from tests.operations.case_walk import Walker

WORDS, PASSWORD = "黄河铁桥 1909", "foundry-desk-2026"
CLOCK = FixedClock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walker]:
    with walking(tmp_path_factory.mktemp("packets") / "data") as hands:
        hands.trusting = True
        yield hands


@pytest.fixture(scope="module")
def handling(walker: Walker) -> int:
    """A 处理单 on its way to 经销, 装配车间."""
    return walker.handling("开始分析 提出处理意见 登记 审核 分发")


@pytest.fixture
def sent(walker: Walker, handling: int, tmp_path: Path) -> packets.Sent:
    copy_id = next(line.copy_id for line in packets.on_their_way(walker.desk) if line.holder == "装配车间")
    return packets.send_copy(walker.desk, copy_id=copy_id, passphrase=WORDS, folder=tmp_path)


def _taken(desk: Desk, path: Path, words: str = WORDS) -> foreign_copies.Taken:
    return foreign_copies.take_packet(desk, path=path, passphrase=words)


def test_a_feedback_and_a_suggestion_are_signed_for_by_their_own_step(walker: Walker, tmp_path: Path) -> None:
    for slip_id, holder, state in (
        (walker.feedback("审核 送交"), "质管部门", "待归类"),
        (walker.suggestion("登记 审核 发出"), "设计所", "研究中"),
    ):
        line = next(one for one in packets.on_their_way(walker.desk) if one.slip_id == slip_id)
        assert line.holder == holder
        out = packets.send_copy(walker.desk, copy_id=line.copy_id, passphrase=WORDS, folder=tmp_path)
        opened = packets.open_file(walker.desk, path=out.path, passphrase=WORDS)
        told = {
            "packet": out.packet_id, "digest": opened.digest, "signed_by": "周平", "opinion": "",
            "signed_at": "2026-11-22T06:00:00.000Z",
        }  # fmt: skip
        packets.take_receipt(walker.desk, opened=envelope.Opened("回执", told, (), ""))
        assert slips.read_slip(walker.desk, slip_id=slip_id).state == state


def test_a_copy_that_is_not_on_its_way_makes_no_packet(walker: Walker, tmp_path: Path) -> None:
    slip_id = walker.handling("开始分析 提出处理意见 登记 审核")
    copy_id = rows("SELECT id FROM copy WHERE slip_id = ? ORDER BY id DESC", (slip_id,))[0][0]
    with pytest.raises(UserError, match="还没有送交"):
        packets.send_copy(walker.desk, copy_id=copy_id, passphrase=WORDS, folder=tmp_path)
    with pytest.raises(UserError, match="至少 8"):
        packets.send_copy(walker.desk, copy_id=copy_id, passphrase="短口令", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_the_case_can_be_read_in_the_file(sent: packets.Sent) -> None:
    data = sent.path.read_bytes()
    for words in ("密封面", "装配车间", sent.number, "兰州石化", "%PDF"):
        assert words.encode() not in data


def test_one_changed_byte_anywhere_is_noticed(walker: Walker, sent: packets.Sent) -> None:
    data = sent.path.read_bytes()
    places = [*range(0, 260, 7), len(data) // 2, len(data) - 1]
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1
        _refused(walker.desk, sent.path, bytes(changed), "。")


def _refused(desk: Desk, path: Path, data: bytes, words: str) -> None:
    path.write_bytes(data)
    before = rows("SELECT count(*) FROM audit"), rows("SELECT count(*) FROM foreign_copy")
    with pytest.raises(UserError, match=words) as refused:
        _taken(desk, path)
    assert refused.value.message.endswith("。")
    assert "\n" not in str(refused.value)
    assert (rows("SELECT count(*) FROM audit"), rows("SELECT count(*) FROM foreign_copy")) == before


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("content.json", b"0" * (64 << 20))
    return packed.getvalue()


def _headed(**changes: object) -> bytes:
    head = {"format": 1, "kind": "联", "company": "", "salt": "AAAA", "nonce": "AAAA", **changes}
    told = json.dumps(head).encode()
    return envelope.MAGIC + len(told).to_bytes(4, "big") + told + b"x" * 64


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "不是本程序的交接包"),
        (_bomb(), "不是本程序的交接包"),
        (envelope.MAGIC + b"\xff\xff\xff\xff" + b"{}", "不是本程序的交接包"),
        (envelope.MAGIC + (900).to_bytes(4, "big") + b"[" * 900 + b"x", "不是本程序的交接包"),
        (_headed(format=2), "更新版本"),
        (_headed(format="1"), "不是本程序的交接包"),
        (_headed(kind="别的"), "不是本程序的交接包"),
    ],
)
def test_what_is_no_packet_is_refused_in_one_sentence(
    walker: Walker, tmp_path: Path, data: bytes, words: str
) -> None:
    _refused(walker.desk, tmp_path / "x.qmspacket", data, words)


def test_another_company_and_another_passphrase_are_refused(
    walker: Walker, sent: packets.Sent, tmp_path: Path
) -> None:
    key_of = packets.key_from(WORDS)
    data, _ = envelope.seal("联", "另一家公司", {"packet": "0" * 32}, (), key_of=key_of)
    _refused(walker.desk, tmp_path / "x", data, "另一家公司")
    with pytest.raises(UserError, match="口令不对"):
        _taken(walker.desk, sent.path, "不是这个交接口令呀")


@pytest.mark.parametrize(
    "changes",
    [
        {"paper": "99"}, {"packet": "short"}, {"number": ""}, {"values": [1, 2]},
        {"values": {"severity": {"date": "x"}}}, {"sent_at": "gestern"}, {"sent_at": "2026-11-22"},
    ],
)  # fmt: skip
def test_a_sealed_packet_with_senseless_content_is_refused(
    walker: Walker, tmp_path: Path, changes: dict[str, object]
) -> None:
    from qmsdesk.settings import company

    content = {
        "packet": "f" * 32, "unit": "铸锻公司", "department": "质管部门", "sender": "周平", "paper": "03",
        "number": "C02-2026-001", "holder": "经销部门", "label": "", "values": {}, "sent_at": "2026-11-22T06:00:00Z",
        **changes,
    }  # fmt: skip
    name = company(walker.desk.data_dir).name
    data, _ = envelope.seal("联", name, content, (), key_of=packets.key_from(WORDS))
    _refused(walker.desk, tmp_path / "x", data, "看不懂")


def test_lengths_that_do_not_come_out_even_are_refused() -> None:
    key_of = packets.key_from(WORDS)
    whole = [envelope.PacketFile("a.pdf", b"12345")]
    data, _ = envelope.seal("联", "甲", {}, whole, key_of=key_of)
    assert envelope.open_packet(data, key_of=key_of).files == tuple(whole)
    for size in (4, 6, -1, 10**12, "5x"):
        told = json.dumps({"files": [{"name": "a.pdf", "size": size}]}).encode()
        with pytest.raises(UserError, match="不完整"):
            envelope._parted(len(told).to_bytes(4, "big") + told + b"12345")
    with pytest.raises(UserError, match="不完整"):
        envelope._parted((1 << 31).to_bytes(4, "big") + b"{}")


@pytest.mark.parametrize("role", ["site_viewer", "administrator", "anyone"])
def test_who_has_nothing_to_do_with_copies_neither_sends_nor_takes(
    walker: Walker, sent: packets.Sent, role: str
) -> None:
    stranger = as_(walker.desk, role)
    for gesture in (
        lambda: _taken(stranger, sent.path),
        lambda: packets.send_copy(stranger, copy_id=1, passphrase=WORDS, folder=sent.path.parent),
        lambda: foreign_copies.sign_for(stranger, foreign_id=1),
        lambda: foreign_copies.write_receipt(
            stranger, foreign_id=1, passphrase=WORDS, folder=sent.path.parent
        ),
        lambda: foreign_copies.save_files(stranger, foreign_id=1, folder=sent.path.parent),
    ):
        with pytest.raises(UserError, match="交接包"):
            gesture()
