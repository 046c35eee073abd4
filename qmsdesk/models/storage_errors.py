"""What the engine or the disk reports, in words a clerk can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import peewee
from sqlcipher3 import dbapi2

from qmsdesk.errors import UserError
from qmsdesk.models.server_errors import words_for

_KEPT = "本次操作没有保存，原有数据完好。"
_SQLITE = {
    "SQLITE_FULL": (f"磁盘已满，{_KEPT}", "请清理数据文件夹所在的磁盘后再试一次。"),
    "SQLITE_IOERR": (f"磁盘读写出错，{_KEPT}", "请检查磁盘和连接线；再次出现时先做备份，再联系管理员。"),
    "SQLITE_BUSY": (f"数据库正被另一个操作占用，{_KEPT}", "请稍等几秒再试一次。"),
    "SQLITE_LOCKED": (f"数据库正被另一个操作占用，{_KEPT}", "请稍等几秒再试一次。"),
    "SQLITE_READONLY": (
        "数据文件夹不能写入，没有保存。",
        "请在文件夹属性里取消“只读”，或请管理员给予写入权限。",
    ),
    "SQLITE_PERM": ("没有权限打开数据库文件。", "请管理员给予数据文件夹的读写权限。"),
    "SQLITE_CANTOPEN": ("数据库文件打不开。", "请检查数据文件夹是否存在、磁盘是否已满、权限是否足够。"),
    # one failed read of the disk looks like this too: no word of a restore before a second try
    "SQLITE_CORRUPT": (
        "数据库文件读不出来或已损坏，没有保存。",
        "请再试一次；仍不行时运行“数据体检”，确认文件损坏后再用“恢复”取回最近一次完好的备份。",
    ),
    "SQLITE_NOTADB": (
        "这个文件不是本部门的数据库，或文件开头已损坏。",
        "请核对数据文件夹；文件损坏时用“恢复”取回备份。",
    ),
    "SQLITE_CONSTRAINT": ("这条记录与已有记录冲突，没有保存。", "请刷新后核对编号和必填项再试一次。"),
    "SQLITE_NOMEM": (f"内存不足，{_KEPT}", "请关掉其他程序后再试一次。"),
    "SQLITE_TOOBIG": ("内容太长，没有保存。", "请把长内容改放到附件中。"),
    "SQLITE_PROTOCOL": (f"数据库正被另一个操作占用，{_KEPT}", "请稍等几秒再试一次。"),
    "SQLITE_INTERRUPT": ("操作已取消，没有保存。", ""),
}
_OS = {
    errno.ENOSPC: ("磁盘已满，文件没有写成，原来的文件完好。", "请清理磁盘后再试一次。"),
    errno.EDQUOT: ("磁盘配额已用完，文件没有写成。", "请清理磁盘或请管理员增加配额。"),
    errno.EFBIG: ("文件超过了允许的大小，没有写成，原来的文件完好。", "请换一个磁盘或联系管理员。"),
    errno.EACCES: ("没有权限写入这个文件夹。", "请换一个文件夹，或请管理员给予写入权限。"),
    errno.EPERM: ("没有权限写入这个文件夹。", "请换一个文件夹，或请管理员给予写入权限。"),
    errno.EROFS: ("这个磁盘是只读的，不能写入。", "请换一个文件夹。"),
    errno.EIO: ("磁盘读写出错，文件没有写成。", "请检查磁盘；再次出现时先做备份，再联系管理员。"),
    errno.ENOENT: ("文件或文件夹不存在。", "请核对路径后再试一次。"),
    errno.ENOTDIR: ("路径里有一段不是文件夹。", "请核对路径后再试一次。"),
    errno.EISDIR: ("这个路径是一个文件夹，不是文件。", "请换一个文件名。"),
    errno.ENAMETOOLONG: ("文件名太长。", "请换一个短一些的文件名。"),
}
_BREAKING = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR", "SQLITE_READONLY")


class StorageError(UserError):
    """The storage refused; `code` is the engine's or the system's own name for it, such as SQLITE_FULL."""

    def __init__(self, message: str, *, advice: str = "", detail: str = "", code: str = "") -> None:
        super().__init__(message, advice=advice, detail=detail)
        self.code = code

    @property
    def leaves_connection_broken(self) -> bool:
        """True when the engine may go on refusing over this connection although the disk is well again."""
        return self.code.startswith(_BREAKING)


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it wraps and what led to it, outermost first, each once."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = current.args[0] if current.args and isinstance(current.args[0], BaseException) else None
        waiting += [inner, current.__cause__, current.__context__]


def code_of(error: BaseException) -> str:
    """The engine's name of the first database error among the causes, or ""."""
    for cause in causes(error):
        name = getattr(cause, "sqlite_errorname", None)
        if isinstance(name, str) and name not in ("SQLITE_ERROR", "SQLITE_OK"):
            return name
    return ""


def as_user_error(error: BaseException) -> UserError | None:
    """The message for a database or system error; None when it is neither and must be shown as a bug."""
    if isinstance(error, UserError):
        return error
    if isinstance(error, OSError):
        return _from_os(error)
    from_server = words_for(causes(error))
    if from_server is not None:
        message, advice, detail, code = from_server
        return StorageError(message, advice=advice, detail=detail, code=code) if message else None
    if not isinstance(error, peewee.PeeweeException | dbapi2.Error | dbapi2.Warning | MemoryError):
        return None
    code = "SQLITE_NOMEM" if isinstance(error, MemoryError) else code_of(error)
    known = next((words for name, words in _SQLITE.items() if code.startswith(name)), None)
    if known is None:
        return None
    return StorageError(known[0], advice=known[1], detail=f"{code}: {_words_of(error)}", code=code)


def _from_os(error: OSError) -> UserError | None:
    known = _OS.get(error.errno or 0)
    if known is None:
        return None
    name = errno.errorcode.get(error.errno or 0, "")
    return StorageError(known[0], advice=known[1], detail=f"{name}: {error.filename or ''}", code=name)


def _words_of(error: BaseException) -> str:
    texts = [str(cause) for cause in causes(error) if getattr(cause, "sqlite_errorname", None)]
    return texts[-1] if texts else str(error)
