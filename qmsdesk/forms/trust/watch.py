"""What the main window does by itself: the backup of the day, the weekly drill, the red banner, the auto-lock."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolBar, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms import others_watch
from qmsdesk.forms.background import run
from qmsdesk.forms.style import GAP, MARGIN
from qmsdesk.forms.trust.frame import plain
from qmsdesk.forms.trust.lock import IdleLock, Locker
from qmsdesk.forms.trust.passwd_dialog import RULE, PasswordDialog
from qmsdesk.operations import backup, destruction_end, health
from qmsdesk.operations.backup import BackupState
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.health import Finding
from qmsdesk.operations.progress import Progress
from qmsdesk.operations.rights import is_viewer

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow

RED, WHITE = "#b3261e", "#ffffff"


class Banner(QWidget):
    """One red line over the pages: what is wrong with the backups, until somebody takes note."""

    def __init__(self, desk: Desk, show_page: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"Banner {{ background: {RED}; }} Banner > QLabel {{ color: {WHITE}; font-weight: bold; }}"
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = plain(wraps=False)
        self.look, self.noted = QPushButton("备份和恢复"), QPushButton("知道了")
        self.look.clicked.connect(lambda: show_page())
        self.noted.clicked.connect(self.acknowledge)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP // 2, MARGIN, GAP // 2)
        row.setSpacing(GAP)
        row.addWidget(self.words, 1)
        row.addWidget(self.look)
        row.addWidget(self.noted)

    def show_state(self, state: BackupState) -> None:
        """Show the red line, or nothing."""
        self.words.setText(f"备份：{state.message}")
        self.setVisible(state.red)
        bar = self.parentWidget()
        if isinstance(bar, QToolBar):
            bar.setVisible(state.red)

    def acknowledge(self) -> None:
        """Somebody has taken note; an old backup stays red until there is a new one."""
        backup.acknowledge(self._desk, note="在主窗口确认")
        self.show_state(backup.backup_state(self._desk))


class Watch(QObject):
    """Begins with the main window and ends with it."""

    def __init__(self, window: MainWindow, *, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self.banner = Banner(window.desk, lambda: window.action("backups").trigger())
        self._add_banner()
        self.locker = Locker(window.desk, window, window.tabs.unkept)
        self.locker.leave_wanted.connect(window.close)
        self.idle = IdleLock(window, self.locker.lock, seconds=seconds)
        self.others = others_watch.begin(window)
        self.refresh()

    def refresh(self) -> None:
        """Ask again whether the backups are in order."""
        self.banner.show_state(backup.backup_state(self._desk))

    def start_work(self) -> None:
        """The backup of the day, the drill when it is due and the cheap checks, in a worker thread."""
        desk = self._desk
        run(self, lambda progress: _morning(desk, progress), self._done, failed=self._failed, lane="backup")

    def stop(self) -> None:
        """Watch no more; called when the window closes."""
        self.idle.stop()
        if self.others is not None:
            self.others.stop()

    def _add_banner(self) -> None:
        bar = QToolBar("备份提醒", self._window)
        bar.setObjectName("backup_banner")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setStyleSheet("QToolBar { border: none; padding: 0; spacing: 0; }")
        bar.addWidget(self.banner)
        self._window.addToolBarBreak()
        self._window.addToolBar(bar)
        self.bar = bar

    def _done(self, found: tuple[Finding, ...]) -> None:
        self.refresh()
        if found:
            words = "；".join(f"{finding.check}：{finding.words}" for finding in found)
            self._window.statusBar().showMessage(words, 20_000)

    def _failed(self, error: Exception) -> None:
        self.refresh()
        self._window.statusBar().showMessage(str(error), 20_000)


def _morning(desk: Desk, progress: Progress) -> tuple[Finding, ...]:
    backup.keep_reserve(desk)
    with contextlib.suppress(UserError):  # the banner says it: a failure is kept until somebody takes note
        destruction_end.finish(desk)
        backup.daily_backup(desk)
    if backup.backup_state(desk).drill_due:
        backup.drill(desk)
    if health.full_check_is_due(desk):
        report = health.check(desk, progress=progress)
        return tuple(finding for finding in report.findings if _worth_saying(finding))
    return health.start_check(desk)


def _worth_saying(finding: Finding) -> bool:
    """What is broken; and a clock that leapt ahead, because every date of the day would be wrong."""
    return finding.level == "bad" or (finding.check == "时钟" and finding.level != "good")


def begin_watch(window: MainWindow) -> Watch:
    """The watch of a main window that is on the screen."""
    watch = Watch(window)
    if is_viewer(window.desk):
        from qmsdesk.forms.trust.viewing_mode import begin_viewing

        begin_viewing(window)
    else:
        watch.start_work()
    if window.desk.user.must_change_password:
        ask_own_password(window)
    return watch


def ask_own_password(window: MainWindow) -> PasswordDialog:
    """A password somebody else made up is changed before anything else is done; without it the program ends."""
    dialog = PasswordDialog(window.desk, window)
    dialog.sentence.setText(f"这是别人给您的密码，请先换成自己的。{RULE}")
    dialog.cancel.setText("退出程序")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.rejected.connect(window.close)
    dialog.open()
    return dialog
