"""What the permission table denies stands there, cannot be pressed, and says why in its tool tip (5.5.2)."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from qmsdesk.operations.desk import Desk

SOON_MS = 60  # a timer of none comes before the first picture
PRINT, EXPORT = "打印", "导出"
Rule = tuple[str, str, QAction | QWidget]


def bar(desk: Desk, *rules: Rule) -> None:
    """Switch off each (action, paper, button) that the signed-in user's roles do not allow."""
    for action, paper, target in rules:
        why = why_not(desk, action, paper)
        if why:
            target.setEnabled(False)
            target.setToolTip(why)
            target.setStatusTip(why)


def bar_soon(owner: QObject, desk: Desk, *rules: Rule) -> None:
    """The same once the window is painted: the first picture does not wait for the table."""
    soon = QTimer(owner, singleShot=True, interval=SOON_MS)  # goes away with its owner
    soon.timeout.connect(lambda: bar(desk, *rules))
    soon.start()


def why_not(desk: Desk, action: str, paper: str) -> str:
    """Why the table denies an action; "" when it allows it."""
    from qmsdesk.operations.rights import refusal  # the table is not needed for the first picture

    return refusal(desk, action, paper=paper)
