"""Where a department keeps its slots and counts: files of the data folder, or rows every workstation can read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qmsdesk.models import server_place
from qmsdesk.models.files import PRIVATE_FILE, atomic_write
from qmsdesk.models.transactions import mapped_errors

if TYPE_CHECKING:
    from qmsdesk.models.server_place import ServerPlace


class Shelf(Protocol):
    """A place for a few small named texts."""

    def read(self, name: str) -> str | None:
        """The text, or None when there is none."""

    def write(self, name: str, text: str) -> None:
        """Keep the text durably."""

    def remove(self, name: str) -> None:
        """Take the text away."""


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> str | None:
        """The text of a file of the folder."""
        path = self._folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def write(self, name: str, text: str) -> None:
        """Replace the file whole."""
        atomic_write(self._folder / name, text)

    def remove(self, name: str) -> None:
        """Remove the file."""
        (self._folder / name).unlink(missing_ok=True)


class _Server:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def read(self, name: str) -> str | None:
        """The text of a row, whoever wrote it."""
        there = self._connection.execute("SELECT to_regclass('shared_file')").fetchone()
        if there is None or there[0] is None:
            return None
        row = self._connection.execute("SELECT content FROM shared_file WHERE name = %s", (name,)).fetchone()
        return None if row is None else bytes(row[0]).decode()

    def write(self, name: str, text: str) -> None:
        """Replace the row."""
        content = text.encode()
        self._connection.execute(
            "INSERT INTO shared_file (name, content, size) VALUES (%s, %s, %s)"
            " ON CONFLICT (name) DO UPDATE SET content = excluded.content, size = excluded.size",
            (name, content, len(content)),
        )

    def remove(self, name: str) -> None:
        """Remove the row."""
        self._connection.execute("DELETE FROM shared_file WHERE name = %s", (name,))


@contextmanager
def held(folder: Path, name: str) -> Iterator[Shelf]:
    """The shelf of a data folder while nobody else, in no process and on no workstation, changes `name`."""
    place = server_place.read(folder)
    with _held_on_server(place, name) if place else _held_in_folder(folder, name) as shelf:
        yield shelf


@contextmanager
def _held_on_server(place: ServerPlace, name: str) -> Iterator[Shelf]:
    from qmsdesk.models.server_link import linked

    with linked(place) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", (place.schema, name))
        yield _Server(connection)


@contextmanager
def _held_in_folder(folder: Path, name: str) -> Iterator[Shelf]:
    with mapped_errors():
        handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield _Folder(folder)
    finally:
        os.close(handle)
