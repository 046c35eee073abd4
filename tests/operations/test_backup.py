"""Backups as people make them: daily, in two places, drilled, and brought back with the numbers kept."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit_check
from qmsdesk.operations import backup, department, intake, restoring, slips
from qmsdesk.operations.anchoring import anchor_files, expected_heads
from qmsdesk.operations.desk import Desk

PASSWORD = "testing-desk-2026"


def _register(desk: Desk, note: Any, values: dict[str, Any], request: str) -> str:
    taken = intake.record_call(desk, note=note, request_id=f"call-{request}")
    return slips.register(desk, draft_id=taken.draft_id, values=values, request_id=request).number


@pytest.fixture
def second(desk: Desk, tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    backup.set_second_place(desk, folder=folder)
    return folder


def test_the_first_start_of_a_day_makes_a_backup_and_the_next_does_not(desk: Desk, clock: Any) -> None:
    assert backup.daily_backup(desk) is not None
    clock.advance(hours=6)
    assert backup.daily_backup(desk) is None
    clock.advance(hours=10)
    assert backup.daily_backup(desk) is not None
    assert [line.why for line in backup.list_backups(desk)] == ["每日备份"] * 2


def test_a_backup_lies_in_both_places(desk: Desk, second: Path) -> None:
    done = backup.make_backup(desk)
    assert done.second is not None
    assert done.second.parent == second
    assert [line.place for line in backup.list_backups(desk)] in ([1, 2], [2, 1])
    assert backup.verify_backup(desk, folder=done.second) == ()
    assert (second / "anchor.log").is_file()


def test_a_missing_stick_is_a_warning_and_no_failure(desk: Desk, second: Path) -> None:
    shutil.rmtree(second)
    done = backup.make_backup(desk)
    assert done.second is None
    assert "找不到" in done.warnings[0]


def test_the_second_place_is_not_inside_the_data(desk: Desk) -> None:
    inside = desk.data_dir / "copies"
    inside.mkdir()
    with pytest.raises(UserError, match="不能放在数据文件夹里"):
        backup.set_second_place(desk, folder=inside)


def test_the_banner_is_red_until_there_is_a_good_backup_and_again_after_three_days(
    desk: Desk, clock: Any
) -> None:
    assert backup.backup_state(desk).red
    backup.make_backup(desk)
    assert not backup.backup_state(desk).red
    clock.advance(days=3, minutes=1)
    state = backup.backup_state(desk)
    assert state.red
    assert "3 天前" in state.message


def test_a_drill_compares_the_newest_backup_with_the_live_data(
    desk: Desk, call_note: Any, complete_feedback: dict[str, Any], clock: Any
) -> None:
    _register(desk, call_note, complete_feedback, "one")
    backup.make_backup(desk)
    assert backup.backup_state(desk).drill_due
    report = backup.drill(desk, seed=1)
    assert (report.problems, report.slips) == ((), 1)
    assert not backup.backup_state(desk).drill_due
    assert not (desk.data_dir / "tmp" / "drill").exists()
    clock.advance(days=7)
    assert backup.backup_state(desk).drill_due


def test_a_drill_on_a_sabotaged_backup_turns_the_banner_red_until_acknowledged(desk: Desk) -> None:
    done = backup.make_backup(desk)
    (done.folder / "department.db").write_bytes(b"nothing")
    report = backup.drill(desk)
    assert report.problems
    assert backup.backup_state(desk).red
    backup.acknowledge(desk, note="换了备份盘")
    assert not backup.backup_state(desk).red


def test_a_restore_goes_back_keeps_numbers_given_since_and_says_so(
    desk: Desk, call_note: Any, complete_feedback: dict[str, Any], clock: Any
) -> None:
    first = _register(desk, call_note, complete_feedback, "one")
    done = backup.make_backup(desk)
    lost = _register(desk, call_note, complete_feedback, "two")
    department.close_department(desk)
    clock.advance(hours=1)
    restored = restoring.restore_backup(
        data_dir=desk.data_dir, folder=done.folder, user="李敏", password=PASSWORD, clock=clock
    )
    assert (first, lost) == ("F01-2026-001", "F01-2026-002")
    assert restored.slips == 1
    assert "F01-2026：2–2" in restored.lost_numbers
    again = department.open_department(data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=clock)
    assert _register(again, call_note, complete_feedback, "three") == "F01-2026-003"
    assert audit_check.verify(anchors=expected_heads(desk.data_dir)) == ()


def test_a_wrong_password_restores_nothing(desk: Desk, clock: Any) -> None:
    done = backup.make_backup(desk)
    before = (desk.data_dir / "department.db").stat().st_mtime_ns
    with pytest.raises(UserError, match="用户名或密码不对"):
        restoring.restore_backup(
            data_dir=desk.data_dir, folder=done.folder, user="李敏", password="wrong", clock=clock
        )
    assert (desk.data_dir / "department.db").stat().st_mtime_ns == before


def test_a_restore_works_on_a_new_computer(desk: Desk, second: Path, tmp_path: Path, clock: Any) -> None:
    done = backup.make_backup(desk)
    department.close_department(desk)
    assert done.second is not None
    fresh = tmp_path / "new"
    restored = restoring.restore_backup(
        data_dir=fresh, folder=done.second, user="李敏", password=PASSWORD, clock=clock
    )
    assert restored.kept is None
    again = department.open_department(data_dir=fresh, user="李敏", password=PASSWORD, clock=clock)
    assert again.user.name == "李敏"


def test_yesterdays_file_put_back_by_hand_is_noticed(
    desk: Desk, call_note: Any, complete_feedback: dict[str, Any], clock: Any, tmp_path: Path
) -> None:
    place = {"data_dir": desk.data_dir, "user": "李敏", "password": PASSWORD, "clock": clock}
    department.close_department(desk)
    shutil.copy(desk.data_dir / "department.db", tmp_path / "old.db")
    today = department.open_department(**place)
    _register(today, call_note, complete_feedback, "one")
    clock.advance(minutes=1)
    department.close_department(today)
    shutil.copy(tmp_path / "old.db", desk.data_dir / "department.db")
    department.open_department(**place)
    found = audit_check.verify_recent(expected_heads(desk.data_dir))
    assert any("锚点" in wrong.what for wrong in found)


def test_a_stick_unplugged_during_a_restore_raises_no_alarm_later(
    desk: Desk, second: Path, clock: Any, tmp_path: Path
) -> None:
    done = backup.make_backup(desk)
    clock.advance(minutes=1)
    backup.make_backup(desk)
    department.close_department(desk)
    second.rename(tmp_path / "in a pocket")
    clock.advance(minutes=1)
    place = {"data_dir": desk.data_dir, "user": "李敏", "password": PASSWORD, "clock": clock}
    restoring.restore_backup(folder=done.folder, **place)
    (tmp_path / "in a pocket").rename(second)
    department.open_department(**place)
    backup.set_second_place(desk, folder=second)
    assert len(anchor_files(desk.data_dir)) == 2
    assert audit_check.verify(anchors=expected_heads(desk.data_dir)) == ()
