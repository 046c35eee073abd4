"""Bringing a backup back: checked first, what is there is kept, then the program ends and is started again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.page_tabs import PageTabs
from qmsdesk.forms.sign_in import PasswordEdit
from qmsdesk.forms.trust.frame import AskDialog, plain
from qmsdesk.operations import backup, restoring
from qmsdesk.operations.backup import BackupLine
from qmsdesk.operations.department import close_department
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.restoring import Restored
from qmsdesk.operations.signing import confirm_password
from qmsdesk.procedure.clock import SHANGHAI


class RestoreDialog(AskDialog):
    """Says what will happen, asks the password, verifies, makes a last backup, replaces."""

    def __init__(self, desk: Desk, line: BackupLine, parent: QWidget | None = None) -> None:
        sentence = (
            "现有数据不会删除：换下的文件整个留在数据文件夹里。备份之后登记的单据要重新登记，编号不再使用。"
        )
        super().__init__(parent, "恢复备份", sentence, "恢复")
        self._desk, self._line = desk, line
        self.restored: Restored | None = None
        at = f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        self.add_field("备份", plain(f"{at}　{line.why}　{line.slips} 张单据"))
        self.add_field("步骤", plain("先核对备份的每个文件 → 备份现在的数据 → 换上 → 重新启动程序"))
        self.password = PasswordEdit()
        self.add_field("您的密码", self.password)
        self.finish()
        self.setMinimumWidth(560)
        self.ok.clicked.connect(self.begin)
        self.password.textEdited.connect(lambda _text: self.say(""))

    def begin(self) -> None:
        """Check password and backup; only then replace anything."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            confirm_password(self._desk, password=self.password.text())
            problems = backup.verify_backup(self._desk, folder=self._line.folder)
            if problems:
                raise UserError(f"这份备份不能用：{problems[0]}", advice="请换另一份；现有数据没有改动。")
            backup.make_backup(self._desk, why="恢复之前")
            self._keep_drafts()
        except UserError as error:
            self.say(str(error))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._replace()

    def _keep_drafts(self) -> None:
        owners = [top.findChild(PageTabs) for top in QApplication.topLevelWidgets()]
        tabs = next((found for found in owners if found is not None), None)
        unkept = tabs.unkept() if tabs is not None else []
        if unkept:
            raise UserError("还有页面没有保存成功。", advice="请先处理好，再恢复备份。")

    def _replace(self) -> None:
        desk = self._desk
        from qmsdesk.forms.background import Background

        Background.of_application().finish()
        close_department(desk)
        try:
            self.restored = restoring.restore_backup(
                data_dir=desk.data_dir, folder=self._line.folder, user=desk.user.name,
                password=self.password.text(), clock=desk.clock,
            )  # fmt: skip
            words, detail = "备份已经恢复。", restored_words(self.restored)
        except UserError as error:
            words, detail = "没有恢复，现有数据没有改动。", str(error)
        self.password.clear()
        self._end(words, detail)

    def _end(self, words: str, detail: str) -> None:
        """The department is closed now: say how it went and end the program."""
        box = QMessageBox(
            QMessageBox.Icon.Information, "恢复备份", words, QMessageBox.StandardButton.Close, self
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(f"{detail}\n请重新启动程序并登录。")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(lambda _code: QApplication.quit())
        box.open()


def restored_words(done: Restored) -> str:
    """What a restore did, in sentences."""
    lines = [f"现在有 {done.slips} 张单据。"]
    if done.kept is not None:
        lines.append(f"换下的文件在 {done.kept.name}。")
    if done.lost_numbers:
        lines.append(f"备份之后发出的编号不再使用：{'，'.join(done.lost_numbers)}。")
    lines.extend(done.findings[:5])
    return "\n".join(lines)
