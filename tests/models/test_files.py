"""Files are whole or absent, and what is temporary stays inside the data folder."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import BinaryIO

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import files
from qmsdesk.models.files import atomic_write, sweep_leftovers, use_private_temp


def test_bytes_text_and_writers_are_written(tmp_path: Path) -> None:
    place = tmp_path / "台帐.xlsx"
    for content in (b"one", "二", lambda file: file.write(b"three")):
        atomic_write(place, content)
    assert place.read_bytes() == b"three"
    assert list(tmp_path.iterdir()) == [place]


def test_a_file_is_for_its_owner_only(tmp_path: Path) -> None:
    atomic_write(tmp_path / "x", b"")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600


def test_a_writer_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    place = tmp_path / "report.pdf"
    atomic_write(place, b"old")

    def fail(file: BinaryIO) -> None:
        file.write(b"half of the new")
        raise KeyError("cancelled")

    with pytest.raises(KeyError):
        atomic_write(place, fail)
    assert place.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_full_disk_leaves_the_old_file_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    place = tmp_path / "report.pdf"
    atomic_write(place, b"old")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, call, full)
        with pytest.raises(UserError, match="磁盘已满"):
            atomic_write(place, b"new")
    assert place.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


def test_the_content_is_durable_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(files.os, "fsync", lambda handle: order.append("fsync") or fsync(handle))
    monkeypatch.setattr(files.os, "replace", lambda a, b: order.append("rename") or replace(a, b))
    atomic_write(tmp_path / "x", b"content")
    assert order == ["fsync", "rename", "fsync"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不存在"):
        atomic_write(tmp_path / "no" / "x", b"")


def test_temporary_files_are_private_and_gone_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    monkeypatch.setenv("SQLITE_TMPDIR", "")
    folder = tmp_path / "tmp"
    use_private_temp(folder)
    handle, name = tempfile.mkstemp()
    os.close(handle)
    (folder / "sub").mkdir()
    assert Path(name).parent == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    use_private_temp(folder)
    assert list(folder.iterdir()) == []


def test_leftovers_of_a_killed_writer_are_swept(tmp_path: Path) -> None:
    (tmp_path / f"{files.MARK}abc").write_bytes(b"half")
    (tmp_path / "keys.json").write_bytes(b"{}")
    assert sweep_leftovers(tmp_path) == 1
    assert [item.name for item in tmp_path.iterdir()] == ["keys.json"]
