"""Editors of words: one line, several lines, and the slip's own number."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.forms.editors.reading import CODES, narrow
from qmsdesk.forms.editors.text_box import TextBox
from qmsdesk.papers.base import Field, Kind
from qmsdesk.papers.layout import Slot


class TextEditor(FieldEditor):
    """Words in one room of the sheet, or one line of the panel; Enter breaks lines in long texts only."""

    def __init__(self, field: Field, slot: Slot, around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, around, parent)
        long_text = field.kind is Kind.LONG_TEXT
        self.box: LineBox | TextBox
        if long_text or around.on_paper:
            self.box = TextBox(
                parent, on_paper=around.on_paper, newlines=long_text, align=slot.align, height=slot.h
            )
        else:
            self.box = LineBox(parent, on_paper=around.on_paper, align=slot.align)
        self.box.type_size, self.box.type_bold = slot.size, slot.bold
        self.box.setToolTip(field.hint)
        self.box.typed.connect(self.edited)
        self.box.left.connect(self.commit)
        self.place(slot, self.box, self.box.rescale)

    def show(self, value: Any) -> None:
        """Show words; None is blank."""
        self.box.set_plain(str(value or ""))

    def value(self) -> str:
        """The words as typed."""
        return self.box.plain()

    def set_read_only(self, on: bool) -> None:
        """Words can still be selected and copied."""
        self.read_only = on
        self.box.lock(on)

    def set_blank(self, text: str) -> None:
        """The "/" of a registered slip."""
        self.box.show_blank(text)

    def commit(self) -> None:
        """Codes lose full-width letters and digits; prose is left alone."""
        if self.field.kind is Kind.LINK or self.field.name in CODES:
            text = self.box.plain()
            if not self.read_only and narrow(text) != text:
                self.box.enter(narrow(text))


class NumberText(TextEditor):
    """The slip's own number: always read-only, without the letter that is printed before it."""

    def __init__(self, field: Field, slot: Slot, around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, slot, around, parent)
        self._number = ""
        super().set_read_only(True)

    def show(self, value: Any) -> None:
        """Show the number after the printed letter."""
        self._number = str(value or "")
        self.box.set_plain(self._number.removeprefix(self.around.letter))

    def value(self) -> str:
        """The whole number."""
        return self._number

    def set_read_only(self, on: bool) -> None:
        """Nobody types a number."""
        super().set_read_only(True)
