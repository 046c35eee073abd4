"""The slips opened last, on this workstation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu

from qmsdesk.forms.window_settings import texts
from qmsdesk.operations.desk import Desk

MOST = 20
KEY = "recent/slips"


class RecentSlips:
    """Ids of opened slips, the last one first."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def ids(self) -> list[int]:
        """The ids, the last opened first."""
        return [int(text) for text in texts(self._settings, KEY) if text.isdigit()]

    def note(self, slip_id: int) -> None:
        """A slip was opened."""
        ids = [slip_id, *(known for known in self.ids() if known != slip_id)]
        self._settings.setValue(KEY, [str(known) for known in ids[:MOST]])

    def fill_menu(self, menu: QMenu, desk: Desk, open_slip: Callable[[int], None]) -> None:
        """One line for each slip."""
        from qmsdesk.operations.today import recent_slips

        menu.clear()
        ids = self.ids()
        for slip in recent_slips(desk, limit=MOST, only=ids) if ids else []:
            text = f"{slip.number}　{slip.customer}".replace("&", "&&")
            menu.addAction(text, partial(open_slip, slip.slip_id))
        if menu.isEmpty():
            menu.addAction("还没有打开过单据").setEnabled(False)
