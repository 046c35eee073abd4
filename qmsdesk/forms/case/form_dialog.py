"""One dialog for every gesture: a form made from inputs; refusals are said beside the field they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QWidget

from qmsdesk.errors import InvalidSlip, UserError
from qmsdesk.forms.case.boxes import Tick, make_box
from qmsdesk.forms.case.inputs import Input
from qmsdesk.forms.case.signature_box import SignatureBox
from qmsdesk.forms.style import GAP
from qmsdesk.forms.toned_label import TonedLabel
from qmsdesk.forms.trust.frame import AskDialog, plain, say
from qmsdesk.operations.desk import Desk

MANY = 7  # inputs; more stand two in a row
Do = Callable[[dict[str, Any]], object]


class FormDialog(AskDialog):
    """Asks for `inputs`, hands what was given to `do`; stays open and says why when `do` refuses."""

    def __init__(
        self,
        desk: Desk,
        *,
        name: str,
        sentence: str,
        act: str,
        inputs: Sequence[Input],
        do: Do,
        known: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, name, sentence, act)
        self._inputs, self._do = tuple(inputs), do
        self.boxes: dict[str, Any] = {item.name: make_box(item, desk) for item in inputs}
        self.said: dict[str, TonedLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self.outcome: object = None
        self._columns = 2 if len(self._inputs) > MANY else 1
        self._lay_out()
        self.finish()
        for name_, value in (known or {}).items():
            if name_ in self.boxes:
                self.boxes[name_].show_value(value)
        self._follow_action()
        self.ok.clicked.connect(self.act)
        self.setMinimumWidth(820 if self._columns == 2 else 580)
        self._scroll_when_long()

    def act(self) -> None:
        """Do it once, however often the button is pressed meanwhile."""
        if not self.ok.isEnabled():
            return
        self.ok.setEnabled(False)
        try:
            self._act()
        finally:
            self.ok.setEnabled(self.result() == 0)

    def _act(self) -> None:
        """Collect what was given and do it; on a refusal stay, say why, and go to the field."""
        self._say_nothing()
        answers: dict[str, Any] = {}
        for item in self._inputs:
            try:
                answers[item.name] = self.boxes[item.name].value()
            except UserError as error:
                self._refuse(str(error), item.name)
                return
        try:
            self.outcome = self._do(answers)
        except InvalidSlip as error:
            self._refuse("；".join(f"{one.label}：{one.message}" for one in error.problems[:6]), "")
            return
        except UserError as error:
            self._refuse(str(error), self._about(str(error)))
            return
        for box in self.boxes.values():
            if isinstance(box, SignatureBox):
                box.clear()
        self.accept()

    def place_above(self, picture: QWidget) -> None:
        """Put a picture between the sentence and the form; the dialog grows by it as far as the screen allows."""
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(2, picture)  # type: ignore[attr-defined]
        screen = QApplication.primaryScreen()
        room = (screen.availableGeometry().height() if screen else 768) - 60
        self.resize(max(self.width(), 900), min(room, self.height() + picture.sizeHint().height()))

    def _lay_out(self) -> None:
        """Label and box side by side; short ones two in a row when there are many."""
        if self._columns == 2:
            self.grid.setColumnStretch(3, 1)
        row, column = 0, 0
        for item in self._inputs:
            alone = item.wide or self._columns == 1
            if alone and column:
                row, column = row + 2, 0
            self._place(item, row, column, 2 * self._columns - 1 if alone else 1)
            column = 0 if alone else column + 2
            if alone or column >= 2 * self._columns:
                row, column = row + 2, 0

    def _place(self, item: Input, row: int, column: int, span: int) -> None:
        box = self.boxes[item.name]
        if not isinstance(box, Tick):
            label = plain(item.label, wraps=False)
            label.setBuddy(box)
            label.setContentsMargins(0, 6, 0, 0)
            self.grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            self._labels[item.name] = label
        self.grid.addWidget(box, row, column + 1, 1, span)
        self.said[item.name] = plain()
        self.said[item.name].hide()
        self.grid.addWidget(self.said[item.name], row + 1, column + 1, 1, span)

    def _follow_action(self) -> None:
        """Show only what the chosen action asks for."""
        if not any(item.only_with for item in self._inputs):
            return

        def follow(*_changed: object) -> None:
            chosen = self.boxes["action"].value()
            for item in self._inputs:
                if item.only_with:
                    asked = chosen in item.only_with
                    self.boxes[item.name].setVisible(asked)
                    self._labels[item.name].setVisible(asked)
                    self.said[item.name].hide()

        self.boxes["action"].currentIndexChanged.connect(follow)
        follow()

    def _scroll_when_long(self) -> None:
        """A long form scrolls between its heading and its buttons instead of leaving the screen."""
        screen = QApplication.primaryScreen()
        room = (screen.availableGeometry().height() if screen else 768) - 120
        if self.sizeHint().height() <= min(room, 640):
            return
        layout = self.layout()
        assert layout is not None
        inside = QWidget()
        grid = self.grid
        layout.removeItem(grid)
        grid.setParent(None)
        inside.setLayout(grid)
        grid.setContentsMargins(0, 0, GAP, 0)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.removeWidget(self.message)
        layout.insertWidget(3, area, 1)  # type: ignore[attr-defined]
        layout.insertWidget(4, self.message)  # type: ignore[attr-defined]
        self.resize(self.minimumWidth(), min(room, 640))

    def _say_nothing(self) -> None:
        self.say("")
        for label in self.said.values():
            label.hide()

    def _refuse(self, words: str, name: str) -> None:
        """Say it under the field it is about, else under the form."""
        label = self.said.get(name)
        if label is None:
            self.say(words)
            return
        say(label, words)
        label.show()
        self.boxes[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _about(self, words: str) -> str:
        """The input a refusal speaks of: the one whose label stands in it, else what it must be about."""
        for item in sorted(self._inputs, key=lambda one: -len(one.label)):
            if item.label in words:
                return item.name
        for word, name in (
            ("密码", "signature"),
            ("密码", "approval"),
            ("原因", "reason"),
            ("理由", "reason"),
        ):
            if word in words and name in self.boxes:
                return name
        return self._inputs[0].name if len(self._inputs) == 1 else ""
