"""A restore killed at any of its system calls leaves all that was there or all of the backup (G12)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import backup, engine, keyslots
from qmsdesk.models.transactions import rows
from tests.faults import session

CHILDREN = Path(__file__).resolve().parents[1] / "models" / "children.py"
CALLS = ("openat", "write", "pwrite64", "sendfile", "rename", "unlink", "fsync", "mkdir", "ftruncate")
OLD, NEW = 3, 2  # slips before, slips in the backup

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture
def key() -> bytes:
    return keyslots.new_key()


@pytest.fixture
def whole(tmp_path: Path, key: bytes) -> Path:
    """A closed department with three slips, and beside it a backup of when there were two."""
    data = tmp_path / "whole" / "data"
    engine.create(data / "department.db", key, user="李敏")
    keyslots.create(data, user="李敏", password="晴天骑车去看37号楼", key=key)
    session.seed()
    for _ in range(NEW):
        session.register()
    backup.make(
        engine.current(), tmp_path / "backups", now=datetime(2026, 11, 22, 2, tzinfo=UTC), why="手动备份"
    )
    session.register()
    engine.close()
    return data


def _run(whole: Path, key: bytes, verb: str, *options: str) -> Path:
    """Restore under strace in a fresh copy of the data; the copy."""
    data = whole.parent.with_name("work") / "data"
    shutil.rmtree(data.parent, ignore_errors=True)
    shutil.copytree(whole, data)
    (made,) = backup.in_place(whole.parent.with_name("backups"))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(CHILDREN.parents[2]), str(CHILDREN.parent))),
    }
    command = [sys.executable, str(CHILDREN), verb, str(made.folder), str(data), key.hex()]
    subprocess.run(
        ["strace", "-f", "-y", *options, *command], check=False, capture_output=True, env=environment
    )
    return data


def _points(whole: Path, key: bytes, verb: str) -> list[tuple[str, int]]:
    """Each call that touches the data: (call, n-th time in the whole process)."""
    trace = whole.parent.with_name("trace")
    data = _run(whole, key, verb, "-o", str(trace), "-e", f"trace={','.join(CALLS)}")
    seen: dict[str, int] = {}
    found = []
    for line in trace.read_text("utf-8", "replace").splitlines():
        if match := re.match(r"^\d+\s+(\w+)\(", line):
            seen[match[1]] = seen.get(match[1], 0) + 1
            if str(data) in line:
                found.append((match[1], seen[match[1]]))
    return found


def _slips(data: Path, key: bytes) -> int:
    """How many slips there are at the next start; the file is whole and its keys are there."""
    assert (data / "keys.json").stat().st_size
    engine.open_(data / "department.db", key)
    try:
        assert rows("PRAGMA integrity_check") == [("ok",)]
        return len(rows("SELECT 1 FROM slip"))
    finally:
        engine.close()


def _kill_each(whole: Path, key: bytes, verb: str, *, every: int) -> set[int]:
    found = set()
    for call, place in _points(whole, key, verb)[::every]:
        inject = f"inject={call}:signal=KILL:when={place}"
        found.add(_slips(_run(whole, key, verb, "-o", os.devnull, "-e", f"trace={call}", "-e", inject), key))
    return found


def test_a_restore_killed_at_some_calls_is_all_old_or_all_new(whole: Path, key: bytes) -> None:
    assert _kill_each(whole, key, "restore_backup", every=12) == {OLD, NEW}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_restore_killed_at_any_call_is_all_old_or_all_new(whole: Path, key: bytes) -> None:
    assert _kill_each(whole, key, "restore_backup", every=1) == {OLD, NEW}


def test_a_restore_that_writes_over_the_data_does_not_pass(whole: Path, key: bytes) -> None:
    """The negative control."""
    with pytest.raises((UserError, AssertionError)):
        _kill_each(whole, key, "restore_naively", every=1)
