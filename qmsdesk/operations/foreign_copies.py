"""联 that came in a packet from another database: taken in, signed for, receipted; kept with their print and files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import UserError
from qmsdesk.models import attachments
from qmsdesk.models.base import moment_text, read_moment
from qmsdesk.models.files import atomic_write
from qmsdesk.models.text import clean_text
from qmsdesk.models.transactions import one, rows, write_tx
from qmsdesk.operations.deed import Deed
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import once
from qmsdesk.operations.packets import PACKET, RECEIPT, key_from, open_file, take_receipt
from qmsdesk.operations.print_archive import keep_bytes, read_bytes
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.rights import require
from qmsdesk.operations.stepping import NOTHING, checked
from qmsdesk.operations.turns import Given
from qmsdesk.papers.base import Paper
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import dump, load
from qmsdesk.settings import company

if TYPE_CHECKING:
    pass

LETTERED = ("01", "02", "03", "04")


@dataclass(frozen=True)
class ForeignCopy:
    """One 联 of another department: what it is, from whom, when it came, who signed for it."""

    id: int
    paper_code: str
    number: str
    unit: str
    department: str
    sender: str
    holder: str
    label: str
    sent_at: datetime
    taken_at: datetime
    taken_by: str
    signed_for_at: datetime | None
    signed_for_by: str
    opinion: str

    @property
    def title(self) -> str:
        """The name of the sheet."""
        return paper(self.paper_code).title


@dataclass(frozen=True)
class Taken:
    """What a packet was: a 联 that waits here now (`foreign_id`), or the receipt of one of ours."""

    kind: str
    number: str
    foreign_id: int | None = None


def take_packet(desk: Desk, *, path: Path, passphrase: str) -> Taken:
    """Take a packet file in: a 联 goes to the 待签收 list, a receipt fills 签收 of ours.

    UserError for a damaged, foreign, newer or repeated one; nothing is kept then.
    """
    require(desk, PACKET)
    opened = open_file(desk, path=path, passphrase=passphrase)
    if opened.kind == RECEIPT:
        return Taken(RECEIPT, take_receipt(desk, opened=opened))
    told = _checked_content(opened.content)
    _refuse_known(told["packet"])
    kept = [(file.name, keep_bytes(desk, file.data)) for file in opened.files]
    with write_tx():
        _refuse_known(told["packet"])
        deed = Deed(desk, None)
        key = deed.insert(
            "foreign_copy", packet_id=told["packet"], unit=told["unit"], department=told["department"],
            sender=told["sender"], paper_code=told["paper"], number=told["number"], holder=told["holder"],
            label=told["label"], content=told["values"], digest=opened.digest, sent_at=told["sent_at"],
            taken_at=deed.now, taken_by=desk.user.name,
        )  # fmt: skip
        for place, (name, sha256) in enumerate(kept):
            safe = attachments.safe_name(name)
            deed.insert("foreign_file", foreign_copy_id=key, place=place, name=safe, sha256=sha256)
        deed.close("接收交接包", f"{told['unit']} {told['number']} {told['holder']}联")
    return Taken(opened.kind, told["number"], key)


def foreign_copies(desk: Desk, *, waiting: bool = False) -> list[ForeignCopy]:
    """The 联 of other departments kept here, the latest first; only those nobody signed for with `waiting`."""
    where = " WHERE signed_for_at IS NULL" if waiting else ""
    return [_line(row) for row in rows(f"{_SELECT}{where} ORDER BY id DESC")]


def read_foreign(desk: Desk, *, foreign_id: int) -> ForeignCopy:
    """One of them; UserError when there is none."""
    found = one(f"{_SELECT} WHERE id = ?", (foreign_id,))
    if found is None:
        raise UserError("没有找到这一联。")
    return _line(found)


def files_of(desk: Desk, *, foreign_id: int) -> list[tuple[str, str]]:
    """(name, SHA-256) of its files, the print of the 联 first."""
    found = rows(
        "SELECT name, sha256 FROM foreign_file WHERE foreign_copy_id = ? ORDER BY place", (foreign_id,)
    )
    return [(row[0], row[1]) for row in found]


def print_of(desk: Desk, *, foreign_id: int) -> Printed:
    """The 联 as its sender printed it, to look at and to print."""
    require(desk, PACKET)
    line, files = read_foreign(desk, foreign_id=foreign_id), files_of(desk, foreign_id=foreign_id)
    if not files:
        raise UserError("这一联没有随附打印件。")
    name, sha256 = files[0]
    return Printed(read_bytes(desk, sha256), 1, False, name, f"{line.unit} {line.number} {line.label}")


def save_files(desk: Desk, *, foreign_id: int, folder: Path) -> list[Path]:
    """Write the print and the attachments of a foreign copy into a folder; nothing there is overwritten."""
    require(desk, PACKET)
    written = []
    for name, sha256 in files_of(desk, foreign_id=foreign_id):
        path, number = folder / name, 1
        while path.exists():
            number += 1
            path = folder / f"{Path(name).stem}({number}){Path(name).suffix}"
        atomic_write(path, read_bytes(desk, sha256))
        written.append(path)
    line = read_foreign(desk, foreign_id=foreign_id)
    with write_tx():
        Deed(desk, None).close("另存收到的文件", f"{line.unit} {line.number} {len(written)} 个")
    return written


def file_bytes(desk: Desk, *, sha256: str) -> bytes:
    """One file of a foreign copy; UserError when it is gone or damaged."""
    return read_bytes(desk, sha256)


def values_of(desk: Desk, *, foreign_id: int) -> tuple[Paper, dict[str, Any]]:
    """The sheet and what stands on it, as it came."""
    found = one("SELECT paper_code, content FROM foreign_copy WHERE id = ?", (foreign_id,))
    if found is None:
        raise UserError("没有找到这一联。")
    sheet = paper(found[0])
    return sheet, load(sheet, json.loads(found[1]))


@once
def sign_for(desk: Desk, *, foreign_id: int, opinion: str = "", given: Given = NOTHING) -> None:
    """签收 of a 联 that came in a packet: who, when, with which words; signed by password, or in ink on the paper."""
    require(desk, PACKET)
    given = checked(desk, given)
    if given.ink is None and not given.password:
        raise UserError("请输入密码签名，或选“墨签”填写签字人和日期。")
    line = read_foreign(desk, foreign_id=foreign_id)
    if line.signed_for_at is not None:
        raise UserError("这一联已经签收过了。")
    with write_tx():
        deed = Deed(desk, None)
        deed.change(
            "foreign_copy", foreign_id, signed_for_at=deed.now,
            signed_for_by=given.ink.name if given.ink else desk.user.name,
            opinion=clean_text(opinion, label="签收意见", max_length=500, multiline=True),
        )  # fmt: skip
        deed.close("签收", f"{line.unit} {line.number} {line.holder}联")


def write_receipt(desk: Desk, *, foreign_id: int, passphrase: str, folder: Path) -> Path:
    """The receipt of a 联 that was signed for, as a packet file for its sender."""
    from qmsdesk.exchange import packets

    require(desk, PACKET)
    line = read_foreign(desk, foreign_id=foreign_id)
    if line.signed_for_at is None:
        raise UserError("这一联还没有签收。", advice="请先签收，再制作回执。")
    found = one("SELECT packet_id, digest FROM foreign_copy WHERE id = ?", (foreign_id,))
    assert found is not None
    content = {
        "packet": found[0], "digest": found[1], "signed_by": line.signed_for_by,
        "signed_at": line.signed_for_at.isoformat(), "opinion": line.opinion, "unit": desk.department.unit_name,
    }  # fmt: skip
    words = company(desk.data_dir).name
    data, _ = packets.seal(RECEIPT, words, content, (), key_of=key_from(passphrase))
    path = folder / attachments.safe_name(f"{line.number}-{line.holder}-回执{packets.SUFFIX}")
    atomic_write(path, data)
    with write_tx():
        Deed(desk, None).close("制作回执", f"{line.unit} {line.number} {line.holder}联")
    return path


def _refuse_known(packet_id: str) -> None:
    if one("SELECT 1 FROM packet WHERE packet_id = ?", (packet_id,)):
        raise UserError("这个交接包是从这里送出的，应由收件部门接收。")
    found = one("SELECT number, holder FROM foreign_copy WHERE packet_id = ?", (packet_id,))
    if found:
        raise UserError(f"这个交接包已经接收过了（{found[0]} {found[1]}联）。")


def _checked_content(content: Mapping[str, Any]) -> dict[str, str]:
    """The content of a 联 as clean text, its sheet proved readable; UserError when it is none."""
    try:
        told = {
            name: clean_text(str(content[name]), label=name, max_length=200)
            for name in (
                "packet", "unit", "department", "sender", "paper", "number", "holder", "label", "sent_at",
            )
        }  # fmt: skip
        if told["paper"] not in LETTERED or not told["number"] or len(told["packet"]) != 32:
            raise ValueError(told["paper"])
        sheet = paper(told["paper"])
        values = dump(sheet, load(sheet, content["values"]))
        told["values"] = json.dumps(values, ensure_ascii=False, sort_keys=True)
        told["sent_at"] = moment_text(read_moment(told["sent_at"]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UserError("这个交接包的内容看不懂。", advice="请对方重新制作。") from error
    return told


_SELECT = (
    "SELECT id, paper_code, number, unit, department, sender, holder, label, sent_at, taken_at, taken_by,"
    " signed_for_at, signed_for_by, opinion FROM foreign_copy"
)


def _line(row: tuple[Any, ...]) -> ForeignCopy:
    signed = read_moment(row[11]) if row[11] else None
    line = (*row[:8], read_moment(row[8]), read_moment(row[9]), row[10], signed, *row[12:])
    return ForeignCopy(*line)
