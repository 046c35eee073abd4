"""All passwords forgotten: the code from the safe opens the department and sets a new password."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.sign_in import PasswordEdit
from qmsdesk.forms.trust.frame import AskDialog
from qmsdesk.forms.trust.passwd_dialog import RULE
from qmsdesk.operations.department import open_with_recovery, user_names
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.clock import Clock


class RecoveryDialog(AskDialog):
    """Who, the code, and the new password twice; `desk` is there once it is accepted."""

    def __init__(
        self, data_dir: Path, user: str, *, clock: Clock | None = None, parent: QWidget | None = None
    ) -> None:
        sentence = f"恢复码在保险柜里，打印在一张纸上。它给所选用户一个新密码，并记入审计。{RULE}"
        super().__init__(parent, "用恢复码登录", sentence, "登录")
        self._data_dir, self._clock = data_dir, clock
        self.desk: Desk | None = None
        self.user = QComboBox()
        self.user.addItems(user_names(data_dir=data_dir))
        self.user.setCurrentIndex(max(0, self.user.findText(user)))
        self.code = QLineEdit()
        self.code.setPlaceholderText("30 个字符，不分大小写，可以不输连字符")
        self.password, self.again = PasswordEdit(), PasswordEdit()
        for label, box in (
            ("用户", self.user), ("恢复码", self.code), ("新密码", self.password), ("再输一次", self.again),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(560)
        self.ok.clicked.connect(self.open_with_code)
        self.code.setFocus()

    def open_with_code(self) -> None:
        """Open the department, or say why not."""
        if self.password.text() != self.again.text():
            self.say("两次输入的新密码不一样。")
            return
        try:
            self.desk = open_with_recovery(
                data_dir=self._data_dir,
                user=self.user.currentText(),
                code=self.code.text(),
                password=self.password.text(),
                clock=self._clock,
            )
        except UserError as error:
            self.say(str(error))
            return
        self.accept()
