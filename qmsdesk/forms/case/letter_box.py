"""A letter to the customer as it is typed: what belongs inside the house is marked where it stands (R-5.5.2-c)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from qmsdesk.forms.case.boxes import LongWords
from qmsdesk.forms.case.inputs import Input
from qmsdesk.forms.style import GAP, late_colour, tint, warning_colour
from qmsdesk.forms.trust.frame import plain, say
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.letters import Inside, Trace, traces

FINE = "没有发现内部分析和费用"
SHOWN = 4


class LetterBox(LongWords):
    """Several lines of text with a line below that says what must not go out, and what to look at again."""

    def __init__(self, item: Input, desk: Desk) -> None:
        super().__init__(item, desk)
        self._inside = Inside()
        self.found: tuple[Trace, ...] = ()
        self.note = plain()
        self.note.setParent(self)
        self.note.setContentsMargins(GAP, 0, GAP, 0)
        self.textChanged.connect(self._look)
        self._make_room()
        self._look()

    def sizeHint(self) -> QSize:
        return QSize(300, round(self.fontMetrics().height() * 11))

    def watch(self, inside: Inside) -> None:
        """Compare with what the house knows of this case from now on."""
        self._inside = inside
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        high = round(self.fontMetrics().height() * 2.6)
        self.setViewportMargins(0, 0, 0, high)
        frame = self.frameWidth()
        self.note.setGeometry(QRect(frame, self.height() - high - frame, self.width() - 2 * frame, high))

    def _look(self) -> None:
        """Mark the places and say in words what they are."""
        self.found = traces(self.toPlainText(), self._inside)
        self.setExtraSelections([self._selection(one) for one in self.found])
        never = [one.words for one in self.found if one.sure]
        perhaps = [one.words for one in self.found if not one.sure]
        lines = []
        if never:
            lines.append(f"不能寄给顾客（5.5.2）：{_named(never)}")
        if perhaps:
            lines.append(f"请再看一眼：{_named(perhaps)}")
        say(self.note, "\n".join(lines) or FINE, "bad" if never else "warning" if perhaps else "good")

    def _selection(self, one: Trace) -> QTextEdit.ExtraSelection:
        palette = self.palette()
        ink: QColor = late_colour(palette) if one.sure else warning_colour(palette)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(ink)
        look.setBackground(tint(palette, ink, 0.16))
        made = QTextEdit.ExtraSelection()
        made.format = look
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(self.toPlainText(), one.start))
        cursor.setPosition(_units(self.toPlainText(), one.end), QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        return made


def _units(text: str, place: int) -> int:
    """A place in the text as Qt counts it: a rare character takes two units."""
    return place + sum(1 for sign in text[:place] if ord(sign) > 0xFFFF)


def _named(words: list[str]) -> str:
    unique = list(dict.fromkeys(words))
    shown = "、".join(f"“{one[:16]}”" for one in unique[:SHOWN])
    return f"{shown} 等 {len(unique)} 处" if len(unique) > SHOWN else shown
