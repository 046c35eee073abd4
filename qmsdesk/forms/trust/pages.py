"""The pages of this room in the main window, loaded when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow


def slots(window: MainWindow) -> dict[str, Callable[[], None]]:
    """One callable for each action of the menu 管理."""
    return {
        "people": partial(_show, window, "people", "user", _people),
        "backups": partial(_show, window, "backups", "save", _backups),
        "health": partial(_show, window, "health", "check", _health),
        "retention": partial(_show, window, "retention", "clock", _retention),
        "viewings": partial(_show, window, "viewings", "preview", _viewings),
        "passwd": partial(_passwd, window),
        "lock": partial(_lock, window),
    }


def _show(window: MainWindow, key: str, icon: str, make: Callable[[MainWindow], QWidget]) -> None:
    window.tabs.show_page(key, lambda: make(window), icon)


def _people(window: MainWindow) -> QWidget:
    from qmsdesk.forms.trust.people_page import PeoplePage

    return PeoplePage(window.desk)


def _backups(window: MainWindow) -> QWidget:
    from qmsdesk.forms.trust.backup_page import BackupPage

    page = BackupPage(window.desk, window.settings)
    if window.watch is not None:
        page.state_changed.connect(window.watch.refresh)
    return page


def _health(window: MainWindow) -> QWidget:
    from qmsdesk.forms.trust.health_page import HealthPage

    return HealthPage(window.desk, window.settings)


def _retention(window: MainWindow) -> QWidget:
    from qmsdesk.forms.trust.retention_page import RetentionPage

    return RetentionPage(window.desk)


def _viewings(window: MainWindow) -> QWidget:
    from qmsdesk.forms.trust.viewing_page import ViewingPage

    return ViewingPage(window.desk)


def _passwd(window: MainWindow) -> None:
    from qmsdesk.forms.opening import show_dialog
    from qmsdesk.forms.trust.passwd_dialog import PasswordDialog

    show_dialog(PasswordDialog(window.desk, window))


def _lock(window: MainWindow) -> None:
    if window.watch is not None:
        window.watch.locker.lock()
