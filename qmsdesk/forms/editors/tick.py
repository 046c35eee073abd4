"""The editor of a printed □."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.mark_box import MarkBox
from qmsdesk.papers.base import Field
from qmsdesk.papers.layout import Slot


class TickEditor(FieldEditor):
    """Yes or no: a √ in the box."""

    def __init__(self, field: Field, slot: Slot, around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, around, parent)
        words = "" if around.on_paper else field.label
        self.box = MarkBox(parent, boxed=True, on_paper=around.on_paper, words=words)
        self.box.setToolTip(field.hint)
        self.box.clicked.connect(lambda _on: self.edited())
        self.box.emptied.connect(self._empty)
        self.place(slot, self.box, self.box.rescale)

    def show(self, value: Any) -> None:
        """Tick or leave."""
        self.box.setChecked(bool(value))

    def value(self) -> bool:
        """True when ticked."""
        return self.box.isChecked()

    def _empty(self) -> None:
        self.box.setChecked(False)
        self.edited()
