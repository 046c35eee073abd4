"""One program at a time on one data folder; the operating system frees the lock when the program dies."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models.files import PRIVATE_FILE
from qmsdesk.models.transactions import mapped_errors

_LOCKED_BYTE = 1 << 30  # far behind the text, so that another program can still read who holds the lock


class InstanceLock:
    """A lock on a file that also says who holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self, *, user: str, since: str) -> None:
        """Hold the lock until `release()` or death; UserError naming the holder when it is taken."""
        with mapped_errors():
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        if not _try_lock(handle):
            os.close(handle)
            raise UserError(
                f"这个部门的数据正在使用中（{self._holder()}）。", advice="请先关闭另一个窗口，再打开一次。"
            )
        self._handle = handle
        about = {"user": user, "host": socket.gethostname(), "pid": os.getpid(), "since": since}
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(about, ensure_ascii=False).encode())

    def release(self) -> None:
        """Let go; does nothing when the lock is not held."""
        if self._handle is None:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)
        self._handle = None

    def _holder(self) -> str:
        try:
            about = json.loads(self._path.read_text(encoding="utf-8"))
            return f"{about['user']}，{about['host']}，进程 {about['pid']}，自 {about['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "使用者不详"


def _try_lock(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
