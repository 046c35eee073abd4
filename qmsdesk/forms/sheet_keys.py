"""Keys on every field: Enter goes on, Shift+Enter back, Ctrl+Enter saves, Ctrl+Z undoes over all fields."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import FieldEditor
from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.forms.editors.text_box import TextBox

_CTRL_Y = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SheetKeys(QObject):
    """An event filter on the widgets of all editors, in printed order."""

    save_asked = Signal()
    undo_asked = Signal()
    redo_asked = Signal()
    left = Signal()

    def __init__(self, editors: Mapping[str, FieldEditor], parent: QObject) -> None:
        super().__init__(parent)
        self._editors = list(editors.values())
        self._by_name = dict(editors)
        for editor in self._editors:
            for place in editor.placed:
                place.widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter and undo where they belong to the sheet."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
        ):
            return self._enter(watched, event) or self._undo(watched, event)
        return False

    def go(self, widget: QWidget, step: int) -> None:
        """Move the cursor to the next or previous place that can be filled in."""
        editor = self._by_name[str(widget.property("field"))]
        target = editor.stop_after(widget, step)
        if target is None:
            place = self._editors.index(editor)
            others = self._editors[place + 1 :] + self._editors[:place]
            if step < 0:
                others = list(reversed(self._editors[place + 1 :] + self._editors[:place]))
            stops = (other.stops() for other in others)
            found = next((stop for stop in stops if stop), [])
            target = found[0 if step > 0 else -1] if found else None
        if target is not None:
            reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
            target.setFocus(reason)

    def _enter(self, widget: QWidget, event: QKeyEvent) -> bool:
        if event.key() not in _ENTER:
            return False
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier:
            self.save_asked.emit()
            return True
        if isinstance(widget, TextBox) and widget.newlines and not widget.isReadOnly():
            return False
        if held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            self.go(widget, -1 if held == Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        return False

    def _undo(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Ctrl+Z belongs to the field while it has something to take back, then to the sheet."""
        if event.matches(QKeySequence.StandardKey.Undo):
            if isinstance(widget, LineBox | TextBox) and _can_step(widget):
                return False
            self.undo_asked.emit()
            return True
        if event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination() == _CTRL_Y:
            if isinstance(widget, LineBox | TextBox) and _can_step(widget, back=False):
                return False
            self.redo_asked.emit()
            return True
        return False


def _can_step(box: LineBox | TextBox, *, back: bool = True) -> bool:
    """True when the field itself has something to undo (or redo)."""
    if box.isReadOnly():
        return False
    steps = box.document() if isinstance(box, TextBox) else box
    return steps.isUndoAvailable() if back else steps.isRedoAvailable()


def set_tab_order(editors: Mapping[str, FieldEditor]) -> None:
    """Tab visits the fields in printed order."""
    widgets = [widget for editor in editors.values() for widget in editor.stops()]
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
