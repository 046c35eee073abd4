"""What a workstation remembers about its windows: an INI file in the department's data folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FILE_NAME = "workstation.ini"


def open_settings(data_dir: Path) -> QSettings:
    """The settings of this workstation for a data folder; never the Windows registry."""
    return QSettings(str(data_dir / FILE_NAME), QSettings.Format.IniFormat)


def number(settings: QSettings, key: str, usual: int) -> int:
    """A whole number that was kept, or the usual one."""
    text = str(settings.value(key, usual))
    return int(text) if text.lstrip("-").isdigit() else usual


def texts(settings: QSettings, key: str) -> list[str]:
    """A list of texts that was kept; empty ones are left out."""
    value = settings.value(key)
    found = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    return [str(item) for item in found if str(item)]


def restore_place(window: QWidget, settings: QSettings, key: str, *, width: int, height: int) -> None:
    """Put a window where it was; on a screen that is gone, in the middle of the one that is there."""
    state = settings.value(key)
    if isinstance(state, QByteArray) and window.restoreGeometry(state):
        return
    screen = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(min(width, screen.width()), min(height, screen.height()))
    frame = window.frameGeometry()
    frame.moveCenter(screen.center())
    window.move(frame.topLeft())


def keep_place(window: QWidget, settings: QSettings, key: str) -> None:
    """Remember where a window is."""
    settings.setValue(key, window.saveGeometry())
