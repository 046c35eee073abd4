"""Reads an encrypted database page by page with its key: what a thief with the key would find, free pages included."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, IV = 4096, 80, 16
WAL_HEAD, FRAME_HEAD = 32, 24
SALT = 16


def plain_pages(path: Path, key: bytes) -> bytes:
    """Every page of a database file in the clear."""
    content = path.read_bytes()
    pages = [content[place : place + PAGE] for place in range(0, len(content), PAGE)]
    return b"".join(_open(page, key, first=number == 0) for number, page in enumerate(pages))


def plain_journal(path: Path, key: bytes) -> bytes:
    """Every page image of a write-ahead log in the clear."""
    content = path.read_bytes()[WAL_HEAD:]
    step = FRAME_HEAD + PAGE
    frames = [content[place + FRAME_HEAD : place + step] for place in range(0, len(content) - step + 1, step)]
    return b"".join(_open(frame, key, first=False) + _open(frame, key, first=True) for frame in frames)


def _open(page: bytes, key: bytes, *, first: bool) -> bytes:
    start = SALT if first else 0
    sealed = page[start : PAGE - RESERVED]
    vector = page[PAGE - RESERVED : PAGE - RESERVED + IV]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(sealed) + decryptor.finalize()
