"""The front door: opens the department's database, signs the user in, shows the main window."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.fault_log import keep_log
from qmsdesk.forms.error_box import ErrorHook, show_error
from qmsdesk.forms.style import USUAL, set_font_size, start_application
from qmsdesk.forms.window_settings import number, open_settings
from qmsdesk.operations.department import close_department, user_names
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import Clock, SystemClock
from qmsdesk.settings import default_data_dir

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from qmsdesk.forms.main_window import MainWindow

WATCH_AFTER_MS = 400
LOAD_EVERY_MS = 30  # short steps: typing never waits for more than one module
AHEAD = (
    "qmsdesk.forms.main_window",
    "qmsdesk.forms.cards",
    "qmsdesk.forms.start_page",
    "qmsdesk.operations.drafts",
    "qmsdesk.operations.today",
    "qmsdesk.forms.ledger_page",
    "qmsdesk.forms.intake_window",
)


def run(arguments: list[str], *, data_dir: Path | None = None, clock: Clock | None = None) -> int:
    """Open the program and stay until its window is closed; the exit code. UserError without a display."""
    refuse_without_display()
    application = start_application([sys.argv[0], *arguments])
    hook = ErrorHook()
    hook.install()
    folder, clock = data_dir or default_data_dir(), clock or SystemClock()
    desk = enter(folder, clock)
    if desk is None:
        return 0
    keep_log(desk.data_dir)
    try:
        window = show_main_window(desk)
        code = application.exec()
        del window
    finally:
        leave(desk)
    return code


def enter(data_dir: Path, clock: Clock) -> Desk | None:
    """Make the department when there is none yet, then sign in; None when the user thought better of it."""
    if not has_department(data_dir):
        from qmsdesk.forms.first_run import FirstRun

        wizard = FirstRun(data_dir, clock=clock)
        made = wizard.exec()
        wizard.deleteLater()
        if not made:
            return None
        data_dir = wizard.data_dir
    from qmsdesk.forms.sign_in import SignIn

    settings = open_settings(data_dir)
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if isinstance(application, QApplication):
        set_font_size(application, number(settings, "style/size", USUAL))
    box = SignIn(data_dir, settings, clock=clock)
    load_ahead(box)
    box.exec()
    box.deleteLater()
    return box.desk


def load_ahead(box: QObject) -> None:
    """Load what the main window needs, module by module, while `box` waits for the password."""
    from PySide6.QtCore import QTimer

    names, timer = iter(AHEAD), QTimer(box)
    timer.setInterval(LOAD_EVERY_MS)

    def load() -> None:
        name = next(names, "")
        if name:
            import_module(name)
        else:
            timer.stop()

    timer.timeout.connect(load)
    timer.start()


def has_department(data_dir: Path) -> bool:
    """True when somebody can sign in to the data in this folder; a folder that cannot be read says why."""
    try:
        return bool(user_names(data_dir=data_dir))
    except UserError as error:
        show_error(None, error).exec()
        raise


def show_main_window(desk: Desk) -> object:
    """The main window of a desk, on the screen."""
    from qmsdesk.forms.main_window import MainWindow

    window = MainWindow(desk)
    window.show()
    from PySide6.QtCore import QTimer

    QTimer.singleShot(WATCH_AFTER_MS, window, lambda: _begin_watch(window))
    return window


def _begin_watch(window: MainWindow) -> None:
    """Backup of the day, banner and auto-lock begin once the first picture is there."""
    from qmsdesk.forms.trust.watch import begin_watch

    window.watch = begin_watch(window)


def leave(desk: Desk) -> None:
    """Let the worker threads come to rest, then close the department: afterwards it is one file."""
    from qmsdesk.forms.background import Background

    Background.of_application().finish()
    close_department(desk)


def refuse_without_display() -> None:
    """UserError on a Linux machine without a screen, before Qt ends the process itself."""
    import os

    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        raise UserError(
            "没有可用的显示屏（DISPLAY 和 WAYLAND_DISPLAY 都是空的）。",
            advice="请在桌面上启动，或用 qmsdesk --help 查看命令行。",
        )
