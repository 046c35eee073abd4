"""What every editor answers to: show, value, read only, problem; and the rooms on the sheet it fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.papers.base import Field
from qmsdesk.papers.layout import Slot
from qmsdesk.procedure.clock import SystemClock


@dataclass(frozen=True)
class Surroundings:
    """What an editor may know of the world: today's business date, who sits here, the paper's letter, where it lies."""

    today: Callable[[], date] = field(default_factory=lambda: SystemClock().today)
    person: str = ""
    letter: str = ""
    on_paper: bool = True


@dataclass(frozen=True)
class Placed:
    """A widget over its room on the sheet (mm); `rescale` tells it the pixels a millimetre."""

    slot: Slot
    widget: QWidget
    rescale: Callable[[float], None]


class FieldEditor(QObject):
    """The editor of one field; its widgets lie on the sheet or in the panel, the value is one."""

    changed = Signal()  # the user changed the value
    noted = Signal()  # the problem text changed
    milestone = Signal()  # a step that Ctrl+Z takes back as one, told before and after it

    def __init__(self, field: Field, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.around = around
        self.placed: list[Placed] = []
        self.read_only = False
        self.problem = ""

    def show(self, value: Any) -> None:
        """Show a value; does not emit `changed`."""
        raise TypeError(f"{type(self).__name__} shows nothing")

    def value(self) -> Any:
        """The value as papers.values knows it; what cannot be read stays the typed text."""
        raise TypeError(f"{type(self).__name__} has no value")

    def set_read_only(self, on: bool) -> None:
        """Let the value be read and copied but not changed."""
        self.read_only = on
        for place in self.placed:
            place.widget.setEnabled(not on)

    def set_blank(self, text: str) -> None:
        """What an empty field shows once the slip is registered: "/" or nothing (S-12)."""

    def commit(self) -> None:
        """Finish what is being typed: read it and show it as it will be printed."""

    def show_problem(self, text: str) -> None:
        """Say in words what is wrong; never blocks typing."""
        if text != self.problem:
            self.problem = text
            for place in self.placed:
                place.widget.setAccessibleDescription(text)
            self.noted.emit()

    def clear_problem(self) -> None:
        """Take the message away."""
        self.show_problem("")

    def place(self, slot: Slot, widget: QWidget, rescale: Callable[[float], None], name: str = "") -> None:
        """Put a widget over a room of the sheet and give it its accessible name."""
        widget.setAccessibleName(name or self.field.label)
        widget.setProperty("field", self.field.name)
        self.placed.append(Placed(slot, widget, rescale))

    def stops(self) -> list[QWidget]:
        """The widgets that Tab visits, in printed order."""
        tab = Qt.FocusPolicy.TabFocus
        return [
            item.widget for item in self.placed if item.widget.isEnabled() and item.widget.focusPolicy() & tab
        ]

    def stop_after(self, widget: QWidget, step: int) -> QWidget | None:
        """Where Enter goes from one of its widgets; None when it leaves the field."""
        stops = self.stops()
        if widget not in stops:
            return None
        place = stops.index(widget) + step
        return stops[place] if 0 <= place < len(stops) else None

    def focus(self) -> None:
        """Put the cursor into the field."""
        target = next(iter(self.stops()), self.placed[0].widget)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def edited(self) -> None:
        """Slot of the widgets: the user changed something, so an old message no longer fits."""
        self.clear_problem()
        self.changed.emit()
