"""Saves what is typed: shortly after the last key, and every two seconds while keys keep coming."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from qmsdesk.errors import UserError

PAUSE, LONGEST = 300, 2000  # ms after the last key; ms while typing goes on
SLOWEST = 30_000  # ms between tries while saving fails


class Autosave(QObject):
    """Calls `save` when it is time; a save that fails keeps the mark and is tried again, ever more slowly."""

    saved = Signal()
    failed = Signal(object)  # UserError
    dirty_changed = Signal(bool)

    def __init__(self, save: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self.dirty = False
        self._wait = LONGEST
        self._pause = self._timer(PAUSE)
        self._limit = self._timer(LONGEST)

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.flush)
        return timer

    def touch(self) -> None:
        """Something was typed."""
        self._mark(True)
        self._pause.start(max(PAUSE, self._wait if self._wait > LONGEST else 0))
        if not self._limit.isActive():
            self._limit.start(self._wait)

    def flush(self) -> bool:
        """Save now if there is something to save; False when it could not be saved."""
        self.stop()
        if not self.dirty:
            return True
        try:
            self._save()
        except UserError as error:
            self._wait = min(SLOWEST, self._wait * 2)
            self._limit.start(self._wait)
            self.failed.emit(error)
            return False
        self._wait = LONGEST
        self._mark(False)
        self.saved.emit()
        return True

    def stop(self) -> None:
        """Let the timers rest; what is unsaved stays marked."""
        self._pause.stop()
        self._limit.stop()

    def forget(self) -> None:
        """There is nothing to save any more."""
        self.stop()
        self._mark(False)

    def _mark(self, dirty: bool) -> None:
        if dirty != self.dirty:
            self.dirty = dirty
            self.dirty_changed.emit(dirty)
