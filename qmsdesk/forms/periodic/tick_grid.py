"""The seven lines of form 06 for fast keying: 1-5 ticks and moves on, Shift adds a second tick, 0 clears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.forms.style import late_colour, line_colour, quiet_colour, tint
from qmsdesk.procedure.scoring_tables import DISSATISFIED, LABELS, LEVELS

_SHIFTED = {
    Qt.Key.Key_Exclam: 1, Qt.Key.Key_At: 2, Qt.Key.Key_NumberSign: 3, Qt.Key.Key_Dollar: 4, Qt.Key.Key_Percent: 5,
}  # fmt: skip
ITEMS = tuple(LABELS)


class TickGrid(QWidget):
    """Items down, levels across; `ticks()` is item -> levels as they stand on the sheet."""

    changed = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks: dict[str, set[str]] = {item: set() for item in ITEMS}
        self._asked: tuple[str, ...] = ITEMS
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("评价等级，用 1 至 5 录入")

    def sizeHint(self) -> QSize:
        return QSize(620, self._row() * (len(ITEMS) + 1) + 2)

    def show_ticks(self, ticks: Mapping[str, Sequence[str]], asked: Sequence[str]) -> None:
        """Show what stands on a sheet; only the items `asked` of this kind of unit are walked through."""
        self._ticks = {item: set(ticks.get(item, ())) for item in ITEMS}
        self._asked = tuple(asked)
        self.current = ITEMS.index(self._asked[0])
        self._tell()

    def ticks(self) -> dict[str, tuple[str, ...]]:
        """Item -> levels ticked, in printed order."""
        return {
            item: tuple(level for level in LEVELS if level in levels)
            for item, levels in self._ticks.items()
            if levels
        }

    def tick(self, item: str, level: str, *, more: bool = False) -> None:
        """Tick one level of an item; with `more` beside what is ticked already."""
        if more:
            self._ticks[item] ^= {level}
        else:
            self._ticks[item] = {level}
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        shifted = _SHIFTED.get(key, 0)
        if shifted or (text in "12345" and text):
            self._press(shifted or int(text), more=bool(shifted))
        elif text == "0" or key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._ticks[ITEMS[self.current]] = set()
            self._tell()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def _press(self, number: int, *, more: bool) -> None:
        self.tick(ITEMS[self.current], LEVELS[number - 1], more=more)
        if not more:
            if ITEMS[self.current] == self._asked[-1]:
                self.finished.emit()
            else:
                self._move(1)

    def _move(self, by: int) -> None:
        places = [ITEMS.index(item) for item in self._asked]
        here = places.index(self.current) if self.current in places else 0
        self.current = places[max(0, min(len(places) - 1, here + by))]
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = int(event.position().y()) // self._row() - 1
        column = (int(event.position().x()) - self._head()) // max(1, self._wide())
        if 0 <= row < len(ITEMS) and 0 <= column < len(LEVELS) and ITEMS[row] in self._asked:
            self.current = row
            more = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.tick(ITEMS[row], LEVELS[column], more=more)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette, row, head, wide = self.palette(), self._row(), self._head(), self._wide()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        painter.setPen(quiet_colour(palette))
        for column, level in enumerate(LEVELS):
            cell = QRect(head + column * wide, 0, wide, row)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, f"{column + 1} {level}")
        for place, item in enumerate(ITEMS):
            self._item(painter, place, item, QRect(0, (place + 1) * row, self.width(), row))
        painter.end()

    def _item(self, painter: QPainter, place: int, item: str, line: QRect) -> None:
        palette, head, wide = self.palette(), self._head(), self._wide()
        if place == self.current:
            accent = palette.color(QPalette.ColorRole.Highlight)
            painter.fillRect(line, tint(palette, accent, 0.18 if self.hasFocus() else 0.08))
        painter.setPen(line_colour(palette))
        painter.drawLine(line.topLeft(), line.topRight())
        asked = item in self._asked
        painter.setPen(palette.color(QPalette.ColorRole.Text) if asked else quiet_colour(palette))
        words = LABELS[item] if asked else f"{LABELS[item]}（不计）"
        painter.drawText(line.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        several = len(self._ticks[item]) > 1
        for column, level in enumerate(LEVELS):
            if level in self._ticks[item]:
                cell = QRect(head + column * wide, line.top(), wide, line.height())
                self._mark(painter, cell, several or level in DISSATISFIED)

    def _mark(self, painter: QPainter, cell: QRect, alarming: bool) -> None:
        palette = self.palette()
        ink = late_colour(palette) if alarming else palette.color(QPalette.ColorRole.Text)
        painter.setPen(QPen(ink, 2))
        middle, size = cell.center(), self.fontMetrics().height() // 2
        painter.drawLine(middle.x() - size, middle.y(), middle.x() - size // 4, middle.y() + size)
        painter.drawLine(middle.x() - size // 4, middle.y() + size, middle.x() + size, middle.y() - size)

    def _row(self) -> int:
        return round(self.fontMetrics().height() * 1.8)

    def _head(self) -> int:
        return self.fontMetrics().horizontalAdvance("产品性能的可靠性/产品内在质量（不计）") + 24

    def _wide(self) -> int:
        return max(1, (self.width() - self._head()) // len(LEVELS))

    def _tell(self) -> None:
        told = "；".join(
            f"{LABELS[item]}：{'、'.join(levels) or '未选'}"
            for item, levels in self._ticks.items()
            if item in self._asked
        )
        self.setAccessibleDescription(f"当前 {LABELS[ITEMS[self.current]]}。{told}")
        self.update()
        self.changed.emit()
