"""The 保用期 ruler that follows what is typed: beside the dates of 判定, and over the sheet of a 三包单."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.case.ruling_words import show_result, why_of
from qmsdesk.forms.case.warranty_ruler import WarrantyRuler
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import plain
from qmsdesk.operations.claim_warranty import Ruled, decision_of, known_case, rule_on
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.warranty import WarrantyCase

if TYPE_CHECKING:
    from qmsdesk.forms.case.form_dialog import FormDialog
    from qmsdesk.forms.sheet_window import SheetWindow


LOW = 760  # pixels of a screen on which the reasons stand in the tool tip, so that the form keeps its room


class LiveRuler(QWidget):
    """The ruler, the result with row and clause, and why; shows another case at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.ruled: Ruled | None = None
        self.ruler = WarrantyRuler()
        self.result, self.why = plain(), plain()
        self.result.setAccessibleName("保用期判定建议")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self.result)
        column.addWidget(self.ruler)
        column.addWidget(self.why)

    def show_case(self, case: WarrantyCase) -> None:
        """Rule on a case and show it."""
        self.ruled = rule_on(self._desk, case=case)
        self.ruler.show_ruling(self.ruled, self._desk.clock.today())
        show_result(self.result, self.ruled.ruling)
        self.why.setText(why_of(self.ruled))
        self.setToolTip(self.why.text())


def rule_in_dialog(dialog: FormDialog, desk: Desk, *, slip_id: int) -> LiveRuler:
    """Put a ruler over the form of 判定 that follows its dates, ticks and choices."""
    live = LiveRuler(desk, dialog)
    known = known_case(desk, slip_id=slip_id)
    names = set(asdict(known)) & set(dialog.boxes)

    def follow(*_changed: object) -> None:
        live.show_case(replace(known, **_readable({name: dialog.boxes[name] for name in names})))

    for name in names:
        _listen(dialog.boxes[name], follow)
    screen = dialog.screen()
    live.why.setVisible(screen is None or screen.availableGeometry().height() >= LOW)
    dialog.place_above(live)
    follow()
    return live


def _listen(box: Any, follow: Any) -> None:
    if isinstance(box, QComboBox):
        box.currentIndexChanged.connect(follow)
    elif isinstance(box, QCheckBox):
        box.toggled.connect(follow)
    elif isinstance(box, QLineEdit):
        box.textChanged.connect(follow)


def _readable(boxes: dict[str, Any]) -> dict[str, Any]:
    """What the boxes say so far; a date that is half typed counts as not known yet."""
    found: dict[str, Any] = {}
    for name, box in boxes.items():
        typing = isinstance(box, QLineEdit) and box.hasFocus()
        try:
            found[name] = _peek(box) if typing else box.value()
        except UserError:
            found[name] = None
    return found


def _peek(box: Any) -> Any:
    """The value of a box while somebody types in it: nothing is put right under the cursor."""
    from qmsdesk.forms.day_edit import DayEdit
    from qmsdesk.procedure.dates import parse_date

    if not isinstance(box, DayEdit):
        return box.value()
    text = box.text().strip()
    return parse_date(text, today=date.today()) if len(text) >= 8 else None


class SheetRuler(QWidget):
    """A line over a 三包单 with the advice; the whole ruler below it, opened by the button or by typing a date."""

    def __init__(self, desk: Desk, slip_id: int, window: SheetWindow) -> None:
        super().__init__(window.parentWidget())
        self._desk, self._slip_id, self._window = desk, slip_id, window
        self._typed: date | None = None
        self.live = LiveRuler(desk)
        self.live.result.hide()
        self.live.hide()
        self.line = plain(wraps=False)
        self.button = QToolButton()
        self.button.setIcon(icon("calendar"))
        self.button.setText("标尺")
        self.button.setAccessibleName("显示保用期标尺")
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.toggled.connect(self.live.setVisible)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.line, 1)
        head.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GAP, 0, GAP, GAP // 2)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.live)
        window.changed.connect(self.follow)
        self.reread()

    def reread(self) -> None:
        """Read again what is known or was decided."""
        decided = decision_of(self._desk, slip_id=self._slip_id)
        self._known = decided[0].case if decided else known_case(self._desk, slip_id=self._slip_id)
        self._typed = self._ship_date()
        self._show()

    def _ship_date(self) -> date | None:
        value = self._window.values().get("ship_date")
        return value if isinstance(value, date) else None

    def follow(self) -> None:
        """Rule again when the date on the sheet changed, and show the picture."""
        typed = self._ship_date()
        if typed != self._typed:
            self._typed = typed
            self._show()
            self.button.setChecked(True)

    def _show(self) -> None:
        self.live.show_case(replace(self._known, factory=self._typed or self._known.factory))
        ruled = self.live.ruled
        assert ruled is not None
        end = ruled.ruling.limits.end
        until = f"　保用期至 {end:%Y-%m-%d}" if end else ""
        show_result(self.line, ruled.ruling, after=until)
