"""待签收: copies and originals on their way to a department, the oldest first, and signing for them."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.case.action_dialog import action_dialog
from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input, Kind
from qmsdesk.forms.case.packets_page import show_foreign
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.trust.frame import Page, button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import foreign_copies, intake_transfer, steps
from qmsdesk.operations.copy_receipt import BY_STEP, Waiting, boards, sign_for_copy, waiting
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import asking
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.copies import CLAIM_DEFAULT, CLAIM_EXTRA

HEADINGS = ("送交日期", "等了", "单据", "编号", "联", "顾客", "送交人")
SLOW = 3  # days after which a waiting copy is coloured


class WaitingPage(Page):
    """The board of one department; 签收 asks for an opinion and a signature."""

    slip_wanted = Signal(int)
    slip_changed = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("待签收", "已送交、还没有人签收的各联和信息原件，等得最久的在前（R-8-a）。", parent)
        self._desk = desk
        self.found: list[Waiting] = []
        self.dialog: FormDialog | None = None
        self.department = QComboBox()
        self.department.setAccessibleName("部门")
        self.department.addItem(f"本部门（{desk.department.name}）", "")
        for name in (*CLAIM_DEFAULT, *CLAIM_EXTRA, "装配车间"):
            self.department.addItem(name, name)
        self.department.setEditable(True)
        self.department.setMinimumWidth(220)
        self.table = PlainTable("待签收", HEADINGS, (7, 4, 11, 9, 14, 0, 6))
        self.sign = button("签收…", "check", self.sign_for, "签收选中的一联：人、时间、意见")
        self.open = button("打开单据", "file", self._open)
        self.column.addWidget(card(self.table), 1)
        self.buttons.addWidget(plain("部门", wraps=False))
        self.buttons.addWidget(self.department)
        self.add_buttons(self.sign, self.open)
        self.department.currentTextChanged.connect(lambda _text: self.refresh())
        self.table.doubleClicked.connect(lambda _index: self.sign_for())
        self.refresh()

    def holder(self) -> str:
        """The department whose board is shown; "" is the desk's own."""
        place = self.department.findText(self.department.currentText())
        return str(self.department.itemData(place)) if place >= 0 else self.department.currentText().strip()

    def refresh(self) -> None:
        """Read the board again, and how much waits on the other ones."""
        self._count_boards()
        self.found = waiting(self._desk, department=self.holder())
        self.table.show_rows([_row(place, line) for place, line in enumerate(self.found)])
        if self.found and self.table.chosen() is None:
            self.table.selectRow(0)
        self.sign.setEnabled(bool(self.found))
        self.open.setEnabled(bool(self.found))
        self.say(f"{len(self.found)} 件待签收" if self.found else "没有待签收的", "good")

    def _count_boards(self) -> None:
        counts = dict(boards(self._desk))
        self.department.blockSignals(True)
        for name in counts:
            if self.department.findData(name) < 0:
                self.department.addItem(name, name)
        for place in range(1, self.department.count()):
            name = str(self.department.itemData(place))
            waits = f"{name}　{counts[name]} 件" if name in counts else name
            if self.department.itemText(place) != waits:
                self.department.setItemText(place, waits)
        self.department.blockSignals(False)

    def chosen(self) -> Waiting | None:
        """The line that is chosen."""
        place = self.table.chosen()
        return self.found[place] if isinstance(place, int) and place < len(self.found) else None

    def sign_for(self) -> None:
        """Open the dialog that signs for the chosen line."""
        line = self.chosen()
        if line is None:
            return
        try:
            self.dialog = self._dialog(line)
        except UserError as error:
            show_error(self, error)
            return
        self.dialog.accepted.connect(lambda: self._signed(line))
        show_dialog(self.dialog)

    def _dialog(self, line: Waiting) -> FormDialog:
        if line.slip_id is not None:
            slip = read_slip(self._desk, slip_id=line.slip_id)
            if slip.paper_code in BY_STEP:
                actions = steps.allowed_actions(self._desk, slip_id=slip.id)
                wanted = [one for one in actions if one.action == BY_STEP[slip.paper_code]]
                if not wanted:
                    raise UserError(
                        f"{line.number}由收件部门签收，本人不能签收。",
                        advice="请该部门的人员签收，或补录墨签。",
                    )
                return action_dialog(self._desk, slip, wanted[0], self.window())
        asks = (
            Input("opinion", "签收意见", Kind.LONG, hint="可不填"),
            Input("signature", "签名", Kind.SIGNATURE),
        )
        asked = asking(self._desk, str(uuid.uuid4()))
        return FormDialog(
            asked,
            name="签收",
            sentence=f"{line.title} {line.number}　{line.label}　{line.handed_by}送交",
            act="签收",
            inputs=asks,
            do=lambda answers: _receive(asked, line, answers),
            parent=self.window(),
        )

    def _signed(self, line: Waiting) -> None:
        self.refresh()
        self.say(f"{line.title} {line.number} 已签收。")
        self.slip_changed.emit(line.slip_id or 0)

    def _open(self) -> None:
        line = self.chosen()
        if line is None:
            return
        if line.foreign_id is not None:
            show_foreign(self, self._desk, line.foreign_id)
        elif line.slip_id is not None:
            self.slip_wanted.emit(line.slip_id)


def _receive(desk: Desk, line: Waiting, answers: dict[str, object]) -> object:
    signature = answers["signature"]
    assert isinstance(signature, dict)
    given, opinion = Given(**signature), str(answers["opinion"])
    if line.foreign_id is not None:
        return foreign_copies.sign_for(desk, foreign_id=line.foreign_id, opinion=opinion, given=given)
    if line.copy_id is not None:
        return sign_for_copy(desk, copy_id=line.copy_id, opinion=opinion, given=given)
    assert line.source_id is not None
    return intake_transfer.take(desk, source_id=line.source_id, opinion=opinion, given=given)


def _row(place: int, line: Waiting) -> PlainRow:
    waited = f"{line.days} 天" if line.days else "今天"
    texts = (
        f"{line.handed_at:%Y-%m-%d}",
        waited,
        line.title,
        line.number,
        line.label,
        line.customer,
        line.handed_by,
    )
    return PlainRow(texts, place, "warning" if line.days >= SLOW else "", (1,))
