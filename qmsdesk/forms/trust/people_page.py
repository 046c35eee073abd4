"""人员和部门: who works here, in which roles, who may sign in; departments here and elsewhere; the recovery code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.style import GAP, MARGIN, make_roomy
from qmsdesk.forms.trust.frame import Page, button, card
from qmsdesk.forms.trust.passwd_dialog import PasswordDialog
from qmsdesk.forms.trust.person_dialogs import (
    ChangeRoles,
    Confirm,
    FirstPassword,
    NewDepartment,
    NewPerson,
    NewUnit,
    Secret,
)
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import people, rekeying, units
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.people import PersonLine
from qmsdesk.operations.prints import Printed
from qmsdesk.operations.recovery_sheet import recovery_sheet
from qmsdesk.procedure.roles import role_names

CODE_NOTE = "打印或抄好后锁进保险柜；旧的恢复码从现在起作废。全部密码都忘了时用它登录。"


class PeoplePage(Page):
    """The page of the system administrator."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("人员和部门", "谁在这里工作、担任什么职责（程序文件第4条）、谁能登录。", parent)
        self._desk = desk
        self.table = PlainTable("人员", ("姓名", "部门", "职责", "登录", "试错"), (5, 6, 0, 5, 3), wraps=True)
        self.departments = PlainTable("部门", ("单位", "部门", "类别", "地点"), (9, 0, 6, 4))
        self.roles = button("职责…", "user", self.change_roles, "改变所选的人的职责")
        self.sign_in = button("开通登录…", "key", self.let_sign_in, "给所选的人一个首次密码")
        self.reset = button("重设密码…", "refresh", self.reset_password, "给忘了密码的人一个一次性密码")
        self.unlock_button = button("解锁", "lock", self.unlock, "试错过多被锁住的人可以再试")
        self.remove = button("停用…", "trash", self.stop_signing_in, "离开的人不能再登录，姓名留在记录里")
        self.add = button("添加人员…", "plus", lambda: self._ask(NewPerson(desk, self)))
        self.add_department = button("添加部门…", "plus", lambda: self._ask(NewDepartment(desk, self)))
        self.add_unit = button("添加单位…", "plus", lambda: self._ask(NewUnit(desk, self)))
        self.place = button("改办公地点", "home", self.change_place, "所选部门在本机办公，还是在别处")
        self.recovery = button("换发恢复码…", "print", self.new_recovery_code, "旧的立即作废")
        self.own = button("修改我的密码…", "key", lambda: self._ask(PasswordDialog(desk, self)))
        for made in (self.add, self.roles, self.sign_in, self.reset, self.unlock_button, self.remove):
            self.buttons.addWidget(made)
        self.buttons.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(GAP)
        for made in (self.add_unit, self.add_department, self.place, self.recovery, self.own):
            second.addWidget(made)
        second.addWidget(self.message, 1)
        self.column.addLayout(second)
        tables = QHBoxLayout()
        tables.setSpacing(MARGIN)
        tables.addWidget(card(self.table, "人员"), 3)
        tables.addWidget(card(self.departments, "部门"), 2)
        self.column.addLayout(tables, 1)
        make_roomy(self)
        for table in (self.table, self.departments):
            table.selectionModel().selectionChanged.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Read everybody again."""
        self._people = {line.id: line for line in people.list_people(self._desk)}
        self.table.show_rows([person_row(line) for line in self._people.values()])
        self._departments = {line.id: line for line in people.list_departments(self._desk)}
        self.departments.show_rows(
            [
                PlainRow(
                    (line.unit or "公司", line.name, line.kind, "本机" if line.here else "别处"),
                    line.id,
                    "" if line.active else "quiet",
                )
                for line in self._departments.values()
            ]
        )
        self._follow()

    def chosen(self) -> PersonLine | None:
        """The person whose row is chosen."""
        return self._people.get(self.table.chosen())

    def change_roles(self) -> None:
        """Ask for the roles of the chosen person."""
        line = self.chosen()
        if line is not None:
            self._ask(ChangeRoles(self._desk, line, self))

    def change_place(self) -> None:
        """Move the chosen department here, or elsewhere."""
        line = self._departments.get(self.departments.chosen())
        if line is not None:
            words = f"{line.unit}{line.name}：{'别处' if line.here else '在本机'}办公。"
            self._try(
                lambda: units.place_department(self._desk, department_id=line.id, here=not line.here), words
            )

    def let_sign_in(self) -> None:
        """Ask for a first password."""
        line = self.chosen()
        if line is not None:
            self._ask(FirstPassword(self._desk, line, self))

    def reset_password(self) -> None:
        """Make a one-time password for the chosen person and show it once."""
        line = self.chosen()
        if line is not None:
            self._show_secret(
                lambda: people.reset_password(self._desk, person_id=line.id),
                f"{line.name} 的一次性密码",
                "请当面交给本人；首次登录后必须改。这个窗口关上后看不到第二次。",
            )

    def unlock(self) -> None:
        """Let the chosen person try again."""
        line = self.chosen()
        if line is not None:
            self._try(lambda: people.unlock(self._desk, person_id=line.id), f"{line.name} 可以再试。")

    def stop_signing_in(self) -> None:
        """停用 with a reason; then a new database key is offered."""
        line = self.chosen()
        if line is None:
            return
        sentence = f"{line.name} 不能再登录；签过的名、办过的事留在记录里。"

        def stop(reason: str) -> None:
            if len(reason.strip()) < 2:
                raise UserError("请写明原因（调离、退休……）。")
            people.stop_signing_in(self._desk, person_id=line.id, reason=reason)

        dialog = Confirm(self, f"停用 {line.name}", sentence, "停用", stop)
        dialog.accepted.connect(self.offer_new_key)
        self._ask(dialog)

    def offer_new_key(self) -> None:
        """Somebody who left may have kept a copy of the keys: offer to change the database key."""
        sentence = (
            "离开的人可能留有旧的钥匙。更换数据库密钥后旧钥匙打不开新数据；其他用户各得一个一次性密码。"
        )
        made: list[rekeying.Rekeyed] = []

        def change(password: str) -> None:
            made.append(rekeying.change_key(self._desk, password=password))

        dialog = Confirm(self, "更换数据库密钥", sentence, "更换密钥", change, secret=True)
        dialog.cancel.setText("以后再说")
        dialog.accepted.connect(lambda: self._show_rekeyed(made[0]))
        self._ask(dialog)

    def new_recovery_code(self) -> None:
        """Make a new recovery code and show it once."""
        self._show_secret(
            lambda: people.new_recovery_code(self._desk), "新的恢复码", CODE_NOTE, on_paper=True
        )

    def _show_rekeyed(self, done: rekeying.Rekeyed) -> None:
        lines = [f"{name}　{secret}" for name, secret in done.passwords.items()]
        words = "\n".join([*lines, f"恢复码　{done.recovery_code}"])
        sheet = partial(self._sheet, done.recovery_code)
        show_dialog(Secret(self, "新的一次性密码和恢复码", CODE_NOTE, words, sheet=sheet))

    def _sheet(self, code: str) -> Printed:
        desk = self._desk
        return recovery_sheet(
            code=code, unit=desk.department.unit_name, department=desk.department.name, user=desk.user.name,
            at=desk.clock.now(),
        )  # fmt: skip

    def _show_secret(
        self, make: Callable[[], str], name: str, sentence: str, *, on_paper: bool = False
    ) -> None:
        try:
            words = make()
        except UserError as error:
            self.say(str(error), "bad")
            return
        sheet = partial(self._sheet, words) if on_paper else None
        self._ask(Secret(self, name, sentence, words, sheet=sheet))

    def _try(self, work: Callable[[], object], done: str) -> None:
        try:
            work()
        except UserError as error:
            self.say(str(error), "bad")
            return
        self.say(done)
        self.refresh()

    def _ask(self, dialog: QDialog) -> None:
        self.say("")
        dialog.accepted.connect(self.refresh)
        show_dialog(dialog)

    def _follow(self) -> None:
        line = self.chosen()
        self.place.setEnabled(self.departments.chosen() is not None)
        for made in (self.roles, self.reset, self.unlock_button, self.remove, self.sign_in):
            made.setEnabled(line is not None)
        if line is not None:
            self.sign_in.setEnabled(not line.signs_in)
            self.reset.setEnabled(line.signs_in)
            self.unlock_button.setEnabled(line.failed_tries > 0)
            self.remove.setEnabled(line.active and line.id != self._desk.user.id)


def person_row(line: PersonLine) -> PlainRow:
    """One person as a row."""
    signs = "能登录" if line.signs_in else "已停用" if not line.active else "不登录"
    tries = str(line.failed_tries) if line.failed_tries else ""
    held = [role_names(line.roles)] if line.roles else []
    held += [f"{unit}：{role_names(roles)}" for unit, roles in line.elsewhere]
    texts = (line.name, line.department, "\n".join(held) or "（无）", signs, tries)
    return PlainRow(
        texts, line.id, "quiet" if not line.active else "bad" if tries else "", (3, 4) if tries else ()
    )
