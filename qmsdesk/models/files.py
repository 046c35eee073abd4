"""Files that are whole or absent, and temporary files that never leave the data folder."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from qmsdesk.models.transactions import mapped_errors

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
MARK = ".~qms-"


def fsync_dir(folder: Path) -> None:
    """Make the entries of a folder durable; without it a power cut may lose a file just made."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_folder(folder: Path) -> None:
    """Create a folder only its owner can enter, parents too; durable like the files that will lie in it."""
    with mapped_errors():
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        for place in reversed(missing):
            place.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            fsync_dir(place.parent)


def atomic_write(path: Path, content: bytes | str | Callable[[BinaryIO], object]) -> None:
    """Put a file in place whole: written beside it, fsynced, renamed; on any error the old file stays as it was.

    `content` is bytes, text (UTF-8) or a function that writes into a binary file.
    """
    with mapped_errors():
        temporary = path.with_name(f"{MARK}{secrets.token_hex(6)}")
        try:
            _write(temporary, content)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        fsync_dir(path.parent)


def _write(temporary: Path, content: bytes | str | Callable[[BinaryIO], object]) -> None:
    handle = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE_FILE
    )
    with os.fdopen(handle, "wb") as file:
        if callable(content):
            content(file)
        else:
            file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


def use_private_temp(folder: Path) -> None:
    """Empty `folder` and make it the place of every temporary file (openpyxl writes plain text there)."""
    make_private_folder(folder)
    for item in folder.iterdir():
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                item.unlink()
    tempfile.tempdir = str(folder)
    os.environ["SQLITE_TMPDIR"] = str(folder)


def leave_private_temp() -> None:
    """Temporary files go where the system wants them again; the department is closed."""
    tempfile.tempdir = None
    os.environ.pop("SQLITE_TMPDIR", None)


def sweep_leftovers(folder: Path) -> int:
    """Remove half-written files a killed process left in `folder`; how many there were."""
    leftovers = [item for item in folder.glob(f"{MARK}*") if item.is_file()]
    for item in leftovers:
        with contextlib.suppress(OSError):
            item.unlink()
    return len(leftovers)
