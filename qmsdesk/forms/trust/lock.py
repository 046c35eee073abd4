"""Auto-lock: after ten idle minutes the windows are covered and the password is asked before work goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPalette, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.sign_in import PasswordEdit, quiet_label
from qmsdesk.forms.style import GAP, MARGIN, make_primary, make_roomy, scaled_font
from qmsdesk.forms.trust.frame import plain, say
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.signing import confirm_password

IDLE_SECONDS = 600
LOOK_EVERY_MS = 5_000
STIRRING = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleLock(QObject):
    """Watches the windows for keys and pointer; `seconds()` is a clock that never jumps."""

    def __init__(
        self, window: QWidget, lock: Callable[[], object], *, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(window)
        self._seconds, self._lock = seconds, lock
        self._last = seconds()
        self._seen: set[int] = set()
        # native windows only: they see every key and pointer once, and nothing else is slowed down
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self.watch)
        handle = window.windowHandle()
        if handle is not None:
            self.watch(handle)
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def watch(self, window: QWindow | None) -> None:
        """Look at one more window of the program."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in STIRRING:
            self._last = self._seconds()
        return False

    def look(self) -> None:
        """Lock when nobody stirred for ten minutes; a computer that slept meanwhile is locked too."""
        if self._seconds() - self._last >= IDLE_SECONDS:
            self._last = self._seconds()
            self._lock()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()


class Cover(QWidget):
    """Lies over a whole window so that nothing of it can be read."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.end()


class LockBox(QDialog):
    """Asks the password of who sits here; nothing else of the program can be reached meanwhile."""

    unlocked = Signal()
    leave_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("已锁定")
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setFixedWidth(440)
        heading = plain("已锁定")
        heading.setFont(scaled_font(self.font(), 1.7, bold=True))
        who = plain(f"{desk.user.name}　{desk.department.name}")
        note = quiet_label("草稿已经保存，输入密码继续。十分钟没有操作会自动锁定。", self)
        self.password = PasswordEdit()
        self.password.setAccessibleName("密码")
        self.message = plain()
        self.message.setMinimumHeight(self.fontMetrics().height() * 2)
        self.ok, self.leave = QPushButton("继续"), QPushButton("退出程序")
        self.ok.setDefault(True)
        self.leave.setAutoDefault(False)
        self.ok.clicked.connect(self.unlock)
        self.leave.clicked.connect(self.leave_wanted)
        self.password.textEdited.connect(lambda _text: self.message.setText(""))
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(GAP)
        for part in (heading, who, note):
            column.addWidget(part)
        column.addSpacing(MARGIN)
        column.addWidget(self.password)
        column.addWidget(self.message)
        column.addLayout(foot)
        make_roomy(self)
        make_primary(self.ok)

    def unlock(self) -> None:
        """Go on when the password is right; a wrong one counts like at the sign-in."""
        if not self.password.text():
            say(self.message, "请输入密码。")
            return
        try:
            confirm_password(self._desk, password=self.password.text())
        except UserError as error:
            say(self.message, str(error))
            self.password.selectAll()
            self.password.setFocus()
            return
        self.password.clear()
        self.accept()
        self.unlocked.emit()

    def reject(self) -> None:
        """Esc does not open the lock."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)


class Locker(QObject):
    """Locks and unlocks all windows of the program."""

    leave_wanted = Signal()

    def __init__(self, desk: Desk, window: QWidget, keep: Callable[[], object]) -> None:
        super().__init__(window)
        self._desk, self._window, self._keep = desk, window, keep
        self._covers: list[Cover] = []
        self.box: LockBox | None = None

    def lock(self) -> None:
        """Save the drafts, cover every window, ask the password."""
        if self.box is not None:
            return
        self._keep()
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        self._covers = [
            Cover(top) for top in QApplication.topLevelWidgets() if top.isVisible() and top.isWindow()
        ]
        self.box = LockBox(self._desk, self._window)
        self.box.unlocked.connect(self._uncover)
        self.box.leave_wanted.connect(self._leave)
        self.box.open()
        self.box.password.setFocus()

    def _uncover(self) -> None:
        for cover in self._covers:
            cover.hide()
            cover.deleteLater()
        self._covers = []
        if self.box is not None:
            self.box.deleteLater()
            self.box = None

    def _leave(self) -> None:
        self._uncover()
        self.leave_wanted.emit()
