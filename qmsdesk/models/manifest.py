"""What a backup consists of: every file with its hash, the counts, the head of the chain; signed with the key."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.models.canonical import canonical_json
from qmsdesk.models.files import atomic_write
from qmsdesk.models.transactions import mapped_errors

NAME = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20


@dataclass(frozen=True)
class Entry:
    """One file: its SHA-256 (hex, of the file as it lies there, encrypted) and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """The contents of one backup; `at` is moment text, `attachments` lie in the pool beside the backups."""

    at: str
    why: str
    program: str
    schema: int
    ring: str
    seq: int
    mac: str
    series: dict[str, int]
    counts: dict[str, int]
    files: dict[str, Entry]
    attachments: dict[str, Entry]


def entry_of(path: Path) -> Entry:
    """Hash and size of a file."""
    total, digest = 0, hashlib.sha256()
    with mapped_errors(), path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            total += len(chunk)
    return Entry(digest.hexdigest(), total)


def write(folder: Path, manifest: Manifest, key: bytes) -> None:
    """Write and sign the manifest into a backup folder."""
    content = {"format": FORMAT, **asdict(manifest), "sign": _sign(manifest, key)}
    atomic_write(folder / NAME, json.dumps(content, ensure_ascii=False, indent=1))


def read(folder: Path) -> tuple[Manifest, str]:
    """The manifest of a backup folder and its signature (checked by `is_signed`); UserError when unreadable."""
    try:
        raw: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if int(raw.pop("format")) > FORMAT:
            raise UserError("这份备份由更新版本的程序建立。", advice="请安装新版本的程序。")
        sign = str(raw.pop("sign"))
        for part in ("files", "attachments"):
            raw[part] = {str(name): Entry(**entry) for name, entry in raw[part].items()}
        return Manifest(**raw), sign
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            "备份的清单缺失或已损坏。", advice="请换另一份备份。", detail=f"{folder.name}: {error}"
        ) from error


def is_signed(manifest: Manifest, sign: str, key: bytes) -> bool:
    """True when the manifest was written with this database key and not changed since."""
    return hmac.compare_digest(sign, _sign(manifest, key))


def _sign(manifest: Manifest, key: bytes) -> str:
    return hmac.new(key, canonical_json(asdict(manifest)).encode(), hashlib.sha256).hexdigest()
