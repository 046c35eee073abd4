"""Which editor a field gets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.attachments import AttachmentsEditor
from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.choice import ChoiceEditor, ChoiceMarks
from qmsdesk.forms.editors.rows import RowsEditor
from qmsdesk.forms.editors.signature import SignatureEditor
from qmsdesk.forms.editors.text import NumberText, TextEditor
from qmsdesk.forms.editors.tick import TickEditor
from qmsdesk.forms.editors.typed_line import LineEditor
from qmsdesk.papers.base import Field, Kind
from qmsdesk.papers.layout import Slot

_ONE_ROOM: dict[Kind, type[TextEditor] | type[LineEditor] | type[TickEditor] | type[AttachmentsEditor]] = {
    Kind.NUMBER: NumberText,
    Kind.TEXT: TextEditor,
    Kind.LONG_TEXT: TextEditor,
    Kind.LINK: TextEditor,
    Kind.DATE: LineEditor,
    Kind.QUANTITY: LineEditor,
    Kind.MONEY: LineEditor,
    Kind.WEIGHT: LineEditor,
    Kind.TICK: TickEditor,
    Kind.ATTACHMENTS: AttachmentsEditor,
}


def make_editor(field: Field, slots: Sequence[Slot], around: Surroundings, parent: QWidget) -> FieldEditor:
    """The editor of a field over its rooms of the sheet (at least one)."""
    if field.kind is Kind.ROWS:
        return RowsEditor(field, slots, around, parent)
    if field.kind is Kind.SIGNATURE:
        return SignatureEditor(field, slots, around, parent)
    if field.kind is Kind.CHOICE:
        marks = all(slot.option for slot in slots)
        return (
            ChoiceMarks(field, slots, around, parent)
            if marks
            else ChoiceEditor(field, slots[0], around, parent)
        )
    return _ONE_ROOM[field.kind](field, slots[0], around, parent)
