"""Undo across fields: the values of the sheet after each step, nothing else."""

from __future__ import annotations

from typing import Any

DEEPEST = 200
Snapshot = dict[str, Any]


class SheetHistory:
    """A line of snapshots and a place on it; equal neighbours are one."""

    def __init__(self, first: Snapshot) -> None:
        self._steps = [first]
        self._at = 0

    def remember(self, values: Snapshot) -> None:
        """Add a step; what had been taken back before is gone then."""
        if values == self._steps[self._at]:
            return
        self._steps[self._at + 1 :] = [values]
        del self._steps[:-DEEPEST]
        self._at = len(self._steps) - 1

    def undo(self, values: Snapshot) -> Snapshot | None:
        """The step before `values` (the sheet as it is now), or None at the beginning."""
        self.remember(values)
        if self._at == 0:
            return None
        self._at -= 1
        return self._steps[self._at]

    def redo(self, values: Snapshot) -> Snapshot | None:
        """The step after, or None at the end or when something was typed since."""
        if values != self._steps[self._at] or self._at + 1 == len(self._steps):
            return None
        self._at += 1
        return self._steps[self._at]
