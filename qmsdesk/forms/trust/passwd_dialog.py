"""The signed-in user's own new password, after the old one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.sign_in import PasswordEdit
from qmsdesk.forms.trust.frame import AskDialog
from qmsdesk.operations import people
from qmsdesk.operations.desk import Desk

RULE = "至少 10 个字符，不用姓名、单位名和连续按键；一句自己记得住的话最好。"


class PasswordDialog(AskDialog):
    """Old, new, new again; what is wrong is said beside the fields."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, "修改密码", RULE, "修改密码")
        self._desk = desk
        self.old, self.new, self.again = PasswordEdit(), PasswordEdit(), PasswordEdit()
        for label, box in (("现在的密码", self.old), ("新密码", self.new), ("再输一遍", self.again)):
            self.add_field(label, box)
            box.textEdited.connect(lambda _text: self.say(""))
        self.finish()
        self.ok.clicked.connect(self.change)

    def change(self) -> None:
        """Change it, or say why not."""
        if not self.old.text() or not self.new.text():
            self.say("请输入现在的密码和新密码。")
            return
        if self.new.text() != self.again.text():
            self.say("两次输入的新密码不一样。")
            self.again.setFocus()
            return
        try:
            people.change_password(self._desk, old=self.old.text(), new=self.new.text())
        except UserError as error:
            self.say(str(error))
            return
        for box in (self.old, self.new, self.again):
            box.clear()
        self.accept()
