"""Editors of one among several words: √ marks where the words are printed, or a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.choice_list import ChoiceList
from qmsdesk.forms.editors.mark_box import MarkBox
from qmsdesk.papers.base import Field
from qmsdesk.papers.layout import Slot


class ChoiceMarks(FieldEditor):
    """One √ among the printed options; a second click takes it away."""

    def __init__(self, field: Field, slots: Sequence[Slot], around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, around, parent)
        self._unknown = ""
        self.marks: dict[str, MarkBox] = {}
        for slot in slots:
            mark = MarkBox(parent, boxed=slot.box, on_paper=around.on_paper)
            mark.setToolTip(slot.option)
            mark.clicked.connect(lambda on, option=slot.option: self._choose(option if on else ""))
            mark.stepped.connect(lambda step, option=slot.option: self._step(option, step))
            mark.picked.connect(self._pick)
            mark.emptied.connect(lambda: self._choose(""))
            self.marks[slot.option] = mark
            self.place(slot, mark, mark.rescale, f"{field.label} {slot.option}")
        self._one_stop()

    def show(self, value: Any) -> None:
        """Tick the chosen words; a word the paper no longer has is kept unseen."""
        text = str(value or "")
        self._unknown = "" if text in self.marks else text
        for option, mark in self.marks.items():
            mark.setChecked(option == text)
        self._one_stop()

    def value(self) -> str:
        """The chosen words, or "" for none."""
        return next((option for option, mark in self.marks.items() if mark.isChecked()), self._unknown)

    def set_read_only(self, on: bool) -> None:
        """Marks that cannot be changed take no focus."""
        super().set_read_only(on)
        self._one_stop()

    def focus(self) -> None:
        """Go to the chosen mark, else the first."""
        chosen = next((mark for mark in self.marks.values() if mark.isChecked()), None)
        (chosen or next(iter(self.marks.values()))).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, option: str) -> None:
        self.show(option)
        self.edited()

    def _step(self, option: str, step: int) -> None:
        options = list(self.marks)
        target = options[(options.index(option) + step) % len(options)]
        self._choose(target)
        self.marks[target].setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, number: int) -> None:
        options = list(self.marks)
        if number <= len(options):
            self._choose(options[number - 1])
            self.marks[options[number - 1]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _one_stop(self) -> None:
        """Tab stops once in a group: at the chosen mark, else at the first."""
        stop = self.value() if self.value() in self.marks else next(iter(self.marks))
        for option, mark in self.marks.items():
            mark.setFocusPolicy(Qt.FocusPolicy.StrongFocus if option == stop else Qt.FocusPolicy.ClickFocus)


class ChoiceEditor(FieldEditor):
    """One among several words from a list, with an empty first line."""

    def __init__(self, field: Field, slot: Slot, around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, around, parent)
        self.box = ChoiceList(parent, field.choices, on_paper=around.on_paper)
        self.box.picked.connect(self.edited)
        self.place(slot, self.box, self.box.rescale)

    def show(self, value: Any) -> None:
        """Show the chosen words."""
        self.box.show_choice(str(value or ""))

    def value(self) -> str:
        """The chosen words, or "" for none."""
        return self.box.choice()
