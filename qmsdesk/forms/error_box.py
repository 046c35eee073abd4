"""Errors in words: what happened, what to do, the details folded and ready to copy; the program stays alive."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk import __version__
from qmsdesk.errors import UserError
from qmsdesk.forms.help_key import offer_help
from qmsdesk.forms.style import GAP, MARGIN, scaled_font

log = logging.getLogger("qmsdesk")
UNFORESEEN = "程序出了一个没有预料到的错误。"
UNFORESEEN_ADVICE = "已输入的内容保存在草稿中，可以继续工作。请复制详细信息，交给维护人员。"


class ErrorBox(QDialog):
    """One error, in plain text: message, advice, details that unfold and copy."""

    def __init__(self, parent: QWidget | None, message: str, advice: str, detail: str) -> None:
        super().__init__(parent)
        offer_help(self)
        self.setWindowTitle("提示" if not detail else "出错了")
        self.detail = detail
        self._make_widgets(message, advice)
        self._make_buttons()
        self._assemble()

    def _make_widgets(self, message: str, advice: str) -> None:
        self.message = plain_label(message)
        self.message.setFont(scaled_font(self.font(), 1.1, bold=True))
        self.advice = plain_label(advice)
        self.advice.setVisible(bool(advice))
        self.details = QPlainTextEdit(self.detail)
        self.details.setReadOnly(True)
        self.details.setAccessibleName("详细信息")
        self.details.setMinimumSize(520, 160)
        self.details.hide()

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox()
        self.close_button = self.buttons.addButton("知道了", QDialogButtonBox.ButtonRole.AcceptRole)
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.copy_button = QPushButton("复制", self)
        self.unfold_button = QPushButton("详细信息", self)
        self.unfold_button.setCheckable(True)
        for button, slot in ((self.copy_button, self.copy), (self.unfold_button, self._unfold)):
            button.clicked.connect(slot)
            button.setAutoDefault(False)
            button.setVisible(bool(self.detail))
            if self.detail:
                self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)

    def _assemble(self) -> None:
        from PySide6.QtWidgets import QStyle

        style = self.style()
        kind = (
            QStyle.StandardPixmap.SP_MessageBoxCritical
            if self.detail
            else QStyle.StandardPixmap.SP_MessageBoxWarning
        )
        mark = QLabel()
        mark.setPixmap(style.standardIcon(kind, None, self).pixmap(32, 32))
        words = QVBoxLayout()
        words.setSpacing(GAP)
        words.addWidget(self.message)
        words.addWidget(self.advice)
        row = QHBoxLayout()
        row.setSpacing(MARGIN)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN)
        column.addLayout(row)
        column.addWidget(self.details, 1)
        column.addWidget(self.buttons)

    def _unfold(self, open_: bool) -> None:
        self.details.setVisible(open_)
        self.adjustSize()

    def copy(self) -> None:
        """Put everything a maintainer needs on the clipboard."""
        text = "\n".join((self.message.text(), self.advice.text(), "", self.detail, "", environment()))
        QGuiApplication.clipboard().setText(text)
        self.copy_button.setText("已复制")


def plain_label(text: str, *, width: int = 420) -> QLabel:
    """A label that wraps, can be selected, and never reads markup."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(width)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setText(text)
    return label


def environment() -> str:
    """Versions of the program, Python, Qt and the system, one a line."""
    import platform

    return "\n".join(
        (
            f"qmsdesk {__version__}",
            f"Python {platform.python_version()}",
            f"Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
        )
    )


def describe(error: BaseException) -> tuple[str, str, str]:
    """Message, advice and details of an error; what is no UserError is said to be a fault of the program."""
    if isinstance(error, UserError):
        return error.message, error.advice, error.detail
    import traceback

    return UNFORESEEN, UNFORESEEN_ADVICE, "".join(traceback.format_exception(error))


def show_error(owner: QObject | None, error: BaseException) -> ErrorBox:
    """Show an error without stopping the program; returns the box, to be kept where there is no window to own it."""
    if not isinstance(error, UserError):
        log.error("unforeseen error", exc_info=error)
    parent = owner if isinstance(owner, QWidget) else QApplication.activeWindow()
    box = ErrorBox(parent, *describe(error))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


class _Bell(QObject):
    """Carries errors of other threads into the GUI thread."""

    rang = Signal(object)


class ErrorHook:
    """Sends what nobody caught to the error box, at most one box at a time."""

    def __init__(self) -> None:
        self._bell = _Bell()
        self._bell.rang.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._box: ErrorBox | None = None

    def install(self) -> None:
        """Take over the excepthooks of Python and its threads."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._bell.rang.emit(error.with_traceback(trace))

    def _show(self, error: BaseException) -> None:
        if self._box is not None:
            log.error("another error while one is shown", exc_info=error)
            return
        self._box = show_error(None, error)
        self._box.finished.connect(self._closed)

    def _closed(self) -> None:
        self._box = None
