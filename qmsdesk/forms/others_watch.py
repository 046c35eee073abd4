"""What other workstations save appears by itself: the lists are read again a few seconds later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from qmsdesk.forms.background import run
from qmsdesk.operations import news

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow

LOOK_EVERY_MS = 4000


class OthersWatch(QObject):
    """Asks the server now and then, in a worker thread; never while the answer before is still on its way."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self._seen, self._asking = news.last_line(window.desk), False
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Ask once."""
        if self._asking:
            return
        self._asking, desk, since = True, self._desk, self._seen
        run(
            self,
            lambda _progress: news.saved_elsewhere(desk, since=since),
            self._told,
            failed=self._failed,
            lane="others",
        )

    def stop(self) -> None:
        """Look no more; called when the window closes."""
        self._timer.stop()

    def _told(self, answer: tuple[int, bool]) -> None:
        self._asking = False
        self._seen, changed = answer
        if changed:
            self._window.refresh_lists()
            self._window.statusBar().showMessage("另一台工作站保存了新内容，列表已更新。", 4000)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self._window.statusBar().showMessage(str(error), 4000)


def begin(window: MainWindow) -> OthersWatch | None:
    """The watch of a department on a server; None where nobody else can save."""
    return OthersWatch(window) if news.is_shared(window.desk) else None
