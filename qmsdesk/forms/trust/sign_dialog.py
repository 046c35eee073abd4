"""Signing a box of a registered slip: what it means, who signs, what is signed; 撤回; 墨签补录."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.sign_in import PasswordEdit
from qmsdesk.forms.style import MARGIN
from qmsdesk.forms.trust.frame import AskDialog, plain
from qmsdesk.operations import ink_signing
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.signature_boxes import BoxLine, boxes_of, may_override
from qmsdesk.operations.slips import read_slip

HOW = {"program": "程序签名", "ink": "墨签", "typed": "登记时填写"}
FEW = 6


class SignDialog(AskDialog):
    """Signs, takes back, or reports ink; `box` is the box to begin with. Refusals are said beside the fields."""

    def __init__(self, desk: Desk, *, slip_id: int, box: str = "", parent: QWidget | None = None) -> None:
        self._desk, self._slip = desk, read_slip(desk, slip_id=slip_id)
        title = f"{self._slip.paper.title} {self._slip.number}"
        super().__init__(parent, "签名", f"{title}　状态：{self._slip.state}", "签名")
        self._boxes = {line.box: line for line in boxes_of(desk, slip_id=slip_id)}
        self._make_widgets()
        self._assemble_fields()
        self.box.setCurrentIndex(max(0, self.box.findData(box or self._first_open())))
        self._connect()
        self._show_box()

    def _make_widgets(self) -> None:
        self.box = QComboBox()
        for line in self._boxes.values():
            who = f"（{line.standing.name} 已签）" if line.standing else ""
            self.box.addItem(f"{line.label or line.meaning} · {line.meaning}{who}", line.box)
        self.meaning, self.signer, self.covers, self.standing = plain(), plain(), plain(), plain()
        self.here = QRadioButton("本人签名（输入密码）")
        self.ink = QRadioButton("墨签补录（照纸上填写）")
        self.back = QRadioButton("撤回")
        self.way = QButtonGroup(self)
        self.ways = QWidget()
        row = QHBoxLayout(self.ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARGIN)
        for choice in (self.here, self.ink, self.back):
            self.way.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        self.password = PasswordEdit()
        self.ink_name = QLineEdit()
        self.ink_day = DayEdit(self._desk.clock)
        self.reason = QLineEdit()
        self.override = QLineEdit()
        self.override.setPlaceholderText("经办人兼审核人时填写（R-4-a）")

    def _assemble_fields(self) -> None:
        for label, box in (
            ("签名栏", self.box), ("含义", self.meaning), ("由谁签", self.signer), ("所签内容", self.covers),
            ("现在", self.standing), ("方式", self.ways), ("纸上姓名", self.ink_name), ("纸上日期", self.ink_day),
            ("撤回原因", self.reason), ("兼签理由", self.override), (f"{self._desk.user.name} 的密码", self.password),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(560)

    def _connect(self) -> None:
        self.box.currentIndexChanged.connect(self._show_box)
        self.way.buttonClicked.connect(self._show_way)
        self.ok.clicked.connect(self.act)
        for box in (self.password, self.reason, self.ink_name, self.override):
            box.textEdited.connect(lambda _text: self.say(""))

    def line(self) -> BoxLine:
        """The box that is chosen."""
        return self._boxes[str(self.box.currentData())]

    def act(self) -> None:
        """Sign, report or take back; says beside the field why not."""
        self.say("")
        try:
            self._act()
        except UserError as error:
            self.say(str(error))
            place = self.password if self.password.isVisible() else self.ink_name
            place.setFocus(Qt.FocusReason.OtherFocusReason)
            place.selectAll()
            return
        self.password.clear()
        self.accept()

    def _act(self) -> None:
        slip_id, box, version = self._slip.id, self.line().box, self._slip.version
        override = self.override.text().strip()
        if self.ink.isChecked():
            day = self.ink_day.day()
            if day is None:
                raise UserError("请填写纸上的签字日期。")
            ink_signing.record_ink(
                self._desk, slip_id=slip_id, box=box, version=version, name=self.ink_name.text(), day=day,
                override_reason=override,
            )  # fmt: skip
            return
        if not self.password.text():
            raise UserError("请输入密码。")
        secret = self.password.text()
        if self.back.isChecked():
            ink_signing.withdraw_box(
                self._desk,
                slip_id=slip_id,
                box=box,
                version=version,
                password=secret,
                reason=self.reason.text(),
            )
        else:
            ink_signing.sign_box(
                self._desk,
                slip_id=slip_id,
                box=box,
                version=version,
                password=secret,
                override_reason=override,
            )

    def _first_open(self) -> str:
        return next((name for name, line in self._boxes.items() if line.standing is None), "")

    def _show_box(self) -> None:
        line = self.line()
        self.meaning.setText(f"{line.meaning}：签名即对下列内容负责，签后锁定。")
        self.signer.setText(line.signers)
        more = f" 等 {len(line.covers)} 栏" if len(line.covers) > FEW else ""
        self.covers.setText("、".join(line.covers[:FEW]) + more)
        self.covers.setToolTip("、".join(line.covers))
        self.standing.setText(standing_words(line))
        signed = line.standing is not None and line.standing.how != "typed"
        self.back.setEnabled(line.standing is not None)
        self.here.setEnabled(not signed)
        self.ink.setEnabled(line.standing is None)
        (self.back if signed else self.here).setChecked(True)
        self._show_way()

    def _show_way(self) -> None:
        self.say("")
        ink, back = self.ink.isChecked(), self.back.isChecked()
        review = self.line().meaning in ("审核", "审批", "批准") and may_override(self._desk)
        for box, shown in (
            (self.ink_name, ink), (self.ink_day, ink), (self.reason, back), (self.password, not ink),
            (self.override, review and not back),
        ):  # fmt: skip
            self._show_field(box, shown)
        self.ok.setText("撤回签名" if back else "补录墨签" if ink else "签名")
        self.adjustSize()
        (self.ink_name if ink else self.reason if back else self.password).setFocus()

    def _show_field(self, box: QWidget, shown: bool) -> None:
        place = self.grid.indexOf(box)
        row = self.grid.getItemPosition(place)[0]  # type: ignore[index]
        for column in (0, 1):
            item = self.grid.itemAtPosition(row, column)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(shown)


def standing_words(line: BoxLine) -> str:
    """What stands in a box, and what falls with it when it is taken back."""
    signed = line.standing
    if signed is None:
        return "未签。空栏打印时留白，可在纸上签字。"
    day = f" {signed.day:%Y-%m-%d}" if signed.day else ""
    also = f"；撤回会使“{'”“'.join(line.falls_too)}”一并失效" if line.falls_too else ""
    return f"{signed.name}{day}　{HOW[signed.how]}{also}"
