"""Signing in: who, the password, and what is wrong with it said beside the field."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.help_key import offer_help
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import (
    GAP,
    MARGIN,
    late_colour,
    make_primary,
    make_roomy,
    scaled_font,
    warning_colour,
)
from qmsdesk.forms.toned_label import TonedLabel
from qmsdesk.operations import servers
from qmsdesk.operations.department import open_department, user_names
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import Clock, SystemClock

WIDTH = 420
_DOTS = QLineEdit.EchoMode.Password


class PasswordEdit(QLineEdit):
    """A password line that notices the caps lock and can be shown for a look."""

    caps_lock = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(_DOTS)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._eye = self.addAction(icon("preview"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip("显示或隐藏密码")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(lambda on: self.setEchoMode(QLineEdit.EchoMode.Normal if on else _DOTS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(text.isupper() != shifted)


class SignIn(QDialog):
    """Opens the department; `desk` is there once it is accepted."""

    def __init__(
        self,
        data_dir: Path,
        settings: QSettings,
        *,
        clock: Clock | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        offer_help(self)
        self.setWindowTitle("登录")
        self._data_dir, self._settings, self._clock = data_dir, settings, clock or SystemClock()
        self.desk: Desk | None = None
        self._make_widgets()
        self._assemble()
        self._connect()
        make_roomy(self)
        make_primary(self.ok)

    def _make_widgets(self) -> None:
        self.heading = QLabel("顾客反馈登记")
        self.heading.setFont(scaled_font(self.font(), 1.7, bold=True))
        self.subheading = quiet_label("LSZB/QM07-03 顾客沟通与满意度控制程序", self)
        self.user = QComboBox()
        self.user.setAccessibleName("用户")
        self.user.addItems(user_names(data_dir=self._data_dir))
        last = str(self._settings.value("sign_in/user", ""))
        self.user.setCurrentIndex(max(0, self.user.findText(last)))
        self.password = PasswordEdit()
        self.password.setAccessibleName("密码")
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.ok = QPushButton("登录")
        self.ok.setDefault(True)
        self.recover = QPushButton("用恢复码…")
        self.recover.setToolTip("密码忘了，又没有管理员能重设：用保险柜里的恢复码")
        self.recover.setAutoDefault(False)
        self.leave = QPushButton("退出")
        self.leave.setAutoDefault(False)
        self.place = quiet_label(f"数据位置　{servers.shown(self._data_dir) or self._data_dir}", self)
        self.place.setWordWrap(True)

    def _assemble(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(GAP)
        for row, (text, box) in enumerate((("用户(&U)", self.user), ("密码(&P)", self.password))):
            label = QLabel(text)
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
            box.setMinimumHeight(round(self.fontMetrics().height() * 1.9))
        grid.addWidget(self.message, 2, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowMinimumHeight(2, self.fontMetrics().height() * 2 + GAP)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.recover)
        buttons.addStretch(1)
        for button in (self.recover, self.leave, self.ok):
            button.setMinimumSize(96, round(self.fontMetrics().height() * 2))
            if button is not self.recover:
                buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 24)
        column.setSpacing(GAP)
        column.addWidget(self.heading)
        column.addWidget(self.subheading)
        column.addSpacing(MARGIN)
        column.addLayout(grid)
        column.addLayout(buttons)
        column.addSpacing(MARGIN)
        column.addWidget(self.place)
        self.setFixedWidth(WIDTH + 64)
        self.password.setFocus()

    def _connect(self) -> None:
        self.ok.clicked.connect(self.sign_in)
        self.leave.clicked.connect(self.reject)
        self.recover.clicked.connect(self.ask_recovery)
        self.password.caps_lock.connect(self._say_caps_lock)
        self.password.textEdited.connect(lambda: self._say(""))
        self.user.currentIndexChanged.connect(self._other_user)

    def _other_user(self) -> None:
        self._say("")
        self.password.clear()
        self.password.setFocus()

    def sign_in(self) -> None:
        """Open the department with what was typed; says beside the field why it cannot be opened."""
        if not self.password.text():
            self._say("请输入密码。")
            self.password.setFocus()
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.desk = open_department(
                data_dir=self._data_dir,
                user=self.user.currentText(),
                password=self.password.text(),
                clock=self._clock,
                progress=self._say_upgrading,
            )
        except UserError as error:
            self._say(str(error))
            self.password.selectAll()
            self.password.setFocus()
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._settings.setValue("sign_in/user", self.user.currentText())
        self.password.clear()
        self.accept()

    def ask_recovery(self) -> None:
        """Ask for the code from the safe and a new password."""
        from qmsdesk.forms.trust.recovery_dialog import RecoveryDialog

        dialog = RecoveryDialog(self._data_dir, self.user.currentText(), clock=self._clock, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def opened() -> None:
            self.desk = dialog.desk
            self._settings.setValue("sign_in/user", dialog.user.currentText())
            self.accept()

        dialog.accepted.connect(opened)
        dialog.open()

    def _say(self, text: str, *, warning: bool = False) -> None:
        palette = QPalette()
        colour = warning_colour(self.palette()) if warning else late_colour(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self.message.setPalette(palette)
        self.message.setText(text)
        self.password.setAccessibleDescription(text)

    def _say_upgrading(self, done: int, total: int) -> None:
        self._say(f"正在为新版本整理检索索引：{done:,} / {total:,} 张…", warning=True)
        self.message.repaint()  # the work is done in this thread; nothing else would paint it

    def _say_caps_lock(self, on: bool) -> None:
        if on:
            self._say("大写锁定已打开。", warning=True)


def quiet_label(text: str, owner: QWidget) -> TonedLabel:
    """A plain side note in secondary ink."""
    return TonedLabel(text, "quiet")
