"""Long work off the GUI thread: results come back by signal, and nothing outlives its window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

from qmsdesk.forms.error_box import show_error
from qmsdesk.operations.progress import Cancelled, Progress

T = TypeVar("T")
PACE_MS = 60
PROPERTY = "background"


class _State:
    """What the worker thread and the GUI thread share about one job; no Qt object in it."""

    def __init__(self, work: Callable[[Progress], Any], reading: bool) -> None:
        self.work: Callable[[Progress], Any] | None = work
        self.reading = reading
        self.stop = threading.Event()
        self.step: tuple[int, int] | None = None
        self.result: Any = None
        self.error: BaseException | None = None

    def progress(self, done: int, total: int) -> bool:
        """Note how far the work is; False asks it to stop."""
        self.step = (done, total)
        return not self.stop.is_set()

    def perform(self) -> None:
        """Do the work; called in the worker thread."""
        work, self.work = self.work, None
        if work is None or self.stop.is_set():
            self.error = Cancelled()
            return
        try:
            from qmsdesk.operations.worker import own_connection

            with own_connection(self.stop.is_set if self.reading else None):
                self.result = work(self.progress)
        except BaseException as error:
            self.error = Cancelled() if self.reading and self.stop.is_set() else error


class Job(QObject):
    """One piece of work under way, seen from the GUI thread; ends with its owner."""

    progressed = Signal(int, int)
    finished = Signal()

    def __init__(self, owner: QObject, state: _State) -> None:
        super().__init__()
        self.state = state
        self.on_done: Callable[[Any], None] | None = None
        self.on_failed: Callable[[Exception], None] | None = None
        self.running = True
        self._ticker = QTimer(self, interval=PACE_MS)
        self._ticker.timeout.connect(self._tell)
        self._ticker.start()
        owner.destroyed.connect(self.abandon)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; it then fails with Cancelled."""
        self.state.stop.set()

    @Slot()
    def abandon(self) -> None:
        """Cancel, and forget whom to tell."""
        self.cancel()
        self.on_done = self.on_failed = None
        self._ticker.stop()

    def settle(self) -> None:
        """Tell the owner how it ended."""
        self._ticker.stop()
        self.running = False
        self._tell()
        done, failed = self.on_done, self.on_failed
        self.on_done = self.on_failed = None
        self.finished.emit()
        error = self.state.error
        if error is None:
            if done:
                done(self.state.result)
        elif failed and isinstance(error, Exception):
            failed(error)

    def _tell(self) -> None:
        step, self.state.step = self.state.step, None
        if step is not None:
            self.progressed.emit(*step)


class _Errand(QRunnable):
    def __init__(self, background: Background, state: _State) -> None:
        super().__init__()
        self._background = background
        self._state = state

    def run(self) -> None:
        self._state.perform()
        self._background.arrived.emit(self._state)


class Background(QObject):
    """The worker threads of the program, one lane each; waits for them when the program ends."""

    arrived = Signal(object)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._lanes: dict[str, QThreadPool] = {}
        self._jobs: dict[_State, Job] = {}
        self.arrived.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        application.aboutToQuit.connect(self.finish)

    @classmethod
    def of_application(cls) -> Background:
        """The background of the running application, made on first use."""
        application = QCoreApplication.instance()
        assert application is not None
        found = application.property(PROPERTY)  # findChild() would build a class for every child
        if isinstance(found, cls):
            return found
        made = cls(application)
        application.setProperty(PROPERTY, made)
        return made

    def start(self, job: Job, lane: str) -> None:
        """Queue a job; jobs of one lane run one after the other."""
        self._jobs[job.state] = job
        self._lane(lane).start(_Errand(self, job.state))

    def finish(self) -> None:
        """Cancel everything and wait for the threads to come to rest."""
        for job in self._jobs.values():
            job.abandon()
        for pool in self._lanes.values():
            pool.waitForDone(10_000)

    @Slot(object)
    def _settle(self, state: _State) -> None:
        job = self._jobs.pop(state, None)
        if job is not None:
            job.settle()

    def _lane(self, name: str) -> QThreadPool:
        if name not in self._lanes:
            pool = QThreadPool(self)
            pool.setMaxThreadCount(1)
            pool.setExpiryTimeout(2_000)
            self._lanes[name] = pool
        return self._lanes[name]


def run(
    owner: QObject,
    work: Callable[[Progress], T],
    done: Callable[[T], None],
    *,
    failed: Callable[[Exception], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
    lane: str = "work",
    reading: bool = False,
) -> Job:
    """Run `work(progress)` in a worker thread and hand its result to `done` in the GUI thread.

    Errors go to `failed`, else to the error box; Cancelled is silent then. When `owner` is destroyed the work is
    cancelled and nobody is told. `work` must not touch widgets. What only reads (`reading`) is stopped in the middle of
    a statement, so that the next question in its lane does not wait for an answer nobody wants any more.
    """
    job = Job(owner, _State(work, reading))
    job.on_done = done
    job.on_failed = failed or (lambda error: _complain(owner, error))
    if progress is not None:
        job.progressed.connect(progress)
    Background.of_application().start(job, lane)
    return job


def _complain(owner: QObject, error: Exception) -> None:
    if not isinstance(error, Cancelled):
        show_error(owner, error)
