"""The list of attached files that opens on the sheet: name, pages, original or copy; add, remove."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.papers.values import Attached

KINDS = ("原件", "复印件")
MOST_PAGES = 9999


class AttachmentList(QFrame):
    """A small frame over the sheet, never a window of its own; `changed` carries the new list."""

    changed = Signal(object)
    files_chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[Attached] = []
        self._page = parent
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setPalette(QApplication.palette())
        self.setFont(QApplication.font())
        self.table = QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels(["附件", "页数", "原件/复印件", ""])
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName("附件清单")
        self.name = QLineEdit(self)
        self.name.setPlaceholderText("纸质附件的名称，例如 顾客传真")
        self.name.setAccessibleName("纸质附件的名称")
        self.name.returnPressed.connect(self._add_named)
        self.files = QPushButton("添加文件…", self)
        self.files.clicked.connect(self._choose_files)
        self.ready = QPushButton("完成", self)
        self.ready.clicked.connect(self.close)
        self._assemble()
        self.hide()

    def _assemble(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        for button in (self.files, self.ready):
            button.setAutoDefault(False)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.table)
        layout.addLayout(row)

    def show_items(self, items: Sequence[Attached]) -> None:
        """Show these items; widgets are only made while the list is open."""
        self._items = list(items)
        if self.isVisible():
            self._fill()

    def set_read_only(self, on: bool) -> None:
        """Only to be read."""
        for widget in (self.name, self.files, self.table):
            widget.setEnabled(not on)

    def open_under(self, box: QWidget) -> None:
        """Show under a widget of the same parent, pulled back into sight."""
        self._fill()
        self.resize(max(420, min(box.width(), 560)), 190)
        place = box.geometry().bottomLeft()
        room = self._page.rect()
        y = place.y() + 2 if place.y() + self.height() < room.bottom() else box.y() - self.height() - 2
        self.move(max(0, min(place.x(), room.right() - self.width())), max(0, y))
        self.show()
        self.raise_()
        (self.name if self.name.isEnabled() else self.ready).setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; the other keys stay in the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        event.accept()

    def close(self) -> bool:
        """Hide and give the focus back to the sheet."""
        done = super().close()
        self.closed.emit()
        return done

    def _fill(self) -> None:
        self.table.setRowCount(len(self._items))
        for row, item in enumerate(self._items):
            shown = QTableWidgetItem(item.name)
            shown.setToolTip("文件已存入" if item.id else "只登记名称")
            self.table.setItem(row, 0, shown)
            self.table.setCellWidget(row, 1, self._pages(row, item))
            self.table.setCellWidget(row, 2, self._kind(row, item))
            self.table.setCellWidget(row, 3, self._remover(row, item))
        self.table.resizeColumnToContents(3)

    def _pages(self, row: int, item: Attached) -> QSpinBox:
        spin = QSpinBox(self.table)
        spin.setRange(1, MOST_PAGES)
        spin.setValue(item.pages)
        spin.setAccessibleName(f"{item.name} 页数")
        spin.valueChanged.connect(lambda pages: self._replace(row, self._items[row]._replace(pages=pages)))
        return spin

    def _kind(self, row: int, item: Attached) -> QComboBox:
        combo = QComboBox(self.table)
        combo.addItems(KINDS)
        combo.setCurrentIndex(0 if item.original else 1)
        combo.setAccessibleName(f"{item.name} 原件或复印件")
        combo.activated.connect(lambda at: self._replace(row, self._items[row]._replace(original=at == 0)))
        return combo

    def _remover(self, row: int, item: Attached) -> QToolButton:
        button = QToolButton(self.table)
        button.setText("移除")
        button.setAutoRaise(True)
        button.setAccessibleName(f"移除 {item.name}")
        button.clicked.connect(lambda: self._remove(row))
        return button

    def _replace(self, row: int, item: Attached) -> None:
        self._items[row] = item
        self.changed.emit(list(self._items))

    def _remove(self, row: int) -> None:
        self._items.pop(row)
        self.changed.emit(list(self._items))
        self._fill()

    def _add_named(self) -> None:
        name = self.name.text().strip()
        if name:
            self._items.append(Attached("", name))
            self.name.clear()
            self.changed.emit(list(self._items))
            self._fill()

    def _choose_files(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(self, "添加附件")
        if chosen:
            self.files_chosen.emit(tuple(Path(path) for path in chosen))
