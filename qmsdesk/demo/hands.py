"""The hands of a person: mouse and keys on real widgets, Chinese as an input method commits it, and a camera."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QToolBar,
    QWidget,
)

from qmsdesk.errors import BugError

LEFT = Qt.MouseButton.LeftButton
PATIENCE_S = 60.0
_RUNS = re.compile(r"[\x20-\x7e]+|\n|[^\x20-\x7e\n]+")
W = TypeVar("W", bound=QWidget)


def click(widget: QWidget) -> None:
    """A click in the middle of a widget."""
    QTest.mouseClick(widget, LEFT, pos=widget.rect().center())
    settle()


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """One key."""
    QTest.keyClick(widget, key, modifier)
    settle()


def write(widget: QWidget, text: str, *, clear: bool = False) -> None:
    """Click into a field and type: Latin key by key, Chinese as the words an input method commits."""
    click(widget)
    if clear:
        QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(widget, Qt.Key.Key_Delete)
    for run in _RUNS.findall(text):
        if run == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
        elif run.isascii():
            QTest.keyClicks(widget, run)
        else:
            _commit(widget, run)
    close_offers()
    settle()


def _commit(widget: QWidget, words: str) -> None:
    """What an input method does: compose a little, then commit."""
    composing = QInputMethodEvent(words[:1], [])
    QApplication.sendEvent(widget, composing)
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def close_offers() -> None:
    """Escape a list of proposals that hangs below a field."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        QTest.keyClick(popup, Qt.Key.Key_Escape)


def choose(box: QComboBox, words: str) -> None:
    """Pick from a list with the arrow keys, as one does."""
    row = box.findText(words)
    if row < 0:
        raise BugError(f"{words} is not in the list")
    box.setFocus()
    while box.currentIndex() != row:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down if before < row else Qt.Key.Key_Up)
        if box.currentIndex() == before:
            raise BugError(f"the list does not move to {words}")
    settle()


def use(window: QWidget, action: QAction) -> None:
    """Click the button of an action on a toolbar, or press its keys where it has none."""
    for bar in window.findChildren(QToolBar):
        button = bar.widgetForAction(action)
        if isinstance(button, QWidget) and button.isVisible():
            click(button)
            return
    for button in window.findChildren(QAbstractButton):
        default = getattr(button, "defaultAction", None)
        if default is not None and default() is action and button.isVisible():
            click(button)
            return
    action.trigger()
    settle()


def settle(milliseconds: int = 0) -> None:
    """Let the program do what is pending."""
    if milliseconds:
        QTest.qWait(milliseconds)
    for _turn in range(3):
        QApplication.processEvents()


def wait(until: Callable[[], object], what: str) -> None:
    """Wait for the program; BugError when it does not come."""
    end = time.monotonic() + PATIENCE_S
    while not until():
        if time.monotonic() > end:
            raise BugError(f"waited in vain for {what}")
        QTest.qWait(10)


def window_of(kind: type[W]) -> W:
    """The visible window of a class, waited for."""
    found: list[W] = []

    def look() -> bool:
        found[:] = [
            item for item in QApplication.topLevelWidgets() if isinstance(item, kind) and item.isVisible()
        ]
        return bool(found)

    wait(look, kind.__name__)
    return found[-1]


@contextmanager
def file_dialog(path: Path) -> Iterator[None]:
    """Whatever asks for a file inside this block is answered by typing a path and Enter."""
    timer = QTimer()
    timer.setInterval(50)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            return
        timer.stop()
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        if line is None:
            raise BugError("a file dialog without a line for the name")
        write(line, str(path), clear=True)
        QTest.keyClick(line, Qt.Key.Key_Return)

    timer.timeout.connect(answer)
    timer.start()
    try:
        yield
    finally:
        timer.stop()


def accept_message() -> str:
    """Read the message box that is open and press its own button; what it said."""
    box = window_of(QMessageBox)
    said = box.text()
    button = box.defaultButton()
    QTest.mouseClick(button, LEFT, pos=QPoint(5, 5))
    settle()
    return said


class Camera:
    """Pictures of windows at work, numbered in the order they were taken."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.taken: list[Path] = []

    def take(self, window: QWidget, name: str) -> Path:
        """A picture of a window as it is now."""
        settle(60)
        return self.keep(window.grab().toImage(), name)

    def keep(self, picture: QImage, name: str) -> Path:
        """Write a finished picture under the next number."""
        path = self._folder / f"{len(self.taken) + 1:03d}-{name}.png"
        if not picture.save(str(path)):
            raise BugError(f"{path} was not written")
        self.taken.append(path)
        return path
