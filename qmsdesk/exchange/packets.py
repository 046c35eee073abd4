"""The file a 联 travels in between two databases: one sealed envelope, nothing packed, every length checked.

Layout: MAGIC, length of the head (4 bytes), head (JSON in the open: format, kind, company, salt, nonce), then
AES-256-GCM of: length of the content (4 bytes), content (JSON), the files one after the other. The head is bound to it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qmsdesk.errors import UserError

MAGIC = b"QMSDESK-PACKET\n"
SUFFIX = ".qmspacket"
FORMAT = 1
MOST_BYTES = 256 << 20
MOST_HEAD = 4096
MOST_CONTENT = 8 << 20
MOST_FILES = 200
SALT, NONCE, COUNT = 16, 12, 4
KINDS = ("联", "回执")

KeyOf = Callable[[bytes], bytes]
_ASK_AGAIN = "请对方重新制作一份交接包。"


@dataclass(frozen=True)
class Head:
    """What anybody may read of a packet: its format, what it carries, and whose it is."""

    format: int
    kind: str
    company: str
    salt: bytes
    nonce: bytes


@dataclass(frozen=True)
class PacketFile:
    """One file in a packet."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Opened:
    """A packet that was opened: its content, its files, and the SHA-256 of both as they were sealed."""

    kind: str
    content: dict[str, Any]
    files: tuple[PacketFile, ...]
    digest: str


def seal(
    kind: str, company: str, content: Mapping[str, Any], files: Sequence[PacketFile], *, key_of: KeyOf
) -> tuple[bytes, str]:
    """(the packet, SHA-256 of what lies in it); UserError when it would be larger than anybody accepts."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    listed = [{"name": file.name, "size": len(file.data)} for file in files]
    told = json.dumps({**content, "files": listed}, ensure_ascii=False, sort_keys=True).encode()
    inner = b"".join((len(told).to_bytes(COUNT, "big"), told, *(file.data for file in files)))
    if len(inner) > MOST_BYTES or len(files) > MOST_FILES or len(told) > MOST_CONTENT:
        raise UserError("这一联的附件太多，装不进一个交接包。", advice="请把附件另行送交。")
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    head = {
        "format": FORMAT, "kind": kind, "company": company, "salt": _text(salt), "nonce": _text(nonce),
    }  # fmt: skip
    opening = _opening(json.dumps(head, ensure_ascii=False, sort_keys=True).encode())
    return opening + AESGCM(key_of(salt)).encrypt(nonce, inner, opening), hashlib.sha256(inner).hexdigest()


def read_head(data: bytes) -> Head:
    """The open part of a packet; UserError in one sentence for anything else, and for a newer format."""
    told, _ = _head_bytes(data)
    try:
        head = json.loads(told)
        number = head["format"]
        if not isinstance(number, int) or number < 1:
            raise _foreign()
        if number > FORMAT:
            raise UserError("这个交接包由更新版本的程序制作，本程序看不懂它。", advice="请先安装新版本。")
        kind, company = head["kind"], head["company"]
        salt, nonce = (base64.b64decode(head[name], validate=True) for name in ("salt", "nonce"))
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
        raise _foreign() from error
    if kind not in KINDS or not isinstance(company, str) or (len(salt), len(nonce)) != (SALT, NONCE):
        raise _foreign()
    return Head(number, kind, company, salt, nonce)


def open_packet(data: bytes, *, key_of: KeyOf) -> Opened:
    """What lies in a packet; UserError when the passphrase is wrong or a single byte was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = read_head(data)
    _, start = _head_bytes(data)
    try:
        inner = AESGCM(key_of(head.salt)).decrypt(head.nonce, data[start:], data[:start])
    except (InvalidTag, ValueError) as error:
        raise UserError(
            "交接口令不对，或者交接包在路上被改动、损坏过。", advice=f"请核对口令；仍不行的，{_ASK_AGAIN}"
        ) from error
    content, files = _parted(inner)
    return Opened(head.kind, content, files, hashlib.sha256(inner).hexdigest())


def _parted(inner: bytes) -> tuple[dict[str, Any], tuple[PacketFile, ...]]:
    """Content and files; every length has to come out even."""
    length = int.from_bytes(inner[:COUNT], "big")
    if length > MOST_CONTENT or COUNT + length > len(inner):
        raise _broken()
    try:
        content = json.loads(inner[COUNT : COUNT + length])
        listed = [(str(one["name"]), int(one["size"])) for one in content.pop("files")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _broken() from error
    sizes = [size for _, size in listed]
    if len(listed) > MOST_FILES or min(sizes, default=0) < 0 or COUNT + length + sum(sizes) != len(inner):
        raise _broken()
    files, place = [], COUNT + length
    for name, size in listed:
        files.append(PacketFile(name, inner[place : place + size]))
        place += size
    return content, tuple(files)


def _head_bytes(data: bytes) -> tuple[bytes, int]:
    """(the head, where the sealed part begins)."""
    begin = len(MAGIC) + COUNT
    if not data.startswith(MAGIC) or len(data) < begin:
        raise _foreign()
    length = int.from_bytes(data[len(MAGIC) : begin], "big")
    if not 0 < length <= MOST_HEAD or begin + length >= len(data):
        raise _foreign()
    return data[begin : begin + length], begin + length


def _opening(head: bytes) -> bytes:
    return MAGIC + len(head).to_bytes(COUNT, "big") + head


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _foreign() -> UserError:
    return UserError("这个文件不是本程序的交接包。", advice=f"请选择 {SUFFIX} 文件。")


def _broken() -> UserError:
    return UserError("这个交接包的内容不完整。", advice=_ASK_AGAIN)
