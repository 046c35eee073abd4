"""Small questions of this room: who signs, which day, which reason; the answer is carried out by the dialog itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.sign_in import PasswordEdit
from qmsdesk.forms.style import MARGIN
from qmsdesk.forms.trust.person_dialogs import TryDialog
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.turns import Given
from qmsdesk.papers.values import Signed


class GivenDialog(TryDialog):
    """A signature: the password of who is signed in, or what stands in ink on the paper."""

    def __init__(
        self,
        desk: Desk,
        name: str,
        sentence: str,
        work: Callable[[Given], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, name, sentence, "签名")
        self._desk, self._work = desk, work
        self.here = QRadioButton("本人签名（输入密码）")
        self.ink = QRadioButton("墨签补录（照纸上填写）")
        self.ways = QWidget()
        row = QHBoxLayout(self.ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN)
        self.way = QButtonGroup(self)
        for choice in (self.here, self.ink):
            self.way.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        self.password = PasswordEdit()
        self.ink_name, self.ink_day = QLineEdit(), DayEdit(desk.clock)
        self.ink_day.set_day(desk.clock.today())
        self.override = QLineEdit()
        self.override.setPlaceholderText("经办人兼审核人时填写（R-4-a）")
        for label, box in (
            ("方式", self.ways), (f"{desk.user.name} 的密码", self.password), ("纸上姓名", self.ink_name),
            ("纸上日期", self.ink_day), ("兼签理由", self.override),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(540)
        self.here.setChecked(True)
        self.way.buttonClicked.connect(self._show_way)
        self.ok.clicked.connect(lambda: self.carry_out(self._act))
        self._show_way()

    def given(self) -> Given:
        """What was typed; UserError when it is not enough."""
        override = self.override.text().strip()
        if not self.ink.isChecked():
            if not self.password.text():
                raise UserError("请输入密码。")
            return Given(password=self.password.text(), override_reason=override)
        self.ink_day.settle()
        if not self.ink_name.text().strip() or self.ink_day.day() is None:
            raise UserError("请照纸上填写姓名和日期。")
        return Given(
            ink=Signed(self.ink_name.text().strip(), self.ink_day.day(), "ink"), override_reason=override
        )

    def _act(self) -> None:
        self._work(self.given())
        self.password.clear()

    def _show_way(self) -> None:
        ink = self.ink.isChecked()
        self.password.setEnabled(not ink)
        for box in (self.ink_name, self.ink_day):
            box.setEnabled(ink)
        (self.ink_name if ink else self.password).setFocus()


class DayDialog(TryDialog):
    """A day, and with `who` a name: when something was sent, or who signed for it."""

    def __init__(
        self,
        desk: Desk,
        name: str,
        sentence: str,
        work: Callable[[date, str], object],
        *,
        who: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, name, sentence, "登记")
        self._work = work
        self.day = DayEdit(desk.clock)
        self.day.set_day(desk.clock.today())
        self.person = QLineEdit()
        self.add_field("日期", self.day)
        if who:
            self.add_field(who, self.person)
        self.finish()
        self.ok.clicked.connect(lambda: self.carry_out(self._act))

    def _act(self) -> None:
        self.day.settle()
        day = self.day.day()
        if day is None:
            raise UserError("请填写日期。")
        self._work(day, self.person.text().strip())


class ReasonDialog(TryDialog):
    """One line that says why."""

    def __init__(
        self, name: str, sentence: str, act: str, work: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, name, sentence, act)
        self.reason = QLineEdit()
        self.add_field("原因", self.reason)
        self.finish()
        self.ok.clicked.connect(lambda: self.carry_out(lambda: work(self.reason.text())))


def ask(dialog: TryDialog, done: Callable[[], object]) -> TryDialog:
    """Show a question; `done` is called when it was carried out."""
    dialog.accepted.connect(lambda: done())
    show_dialog(dialog)
    return dialog
