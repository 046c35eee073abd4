"""What every page of this room looks like: a heading, a quiet sentence, buttons, cards; and one shape of dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.forms.cards import Card
from qmsdesk.forms.help_key import offer_help
from qmsdesk.forms.icons import icon
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import (
    GAP,
    MARGIN,
    make_primary,
    make_roomy,
    scaled_font,
)
from qmsdesk.forms.toned_label import TonedLabel


def plain(text: str = "", *, wraps: bool = True) -> TonedLabel:
    """Words that are never markup."""
    label = TonedLabel(text)
    label.setWordWrap(wraps)
    return label


def say(label: TonedLabel, text: str, tone: str = "bad") -> None:
    """Words in the ink of their tone: good, warning or bad."""
    label.set_tone(tone)
    label.setText(text)


def button(text: str, icon_name: str, slot: Callable[[], object], tip: str = "") -> QPushButton:
    """A button that does one thing."""
    made = QPushButton(icon(icon_name), text)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: slot())
    return made


class Page(QWidget):
    """A page of the main window: heading, one sentence, a row of buttons, then whatever is put into `column`."""

    def __init__(self, name: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.heading = plain(name)
        self.heading.setFont(scaled_font(self.font(), 1.7, bold=True))
        self.sentence = quiet_label(sentence, self)
        self.sentence.setWordWrap(True)
        self.message = plain()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GAP)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(32, 24, 32, 24)
        self.column.setSpacing(MARGIN)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addWidget(self.sentence)
        self.column.addLayout(head)
        self.column.addLayout(self.buttons)

    def title(self) -> str:
        """The words on the tab."""
        return self._name

    def add_buttons(self, *made: QPushButton) -> None:
        """The row of buttons, the message at its end."""
        for one in made:
            self.buttons.addWidget(one)
        if self.message.parent() is None:
            self.buttons.addSpacing(GAP)
        self.buttons.addWidget(self.message, 1)
        make_roomy(self)

    def say(self, text: str, tone: str = "good") -> None:
        """Say beside the buttons how it went."""
        say(self.message, text, tone)


def card(inside: QWidget, title: str = "") -> Card:
    """A white card around a table, with a small heading."""
    made = Card()
    column = QVBoxLayout(made)
    column.setContentsMargins(1, 1, 1, 4)
    column.setSpacing(0)
    if title:
        heading = plain(title, wraps=False)
        heading.setFont(scaled_font(made.font(), 1.1, bold=True))
        heading.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        column.addWidget(heading)
    column.addWidget(inside, 1)
    return made


class AskDialog(QDialog):
    """A small question: labelled fields under each other, the refusal beside them, two buttons."""

    def __init__(self, parent: QWidget | None, name: str, sentence: str, act: str) -> None:
        super().__init__(parent)
        offer_help(self)
        self.setWindowTitle(name)
        self.setMinimumWidth(460)
        self.heading = plain(name)
        self.heading.setFont(scaled_font(self.font(), 1.3, bold=True))
        self.sentence = quiet_label(sentence, self)
        self.sentence.setWordWrap(True)
        self.message = plain()
        self.message.setMinimumHeight(self.fontMetrics().height() * 2)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.ok = QPushButton(act)
        self.ok.setDefault(True)
        self.cancel = QPushButton("取消")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(MARGIN)
        self.grid.setVerticalSpacing(GAP)
        self.grid.setColumnStretch(1, 1)
        self._assemble()

    def add_field(self, label: str, box: QWidget) -> None:
        """One more labelled field."""
        row = self.grid.rowCount()
        words = plain(label, wraps=False)
        words.setBuddy(box)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        words.setContentsMargins(0, 5, 0, 0)
        if isinstance(box, QLabel):
            words.setContentsMargins(0, 0, 0, 0)
        if not box.accessibleName():
            box.setAccessibleName(label)
        self.grid.addWidget(words, row, 0)
        self.grid.addWidget(box, row, 1)

    def finish(self) -> None:
        """Call when all fields are there: one height for all, the one button marked."""
        self.grid.addWidget(self.message, self.grid.rowCount(), 1)
        make_roomy(self)
        make_primary(self.ok)
        self.cancel.setMinimumWidth(self.ok.minimumWidth())

    def say(self, text: str, tone: str = "bad") -> None:
        """Say beside the fields why not."""
        say(self.message, text, tone)

    def _assemble(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(GAP)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addSpacing(GAP)
        column.addLayout(self.grid)
        column.addLayout(foot)
