"""Long work that is watched: a bar, a cancel button, and a word when the file is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from qmsdesk.forms.background import Job, run
from qmsdesk.forms.error_box import show_error
from qmsdesk.operations.progress import Cancelled, Progress

T = TypeVar("T")
SOON_MS = 300


class WorkDialog(QProgressDialog):
    """A bar over its window while a job runs; closing it cancels the job."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(f"{title}…", "取消", 0, 0, parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(SOON_MS)
        self.setMinimumWidth(360)
        self.setAutoClose(False)
        self.setAutoReset(False)

    def step(self, done: int, total: int) -> None:
        """Show how far the work is."""
        if not self.wasCanceled():
            self.setMaximum(total)
            self.setValue(done)


def run_watched(parent: QWidget, title: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> Job:
    """Run `work` in a worker thread behind a bar; cancelling is silent, errors are shown."""
    dialog = WorkDialog(parent, title)

    def finish(result: T) -> None:
        dialog.deleteLater()
        done(result)

    def fail(error: Exception) -> None:
        dialog.deleteLater()
        if not isinstance(error, Cancelled):
            show_error(parent, error)

    job = run(parent, work, finish, failed=fail, progress=dialog.step)
    dialog.canceled.connect(job.cancel)
    dialog.setValue(0)
    return job


def tell_file(parent: QWidget, text: str, path: Path) -> QMessageBox:
    """Say where a file is and offer to open it or its folder."""
    box = QMessageBox(QMessageBox.Icon.Information, "完成", text, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(str(path))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    file_button = box.addButton("打开文件", QMessageBox.ButtonRole.ActionRole)
    folder_button = box.addButton("打开文件夹", QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(box.addButton("好", QMessageBox.ButtonRole.AcceptRole))
    file_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
    folder_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
    box.open()
    return box
