"""The boxes of a gesture's dialog, one class for each kind of input: show, value, and what a refusal can point at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.case.inputs import Input, Kind
from qmsdesk.forms.chip import Chip
from qmsdesk.forms.day_edit import DayEdit, MomentEdit
from qmsdesk.forms.style import GAP
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.money import format_money, parse_money

ABREAST = 4  # words beside each other


class Words(QLineEdit):
    """One line of text."""

    def __init__(self, item: Input, _desk: Desk) -> None:
        super().__init__()
        self.setPlaceholderText(item.hint)

    def value(self) -> Any:
        """The text."""
        return self.text().strip()

    def show_value(self, value: Any) -> None:
        """Show a text."""
        self.setText(str(value or ""))


class LongWords(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next box."""

    def __init__(self, item: Input, _desk: Desk) -> None:
        super().__init__()
        self.setPlaceholderText(item.hint)
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        return QSize(300, round(self.fontMetrics().height() * 3.6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def value(self) -> Any:
        """The text."""
        return self.toPlainText().strip()

    def show_value(self, value: Any) -> None:
        """Show a text."""
        self.setPlainText(str(value or ""))


class Read(LongWords):
    """Words to be read, not changed: what is approved."""

    def __init__(self, item: Input, desk: Desk) -> None:
        super().__init__(item, desk)
        self.setReadOnly(True)

    def sizeHint(self) -> QSize:
        return QSize(300, round(self.fontMetrics().height() * 7))


class Day(DayEdit):
    """A day or nothing."""

    def __init__(self, item: Input, desk: Desk) -> None:
        super().__init__(desk.clock)
        self._label = item.label
        self.setPlaceholderText(item.hint or "年-月-日，t 为今天")

    def value(self) -> date | None:
        """The day; UserError when what was typed is none."""
        self.settle()
        if self.message:
            raise UserError(f"{self._label}：{self.message}")
        return self.day()

    def show_value(self, value: Any) -> None:
        """Show a day."""
        self.set_day(value if isinstance(value, date) else None)


class Moment(MomentEdit):
    """A moment, now at first."""

    def __init__(self, item: Input, desk: Desk) -> None:
        super().__init__(desk.clock)
        self._label = item.label

    def value(self) -> Any:
        """The moment; UserError when what was typed is none."""
        self.settle()
        if self.message:
            raise UserError(f"{self._label}：{self.message}")
        return self.moment()

    def show_value(self, value: Any) -> None:
        """Show a moment."""
        if value is not None:
            self.set_moment(value)


class Choice(QComboBox):
    """One of a list; some lists may be overtyped."""

    def __init__(self, item: Input, _desk: Desk) -> None:
        super().__init__()
        self.setEditable(item.editable)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        for value, text in item.choices:
            self.addItem(text, value)

    def value(self) -> Any:
        """The value behind the chosen words, or the words that were typed."""
        if self.isEditable():
            return self.currentText().strip()
        return self.currentData()

    def show_value(self, value: Any) -> None:
        """Choose a value."""
        place = next((n for n in range(self.count()) if self.itemData(n) == value), -1)
        if place >= 0:
            self.setCurrentIndex(place)
        elif self.isEditable():
            self.setEditText(str(value or ""))


class Tick(QCheckBox):
    """Yes or no; its words stand beside the box."""

    def __init__(self, item: Input, _desk: Desk) -> None:
        super().__init__(item.label)

    def value(self) -> Any:
        """Whether it is ticked."""
        return self.isChecked()

    def show_value(self, value: Any) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))


class Ticks(QWidget):
    """Several of a list, as words that are on or off."""

    def __init__(self, item: Input, _desk: Desk) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setSpacing(GAP)
        self.chips: dict[Any, Chip] = {}
        for place, (value, text) in enumerate(item.choices):
            self.chips[value] = Chip(text)
            self.chips[value].setMinimumWidth(self.chips[value].sizeHint().width())
            grid.addWidget(self.chips[value], place // ABREAST, place % ABREAST)
        grid.setColumnStretch(ABREAST, 1)
        if self.chips:
            self.setFocusProxy(next(iter(self.chips.values())))

    def value(self) -> Any:
        """The chosen ones in their order."""
        return [value for value, chip in self.chips.items() if chip.isChecked()]

    def show_value(self, value: Any) -> None:
        """Choose some."""
        for name, chip in self.chips.items():
            chip.setChecked(name in (value or ()))


class Number(Words):
    """A whole number or nothing."""

    def __init__(self, item: Input, desk: Desk) -> None:
        super().__init__(item, desk)
        self._label = item.label

    def value(self) -> Any:
        """The number; UserError when it is none."""
        text = self.text().strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 6):
            raise UserError(f"{self._label}应填整数。")
        return int(text) if text else None


class Money(Words):
    """An amount in 元, kept in 分."""

    def __init__(self, item: Input, desk: Desk) -> None:
        super().__init__(item, desk)
        self.setPlaceholderText(item.hint or "元，如 1234.50")

    def value(self) -> Any:
        """The amount in 分 or None; UserError when it cannot be read."""
        return parse_money(self.text())

    def show_value(self, value: Any) -> None:
        """Show an amount in 分."""
        self.setText(format_money(value) if value is not None else "")


def make_box(item: Input, desk: Desk) -> Any:
    """The box for an input: a widget with value() and show_value()."""
    from qmsdesk.forms.case.letter_box import LetterBox
    from qmsdesk.forms.case.row_boxes import Actions, People, Shares
    from qmsdesk.forms.case.signature_box import SignatureBox
    from qmsdesk.forms.case.slips_box import SlipsBox

    kinds: dict[Kind, Callable[[Input, Desk], QWidget]] = {
        Kind.TEXT: Words, Kind.LONG: LongWords, Kind.DATE: Day, Kind.MOMENT: Moment, Kind.CHOICE: Choice,
        Kind.TICK: Tick, Kind.TICKS: Ticks, Kind.NUMBER: Number, Kind.MONEY: Money, Kind.PEOPLE: People,
        Kind.ACTIONS: Actions, Kind.SHARES: Shares, Kind.SLIPS: SlipsBox, Kind.READ: Read, Kind.SIGNATURE: SignatureBox,
        Kind.LETTER: LetterBox,
    }  # fmt: skip
    box = kinds[item.kind](item, desk)
    box.setAccessibleName(item.label)
    return box
