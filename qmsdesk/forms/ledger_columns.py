"""Which columns of the ledger are shown, in what order and how wide; remembered by key, not by place."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHeaderView

from qmsdesk.operations.ledger import COLUMNS

FROZEN = 2
LINES_PER_MM = 0.232  # widths follow the height of the letters
_KEYS = [column.key for column in COLUMNS]
_DUE_EXTRA_MM = 6  # room for the word behind a late day


class ColumnPlan:
    """The columns of one header."""

    def __init__(self, header: QHeaderView) -> None:
        self._header = header

    def reset(self) -> None:
        """The ledger's own order, every column, usual widths."""
        for logical, column in enumerate(COLUMNS):
            self._header.setSectionHidden(logical, False)
            self._header.moveSection(self._header.visualIndex(logical), logical)
            width = column.width_mm + (_DUE_EXTRA_MM if column.key == "due" else 0)
            self._header.resizeSection(
                logical, round(width * LINES_PER_MM * self._header.fontMetrics().height())
            )

    def scale(self, factor: float) -> None:
        """Make every column wider or narrower, as the letters became larger or smaller."""
        for logical in range(len(COLUMNS)):
            if not self._header.isSectionHidden(logical):
                self._header.resizeSection(logical, round(self._header.sectionSize(logical) * factor))

    def keep_frozen_first(self) -> None:
        """Move the frozen columns back to the left."""
        self._header.blockSignals(True)
        for logical in range(FROZEN):
            self._header.moveSection(self._header.visualIndex(logical), logical)
        self._header.blockSignals(False)

    def visible_columns(self) -> list[int]:
        """The columns that are shown, from left to right."""
        order = sorted(range(len(COLUMNS)), key=self._header.visualIndex)
        return [logical for logical in order if not self._header.isSectionHidden(logical)]

    def visible_keys(self) -> list[str]:
        """The keys of the columns that are shown, from left to right."""
        return [_KEYS[logical] for logical in self.visible_columns()]

    def kept(self) -> tuple[tuple[str, int], ...]:
        """Keys and widths in pixels of the columns that are shown, from left to right."""
        return tuple((_KEYS[place], self._header.sectionSize(place)) for place in self.visible_columns())

    def take(self, columns: tuple[tuple[str, int], ...]) -> None:
        """Show these columns in this order and width; none mean the usual ones."""
        if not columns:
            self.reset()
            return
        widths = dict(columns)
        for place, key in enumerate(widths):
            self._header.moveSection(self._header.visualIndex(_KEYS.index(key)), place)
        for logical, key in enumerate(_KEYS):
            self._header.setSectionHidden(logical, key not in widths and logical >= FROZEN)
            if key in widths:
                self._header.resizeSection(logical, max(36, min(1200, widths[key])))
        self.keep_frozen_first()

    def save(self, settings: QSettings) -> None:
        """Keep the plan in the workstation's settings."""
        order = sorted(range(len(COLUMNS)), key=self._header.visualIndex)
        settings.beginGroup("ledger/columns")
        settings.setValue("order", [_KEYS[logical] for logical in order])
        settings.setValue("hidden", [_KEYS[n] for n in order if self._header.isSectionHidden(n)] or [""])
        for logical in order:
            if not self._header.isSectionHidden(logical):
                settings.setValue(f"width_{_KEYS[logical]}", self._header.sectionSize(logical))
        settings.endGroup()

    def restore(self, settings: QSettings) -> None:
        """Take the plan back; columns it does not know keep their usual place."""
        settings.beginGroup("ledger/columns")
        order = [key for key in _strings(settings.value("order")) if key in _KEYS]
        hidden = set(_strings(settings.value("hidden")))
        for place, key in enumerate(order):
            self._header.moveSection(self._header.visualIndex(_KEYS.index(key)), place)
        for logical, key in enumerate(_KEYS):
            width = settings.value(f"width_{key}")
            if width is not None and str(width).isdigit():
                self._header.resizeSection(logical, max(36, min(1200, int(str(width)))))
            self._header.setSectionHidden(logical, key in hidden and logical >= FROZEN)
        settings.endGroup()
        self.keep_frozen_first()


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list | tuple) else []
