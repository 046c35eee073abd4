"""A disk that forgets: recorded file operations played back up to a cut, keeping unsynced parts at random."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "openat,creat,write,pwrite64,ftruncate,fsync,fdatasync,mkdir,mkdirat,rmdir"
CALLS += ",rename,renameat,renameat2,unlink,unlinkat"
_LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+= (-?\d+)(?:<(.*)>)?(?: .*)?$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"^(-?\d+|AT_FDCWD)<([^>]*)>")


@dataclass(frozen=True)
class Op:
    """One file operation inside the data folder, or an acknowledgement (`said`)."""

    call: str
    path: str = ""
    to: str = ""
    data: bytes = b""
    at: int = 0


def record(script: Path, how: str, folder: Path, key: bytes, *, python_path: str) -> list[Op]:
    """Run the session under strace; its operations in order."""
    trace = folder.with_name(f"{folder.name}.trace")
    command = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}", "-o", str(trace)]
    environment = {**os.environ, "PYTHONPATH": python_path, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(
        [*command, sys.executable, str(script), how, str(folder), key.hex()],
        check=True,
        capture_output=True,
        env=environment,
    )
    return list(_parse(trace.read_text(), str(folder)))


def _parse(trace: str, folder: str) -> Iterator[Op]:
    for line in trace.splitlines():
        found = _LINE.match(line)
        if found is None or int(found[3]) < 0:
            continue
        call, arguments = found[1], found[2]
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
        handle = _HANDLE.match(arguments)
        path = handle[2] if handle else ""
        if call == "write" and arguments.startswith("1<"):
            yield Op("said", data=texts[0])
        yield from _inside(call, arguments, texts, _plain(path), folder)


def _plain(path: str) -> str:
    return bytes.fromhex(path.replace("\\x", "")).decode() if "\\x" in path else path


def _inside(call: str, arguments: str, texts: list[bytes], path: str, folder: str) -> Iterator[Op]:
    names = [text.decode("utf-8", "replace") for text in texts]
    if call in ("openat", "creat"):
        if names[0].startswith(folder):
            if "O_CREAT" in arguments:
                yield Op("create", names[0])
            if "O_TRUNC" in arguments:
                yield Op("truncate", names[0], at=0)
    elif call.startswith("rename") and names[-1].startswith(folder):
        yield Op("rename", names[0], to=names[-1])
    elif call.startswith(("unlink", "rmdir")) and names[-1].startswith(folder):
        yield Op("unlink", names[-1])
    elif call.startswith("mkdir") and names[0].startswith(folder):
        yield Op("mkdir", names[0])
    elif path.startswith(folder):
        if call == "pwrite64":
            yield Op("write", path, data=texts[0], at=int(arguments.rsplit(",", 1)[1]))
        elif call == "write":
            yield Op("append", path, data=texts[0])
        elif call == "ftruncate":
            yield Op("truncate", path, at=int(arguments.rsplit(",", 1)[1]))
        elif call in ("fsync", "fdatasync"):
            yield Op("sync", path)


@dataclass
class _File:
    """Durable content, and what was written since the last sync."""

    durable: bytes = b""
    pending: list[Op] = field(default_factory=list)
    size: int = 0


class Disk:
    """Replays operations; `after_cut` gives the files a machine may find after the power came back.

    Renaming a folder whole is not played: its files move with their folder entry, which the callers sync.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.files: dict[str, _File] = {}
        self.known: dict[str, _File] = {}  # names that survive: those of the last sync of their folder
        self.folders: set[str] = set()
        self.known_folders: set[str] = set()
        self.said: list[str] = []

    def apply(self, op: Op) -> None:
        """One operation as the running program sees it."""
        if op.call == "said":
            self.said += op.data.decode().splitlines()
        elif op.call == "create":
            self.files.setdefault(op.path, _File())
        elif op.call == "rename" and op.path in self.files:
            self.files[op.to] = self.files.pop(op.path)
        elif op.call == "unlink":
            self.files.pop(op.path, None)
            self.folders.discard(f"{op.path}/")
        elif op.call == "mkdir":
            self.folders.add(f"{op.path}/")
        elif op.call == "sync":
            self._sync(op.path)
        elif op.path in self.files:
            self._change(self.files[op.path], op)

    def after_cut(self, dice: random.Random) -> dict[str, bytes]:
        """Path -> content: synced data is whole, each unsynced sector and each unsynced name is there or not."""
        names = dict(self.known)
        for path in {*self.files, *self.known}:
            if self.files.get(path) is not self.known.get(path) and dice.random() < 0.5:
                if path in self.files:
                    names[path] = self.files[path]
                else:
                    names.pop(path, None)
        lost = [place for place in self.folders - self.known_folders if dice.random() < 0.5]
        return {
            path: self._content(file, dice)
            for path, file in names.items()
            if not any(path.startswith(place) for place in lost)
        }

    def _sync(self, path: str) -> None:
        file = self.files.get(path)
        if file is not None:
            for op in file.pending:
                file.durable = _written(file.durable, op)
            file.pending = []
            return
        here = path.rstrip("/") + "/"
        self.known_folders |= {place for place in self.folders if _parent(place.rstrip("/")) == here}
        self.known = {name: kept for name, kept in self.known.items() if _parent(name) != here}
        self.known.update({name: kept for name, kept in self.files.items() if _parent(name) == here})

    def _change(self, file: _File, op: Op) -> None:
        if op.call == "append":
            op = Op("write", op.path, data=op.data, at=file.size)
        file.pending.append(op)
        file.size = op.at if op.call == "truncate" else max(file.size, op.at + len(op.data))

    def _content(self, file: _File, dice: random.Random) -> bytes:
        content = file.durable
        for op in file.pending:
            if op.call == "truncate":
                content = _written(content, op) if dice.random() < 0.5 else content
                continue
            for start in range(0, len(op.data), SECTOR):
                if dice.random() < 0.5:
                    content = _written(
                        content, Op("write", at=op.at + start, data=op.data[start : start + SECTOR])
                    )
        return content


def _parent(path: str) -> str:
    return path.rsplit("/", 1)[0] + "/"


def _written(content: bytes, op: Op) -> bytes:
    if op.call == "truncate":
        return content[: op.at].ljust(op.at, b"\0")
    padded = content.ljust(op.at, b"\0")
    return padded[: op.at] + op.data + padded[op.at + len(op.data) :]
