"""The fresh process of T1: shows a window, waits for its first picture, says what that cost, and ends."""

from __future__ import annotations

import json
import os
import sys
import time


def empty() -> None:
    """A QMainWindow with nothing in it, painted."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1280, 800)
    window.show()
    while not window.windowHandle().isExposed():
        application.processEvents()
    window.repaint()
    say()


def program(data_dir: str, user: str, password: str) -> None:
    """The program itself: font, sign-in, main window, ledger with rows, painted."""
    from pathlib import Path

    from qmsdesk.forms.style import start_application

    application = start_application([])
    from qmsdesk.forms.main_window import MainWindow
    from qmsdesk.operations.department import open_department

    window = MainWindow(open_department(data_dir=Path(data_dir), user=user, password=password))
    window.open_ledger()
    window.resize(1280, 800)
    window.show()
    page = window.tabs.currentWidget()
    model = page.model  # type: ignore[attr-defined]
    while not (window.windowHandle().isExposed() and model.rowCount() >= 50):
        application.processEvents()
    window.repaint()
    application.processEvents()
    say()


def say() -> None:
    """One line of JSON: cpu seconds since the process began and the modules loaded; then end at once."""
    cpu = time.process_time()
    roots = sorted({name.partition(".")[0] for name in sys.modules})
    print(json.dumps({"cpu": cpu, "loaded": roots}), flush=True)
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        empty()
    else:
        program(*sys.argv[2:5])
