"""Attached files: encrypted, named by a keyed hash of their content; the true name stands in the database only."""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from qmsdesk.errors import UserError
from qmsdesk.models.base import database
from qmsdesk.models.files import atomic_write, make_private_folder
from qmsdesk.models.places import ATTACHMENTS
from qmsdesk.models.storage_errors import StorageError
from qmsdesk.models.transactions import mapped_errors

MAX_BYTES = 200 * 1024 * 1024
NONCE_BYTES = 12
SUFFIX = ".bin"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


@dataclass(frozen=True)
class Stored:
    """A file in the store: SHA-256 (hex) and size in bytes of its plain content."""

    sha256: str
    size: int


def store(folder: Path, key: bytes, content: bytes) -> Stored:
    """Keep a file's content encrypted; storing the same content twice keeps it once."""
    if len(content) > MAX_BYTES:
        raise UserError(f"附件超过 {MAX_BYTES // 1024 // 1024} MB。", advice="请压缩或分成几个文件再附上。")
    sha256 = hashlib.sha256(content).hexdigest()
    if not is_kept(folder, key, sha256):
        nonce = secrets.token_bytes(NONCE_BYTES)
        put(
            folder, path_of(folder, key, sha256), nonce + AESGCM(key).encrypt(nonce, content, sha256.encode())
        )
    return Stored(sha256, len(content))


def store_file(folder: Path, key: bytes, source: Path) -> Stored:
    """Keep a copy of a file of the user's; never a link to it."""
    with mapped_errors():
        if source.is_file() and source.stat().st_size > MAX_BYTES:
            raise UserError(
                f"附件“{source.name}”超过 {MAX_BYTES // 1024 // 1024} MB。", advice="请压缩后再附上。"
            )
        content = source.read_bytes()
    if not content:
        raise UserError(f"附件“{source.name}”是空文件。", advice="请核对后重新选择。")
    return store(folder, key, content)


def read(folder: Path, key: bytes, sha256: str) -> bytes:
    """The plain content; UserError when the file is gone or not what was stored."""
    path = path_of(folder, key, sha256)
    try:
        sealed = get(folder, path)
    except StorageError as error:
        if error.code not in ("ENOENT", "ENOTDIR"):
            raise
        advice = "请运行“数据体检”看缺哪些附件，再用“恢复”从备份取回。"
        raise UserError("附件文件不见了。", advice=advice, detail=path.name) from error
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], sha256.encode())
    except (InvalidTag, ValueError) as error:
        raise UserError("附件文件已损坏。", advice="请用“恢复”从备份取回附件。", detail=path.name) from error


def path_of(folder: Path, key: bytes, sha256: str) -> Path:
    """Where the content with this hash lies; the name does not tell the hash to someone without the key."""
    name = hmac.new(key, sha256.encode(), hashlib.sha256).hexdigest()
    return folder / name[:2] / f"{name}{SUFFIX}"


def is_kept(folder: Path, key: bytes, sha256: str) -> bool:
    """True when the store has the content with this hash."""
    path = path_of(folder, key, sha256)
    return _on_server(folder).has_file(_name(folder, path)) if _on_server(folder) else path.is_file()


def put(folder: Path, path: Path, sealed: bytes) -> None:
    """Put a sealed file in its place, whole and durable."""
    if _on_server(folder):
        with mapped_errors():
            _on_server(folder).put_file(_name(folder, path), sealed)
        return
    make_private_folder(path.parent)
    atomic_write(path, sealed)


def get(folder: Path, path: Path) -> bytes:
    """A sealed file as it lies there; a StorageError when it is gone."""
    with mapped_errors():
        if not _on_server(folder):
            return path.read_bytes()
        found: bytes | None = _on_server(folder).get_file(_name(folder, path))
        if found is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path.name)
        return found


def size_of(folder: Path, path: Path) -> int:
    """Size in bytes of a sealed file as it lies there."""
    with mapped_errors():
        if _on_server(folder):
            return int(_on_server(folder).file_size(_name(folder, path)))
        return path.stat().st_size


def remove(folder: Path, path: Path) -> None:
    """Take a file away that no record names any more."""
    if _on_server(folder):
        _on_server(folder).remove_file(_name(folder, path))
    else:
        path.unlink(missing_ok=True)


def all_files(folder: Path) -> Iterator[Path]:
    """Where every file of the store lies; on a server these are names, not files."""
    if _on_server(folder):
        yield from (folder.parent / name for name in _on_server(folder).file_names(f"{folder.name}/"))
    else:
        yield from sorted(folder.glob(f"*/*{SUFFIX}"))


def orphans(folder: Path, key: bytes, known: Iterable[str]) -> list[Path]:
    """Files of the store that no record names; a crash between file and record leaves one."""
    expected = {path_of(folder, key, sha256) for sha256 in known}
    return [path for path in all_files(folder) if path not in expected]


def _on_server(folder: Path) -> Any:
    """The server that keeps the store of this folder; None for a folder of files (a backup's pool too)."""
    opened = database.obj
    here = opened is not None and opened.is_server and folder == opened.path.parent / ATTACHMENTS
    return opened if here else None


def _name(folder: Path, path: Path) -> str:
    return f"{folder.name}/{path.relative_to(folder).as_posix()}"


def safe_name(name: str, *, fallback: str = "附件") -> str:
    """A file name without folders, controls, reversing characters or names a system keeps for itself."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(
        character for character in last if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn")
    )
    cleaned = _FORBIDDEN.sub("_", visible).strip(" .")
    if not cleaned or _RESERVED.fullmatch(cleaned):
        cleaned = f"{fallback}{Path(cleaned).suffix}"
    stem, suffix = os.path.splitext(cleaned)
    return stem[:120] + suffix[:16]
