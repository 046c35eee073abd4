"""A real disk that is really full: the draft and the old report stay, no number is burnt, work goes on (G4)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check, files
from qmsdesk.models.transactions import rows
from qmsdesk.operations import backup, department, drafts, intake, slips
from qmsdesk.operations.desk import Desk

SIZE = 6 * 2**20
OLD = b"%PDF the report of last month" * 4000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of six megabytes."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small file system needs root")
    place = tmp_path / "small disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "qmsdesk-test", place], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def desk_on_it(disk: Path, clock: Any) -> Iterator[Desk]:
    """李敏 at a desk whose data lie on the small disk."""
    known = {"data_dir": disk / "data", "user": "李敏", "password": "testing-desk-2026", "clock": clock}
    department.create_department(**known, unit_code="01", unit_name="炼化设备公司", department="经销部门")
    opened = department.open_department(**known)
    yield opened
    department.close_department(opened)


def _fill(disk: Path) -> Path:
    """Take all the room that is left but one page; the file that takes it."""
    ballast = disk / "somebody's film"
    with ballast.open("wb") as file:
        free = shutil.disk_usage(disk).free
        file.write(bytes(max(0, free - 4096)))
    return ballast


def _register(desk: Desk, draft_id: str, values: dict[str, Any], request: str) -> str:
    drafts.save_draft(desk, draft_id=draft_id, values=values)
    return slips.register(desk, draft_id=draft_id, values=values, request_id=request).number


def test_a_full_disk_keeps_what_was_there_and_work_goes_on_once_there_is_room(
    disk: Path, desk_on_it: Desk, call_note: Any, complete_feedback: dict[str, Any]
) -> None:
    desk, report = desk_on_it, disk / "report.pdf"
    report.write_bytes(OLD)
    taken = [intake.record_call(desk, note=call_note, request_id=f"call-{n}") for n in range(2)]
    values = {**complete_feedback, "description": "渗漏" * 4900}
    assert _register(desk, taken[0].draft_id, complete_feedback, "one") == "F01-2026-001"
    drafts.save_draft(desk, draft_id=taken[1].draft_id, values=values)
    ballast = _fill(disk)
    for _ in range(3):
        with pytest.raises(UserError, match="磁盘已满") as caught:
            _register(desk, taken[1].draft_id, values, "two")
        assert "清理" in caught.value.advice
    with pytest.raises(UserError, match="磁盘已满"):
        files.atomic_write(report, OLD * 2)
    assert report.read_bytes() == OLD
    assert drafts.open_draft(desk, draft_id=taken[1].draft_id).values["description"] == values["description"]
    ballast.unlink()
    assert _register(desk, taken[1].draft_id, values, "two") == "F01-2026-002"
    files.atomic_write(report, OLD * 2)
    assert report.read_bytes() == OLD * 2
    assert rows("PRAGMA integrity_check") == [("ok",)]
    assert audit_check.verify() == ()
    assert list(disk.rglob(".~qms-*")) == []


def test_the_last_draft_and_the_sign_out_fit_into_the_reserve(disk: Path, call_note: Any, clock: Any) -> None:
    known = {"data_dir": disk / "data", "user": "李敏", "password": "testing-desk-2026", "clock": clock}
    department.create_department(**known, unit_code="01", unit_name="炼化设备公司", department="经销部门")
    desk = department.open_department(**known)
    assert backup.keep_reserve(desk)
    taken = intake.record_call(desk, note=call_note, request_id="call")
    values = drafts.open_draft(desk, draft_id=taken.draft_id).values
    ballast = _fill(disk)
    long, longer = ({**values, "description": "渗漏" * count} for count in (4900, 9800))
    assert drafts.save_draft(desk, draft_id=taken.draft_id, values=long) is True
    assert drafts.save_draft(desk, draft_id=taken.draft_id, values=longer) is False, (
        "there is room left of it"
    )
    assert not backup.keep_reserve(desk)
    department.close_department(desk)
    assert not list((disk / "data").glob("*-wal"))
    ballast.unlink()
    desk = department.open_department(**known)
    assert drafts.open_draft(desk, draft_id=taken.draft_id).values["description"] == longer["description"]
    assert backup.keep_reserve(desk)
    assert audit_check.verify() == ()
    department.close_department(desk)


def test_without_the_reserve_the_last_draft_does_not_fit(
    disk: Path, desk_on_it: Desk, call_note: Any
) -> None:
    """The negative control."""
    taken = intake.record_call(desk_on_it, note=call_note, request_id="call")
    values = drafts.open_draft(desk_on_it, draft_id=taken.draft_id).values
    ballast = _fill(disk)
    with pytest.raises(UserError, match="磁盘已满"):
        drafts.save_draft(
            desk_on_it, draft_id=taken.draft_id, values={**values, "description": "渗漏" * 4900}
        )
    ballast.unlink()


def test_a_report_written_straight_would_be_a_torso(disk: Path) -> None:
    """The negative control: this disk is really full."""
    report = disk / "report.pdf"
    report.write_bytes(OLD)
    _fill(disk)
    with pytest.raises(OSError, match="No space"):
        report.write_bytes(OLD * 2)
    assert report.read_bytes() not in (OLD, OLD * 2)
