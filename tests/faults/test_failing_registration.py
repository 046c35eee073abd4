"""EIO or ENOSPC at each call of one registration: the truth is told, and a second try succeeds (G3, G4, G8)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.models import audit_check
from qmsdesk.models.transactions import rows
from qmsdesk.operations import department, drafts
from qmsdesk.operations.intake import CallNote, record_call
from qmsdesk.papers.catalogue import paper
from qmsdesk.papers.values import dump

HERE = Path(__file__).resolve().parent
PASSWORD = "testing-desk-2026"
CALLS = ("openat", "pwrite64", "pread64", "fsync", "fdatasync", "ftruncate")
ERRORS = ("EIO", "ENOSPC")
WRITING = ("openat", "pwrite64", "ftruncate")

Point = tuple[str, int, str]
_counted: list[Point] = []  # the same in every test of this file

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture
def folder(tmp_path: Path, call_note: CallNote) -> Path:
    """A closed department with one draft that came from a call."""
    place = tmp_path / "data"
    known = {"data_dir": place, "user": "李敏", "password": PASSWORD}
    department.create_department(**known, unit_code="01", unit_name="炼化设备公司", department="经销部门")
    desk = department.open_department(**known)
    note = call_note.__class__(**{**vars(call_note), "received_at": datetime(2026, 1, 5, 2, tzinfo=UTC)})
    record_call(desk, note=note, request_id="call")
    department.close_department(desk)
    return place


@pytest.fixture
def typed(complete_feedback: dict[str, Any]) -> str:
    import json

    from qmsdesk.procedure.clock import SystemClock

    today = SystemClock().today()
    signed = complete_feedback["sig_handler"]._replace(day=today)
    days = dict.fromkeys(("feedback_date", "commission_date", "failure_date"), today)
    return json.dumps(dump(paper("01"), {**complete_feedback, **days, "sig_handler": signed}))


def _run(folder: Path, typed: str, how: str, *options: str) -> subprocess.CompletedProcess[str]:
    names = ("department.db", "department.db-wal", "begin", "end", "")
    watched = [part for name in names for part in ("-P", str(folder / name))]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    return subprocess.run(
        ["strace", "-f", *watched, *options, sys.executable, str(HERE / "registering.py"), str(folder), PASSWORD,
         typed, how],
        check=False, capture_output=True, text=True, env=environment,
    )  # fmt: skip


def _points(folder: Path, typed: str, tmp_path: Path) -> list[Point]:
    """Each call between the marks `begin` and `end` of one registration: (call, n-th time, error)."""
    if _counted:
        return _counted
    copy = folder.with_name("counted")
    shutil.copytree(folder, copy)
    trace = tmp_path / "trace"
    run = _run(copy, typed, "as-it-is", "-o", str(trace), "-e", f"trace={','.join(CALLS)}")
    assert run.stdout.split() == ["draft", "slip", run.stdout.split()[-1]], run.stdout + run.stderr
    seen, inside, found = Counter[str](), False, []
    for line in trace.read_text("utf-8", "replace").splitlines():
        if (match := re.match(r"^\d+\s+(\w+)\(", line)) is None:
            continue
        call = match[1]
        seen[call] += 1
        if '/begin"' in line or '/end"' in line:
            inside = '/begin"' in line
        elif inside:
            found += [(call, seen[call], error) for error in ERRORS if error == "EIO" or call in WRITING]
    _counted.extend(found)
    return found


def _check(folder: Path, run: subprocess.CompletedProcess[str], point: Point) -> None:
    """What was said is true; the draft or the slip is whole; registering again gives the first number, once."""
    assert "Traceback" not in run.stderr, f"{point}: {run.stderr[-800:]}"
    said = run.stdout.splitlines()
    told = [line.split()[1] for line in said if line.startswith("slip")]
    if not told:
        assert any(
            line.startswith("refused") and "。 /" in line and not line.endswith("/ ") for line in said
        ), point
    desk = department.open_department(data_dir=folder, user="李敏", password=PASSWORD)
    try:
        kept = rows("SELECT number FROM slip")
        assert [(number,) for number in told] in ([], kept), f"{point}: told {told}, kept {kept}"
        assert [row[0] for row in kept] in ([], [f"F01-{desk.clock.today().year}-001"]), point
        assert len(drafts.list_drafts(desk)) == 1 - len(kept), point
        for table in ("feedback", "ledger", "counter WHERE letter = 'F'"):
            assert rows(f"SELECT count(*) FROM {table}") == [(len(kept),)], f"{point}: {table}"
        assert rows("PRAGMA integrity_check") == [("ok",)], point
        assert audit_check.verify() == (), point
    finally:
        department.close_department(desk)


def _fail(folder: Path, typed: str, points: list[Point], how: str = "as-it-is") -> None:
    whole = folder.with_name("whole")
    shutil.copytree(folder, whole)
    for call, place, error in points:
        inject = f"inject={call}:error={error}:when={place}"
        run = _run(folder, typed, how, "-o", os.devnull, "-e", f"trace={call}", "-e", inject)
        _check(folder, run, (call, place, error))
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)


def test_a_call_that_fails_while_registering_leaves_the_draft_or_the_slip(
    folder: Path, typed: str, tmp_path: Path
) -> None:
    points = _points(folder, typed, tmp_path)
    assert len(points) >= 10, points
    _fail(folder, typed, points[1 :: max(1, len(points) // 3)])


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_call_that_fails_while_registering_leaves_the_draft_or_the_slip(
    folder: Path, typed: str, tmp_path: Path
) -> None:
    _fail(folder, typed, _points(folder, typed, tmp_path))


def test_a_number_told_before_it_is_committed_is_noticed(folder: Path, typed: str, tmp_path: Path) -> None:
    """The negative control: a program that is quicker with its word than with the disk does not pass."""
    last = [point for point in _points(folder, typed, tmp_path) if point[0] == "pwrite64"][-1]
    with pytest.raises(AssertionError, match="told"):
        _fail(folder, typed, [last], "early-word")
