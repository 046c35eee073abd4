"""How every connection is set up, in this order, worker threads included (design, section 5)."""

from __future__ import annotations

from sqlcipher3 import dbapi2

from qmsdesk.errors import UserError

APPLICATION_ID = 0x514D5344  # "QMSD"
FIRST_SAFE = (3, 51, 3)
ALSO_SAFE = {(3, 44): 6, (3, 50): 7}

# cipher_memory_security stays off. Measured with SQLCipher 4.19: writes 4-10 % and sorting 100 000 rows 15-40 % dearer,
# and it would protect little: key and texts lie in this program's own objects and windows as well, and a user may
# lock only 8 MB into memory, less than the page cache. The disk of the swap file is to be encrypted instead.
# the key comes before these; the log level first, because the engine writes key trouble to standard error
COMMON: tuple[tuple[str, int | str], ...] = (
    ("cipher_log_level", "NONE"),
    ("foreign_keys", 1),
    ("busy_timeout", 5000),
    ("temp_store", 2),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("recursive_triggers", 1),
)
WRITING: tuple[tuple[str, int | str], ...] = (
    *COMMON,
    ("secure_delete", 1),
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
)
READING: tuple[tuple[str, int | str], ...] = (*COMMON, ("query_only", 1))


def engine_version() -> tuple[int, ...]:
    """Version of the SQLite inside the cipher engine."""
    return tuple(int(part) for part in dbapi2.sqlite_version.split("."))


def refuse_unsafe_engine(version: tuple[int, ...]) -> None:
    """UserError for an SQLite whose WAL can lose data (3.7.0-3.51.2 but for 3.44.6 and 3.50.7)."""
    patched = ALSO_SAFE.get((version[0], version[1]))
    if version >= FIRST_SAFE or (patched is not None and version[2] >= patched):
        return
    text = ".".join(map(str, version))
    raise UserError(
        f"数据库引擎 SQLite {text} 有会丢数据的缺陷，程序不用它打开数据库。",
        advice="请重新安装本程序，使 sqlcipher3 不低于 0.6.4。",
    )
