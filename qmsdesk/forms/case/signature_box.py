"""How a gesture is signed: here by the password of the signed-in user, or as it stands in ink on the paper."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.case.inputs import Input
from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.sign_in import PasswordEdit
from qmsdesk.forms.style import GAP, MARGIN
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.values import Signed


class SignatureBox(QWidget):
    """Password, or name and day in ink; value() is a dict of `Given` fields."""

    def __init__(self, item: Input, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.here = QRadioButton(f"本人签名（{desk.user.name}，密码）")
        self.ink = QRadioButton("墨签补录（照纸上填写）")
        self.password = PasswordEdit()
        self.password.setPlaceholderText("密码")
        self.password.setAccessibleName(f"{item.label}密码")
        self.name = QLineEdit()
        self.name.setPlaceholderText("纸上姓名")
        self.name.setAccessibleName("纸上姓名")
        self.day = DayEdit(desk.clock)
        self.day.setAccessibleName("纸上日期")
        self.override = QLineEdit()
        self.override.setPlaceholderText("只有两三人的部门，经办兼审核时写明理由（R-4-a）")
        self.override.setAccessibleName("兼签理由")
        self._assemble()
        self.here.setChecked(True)
        for way in (self.here, self.ink):
            way.toggled.connect(lambda _on: self._show_way())
        self._show_way()
        self.setFocusProxy(self.password)

    def _assemble(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(MARGIN)
        ways.addWidget(self.here)
        ways.addWidget(self.ink)
        ways.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setSpacing(GAP)
        grid.addLayout(ways, 0, 0, 1, 2)
        grid.addWidget(self.password, 1, 0, 1, 2)
        grid.addWidget(self.name, 2, 0)
        grid.addWidget(self.day, 2, 1)
        grid.addWidget(self.override, 3, 0, 1, 2)

    def only_ink(self) -> None:
        """The user may only report what stands in ink."""
        self.here.setEnabled(False)
        self.here.setToolTip("这一步不归本人的职责，只能补录纸上的签名")
        self.ink.setChecked(True)

    def offer_override(self, offered: bool) -> None:
        """Whether one person may sign twice, with a reason."""
        self.override.setVisible(offered)

    def value(self) -> Any:
        """`password` or `ink`, and `override_reason`; UserError when neither is whole."""
        override = self.override.text().strip() if not self.override.isHidden() else ""
        if self.here.isChecked():
            if not self.password.text():
                raise UserError("请输入密码。")
            return {"password": self.password.text(), "override_reason": override}
        self.day.settle()
        if not self.name.text().strip() or self.day.day() is None:
            raise UserError("请照纸上填写签名人姓名和签字日期。")
        return {"ink": Signed(self.name.text().strip(), self.day.day(), "ink"), "override_reason": override}

    def show_value(self, _value: Any) -> None:
        """A signature is never filled in beforehand."""

    def clear(self) -> None:
        """Forget the password."""
        self.password.clear()

    def _show_way(self) -> None:
        ink = self.ink.isChecked()
        self.password.setVisible(not ink)
        self.name.setVisible(ink)
        self.day.setVisible(ink)
        place = self.name if ink else self.password
        self.setFocusProxy(place)
        if self.isVisible():
            place.setFocus(Qt.FocusReason.OtherFocusReason)
