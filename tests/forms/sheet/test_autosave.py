"""Autosave: soon after the last key, every two seconds while typing, and a failure is not forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer, QObject

from qmsdesk.errors import UserError
from qmsdesk.forms import autosave
from qmsdesk.forms.autosave import Autosave


class Disk:
    """Counts saves; can be full."""

    def __init__(self) -> None:
        self.saves = 0
        self.full = False

    def save(self) -> None:
        if self.full:
            raise UserError("磁盘已满。", advice="请腾出空间。")
        self.saves += 1


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def saver(qapp: Any, disk: Disk) -> Iterator[Autosave]:
    owner = QObject()
    made = Autosave(disk.save, owner)
    yield made
    made.stop()
    owner.deleteLater()


def test_one_save_shortly_after_the_last_key(saver: Autosave, disk: Disk, qtbot: Any) -> None:
    for _key in range(5):
        saver.touch()
        qtbot.wait(20)
    assert disk.saves == 0
    assert saver.dirty
    qtbot.waitUntil(lambda: disk.saves == 1, timeout=1000)
    assert not saver.dirty
    qtbot.wait(350)
    assert disk.saves == 1


def test_typing_without_a_pause_is_saved_within_two_seconds(saver: Autosave, disk: Disk, qtbot: Any) -> None:
    clock = QElapsedTimer()
    clock.start()
    while disk.saves == 0:
        saver.touch()
        qtbot.wait(40)
        assert clock.elapsed() < 2400
    assert clock.elapsed() >= 1900


def test_a_failed_save_keeps_the_mark_and_is_tried_again(
    saver: Autosave, disk: Disk, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autosave, "SLOWEST", 100)
    disk.full = True
    saver.touch()
    with qtbot.waitSignal(saver.failed) as failed:
        assert not saver.flush()
    assert "磁盘已满" in str(failed.args[0])
    assert saver.dirty
    disk.full = False
    qtbot.waitUntil(lambda: disk.saves == 1, timeout=1000)
    assert not saver.dirty


def test_nothing_is_written_when_nothing_was_typed(saver: Autosave, disk: Disk) -> None:
    assert saver.flush()
    assert disk.saves == 0


def test_the_mark_is_told_once_each_way(saver: Autosave, qtbot: Any) -> None:
    told: list[bool] = []
    saver.dirty_changed.connect(told.append)
    saver.touch()
    saver.touch()
    saver.flush()
    assert told == [True, False]
