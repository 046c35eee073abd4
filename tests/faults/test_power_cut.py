"""The power fails after any file operation: what was acknowledged is there, every file is whole (G2)."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qmsdesk.models import attachments, audit_check, engine, keyslots
from qmsdesk.models.derived_keys import derive
from qmsdesk.models.storage_errors import causes
from tests.faults.power import Disk, Op, record

HERE = Path(__file__).resolve().parent

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture
def ram() -> Iterator[Path]:
    """A folder where syncing costs nothing: what a sync promises is played here, not asked of a disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="qms-power-", dir=memory if os.access(memory, os.W_OK) else None
    ) as name:
        yield Path(name)


def _record(place: Path, how: str, key: bytes) -> tuple[list[Op], Path]:
    folder = place / "data"
    folder.mkdir()
    python_path = os.pathsep.join((str(HERE.parents[1]), str(HERE)))
    return record(HERE / "session.py", how, folder, key, python_path=python_path), folder


def _losses(ops: list[Op], folder: Path, key: bytes, *, seeds: int, every: int) -> list[str]:
    """What is wrong after a cut behind each operation, for each seed."""
    found = []
    for seed in range(seeds):
        disk = Disk(str(folder))
        for place, op in enumerate(ops):
            disk.apply(op)
            if place % every == 0 and op.call != "said":
                wrong = _examine(disk, folder, key, random.Random(seed * 100_003 + place))
                found += [f"cut {place} ({op.call} {Path(op.path).name}): {what}" for what in wrong]
    return found


def _examine(disk: Disk, folder: Path, key: bytes, dice: random.Random) -> list[str]:
    """Put the files of one cut back on a real disk and look."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in disk.after_cut(dice).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    folder.mkdir(exist_ok=True)
    said = [line.split() for line in disk.said]
    wrong = _examine_database(folder / "department.db", key, said)
    files = [words for words in said if words[0] == "file"]
    if files:
        wrong += _examine_report(folder / "report.pdf", files[-1][2])
    for _, name, sha256 in (words for words in said if words[0] == "attachment"):
        store, secret = folder / "attachments", derive(key, "attachments")
        try:
            assert attachments.path_of(store, secret, sha256) == folder / name
            attachments.read(store, secret, sha256)
        except Exception as error:
            wrong.append(f"attachment: {error}")
    return wrong


def _examine_report(path: Path, acknowledged: str) -> list[str]:
    """The report is the acknowledged one or a later whole one, never a torso."""
    if not path.is_file():
        return ["the report is gone"]
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() == acknowledged:
        return []
    whole = [f"report {place} ".encode() * 400 for place in range(20)]
    return [] if content in whole else ["the report is torn"]


def _examine_database(path: Path, key: bytes, said: list[list[str]]) -> list[str]:
    acknowledged = {words[1] for words in said if words[0] == "slip"}
    if ["made"] not in said:
        return []
    try:
        with closing(engine.DepartmentDatabase(path, key)) as found:
            numbers = [row[0] for row in found.execute_sql("SELECT number FROM slip ORDER BY seq").fetchall()]
            wrong = [
                str(row[0])
                for row in found.execute_sql("PRAGMA integrity_check").fetchall()
                if row[0] != "ok"
            ]
            wrong += [item.what for item in audit_check.verify(where=found)]
    except Exception as error:
        return [f"the database does not open: {[str(cause) for cause in causes(error)][-1]}"]
    if acknowledged - set(numbers):
        wrong.append(f"lost: {sorted(acknowledged - set(numbers))}")
    if numbers != [f"F01-2026-{place:03d}" for place in range(1, len(numbers) + 1)]:
        wrong.append(f"numbers: {numbers}")
    return wrong


@pytest.fixture
def key() -> bytes:
    return keyslots.new_key()


@pytest.mark.parametrize(
    ("seeds", "every"), [(1, 3), pytest.param(4, 1, marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)
def test_no_cut_of_the_power_loses_anything_acknowledged(
    ram: Path, key: bytes, seeds: int, every: int
) -> None:
    ops, folder = _record(ram, "as-it-is", key)
    assert len([op for op in ops if op.call != "said"]) > 100
    assert [op.data for op in ops if op.call == "said"][-1] == b"closed\n"
    assert _losses(ops, folder, key, seeds=seeds, every=every) == []


@pytest.mark.parametrize(
    ("how", "loss"),
    [
        ("synchronous-off", "lost|does not open|malformed"),
        ("naive-write", "report is"),
        ("no-folder-fsync", "gone|lost|does"),
    ],
)
def test_each_neglected_duty_does_lose_something(ram: Path, key: bytes, how: str, loss: str) -> None:
    """The negative controls: a test that passes these would prove nothing."""
    ops, folder = _record(ram, how, key)
    found = _losses(ops, folder, key, seeds=1, every=16)
    assert any(re.search(loss, wrong) for wrong in found), found
