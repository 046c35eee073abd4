"""What an opened department is, whichever engine keeps it: its keys, its lock, and how a transaction begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from qmsdesk.errors import BugError
from qmsdesk.models.derived_keys import KEY_BYTES, derive
from qmsdesk.models.instance_lock import InstanceLock


class OpenedDepartment:
    """The keys derived from the one random key, and the few things the engines do differently."""

    is_server: ClassVar[bool] = False

    # given by peewee
    execute_sql: Any
    connection: Any
    connect: Any
    close: Any
    is_closed: Any

    def take_keys(self, path: Path, key: bytes, *, readonly: bool, lock: InstanceLock | None) -> None:
        """Remember where the database lies and derive what is signed and sealed with its key."""
        if len(key) != KEY_BYTES:
            raise BugError("the database key has 32 bytes")
        self.path = path
        self.readonly = readonly
        self.lock = lock
        self.audit_key = derive(key, "audit chain")
        self.attachment_key = derive(key, "attachments")
        self.anchor_key = derive(key, "anchors")
        self._key = key

    def has_key(self, key: bytes) -> bool:
        """True when `key` is the one that opened this database."""
        return key == self._key

    @property
    def raw_key(self) -> bytes:
        """The 32-byte key, for a new key slot or a backup."""
        return self._key

    def chain_keys(self) -> list[tuple[int, bytes, bytes]]:
        """(last line, audit key, anchor key) of every earlier key of this database, oldest first."""
        found = self.execute_sql(
            "SELECT up_to, audit_key, anchor_key FROM chain_key ORDER BY up_to"
        ).fetchall()
        return [(int(up_to), bytes.fromhex(audit), bytes.fromhex(anchor)) for up_to, audit, anchor in found]

    def anchor_keys(self) -> list[bytes]:
        """Every key an anchor of this department may be signed with, the present one first."""
        return [self.anchor_key, *(anchor for _, _, anchor in reversed(self.chain_keys()))]

    def has_begun(self) -> bool:
        """True inside a transaction of this thread."""
        return not self.is_closed() and bool(self.connection().in_transaction)

    def begin_write(self) -> None:
        """Begin the one transaction that may write; waits a few seconds for another one to end."""
        self.execute_sql("BEGIN IMMEDIATE")

    def begin_read(self) -> None:
        """Begin one consistent view."""
        self.execute_sql("BEGIN")

    def commit(self) -> None:
        """Make the transaction durable."""
        self.execute_sql("COMMIT")

    def keep_pages(self, kibibytes: int) -> int:
        """Let this connection keep so much of the file in memory; how much it kept before."""
        before = int(self.execute_sql("PRAGMA cache_size").fetchone()[0])
        self.execute_sql(f"PRAGMA cache_size = {-kibibytes}")
        return -before

    def write_many(self, sql: str, lines: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each line of values."""
        self.connection().executemany(sql, lines)

    def insert_row(self, sql: str, values: Sequence[Any], key: str) -> int:
        """Run one INSERT; the key of the new row (0 where the key is a text)."""
        return int(self.execute_sql(sql, values).lastrowid)

    def after_failure(self) -> None:
        """Called when a statement failed, outside of any handling of the error itself."""
