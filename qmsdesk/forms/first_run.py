"""The first start: unit, department, first user, where the data lives; then the recovery code for the safe."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.cards import Card
from qmsdesk.forms.error_box import plain_label
from qmsdesk.forms.file_choice import ask_for_folder
from qmsdesk.forms.help_key import offer_help
from qmsdesk.forms.icons import icon
from qmsdesk.forms.sign_in import PasswordEdit, quiet_label
from qmsdesk.forms.style import GAP, MARGIN, late_colour, make_primary, make_roomy, scaled_font
from qmsdesk.operations.department import create_department
from qmsdesk.procedure.clock import Clock, SystemClock

DEPARTMENTS = ("经销部", "质管部")


class FirstRun(QDialog):
    """Two pages: what to make, and the code that opens it when every password is forgotten."""

    def __init__(self, data_dir: Path, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_help(self)
        self.setWindowTitle("建立部门")
        self._clock = clock or SystemClock()
        self.data_dir = data_dir
        self.user_name = ""
        self.pages = QStackedWidget()
        self.asking = DepartmentForm(data_dir, self)
        self.telling = RecoveryCode()
        self.pages.addWidget(self.asking)
        self.pages.addWidget(self.telling)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.addWidget(self.pages)
        self.asking.made.clicked.connect(self.make)
        self.asking.cancel.clicked.connect(self.reject)
        self.telling.finish.clicked.connect(self.accept)
        self.setFixedWidth(600)
        make_roomy(self)
        for button in (self.asking.made, self.telling.finish):
            make_primary(button)
        self.asking.unit_code.setFocus()

    def make(self) -> None:
        """Make the department, then show its recovery code; says what is wrong beside the buttons."""
        form = self.asking
        wrong = form.problem()
        if wrong is not None:
            form.say(*wrong)
            return
        self.data_dir = Path(form.folder.text())
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            code = create_department(
                data_dir=self.data_dir,
                unit_code=form.unit_code.text(),
                unit_name=form.unit_name.text(),
                department=form.department.currentText(),
                user=form.user.text(),
                password=form.password.text(),
                clock=self._clock,
            )
        except UserError as error:
            form.say(str(error))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.user_name = form.user.text().strip()
        form.password.clear()
        form.again.clear()
        self.telling.show_code(
            code, form.unit_name.text(), form.department.currentText(), form.user.text().strip()
        )
        self.pages.setCurrentWidget(self.telling)
        self.pages.removeWidget(self.asking)
        self.adjustSize()

    def reject(self) -> None:
        """Escape never closes the page with the code."""
        if self.pages.currentWidget() is not self.telling:
            super().reject()


class DepartmentForm(QWidget):
    """The questions of the first page."""

    def __init__(self, data_dir: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.heading = QLabel("欢迎。先建立您的部门")
        self.heading.setFont(scaled_font(self.font(), 1.5, bold=True))
        self._make_fields(data_dir)
        self._assemble()
        self.browse.clicked.connect(self._browse)

    def _make_fields(self, data_dir: Path) -> None:
        self.unit_code, self.unit_name = QLineEdit("01"), QLineEdit()
        self.unit_code.setMaxLength(8)
        self.unit_name.setPlaceholderText("例如：炼化装备公司")
        self.department = QComboBox()
        self.department.setEditable(True)
        self.department.addItems(list(DEPARTMENTS))
        self.user = QLineEdit()
        self.user.setPlaceholderText("您的姓名，签名栏里就印这个名字")
        self.password, self.again = PasswordEdit(), PasswordEdit()
        self.folder = QLineEdit(str(data_dir))
        self.browse = QPushButton(icon("folder"), "选择…")
        self.browse.setAutoDefault(False)
        self.message = plain_label("", width=200)
        self.made = QPushButton("建立")
        self.made.setDefault(True)
        self.cancel = QPushButton("退出")
        self.cancel.setAutoDefault(False)

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN)
        column.addWidget(self.heading)
        column.addWidget(
            _group(
                "单位和部门",
                ("单位代号", self.unit_code, "印在每个编号里，如 F01-2026-001，以后不能改"),
                ("单位名称", self.unit_name, ""),
                ("部门", self.department, ""),
            )
        )
        column.addWidget(
            _group(
                "第一位用户",
                ("姓名", self.user, ""),
                ("密码", self.password, "至少 10 个字符；它加密全部记录，没有后门"),
                ("再输一次", self.again, ""),
            )
        )
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse)
        column.addWidget(_group("数据存放在", ("文件夹", place, "本机磁盘上的文件夹，不能是网络共享")))
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.message, 1)
        for button in (self.cancel, self.made):
            button.setMinimumSize(96, round(self.fontMetrics().height() * 2))
            buttons.addWidget(button)
        column.addLayout(buttons)

    def _browse(self) -> None:
        folder = ask_for_folder(self, None, title="数据存放在", start=Path(self.folder.text()))
        if folder is not None:
            self.folder.setText(str(folder))

    def problem(self) -> tuple[str, QWidget] | None:
        """The first thing that is missing, and where."""
        for box, label in ((self.unit_code, "单位代号"), (self.unit_name, "单位名称"), (self.user, "姓名")):
            if not box.text().strip():
                return f"请填写{label}。", box
        if not self.password.text():
            return "请设一个密码。", self.password
        if self.password.text() != self.again.text():
            return "两次输入的密码不一样。", self.again
        if not self.folder.text().strip():
            return "请选择数据存放的文件夹。", self.folder
        return None

    def say(self, text: str, where: QWidget | None = None) -> None:
        """Say what is wrong and go there."""
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, late_colour(self.palette()))
        self.message.setPalette(palette)
        self.message.setText(text)
        if where is not None:
            where.setFocus()


def _group(title: str, *lines: tuple[str, QWidget, str]) -> Card:
    box = Card()
    heading = QLabel(title)
    heading.setFont(scaled_font(box.font(), 1.05, bold=True))
    form = QFormLayout(box)
    form.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    form.setSpacing(GAP)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.addRow(heading)
    for text, field, hint in lines:
        label = QLabel(text)
        label.setMinimumWidth(72)
        target = field if not field.layout() else field.findChild(QLineEdit) or field
        target.setAccessibleName(text)
        label.setBuddy(target)
        form.addRow(label, field)
        if hint:
            form.addRow("", quiet_label(hint, box))
    return box


class RecoveryCode(QWidget):
    """The page that shows the recovery code until it is kept somewhere safe."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[str, str] = {}
        self.heading = QLabel("恢复码：请打印，锁进保险柜")
        self.heading.setFont(scaled_font(self.font(), 1.5, bold=True))
        self.explanation = plain_label(
            "所有密码都忘记时，只有这个恢复码能打开数据。程序不保存它，以后也无法再次显示。"
        )
        self.code = QLabel()
        self.code.setTextFormat(Qt.TextFormat.PlainText)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setWordWrap(True)
        self.code.setAutoFillBackground(True)
        self.code.setBackgroundRole(QPalette.ColorRole.Base)
        self.code.setMargin(MARGIN)
        self.kept = QCheckBox("恢复码已经打印或抄好")
        self.print, self.copy = (
            QPushButton(icon(name), text) for name, text in (("print", "打印…"), ("copy", "复制"))
        )
        self.finish = QPushButton("完成")
        self.finish.setDefault(True)
        self.finish.setEnabled(False)
        self._assemble()
        self._connect()

    def _assemble(self) -> None:
        tools, end = QHBoxLayout(), QHBoxLayout()
        for button in (self.print, self.copy):
            button.setAutoDefault(False)
            tools.addWidget(button)
        tools.addStretch(1)
        end.addWidget(self.kept)
        end.addStretch(1)
        end.addWidget(self.finish)
        self.finish.setMinimumSize(96, round(self.fontMetrics().height() * 2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN)
        for part in (self.heading, self.explanation, self.code):
            column.addWidget(part)
        column.addLayout(tools)
        column.addStretch(1)
        column.addLayout(end)

    def _connect(self) -> None:
        self.kept.toggled.connect(self.finish.setEnabled)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code.text()))
        self.print.clicked.connect(self._print)

    def show_code(self, code: str, unit: str, department: str, user: str) -> None:
        """Show the code large enough to be copied by hand."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.code.setFont(scaled_font(QFont(self.font().family(), font.pointSize()), 1.5, bold=True))
        self.code.setText(code)
        self._facts = {"code": code, "unit": unit, "department": department, "user": user}
        self.kept.setFocus()

    def _print(self) -> None:
        """The page for the safe in the preview, from where it goes to a printer and nowhere else."""
        from datetime import UTC, datetime

        from qmsdesk.forms.preview import open_preview
        from qmsdesk.operations.recovery_sheet import recovery_sheet

        open_preview(self, recovery_sheet(**self._facts, at=datetime.now(UTC)))
