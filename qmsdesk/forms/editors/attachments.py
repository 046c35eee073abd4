"""The editor of 附件: a line on the sheet, and the list that opens under it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.forms.editors.attachment_box import AttachmentBox
from qmsdesk.forms.editors.attachment_list import AttachmentList
from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.papers.base import Field
from qmsdesk.papers.layout import Slot
from qmsdesk.papers.values import Attached


class AttachmentsEditor(FieldEditor):
    """Attached items; `files_given` tells of files to be kept, whoever has a store answers with `keep`."""

    files_given = Signal(object)  # tuple[Path, ...]

    def __init__(self, field: Field, slot: Slot, around: Surroundings, parent: QWidget) -> None:
        super().__init__(field, around, parent)
        self._items: list[Attached] = []
        self.box = AttachmentBox(parent)
        self.box.opened.connect(self.open_list)
        self.box.dropped.connect(self.give_files)
        self.place(slot, self.box, self.box.rescale)
        self.list = AttachmentList(parent)
        self.list.changed.connect(self._from_list)
        self.list.files_chosen.connect(self.give_files)
        self.list.closed.connect(lambda: self.focus())

    def show(self, value: Any) -> None:
        """Show the attached items."""
        self._items = [item for item in value or () if isinstance(item, Attached)]
        self.box.show_items(self._items)
        self.list.show_items(self._items)

    def value(self) -> list[Attached]:
        """The attached items in their order."""
        return list(self._items)

    def set_read_only(self, on: bool) -> None:
        """The list can still be opened and read."""
        self.read_only = on
        self.box.lock(on)
        self.list.set_read_only(on)

    def open_list(self) -> None:
        """Show the list under the line."""
        self.list.open_under(self.box)

    def give_files(self, paths: Sequence[Path]) -> None:
        """Files were dropped or chosen: name them at once, and tell so that they can be kept."""
        if self.read_only or not paths:
            return
        self.add([Attached("", path.name) for path in paths])
        self.files_given.emit(tuple(paths))

    def add(self, items: Sequence[Attached]) -> None:
        """Append items as the user's change."""
        self.milestone.emit()
        self.show([*self._items, *items])
        self.edited()
        self.milestone.emit()

    def keep(self, name: str, item: Attached | None) -> None:
        """A file called `name` is kept as `item`, or could not be kept and its name goes again."""
        place = next((at for at, old in enumerate(self._items) if old.name == name and not old.id), -1)
        if place >= 0:
            kept = [] if item is None else [item._replace(original=self._items[place].original)]
            self.show([*self._items[:place], *kept, *self._items[place + 1 :]])
            self.edited()

    def _from_list(self, items: object) -> None:
        self._items = list(items) if isinstance(items, list) else []
        self.box.show_items(self._items)
        self.edited()
