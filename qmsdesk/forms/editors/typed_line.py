"""The editor of what is typed as a line and means a date, a count, an amount or a weight."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.date_box import DateBox
from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.forms.editors.reading import read_line, write_line
from qmsdesk.papers.base import Field, Kind
from qmsdesk.papers.layout import Slot

_HINTS = {
    Kind.DATE: "可填 5、3-15、20261122；t 今天，+ - 前后一天，[ ] 前后一月；F4 日历",
    Kind.MONEY: "单位：元",
    Kind.WEIGHT: "单位：千克",
}


class LineEditor(FieldEditor):
    """A line that is read when the cursor leaves it, and then shown as it will be printed."""

    def __init__(self, field: Field, slot: Slot, around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, around, parent)
        self.box = self._make_box(slot, parent)
        self.box.type_size, self.box.type_bold = slot.size, slot.bold
        self.box.setToolTip(field.hint or self._hint())
        if slot.placeholder:
            self.box.setPlaceholderText(slot.placeholder)
        self.box.typed.connect(self.edited)
        self.box.left.connect(self.commit)
        self.place(slot, self.box, self.box.rescale)

    def _make_box(self, slot: Slot, parent: QWidget) -> LineBox:
        if self.field.kind is Kind.DATE:
            return DateBox(
                parent,
                on_paper=self.around.on_paper,
                align=slot.align,
                today=self.around.today,
                escapes=self.field.escapes,
            )
        return LineBox(parent, on_paper=self.around.on_paper, align=slot.align)

    def _hint(self) -> str:
        hint = _HINTS.get(self.field.kind, "")
        return f"{hint}；也可填{'、'.join(self.field.escapes)}" if self.field.escapes else hint

    def show(self, value: Any) -> None:
        """Show a date, number or the text that could not be read."""
        self.box.set_plain(write_line(self.field, value))

    def value(self) -> Any:
        """The date or number; the text itself when it cannot be read; None when blank."""
        return read_line(self.field, self.box.plain(), today=self.around.today()).value

    def set_read_only(self, on: bool) -> None:
        """The entry can still be selected and copied."""
        self.read_only = on
        self.box.lock(on)

    def set_blank(self, text: str) -> None:
        """The "/" of a registered slip."""
        self.box.show_blank(text, invitation=self.placed[0].slot.placeholder)

    def commit(self) -> None:
        """Show the entry as it will be printed, or say why it is not understood."""
        if self.read_only:
            return
        reading = read_line(self.field, self.box.plain(), today=self.around.today())
        shown = write_line(self.field, reading.value)
        if reading.message:
            self.show_problem(reading.message)
        elif shown != self.box.plain():
            self.box.enter(shown)
