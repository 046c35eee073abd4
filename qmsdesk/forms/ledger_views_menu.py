"""The menu of kept views: open, keep for oneself or the department, forget; the last one is kept by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.background import run
from qmsdesk.forms.error_box import show_error
from qmsdesk.operations import ledger_views
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger_views import LONGEST_NAME, View, ViewLine
from qmsdesk.operations.progress import Progress

_DELETE = Qt.WidgetAttribute.WA_DeleteOnClose


class ViewsMenu(QObject):
    """Tied to one button; `chosen` carries a view to show."""

    chosen = Signal(object)
    told = Signal(str)

    def __init__(self, parent: QWidget, desk: Desk, button: QToolButton, present: Callable[[], View]) -> None:
        super().__init__(parent)
        self._window, self._desk, self._present = parent, desk, present
        self._kept = ledger_views.last_view(desk) or present()
        self._writing = False
        self.menu = QMenu(parent)
        self.menu.aboutToShow.connect(self.fill)
        button.setMenu(self.menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def changed(self) -> None:
        """Keep the present view as the last one, at once, from a worker thread and without a word.

        What changes while it is being written is written right after it, so that dragging a column costs few writes.
        """
        view, desk = self._present(), self._desk
        if self._writing or view == self._kept:
            return
        self._kept, self._writing = view, True

        def write(_progress: Progress) -> None:
            ledger_views.keep_last(desk, view=view)

        run(
            self,
            write,
            lambda _none: self._written(),
            failed=lambda _error: self._written(),
            lane="ledger view",
        )

    def _written(self) -> None:
        self._writing = False
        self.changed()

    def fill(self) -> None:
        """The kept views, then what can be done with the present one."""
        menu = self.menu
        menu.clear()
        lines = ledger_views.views(self._desk)
        for shared, heading in ((False, "我的视图"), (True, "部门视图")):
            some = [line for line in lines if line.shared is shared]
            if some:
                menu.addSection(heading)
            for line in some:
                menu.addAction(label(line), partial(self.open, line.id))
        menu.addSeparator()
        menu.addAction("保存为我的视图…", lambda: self.ask_name(False))
        menu.addAction("保存为部门视图…", lambda: self.ask_name(True))
        forget = menu.addMenu("删除视图")
        for line in lines:
            if line.mine:
                forget.addAction(label(line), partial(self.remove, line))
        forget.setEnabled(not forget.isEmpty())
        menu.addSeparator()
        menu.addAction("全部单据（恢复默认）", lambda: self.chosen.emit(View()))

    def open(self, view_id: int) -> None:
        """Show a kept view, or say why not; the list stays as it is then."""
        try:
            view = ledger_views.open_view(self._desk, view_id=view_id)
        except UserError as error:
            show_error(self._window, error)
            return
        self.chosen.emit(view)

    def ask_name(self, shared: bool) -> None:
        """Ask under which name the present view is kept."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle("保存为部门视图" if shared else "保存为我的视图")
        dialog.setLabelText(f"视图名称（最多 {LONGEST_NAME} 个字；同名的会被替换）")
        dialog.setAttribute(_DELETE)
        dialog.textValueSelected.connect(lambda name: self.save(name, shared))
        dialog.open()

    def save(self, name: str, shared: bool) -> None:
        """Keep the present view."""
        try:
            ledger_views.save_view(self._desk, name=name, view=self._present(), shared=shared)
        except UserError as error:
            show_error(self._window, error)
            return
        self.told.emit(f"视图“{name.strip()}”已保存。")

    def remove(self, line: ViewLine) -> None:
        """Forget a kept view."""
        try:
            ledger_views.remove_view(self._desk, view_id=line.id)
        except UserError as error:
            show_error(self._window, error)
            return
        self.told.emit(f"视图“{line.name}”已删除。")


def label(line: ViewLine) -> str:
    """The name in the menu; who made it when the department shares it."""
    name = line.name.replace("&", "&&")
    return f"{name}（{line.by}{'，已停用' if line.by_gone else ''}）" if line.shared else name
