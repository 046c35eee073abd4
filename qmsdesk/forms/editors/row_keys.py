"""Keys and menu of table cells: arrows between rows, paste of a block, insert and delete a row, turn the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from qmsdesk.forms.editors.table_text import is_block, read_block

if TYPE_CHECKING:
    from qmsdesk.forms.editors.rows import RowsEditor

INSERT, DELETE = "Alt+Insert", "Alt+Delete"
_VERTICAL = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class RowKeys(QObject):
    """An event filter on every cell of one table."""

    def __init__(self, rows: RowsEditor) -> None:
        super().__init__(rows)
        self._rows = rows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to the table, leave the rest to the cell."""
        if not isinstance(watched, QLineEdit | QTextEdit):
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            self._menu(watched, event)
            return True
        return False

    def _key(self, cell: QLineEdit | QTextEdit, event: QKeyEvent) -> bool:
        row, column = self._rows.at(cell)
        if event.key() in _PAGES:
            self._rows.turn(_PAGES[Qt.Key(event.key())])
            return True
        if event.key() in _VERTICAL and not event.modifiers() and self._one_line(cell):
            return self._go(row + _VERTICAL[Qt.Key(event.key())], column)
        if self._rows.read_only:
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._paste(row, column)
        return self._change_rows(row, event)

    def _change_rows(self, row: int, event: QKeyEvent) -> bool:
        if event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return False
        if event.key() == Qt.Key.Key_Insert:
            self._rows.insert_row(row)
        elif event.key() == Qt.Key.Key_Delete:
            self._rows.delete_row(row)
        else:
            return False
        return True

    def _go(self, row: int, column: str) -> bool:
        target = self._rows.cells.get((row, column))
        if target is not None:
            target.box.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _paste(self, row: int, column: str) -> bool:
        text = QGuiApplication.clipboard().text()
        if not is_block(text):
            return False
        self._rows.paste(row, column, read_block(text))
        return True

    @staticmethod
    def _one_line(cell: QWidget) -> bool:
        if not isinstance(cell, QTextEdit):
            return True
        block = cell.document().firstBlock()
        return cell.document().blockCount() == 1 and block.layout().lineCount() <= 1

    def _menu(self, cell: QLineEdit | QTextEdit, event: QContextMenuEvent) -> None:
        row, column = self._rows.at(cell)
        menu = cell.createStandardContextMenu()
        if not self._rows.read_only:
            menu.addSeparator()
            menu.addAction(f"插入一行\t{INSERT}", lambda: self._rows.insert_row(row))
            menu.addAction(f"删除本行\t{DELETE}", lambda: self._rows.delete_row(row))
            menu.addAction("粘贴表格区域", lambda: self._paste(row, column))
        menu.exec(event.globalPos())
        menu.deleteLater()
