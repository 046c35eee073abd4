"""Handing a 联 to a department that works in another database: a sealed packet out, its receipt back (design §4)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import UserError
from qmsdesk.models import attachments, engine, places
from qmsdesk.models.base import read_moment
from qmsdesk.models.files import atomic_write
from qmsdesk.models.packet_key import LEAST, packet_key
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations import case_prints, steps
from qmsdesk.operations.copy_receipt import BY_STEP, sign_for_copy
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.rights import require
from qmsdesk.operations.slips import Slip, read_slip
from qmsdesk.operations.turns import INK, Given
from qmsdesk.papers.values import Signed, dump
from qmsdesk.procedure.clock import business_date
from qmsdesk.settings import company

if TYPE_CHECKING:
    from datetime import datetime

    from qmsdesk.exchange.packets import Opened, PacketFile

COPY, RECEIPT = "联", "回执"
PACKET = "交接包"  # the permission


@dataclass(frozen=True)
class OnItsWay:
    """A 联 that was handed over and is not signed for; `packet_at` is when it was last put into a packet."""

    copy_id: int
    slip_id: int
    number: str
    holder: str
    label: str
    packet_at: datetime | None


@dataclass(frozen=True)
class Sent:
    """A packet that was written: where, for whom, and the id its receipt names."""

    path: Path
    packet_id: str
    number: str
    holder: str


def on_their_way(desk: Desk) -> list[OnItsWay]:
    """What may go into a packet: the 联 handed over and not signed for, the oldest first."""
    found = rows(
        "SELECT k.id, s.id, s.number, k.holder, k.label, (SELECT max(made_at) FROM packet p WHERE p.copy_id = k.id)"
        " FROM copy k CROSS JOIN slip s ON s.id = k.slip_id WHERE k.handed_at IS NOT NULL"
        " AND k.signed_for_at IS NULL AND s.state <> '作废' AND s.unit_id = ? ORDER BY k.handed_at, k.id",
        (desk.department.unit_id,),
    )
    lines = ([*row[:5], read_moment(row[5]) if row[5] else None] for row in found)
    return [OnItsWay(*line) for line in lines]


def send_copy(desk: Desk, *, copy_id: int, passphrase: str, folder: Path) -> Sent:
    """Write a 联 that was handed over into a packet file: sheet, signatures, its print, photocopies, attachments.

    UserError where it is not on its way. The 联 stays unsigned here until the receipt comes back.
    """
    from qmsdesk.exchange import packets

    require(desk, PACKET)
    key_of = key_from(passphrase)
    slip, ordinal, holder, label, handed_by = _on_its_way(desk, copy_id)
    files = _files(desk, slip, ordinal)
    packet_id = uuid.uuid4().hex
    content = {
        "packet": packet_id, "unit": desk.department.unit_name, "department": desk.department.name,
        "sender": handed_by or desk.user.name, "paper": slip.paper_code, "number": slip.number, "holder": holder,
        "label": label, "values": dump(slip.paper, slip.values), "sent_at": desk.clock.now().isoformat(),
    }  # fmt: skip
    data, digest = packets.seal(COPY, company(desk.data_dir).name, content, files, key_of=key_of)
    with write_tx():
        deed = Deed(desk, slip.id)
        deed.insert(
            "packet", packet_id=packet_id, slip_id=slip.id, copy_id=copy_id, receiver=holder, digest=digest,
            made_at=deed.now, made_by=desk.user.name,
        )  # fmt: skip
        deed.close("制作交接包", f"{holder}联")
    path = folder / attachments.safe_name(f"{slip.number}-{holder}-{packet_id[:6]}{packets.SUFFIX}")
    atomic_write(path, data)
    return Sent(path, packet_id, slip.number, holder)


def open_file(desk: Desk, *, path: Path, passphrase: str) -> Opened:
    """A packet file of our company, opened; UserError in one sentence for everything else."""
    from qmsdesk.exchange import packets

    try:
        if path.stat().st_size > packets.MOST_BYTES + packets.MOST_HEAD:
            raise UserError("这个文件太大，不是本程序的交接包。")
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"读不出“{path.name}”。", advice="请核对文件和权限。", detail=str(error)) from error
    ours, theirs = company(desk.data_dir).name, packets.read_head(data).company
    if theirs != ours:
        raise UserError(f"这个交接包来自另一家公司（{theirs[:60]}），不能接收。")
    return packets.open_packet(data, key_of=key_from(passphrase))


def take_receipt(desk: Desk, *, opened: Opened) -> str:
    """Fill 签收 of a 联 from the receipt of its holder; the number of the slip. The same receipt twice is refused."""
    content = opened.content
    found = one(
        "SELECT id, slip_id, copy_id, receiver, digest, receipt_at FROM packet WHERE packet_id = ?",
        (str(content.get("packet")),),
    )
    if found is None:
        raise UserError("这份回执对应的交接包不是从这里送出的。")
    key, slip_id, copy_id, receiver, digest, receipt_at = found
    if receipt_at is not None:
        raise UserError("这份回执已经登记过了。")
    if content.get("digest") != digest:
        raise UserError("回执里的内容和送出的不是同一份。", advice="请与对方核对后重新送交。")
    name, day, opinion = _signed(content)
    slip = read_slip(desk, slip_id=slip_id)
    if one("SELECT 1 FROM copy WHERE id = ? AND signed_for_at IS NULL", (copy_id,)):
        _sign(desk, slip, copy_id, Given(ink=Signed(name, day, INK)), opinion)
    with write_tx():
        deed = Deed(desk, slip_id)
        deed.change("packet", key, receipt_at=deed.now, receipt_by=name)
        deed.close("登记回执", f"{receiver}联 {name}")
    return slip.number


def key_from(passphrase: str) -> Callable[[bytes], bytes]:
    """What makes the key of a packet of its salt; UserError for a passphrase that is too short to agree on."""
    if len(passphrase) < LEAST:
        raise UserError(
            f"交接口令至少 {LEAST} 个字符。", advice="双方约定同一个口令，电话里告知，不随文件传送。"
        )
    return lambda salt: packet_key(passphrase, salt)


def _signed(content: dict[str, Any]) -> tuple[str, Any, str]:
    try:
        name, opinion = str(content["signed_by"]).strip(), str(content["opinion"])
        day = business_date(read_moment(str(content["signed_at"])))
    except (KeyError, ValueError) as error:
        raise UserError("这份回执的内容看不懂。", advice="请对方重新制作。") from error
    if not name:
        raise UserError("这份回执没有签收人。", advice="请对方签收后重新制作。")
    return name, day, opinion


def _sign(desk: Desk, slip: Slip, copy_id: int, given: Given, opinion: str) -> None:
    """F and J are signed for by their own step, C and B copy by copy."""
    words = opinion or "已签收（交接包回执）"
    if slip.paper_code in BY_STEP:
        values = {"qc_receipt_opinion": words} if slip.paper_code == "01" else {}
        turned = Given(ink=given.ink, values=values)
        steps.step(desk, slip_id=slip.id, action=BY_STEP[slip.paper_code], given=turned)
    else:
        sign_for_copy(desk, copy_id=copy_id, opinion=words, given=given)


def _on_its_way(desk: Desk, copy_id: int) -> tuple[Slip, int, str, str, str]:
    found = one(
        "SELECT slip_id, ordinal, holder, label, handed_at, handed_by, signed_for_at FROM copy WHERE id = ?", (copy_id,)
    )  # fmt: skip
    if found is None:
        raise UserError("没有找到这一联。")
    if found[4] is None:
        raise UserError("这一联还没有送交。", advice="请先在单据上“送交”或“分发”，再制作交接包。")
    if found[6] is not None:
        raise UserError("这一联已经签收，不需要交接包。")
    return read_slip(desk, slip_id=found[0]), int(found[1]), found[2], found[3], found[5] or ""


def _files(desk: Desk, slip: Slip, ordinal: int) -> list[PacketFile]:
    """The print of the 联, the 复印件 that go with a 处理单, and the attachments of the slip and of its originals."""
    from qmsdesk.exchange.packets import PacketFile

    printed = [case_prints.copy_pdf(desk, slip_id=slip.id, ordinal=ordinal)]
    if slip.paper_code == "03":
        printed += case_prints.photocopies(desk, handling_id=slip.id)
    files = [PacketFile(one_.name, one_.data) for one_ in printed]
    store, key = places.attachments_dir(desk.data_dir), engine.current().attachment_key
    for name, sha256 in rows(
        "SELECT name, sha256 FROM attachment WHERE slip_id = ? OR source_id IN"
        " (SELECT id FROM source_document WHERE slip_id = ?) ORDER BY id",
        (slip.id, slip.id),
    ):
        files.append(PacketFile(name, attachments.read(store, key, sha256)))
    return files
