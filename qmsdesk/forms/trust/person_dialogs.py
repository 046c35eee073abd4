"""Small dialogs of the people page: somebody new, roles, a department, a secret to hand over."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.preview import open_preview
from qmsdesk.forms.sign_in import PasswordEdit
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import AskDialog
from qmsdesk.operations import people, units
from qmsdesk.operations.department import HOLDERS
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed
from qmsdesk.procedure.roles import ROLES, TABLE

MOST_HIGH = 300  # pixels; a small screen must still hold the dialog
HANDED_OUT = tuple(role for role in TABLE if role.key != "supplier")


class RoleBoxes(QScrollArea):
    """A tick for each role of clause 4, two beside each other."""

    def __init__(self, held: Iterable[str] = ()) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setAccessibleName("职责")
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(GAP, GAP, GAP, GAP)
        grid.setVerticalSpacing(4)
        kept = set(held)
        self.boxes: dict[str, QCheckBox] = {}
        for place, role in enumerate(HANDED_OUT):
            box = self.boxes[role.key] = QCheckBox(role.name)
            box.setToolTip(f"{role.duty}（{role.clauses}）")
            box.setChecked(role.key in kept)
            grid.addWidget(box, place // 2, place % 2)
        self.setWidget(inside)
        self.setMinimumHeight(min(MOST_HIGH, inside.sizeHint().height() + GAP))

    def show_held(self, held: Iterable[str]) -> None:
        """Tick just these."""
        kept = set(held)
        for key, box in self.boxes.items():
            box.setChecked(key in kept)

    def chosen(self) -> tuple[str, ...]:
        """Keys of the ticked roles."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())


def unit_choice(desk: Desk) -> QComboBox:
    """The units of the company, the desk's own first."""
    box = QComboBox()
    for line in units.list_units(desk):
        box.addItem(line.name, line.id)
    return box


class TryDialog(AskDialog):
    """A question whose answer is carried out by the dialog itself; it stays open with the refusal."""

    def carry_out(self, work: Callable[[], object]) -> None:
        """Do it and close, or say why not."""
        try:
            work()
        except UserError as error:
            self.say(str(error))
            return
        self.accept()


class NewPerson(TryDialog):
    """Name, department, roles, and a first password for somebody who signs in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        note = "不登录的人（签墨签、收联的人）不用首次密码；填了首次密码的人首次登录后要改。"
        super().__init__(parent, "添加人员", note, "添加")
        self._desk = desk
        self.name, self.telephone = QLineEdit(), QLineEdit()
        self.department = QComboBox()
        for line in people.list_departments(desk):
            self.department.addItem(f"{line.unit} {line.name}".strip(), line.id)
        self.department.setCurrentIndex(max(0, self.department.findData(desk.department.id)))
        self.roles = RoleBoxes()
        self.password = PasswordEdit()
        self.password.setPlaceholderText("不登录则留空")
        for label, box in (
            ("姓名", self.name), ("部门", self.department), ("电话", self.telephone), ("职责", self.roles),
            ("首次密码", self.password),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(600)
        self.ok.clicked.connect(lambda: self.carry_out(self._add))

    def _add(self) -> None:
        secret = self.password.text()
        if secret:
            people.check_first_password(self._desk, name=self.name.text(), password=secret)
        key = people.add_person(
            self._desk,
            name=self.name.text(),
            department_id=self.department.currentData(),
            roles=self.roles.chosen(),
            telephone=self.telephone.text(),
        )
        if secret:
            people.let_sign_in(self._desk, person_id=key, password=secret)


class ChangeRoles(TryDialog):
    """The roles somebody holds from today on."""

    def __init__(self, desk: Desk, line: people.PersonLine, parent: QWidget | None = None) -> None:
        super().__init__(parent, f"{line.name} 的职责", "从今天起生效；过去的任职保留在记录里。", "保存")
        self.unit, self._line = unit_choice(desk), line
        self.roles, self.reason = RoleBoxes(line.roles), QLineEdit()
        self.unit.currentIndexChanged.connect(lambda _place: self._show_unit())
        if self.unit.count() > 1:
            self.add_field("单位", self.unit)
        self.add_field("职责", self.roles)
        self.add_field("原因", self.reason)
        self.finish()
        self.setMinimumWidth(600)
        self.ok.clicked.connect(
            lambda: self.carry_out(
                lambda: people.set_roles(
                    desk,
                    person_id=line.id,
                    roles=self.roles.chosen(),
                    reason=self.reason.text(),
                    unit_id=self.unit.currentData(),
                )
            )
        )

    def _show_unit(self) -> None:
        """The roles held for the chosen unit; those of the company and the program hold for all."""
        everywhere = tuple(key for key in self._line.roles if ROLES[key].level != "unit")
        held = dict(self._line.elsewhere).get(self.unit.currentText(), ())
        self.roles.show_held(self._line.roles if self.unit.currentIndex() == 0 else (*everywhere, *held))


class NewUnit(TryDialog):
    """A second producing unit whose departments may work in this database."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        note = "各单位有自己的编号、部门和职责；在一个单位担任的职责，到另一个单位不算数。"
        super().__init__(parent, "添加单位", note, "添加")
        self.code, self.name, self.scoring = QLineEdit(), QLineEdit(), QComboBox()
        self.code.setPlaceholderText("例如 02，印在每个编号里，以后不能改")
        self.scoring.addItems(units.SCORING)
        self.here = {kind: QCheckBox(kind) for kind in HOLDERS}
        places, grid = QWidget(), QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for place, tick in enumerate(self.here.values()):
            grid.addWidget(tick, place // 4, place % 4)
        places.setLayout(grid)
        for label, box in (
            ("单位代号", self.code), ("单位名称", self.name), ("计分类别", self.scoring), ("在本机办公", places),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(600)
        self.ok.clicked.connect(
            lambda: self.carry_out(
                lambda: units.add_unit(
                    desk,
                    code=self.code.text(),
                    name=self.name.text(),
                    scoring_class=self.scoring.currentText(),
                    here=[kind for kind, box in self.here.items() if box.isChecked()],
                )
            )
        )


class NewDepartment(TryDialog):
    """A department that holds copies: in this database, or elsewhere."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, "添加部门", "在别处办公的部门收纸质联，在本机的部门出现在待签收里。", "添加")
        self.name, self.kind = QLineEdit(), QLineEdit()
        self.kind.setPlaceholderText("经销部门、质管部门、生产部门……（印在联上）")
        self.here = QCheckBox("在本机办公")
        self.here.setAccessibleName("在本机办公")
        self.unit = unit_choice(desk)
        if self.unit.count() > 1:
            self.add_field("单位", self.unit)
        for label, box in (("名称", self.name), ("类别", self.kind), ("地点", self.here)):
            self.add_field(label, box)
        self.finish()
        self.ok.clicked.connect(
            lambda: self.carry_out(
                lambda: people.add_department(
                    desk,
                    name=self.name.text(),
                    kind=self.kind.text().strip(),
                    here=self.here.isChecked(),
                    unit_id=self.unit.currentData(),
                )
            )
        )


class FirstPassword(TryDialog):
    """Opens the program to somebody who did not sign in so far."""

    def __init__(self, desk: Desk, line: people.PersonLine, parent: QWidget | None = None) -> None:
        super().__init__(parent, f"让 {line.name} 登录", "首次登录后必须改掉这个密码。", "开通")
        self.password = PasswordEdit()
        self.add_field("首次密码", self.password)
        self.finish()
        self.ok.clicked.connect(
            lambda: self.carry_out(
                lambda: people.let_sign_in(desk, person_id=line.id, password=self.password.text())
            )
        )


class Confirm(TryDialog):
    """A reason, or the password again, before something that cannot be taken back."""

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        sentence: str,
        act: str,
        work: Callable[[str], object],
        *,
        secret: bool = False,
    ) -> None:
        super().__init__(parent, name, sentence, act)
        self.answer: QLineEdit = PasswordEdit() if secret else QLineEdit()
        self.add_field("您的密码" if secret else "原因", self.answer)
        self.finish()
        self.ok.clicked.connect(lambda: self.carry_out(lambda: work(self.answer.text())))


class Secret(AskDialog):
    """Words that are shown once: a one-time password, a recovery code."""

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        sentence: str,
        words: str,
        *,
        sheet: Callable[[], Printed] | None = None,
    ) -> None:
        super().__init__(parent, name, sentence, "我已抄好或打印")
        self.words = QPlainTextEdit(words)
        self.words.setReadOnly(True)
        mono = QFont("Noto Sans Mono")
        mono.setStyleHint(QFont.StyleHint.Monospace)
        mono.setPointSizeF(self.font().pointSizeF() * 1.3)
        self.words.setFont(mono)
        self.words.setMaximumHeight(60 + 28 * words.count("\n"))
        self.words.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.add_field("内容", self.words)
        self.print = QPushButton("打印…")
        self.print.setAutoDefault(False)
        self.print.setVisible(sheet is not None)
        self.add_field("", self.print)
        self.finish()
        if sheet is not None:
            self.print.clicked.connect(lambda: open_preview(self, sheet()))
        self.cancel.setText("复制")
        self.cancel.clicked.disconnect()
        self.cancel.clicked.connect(lambda: QGuiApplication.clipboard().setText(words))
        self.ok.clicked.connect(self.accept)
