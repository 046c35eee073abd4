"""F1 anywhere: the manual opens at the page that explains what is in front; it is loaded when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow


def show_help(window: MainWindow, topic: str = "") -> None:
    """The manual beside the main window, at the page of the tab in front unless `topic` names another."""
    from qmsdesk.forms.help.context import topic_for
    from qmsdesk.forms.help.window import open_help

    open_help(window, topic or topic_for(window.tabs.currentWidget()))


def offer_help(dialog: QWidget) -> None:
    """F1 in a dialog, which keeps the main window's keys from working, opens the manual beside it."""
    _HelpKey(dialog)


class _HelpKey(QShortcut):
    """Knows its dialog as its parent only: a closure over the dialog would keep it alive for ever."""

    def __init__(self, dialog: QWidget) -> None:
        super().__init__(QKeySequence("F1"), dialog)
        self.activated.connect(self._open)

    def _open(self) -> None:
        from qmsdesk.forms.help.window import open_help

        dialog = self.parent()
        if isinstance(dialog, QWidget):
            open_help(dialog)
