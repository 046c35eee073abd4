"""Long work off the GUI thread: results by signal, progress, cancel, nothing outlives its window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms import background
from qmsdesk.forms.background import Background, run
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.progress import Cancelled, Progress, step
from qmsdesk.operations.today import figures


@pytest.fixture
def owner(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_the_work_runs_elsewhere_and_its_result_arrives_here(qtbot, owner: QWidget) -> None:
    seen: list[object] = []
    here = QThread.currentThread()
    run(
        owner,
        lambda _progress: QThread.currentThread() is here,
        lambda same: seen.append((same, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(False, threading.main_thread())]


def test_a_worker_reads_the_database_over_its_own_connection(qtbot, owner: QWidget, desk: Desk) -> None:
    seen: list[object] = []
    run(owner, lambda _progress: figures(desk), seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].drafts == 0


def test_progress_is_told_and_cancel_is_obeyed(qtbot, owner: QWidget) -> None:
    told: list[tuple[int, int]] = []
    failed: list[Exception] = []
    going = threading.Event()

    def work(progress: Progress) -> None:
        for done in range(100_000):
            step(progress, done, 100_000)
            going.wait(0.001)

    job = run(owner, work, told.append, failed=failed.append, progress=lambda *at: told.append(at))
    qtbot.waitUntil(lambda: bool(told))
    job.cancel()
    going.set()
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], Cancelled)
    assert told[0][1] == 100_000


def test_an_error_is_shown_and_cancelling_is_silent(
    qtbot, owner: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr(background, "show_error", lambda _owner, error: shown.append(error))

    def full(_progress: Progress) -> None:
        raise UserError("磁盘已满。")

    def stopped(_progress: Progress) -> None:
        raise Cancelled

    run(owner, stopped, shown.append)
    run(owner, full, shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    assert [str(error) for error in shown] == ["磁盘已满。"]


def test_nobody_is_told_when_the_window_has_gone(qtbot) -> None:
    window = QWidget()
    told: list[object] = []
    started, go = threading.Event(), threading.Event()

    def work(_progress: Progress) -> int:
        started.set()
        go.wait(5)
        return 1

    job = run(window, work, told.append)
    assert started.wait(5)
    window.deleteLater()
    with qtbot.waitSignal(window.destroyed):
        pass
    go.set()
    with qtbot.waitSignal(job.finished):
        pass
    assert told == []


def test_the_end_of_the_program_waits_for_the_threads(qtbot, owner: QWidget) -> None:
    begun, done = threading.Event(), threading.Event()

    def work(_progress: object) -> None:
        begun.set()
        done.wait(0.2)
        done.set()

    run(owner, work, lambda _none: None)
    assert begun.wait(10)
    Background.of_application().finish()
    assert done.is_set()
