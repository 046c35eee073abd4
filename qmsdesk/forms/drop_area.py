"""Files dropped or chosen, listed with their sizes; the keyboard can do everything the mouse can."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.forms.file_choice import ORIGINALS, ask_for_files
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP, MARGIN, quiet_colour, tint


class FileList(QListWidget):
    """The files taken so far; Delete takes the current one off."""

    emptied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.takeItem(self.currentRow())
            self.emptied.emit()
            return
        super().keyPressEvent(event)


class DropArea(QFrame):
    """Takes files by dropping or choosing; folders and things that are not files are left out."""

    changed = Signal()

    def __init__(self, settings: QSettings | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._over = False
        self.setAcceptDrops(True)
        self.hint = QLabel("把扫描件、照片或文件拖到这里")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.files = FileList()
        self.files.setAccessibleName("信息原件的文件")
        self.files.setFrameShape(QFrame.Shape.NoFrame)
        self.files.viewport().setAutoFillBackground(False)
        self.choose = QPushButton(icon("attach"), "选择文件…")
        self.remove = QPushButton(icon("trash"), "移除")
        for button in (self.choose, self.remove):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.hint)
        column.addWidget(self.files, 1)
        column.addLayout(row)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(self._remove)
        self.files.emptied.connect(self._changed)
        self._changed()

    def paths(self) -> tuple[Path, ...]:
        """The files taken, in order."""
        return tuple(
            Path(self.files.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.files.count())
        )

    def take(self, paths: list[Path]) -> None:
        """Take files; one that is there already is not taken twice."""
        known = set(self.paths())
        for path in dict.fromkeys(paths):
            if path.is_file() and path not in known:
                item = QListWidgetItem(icon("file"), f"{path.name}　{size_text(path.stat().st_size)}")
                item.setData(Qt.ItemDataRole.UserRole, str(path))
                item.setToolTip(str(path))
                self.files.addItem(item)
        self._changed()

    def _choose(self) -> None:
        self.take(ask_for_files(self, self._settings, title="选择信息原件", kinds=ORIGINALS, several=True))

    def _remove(self) -> None:
        if self.files.currentRow() >= 0:
            self.files.takeItem(self.files.currentRow())
            self._changed()

    def _changed(self) -> None:
        self.files.setVisible(self.files.count() > 0)
        self.remove.setEnabled(self.files.count() > 0)
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: object) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        self.update()
        event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Highlight)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(accent if self._over else quiet_colour(palette), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(tint(palette, accent, 0.10 if self._over else 0.03))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


def size_text(size: int) -> str:
    """1.2 MB, 340 KB, 12 B."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size / 1_000:.0f} KB" if size >= 1_000 else f"{size} B"
