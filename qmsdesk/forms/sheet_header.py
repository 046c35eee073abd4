"""The bar over the sheet: title, state, number, what was saved, and the actions."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolBar, QWidget

from qmsdesk.forms.sheet_actions import SHEET_DEEDS
from qmsdesk.forms.style import (
    GAP,
    good_colour,
    late_colour,
    line_colour,
    quiet_colour,
    scaled_font,
    warning_colour,
)

_WORDS = ("save", "register", "print", "sign_box")


class SheetHeader(QWidget):
    """Says which sheet this is and in what state, always in words."""

    def __init__(self, title: str, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.title = self._label(title)
        self.title.setFont(scaled_font(self.font(), 1.15, bold=True))
        self.state = self._label("")
        self.number = self._label("")
        self.number.setFont(scaled_font(self.font(), 1.1, bold=True))
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.saved = self._label("")
        self.saved.setStyleSheet(f"color: {quiet_colour(self.palette()).name()};")
        self.zoom = self._label("100%")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GAP, GAP // 2, GAP, GAP // 2)
        layout.setSpacing(GAP)
        for widget in (self.title, self.state, self.number, self.saved):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self._bar(actions))
        layout.addWidget(self.zoom)

    def show_state(self, state: str, number: str) -> None:
        """State and number of the slip; a draft has no number."""
        palette = self.palette()
        colour = {
            "草稿": warning_colour(palette),
            "作废": late_colour(palette),
            "已作废": late_colour(palette),
        }
        ink = colour.get(state, good_colour(palette)).name()
        self.state.setText(state)
        self.state.setStyleSheet(
            f"color: {ink}; border: 1px solid {ink}; border-radius: 4px; padding: 1px 8px;"
        )
        self.state.setVisible(bool(state))
        self.number.setText(number)
        self.number.setVisible(bool(number))

    def show_saved(self, words: str, *, wrong: bool = False) -> None:
        """When it was saved, or why it was not."""
        colour = late_colour(self.palette()) if wrong else quiet_colour(self.palette())
        self.saved.setStyleSheet(f"color: {colour.name()};")
        self.saved.setText(words)

    def show_zoom(self, per_cent: int) -> None:
        """Zoom in per cent."""
        self.zoom.setText(f"{per_cent}%")

    def _bar(self, actions: Mapping[str, QAction]) -> QToolBar:
        bar = QToolBar(self)
        bar.setIconSize(QSize(18, 18))
        bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        line = line_colour(self.palette()).name()
        bar.setStyleSheet(
            "QToolBar { border: none; spacing: 2px; }"
            f"QToolBar::separator {{ background: {line}; width: 1px; margin: 4px; }}"
        )
        for deed in SHEET_DEEDS:
            if not deed.toolbar:
                continue
            if deed.divider:
                bar.addSeparator()
            bar.addAction(actions[deed.name])
            button = bar.widgetForAction(actions[deed.name])
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(actions[deed.name].text().split("(&")[0])
            if deed.name in _WORDS:
                button.setProperty("toolButtonStyle", Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return bar

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
