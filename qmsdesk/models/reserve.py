"""A megabyte kept back in the data folder: given up on a full disk so that a draft and the sign-out still fit (G4)."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from qmsdesk.models.files import atomic_write
from qmsdesk.models.storage_errors import StorageError

T = TypeVar("T")
NAME = "reserve.bin"
SIZE = 1 << 20
ROOM = 3 * SIZE  # nothing is kept back where there is hardly more than that
FULL = ("SQLITE_FULL", "ENOSPC", "EDQUOT")


def keep(data_dir: Path) -> bool:
    """Make the reserve where it is missing and there is room; True when it is there afterwards."""
    path = data_dir / NAME
    if path.is_file():
        return True
    if shutil.disk_usage(data_dir).free < ROOM:
        return False
    with contextlib.suppress(StorageError):
        # bytes that no file system can store in less room
        atomic_write(path, os.urandom(SIZE))
    return path.is_file()


def with_reserve(data_dir: Path, work: Callable[[], T]) -> tuple[T, bool]:
    """Do what must not fail for want of room, on a full disk once more without the reserve; True when it was spent."""
    try:
        return work(), False
    except StorageError as error:
        if not error.code.startswith(FULL) or not _give_up(data_dir):
            raise
        return work(), True


def _give_up(data_dir: Path) -> bool:
    try:
        (data_dir / NAME).unlink()
    except OSError:
        return False
    return True
