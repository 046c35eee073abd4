"""The editor of a signature pair: a typed name and a day; what was signed in ink or by the program only shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.date_box import DateBox
from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.forms.editors.reading import read_line, write_line
from qmsdesk.papers.base import Field, Kind
from qmsdesk.papers.layout import Slot
from qmsdesk.papers.values import Signed

BESIDE = (
    36.0  # mm; from here name and day stand beside each other, below it under each other if there is height
)
STACKED = 8.5
NAME_WIDTH, DAY_WIDTH = 22.0, 27.0
NARROW_NAME, NARROW_DAY = 10.5, 23.5
_DAY = Field("day", "日期", Kind.DATE)


def rooms(slots: Sequence[Slot]) -> tuple[Slot, Slot]:
    """The rooms of name and day: two printed ones, or one divided beside or under each other."""
    parts = {slot.part: slot for slot in slots}
    if "name" in parts and "day" in parts:
        return parts["name"], parts["day"]
    whole = slots[0]
    if whole.w < BESIDE and whole.h >= STACKED:
        half = whole.h / 2
        return (
            replace(whole, h=half, part="name", multiline=False, placeholder=""),
            replace(whole, y=whole.y + half, h=half, part="day", multiline=False),
        )
    day = max(NARROW_DAY, min(DAY_WIDTH, whole.w - NARROW_NAME)) if whole.w >= BESIDE else whole.w * 0.62
    name = min(NAME_WIDTH, whole.w - day)
    # a box with a printed 年 月 日 is signed at its right end, as on paper
    x = whole.x + whole.w - name - day if whole.placeholder else whole.x
    return (
        replace(whole, x=x, w=name, part="name", multiline=False, placeholder=""),
        replace(whole, x=x + name, w=day, part="day", multiline=False),
    )


class SignatureEditor(FieldEditor):
    """Name and day; both or neither belong there, the check says so."""

    def __init__(self, field: Field, slots: Sequence[Slot], around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, around, parent)
        self._how = "typed"
        name_room, day_room = rooms(slots)
        self.name = LineBox(parent, on_paper=around.on_paper)
        self.day = DateBox(parent, on_paper=around.on_paper, today=around.today)
        self.place(name_room, self.name, self.name.rescale, f"{field.label} 姓名")
        self.place(day_room, self.day, self.day.rescale, f"{field.label} 日期")
        self.day.setPlaceholderText(day_room.placeholder)
        for box in (self.name, self.day):
            box.typed.connect(self._typed)
            box.left.connect(self.commit)

    def show(self, value: Any) -> None:
        """Show a Signed, or nothing."""
        signed = value if isinstance(value, Signed) else Signed("", None)
        self._how = signed.how
        self.name.set_plain(signed.name)
        self.day.set_plain(write_line(_DAY, signed.day))
        self.set_read_only(self.read_only)

    def value(self) -> Signed | None:
        """The name, the day and how they came here; None when both are blank."""
        name, day = self.name.text().strip(), self._day()
        return Signed(name, day, self._how) if name or day else None

    def set_read_only(self, on: bool) -> None:
        """A signature made by the program or in ink is never typed over."""
        self.read_only = on
        for box in (self.name, self.day):
            box.lock(on or self._how != "typed")

    def sign_today(self) -> None:
        """「今天我签」: the name of who sits here, and today."""
        if self.read_only or self._how != "typed" or not self.around.person:
            return
        self.name.enter(self.around.person)
        self.day.enter(write_line(_DAY, self.around.today()))

    def commit(self) -> None:
        """Show the day as it will be printed, or say why it is not understood."""
        if self.day.isReadOnly():
            return
        reading = read_line(_DAY, self.day.text(), today=self.around.today())
        if reading.message:
            self.show_problem(reading.message)
        elif write_line(_DAY, reading.value) != self.day.text():
            self.day.enter(write_line(_DAY, reading.value))

    def _day(self) -> date | None:
        found = read_line(_DAY, self.day.text(), today=self.around.today()).value
        return found if isinstance(found, date) else None

    def _typed(self) -> None:
        self.edited()
