"""「登记信息（不印）」: the fields that are kept with a slip but have no place on its sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.make import make_editor
from qmsdesk.forms.style import GAP, late_colour, quiet_colour, scaled_font
from qmsdesk.papers.base import Field, Kind, Need
from qmsdesk.papers.layout import Slot

TITLE = "登记信息（不印）"
WIDTH = 250


class ExtraPanel(QScrollArea):
    """Label, editor and message for each field, one under the other."""

    def __init__(self, fields: tuple[Field, ...], around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.editors: dict[str, FieldEditor] = {}
        self._messages: dict[str, QLabel] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.inner = QWidget(self)
        layout = QVBoxLayout(self.inner)
        layout.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        layout.setSpacing(3)
        title = self._label(TITLE, self.inner)
        title.setFont(scaled_font(self.font(), 1.1, bold=True))
        layout.addWidget(title)
        for field in fields:
            self._add(field, around, layout)
        layout.addStretch(1)
        self.setWidget(self.inner)

    def _add(self, field: Field, around: Surroundings, layout: QVBoxLayout) -> None:
        inner = self.inner
        editor = make_editor(field, (Slot(field.name, 0, 0, 60, 8),), around, inner)
        self.editors[field.name] = editor
        layout.addSpacing(GAP)
        if field.kind is not Kind.TICK:
            star = " *" if field.need is Need.ALWAYS else ""
            label = self._label(f"{field.label}{star}", inner)
            label.setBuddy(editor.placed[0].widget)
            layout.addWidget(label)
        for place in editor.placed:
            layout.addWidget(place.widget)
        if field.hint:
            hint = self._label(field.hint, inner)
            hint.setFont(scaled_font(self.font(), 0.9))
            hint.setStyleSheet(f"color: {quiet_colour(self.palette()).name()};")
            layout.addWidget(hint)
        message = self._label("", inner)
        message.setWordWrap(True)
        message.setStyleSheet(f"color: {late_colour(self.palette()).name()};")
        message.hide()
        layout.addWidget(message)
        self._messages[field.name] = message
        editor.noted.connect(lambda: self._say(editor))

    def _say(self, editor: FieldEditor) -> None:
        message = self._messages[editor.field.name]
        message.setText(f"！{editor.problem}" if editor.problem else "")
        message.setVisible(bool(editor.problem))

    @staticmethod
    def _label(text: str, parent: QWidget) -> QLabel:
        label = QLabel(text, parent)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
