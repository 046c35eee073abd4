"""Is this folder a place where a database may live: local, writable, not a network share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qmsdesk.errors import UserError

NETWORK_TYPES = (
    "nfs",
    "cifs",
    "smb",
    "ncpfs",
    "afs",
    "9p",
    "davfs",
    "glusterfs",
    "ceph",
    "lustre",
    "sshfs",
    "fuse.",
)
# fuse drivers for disks plugged into this very machine
LOCAL_FUSE = ("fuse.lxcfs", "fuseblk", "fuse.ntfs-3g", "fuse.exfat")
DRIVE_REMOTE = 4
MOUNTS = Path("/proc/self/mountinfo")


def refuse_network(folder: Path) -> None:
    """UserError when `folder` lies on a network or user-space file system: SQLite loses records there."""
    kind = file_system_type(folder)
    if not is_network(kind):
        return
    raise UserError(
        f"数据文件夹在网络盘上（{kind}），在那里数据库会丢记录，不能使用。",
        advice="请把数据放在本机磁盘上；多台电脑共用时请改用 PostgreSQL。",
        detail=str(folder),
    )


def is_network(kind: str) -> bool:
    """True for a file system type on which locks cannot be trusted."""
    return kind == "UNC" or (kind.startswith(NETWORK_TYPES) and kind not in LOCAL_FUSE)


def file_system_type(folder: Path) -> str:
    """Type of the file system that holds `folder` (or the nearest folder above that exists); "" when unknown."""
    text = str(folder)
    if text.startswith(("\\\\", "//")) and not text.startswith(("\\\\?\\", "\\\\.\\")):
        return "UNC"
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    if sys.platform == "win32":
        return _windows_type(place)
    return _mounted_type(place.resolve())


def _windows_type(place: Path) -> str:
    if sys.platform != "win32":
        return ""
    if str(place.resolve()).startswith("\\\\"):
        return "UNC"
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(str(place.anchor))
    return "smb" if kind == DRIVE_REMOTE else "local"


def _mounted_type(place: Path) -> str:
    """The type by the longest mount point that contains the folder; later lines cover earlier ones."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = before.split()[4].encode().decode("unicode_escape", errors="replace")
        inside = point == "/" or str(place) == point or str(place).startswith(point + "/")
        if inside and len(point) >= len(best):
            best, kind = point, after.split()[0]
    return kind


def refuse_unwritable(folder: Path) -> None:
    """UserError when nothing can be written in `folder`."""
    readonly = False
    if sys.platform != "win32":
        readonly = bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    if readonly or not os.access(folder, os.W_OK | os.X_OK):
        raise UserError(
            "数据文件夹不能写入。",
            advice="请在文件夹属性里取消“只读”或请管理员给予写入权限；只想查阅时请用“只读打开”。",
            detail=str(folder),
        )
