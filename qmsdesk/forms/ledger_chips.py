"""What narrows the ledger just now, one pill a condition, each with its own way to take it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QWidget

from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP
from qmsdesk.operations.ledger import Filter


class ChipRow(QScrollArea):
    """A row of conditions; hidden while there are none, scrolled sideways when there are many."""

    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("正在使用的筛选")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: tuple[Filter, ...] = ()
        self.hide()

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """One pill for each condition."""
        if tuple(filters) == self._shown:
            return
        self._shown = tuple(filters)
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for item in self._shown:
            row.addWidget(self._pill(item))
        row.addStretch(1)
        self.setWidget(strip)
        self.setFixedHeight(strip.sizeHint().height())
        self.setVisible(bool(self._shown))

    def _pill(self, item: Filter) -> QToolButton:
        from qmsdesk.forms.ledger_words import words

        pill = QToolButton()
        text = words(item)
        pill.setText(text.replace("&", "&&"))
        pill.setIcon(icon("close"))
        pill.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        pill.setAccessibleName(f"去掉筛选：{text}")
        pill.setToolTip("单击去掉这一条")
        pill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        pill.clicked.connect(lambda: self.removed.emit(item))
        return pill

    def pills(self) -> list[QToolButton]:
        """The pills from left to right."""
        strip = self.widget()
        return strip.findChildren(QToolButton) if strip is not None and self._shown else []
