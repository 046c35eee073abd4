"""现场查阅 on the screen: the purpose is asked, name and time lie over everything, nothing can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.style import scaled_font
from qmsdesk.forms.trust.frame import AskDialog
from qmsdesk.operations import viewing
from qmsdesk.operations.desk import Desk

if TYPE_CHECKING:
    from qmsdesk.forms.main_window import MainWindow
    from qmsdesk.forms.sheet_session import SheetSession

LEFT = frozenset(
    {"find", "close_page", "quit", "ledger", "refresh", "larger", "smaller", "full_screen", "help", "clauses",
     "shortcuts", "about", "passwd", "lock"}
)  # fmt: skip
INK = QColor(128, 136, 146, 62)  # between black and white: to be seen on white paper and in the dark alike
SIGHT = frozenset({"zoom_in", "zoom_out", "zoom_reset", "fit", "panel"})


class PurposeDialog(AskDialog):
    """Why somebody looks; asked once when he comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        sentence = (
            "公司内部资料，只供现场查阅。查阅的每张单据都会登记姓名、时间和目的，不能打印、导出或复制。"
        )
        super().__init__(parent, "现场查阅", sentence, "开始查阅")
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText("例如：内部审核、质量分析会")
        self.add_field("查阅目的", self.purpose)
        self.finish()
        self.setMinimumWidth(540)
        self.ok.clicked.connect(self.check)

    def check(self) -> None:
        """Go on once a purpose is there."""
        try:
            viewing.check_purpose(self.purpose.text())
        except UserError as error:
            self.say(str(error))
            return
        self.accept()


def begin_viewing(window: MainWindow) -> PurposeDialog:
    """Ask the purpose before anything is to be seen; without one the program ends."""
    window.tabs.setVisible(False)
    dialog = PurposeDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def begin() -> None:
        window.viewing = ViewingMode(window, dialog.purpose.text())
        window.tabs.setVisible(True)
        window.open_ledger()
        window.tabs.setTabVisible(0, False)

    dialog.accepted.connect(begin)
    dialog.rejected.connect(window.close)
    dialog.open()
    return dialog


class Watermark(QWidget):
    """Name and time slantwise over everything that is shown; clicks go through."""

    def __init__(self, over: QWidget, desk: Desk) -> None:
        super().__init__(over)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(over.rect())
        over.installEventFilter(self)
        self.show()
        self.raise_()

    def words(self) -> str:
        """Who looks, when."""
        return viewing.watermark(self._desk)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded, QEvent.Type.LayoutRequest):
            if isinstance(watched, QWidget):
                self.setGeometry(watched.rect())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(INK)
        painter.setFont(scaled_font(self.font(), 1.5))
        painter.rotate(-22)
        words = f"{self.words()}　　　"
        across, down = painter.fontMetrics().horizontalAdvance(words), 5 * painter.fontMetrics().height()
        for line, y in enumerate(range(0, 2 * (self.width() + self.height()), down)):
            for x in range(-self.height() - (line % 2) * across // 2, self.width() + across, across):
                painter.drawText(x, y, words)
        painter.end()


class ViewingMode(QObject):
    """Takes away everything but looking from one main window."""

    def __init__(self, window: MainWindow, purpose: str) -> None:
        super().__init__(window)
        self.desk: Desk = window.desk
        self.purpose = viewing.check_purpose(purpose)
        self.watermark = Watermark(window.tabs, self.desk)
        for name, action in window.actions_by_name.items():
            if name not in LEFT:
                action.setEnabled(False)
                action.setVisible(False)
        for menu in window.menuBar().actions():
            shown = menu.menu()
            if isinstance(shown, QMenu) and not any(action.isVisible() for action in shown.actions()):
                menu.setVisible(False)
        window.setWindowTitle(f"{window.windowTitle()}　现场查阅")
        QGuiApplication.clipboard().dataChanged.connect(self._empty_clipboard)

    def note(self, slip_id: int) -> None:
        """Keep that a slip is looked at; UserError keeps it from being shown."""
        viewing.look(self.desk, slip_id=slip_id, purpose=self.purpose)

    def close_in(self, session: SheetSession) -> None:
        """Leave only looking on a sheet, under name and time."""
        sheet = session.sheet_window
        for name, action in sheet.actions_by_name.items():
            if name not in SIGHT:
                action.setEnabled(False)
                action.setVisible(False)
        for editor in sheet.editors.values():
            for place in editor.placed:
                _close(place.widget)

    def _empty_clipboard(self) -> None:
        """What was copied while this program is in front came from here."""
        clipboard = QGuiApplication.clipboard()
        active = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        if (active or clipboard.ownsClipboard()) and clipboard.text():
            QTimer.singleShot(0, self, clipboard.clear)


def _close(box: QWidget) -> None:
    """Nothing in the box can be marked, and so nothing copied."""
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    box.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
