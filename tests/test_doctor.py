"""The table of what this workstation has and lacks."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qmsdesk import doctor, settings
from qmsdesk.models import pragmas, storage_place


def states(folder: Path) -> dict[str, str]:
    return {row.name: row.state for row in doctor.examine(folder)}


def test_everything_the_program_itself_needs_is_here(tmp_path: Path) -> None:
    found = states(tmp_path)
    assert {found[name] for name in ("Python", "Qt", "系统", "数据库", "字体")} == {"ok"}


def test_whatever_is_not_right_names_a_next_step(tmp_path: Path) -> None:
    assert all(row.advice for row in doctor.examine(tmp_path) if row.state != "ok")


def test_a_missing_font_is_a_fault_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "resources_dir", lambda: tmp_path)
    row = doctor.look_at_fonts(tmp_path)
    assert row.state == "bad"
    assert "NotoSerifSC-Regular.ttf" in row.found


def test_a_damaged_font_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fonts").mkdir()
    for name in settings.FONT_FILES.values():
        shutil.copy(settings.font_path("sans"), tmp_path / "fonts" / name)
    (tmp_path / "fonts" / settings.FONT_FILES["sans"]).write_bytes(b"not a font at all")
    monkeypatch.setattr(settings, "resources_dir", lambda: tmp_path)
    row = doctor.look_at_fonts(tmp_path)
    assert row.state == "bad"
    assert "已损坏" in row.found


def test_a_font_without_the_han_of_gb2312_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SIGNS", "\ue000")
    row = doctor.look_at_fonts(tmp_path)
    assert row.state == "bad"
    assert "缺 1 个字" in row.found


def test_a_missing_qt_library_is_told_and_the_table_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    rows = doctor.examine(tmp_path)
    assert len(rows) == len(doctor.LOOKS)
    assert next(row for row in rows if row.name == "Qt").state == "bad"


def test_a_data_folder_that_is_a_file_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    assert doctor.look_at_data_folder(tmp_path / "new" / "data").state == "ok"
    assert doctor.look_at_data_folder(blocked / "data").state == "bad"


def test_a_data_folder_nobody_may_look_into_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refused)
    row = doctor.look_at_data_folder(tmp_path)
    assert row.state == "bad"
    assert row.advice


def test_a_data_folder_on_a_network_drive_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage_place, "file_system_type", lambda _folder: "nfs4")
    row = doctor.look_at_data_folder(tmp_path)
    assert row.state == "bad"
    assert "网络盘" in row.found


def test_an_engine_that_can_lose_records_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pragmas, "engine_version", lambda: (3, 40, 1))
    assert doctor.look_at_sqlite(tmp_path).state == "bad"


def test_a_display_that_does_not_open_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4077")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    row = doctor.look_at_display(tmp_path)
    assert row.state == "bad"
    assert "xcb" in row.found


def test_the_old_fcitx_is_a_fault_where_windows_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_process_names", lambda: {"fcitx"})
    monkeypatch.setenv("DISPLAY", ":0")
    assert doctor.look_at_input_method(tmp_path).state == "bad"
    monkeypatch.setattr(doctor, "_process_names", lambda: {"fcitx", "fcitx5"})
    assert doctor.look_at_input_method(tmp_path).state == "ok"


def test_the_columns_of_the_table_stand_under_each_other() -> None:
    rows = (doctor.Row("Qt", "ok", "a"), doctor.Row("输入法", "warn", "b", "c"))
    assert doctor.table(rows) == "Qt      正常  a\n输入法  注意  b\n              → c"


def test_the_exit_code_says_whether_something_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "LOOKS", (lambda _: doctor.Row("Qt", "warn", "a", "b"),))
    assert doctor.main(["--data", str(tmp_path)]) == 0
    monkeypatch.setattr(doctor, "LOOKS", (lambda _: doctor.Row("Qt", "bad", "a", "b"),))
    assert doctor.main(["--data", str(tmp_path)]) == 1


def test_the_answer_as_json_has_the_same_rows(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "qmsdesk.doctor", "--json", "--data", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, check=False)
    assert [row["name"] for row in json.loads(result.stdout)] == [
        row.name for row in doctor.examine(tmp_path)
    ]
