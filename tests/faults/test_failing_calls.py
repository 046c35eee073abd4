"""Any single system call on the data may fail: nothing is half done, and the message names the cause (G3)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from qmsdesk.models import audit_check, engine, keyslots
from tests.faults import session

HERE = Path(__file__).resolve().parent
CALLS = ("openat", "pwrite64", "pread64", "fsync", "fdatasync", "ftruncate", "unlink", "rename", "write")
ERRORS = {"openat": "EIO", "pwrite64": "ENOSPC", "write": "ENOSPC"}

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture
def key() -> bytes:
    return keyslots.new_key()


@pytest.fixture
def folder(tmp_path: Path, key: bytes) -> Path:
    """A closed department with two slips and an old report."""
    place = tmp_path / "data"
    engine.create(place / "department.db", key, user="李敏")
    session.seed()
    for _ in range(2):
        session.register()
    engine.close()
    (place / "report.pdf").write_bytes(b"old report")
    return place


def _run(folder: Path, key: bytes, *options: str) -> subprocess.CompletedProcess[str]:
    """One session under strace that only looks at files of the data folder."""
    names = ("department.db", "department.db-wal", "department.db-shm", "in-use.lock", "report.pdf", "")
    watched = [part for name in names for part in ("-P", str(folder / name))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE.parents[1]), str(HERE)))}
    return subprocess.run(
        ["strace", "-f", *watched, *options, sys.executable, str(HERE / "session.py"), "one", str(folder), key.hex()],
        check=False, capture_output=True, text=True, env=environment,
    )  # fmt: skip


def _points(folder: Path, key: bytes, tmp_path: Path) -> list[tuple[str, int]]:
    """How often each call touches the data in one session: (call, n-th time)."""
    copy = folder.with_name("counted")
    shutil.copytree(folder, copy)
    trace = tmp_path / "trace"
    assert _run(copy, key, "-o", str(trace), "-e", f"trace={','.join(CALLS)}").returncode == 0
    found = re.findall(r"^\d+\s+(\w+)\(", trace.read_text("utf-8", "replace"), re.MULTILINE)
    return [(call, place) for call in CALLS for place in range(1, found.count(call) + 1)]


def _check(folder: Path, key: bytes, run: subprocess.CompletedProcess[str], point: str) -> None:
    """The oracle: what was said is true, the rest is whole, and no bug was shown to the user."""
    said = run.stdout.splitlines()
    assert "Traceback" not in run.stderr, f"{point}: {run.stderr[-600:]}"
    assert any(line.startswith(("slip", "refused")) for line in said), point
    assert "cannot rollback" not in run.stdout, point
    report = (folder / "report.pdf").read_bytes()
    assert report in ((b"new report",) if "file" in said else (b"old report", b"new report")), point
    with closing(engine.DepartmentDatabase(folder / "department.db", key)) as found:
        numbers = [row[0] for row in found.execute_sql("SELECT number FROM slip ORDER BY seq").fetchall()]
        assert found.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)], point
        assert audit_check.verify(where=found) == (), point
        assert found.execute_sql("SELECT n FROM counter").fetchone() == (len(numbers),), point
    if any(line.startswith("slip") for line in said):
        assert len(numbers) == 3, point
    else:
        assert len(numbers) in (2, 3), point


def _fail_each(folder: Path, key: bytes, tmp_path: Path, *, every: int) -> int:
    points = _points(folder, key, tmp_path)[::every]
    whole = folder.with_name("whole")
    shutil.copytree(folder, whole)
    for call, place in points:
        error = ERRORS.get(call, "EIO")
        inject = f"inject={call}:error={error}:when={place}"
        run = _run(folder, key, "-o", os.devnull, "-e", f"trace={call}", "-e", inject)
        _check(folder, key, run, f"{call} {error} {place}")
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
    return len(points)


def test_a_few_failing_calls_leave_everything_whole(folder: Path, key: bytes, tmp_path: Path) -> None:
    assert _fail_each(folder, key, tmp_path, every=9) >= 8


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_failing_call_leaves_everything_whole(folder: Path, key: bytes, tmp_path: Path) -> None:
    assert _fail_each(folder, key, tmp_path, every=1) >= 60
