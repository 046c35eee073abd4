"""The 保用期 of a failure on its ruler with the row that fired, and the life of that one machine (出厂编号)."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.cards import scrolled
from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input, Kind
from qmsdesk.forms.case.ruling_words import show_result, why_of
from qmsdesk.forms.case.warranty_ruler import WarrantyRuler
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.style import GAP, MARGIN, scaled_font
from qmsdesk.forms.trust.frame import Page, button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations.case_view import case_of
from qmsdesk.operations.claim_warranty import Ruled, decision_of, known_case, rule_on
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.machine import MachineCard, machine_card, note_contract_end
from qmsdesk.operations.once import asking
from qmsdesk.operations.slips import read_slip


class MachinePage(Page):
    """The ruler above, the machine below; what a person decided stands beside what the ruler says."""

    slip_wanted = Signal(int)

    def __init__(self, desk: Desk, slip_id: int, parent: QWidget | None = None) -> None:
        super().__init__("保用期", "标尺只作建议，由经销和质管判定（5.3.5.1，5.3.5.2）。", parent)
        self._desk, self._slip_id = desk, slip_id
        self.machine: MachineCard | None = None
        self.ruler = WarrantyRuler()
        self.result, self.why, self.decided = plain(), plain(), plain()
        self.result.setFont(scaled_font(self.font(), 1.25, bold=True))
        self.events = PlainTable("这台产品的经历", ("日期", "单据", "经过"), (7, 9, 0), wraps=True)
        self.about = plain()
        self.contract = button(
            "合同保用期…", "calendar", self.ask_contract, "合同对这台产品另有约定时记下日期和出处"
        )
        self.dialog: FormDialog | None = None
        self.add_buttons(self.contract, button("刷新", "refresh", self.refresh))
        self._assemble()
        self.events.doubleClicked.connect(lambda _index: self._open())
        self.refresh()

    def _assemble(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(MARGIN, 0, MARGIN, GAP)
        column.setSpacing(GAP // 2)
        column.addWidget(self.ruler)
        for label in (self.result, self.why, self.decided):
            column.addWidget(label)
        column.addStretch(1)
        area = scrolled(upper)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.setHandleWidth(2 * GAP)
        whole.setChildrenCollapsible(False)
        whole.addWidget(card(area))
        lower = QWidget()
        inside = QVBoxLayout(lower)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.about.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self.about.setFont(scaled_font(self.font(), 1.1, bold=True))
        inside.addWidget(self.about)
        inside.addWidget(self.events, 1)
        whole.addWidget(card(lower))
        whole.setSizes([365, 130])
        self.column.addWidget(whole, 1)

    def refresh(self) -> None:
        """Read the failure and the machine again."""
        decided = decision_of(self._desk, slip_id=self._slip_id)
        ruled = (
            decided[0] if decided else rule_on(self._desk, case=known_case(self._desk, slip_id=self._slip_id))
        )
        self.show_ruling(ruled)
        if decided:
            words = f"判定人：{decided[1]}　理由：{decided[2] or '未写'}　证据：{decided[3] or '无'}"
        else:
            words = "还没有人判定。"
        self.decided.setText(words)
        self._show_machine()

    def show_ruling(self, ruled: Ruled) -> None:
        """The ruler and, in words, the row of the table that fired with its clause."""
        self.ruler.show_ruling(ruled, self._desk.clock.today())
        show_result(self.result, ruled.ruling)
        self.why.setText(why_of(ruled))

    def _show_machine(self) -> None:
        serial = self._serial()
        self.contract.setEnabled(bool(serial))
        try:
            self.machine = machine_card(self._desk, serial_no=serial) if serial else None
        except UserError:
            self.machine = None
        if self.machine is None:
            self.about.setText("反馈单上没有出厂编号，查不到这台产品。")
            self.events.show_rows([])
            return
        found = self.machine
        vessel = "　压力容器" if found.pressure_vessel else ""
        self.about.setText(f"{found.serial_no}　{found.name} {found.drawing_no}　{found.customer}{vessel}")
        self.events.show_rows(
            [
                PlainRow((f"{one.day:%Y-%m-%d}" if one.day else "", one.number, one.words), one.slip_id)
                for one in found.events
            ]
        )

    def _serial(self) -> str:
        nodes = [node for node in case_of(self._desk, slip_id=self._slip_id).nodes if node.paper_code == "01"]
        if not nodes:
            return ""
        text = str(read_slip(self._desk, slip_id=nodes[0].slip_id).values.get("serial_no") or "")
        return "" if text in ("/", "不详") else text

    def ask_contract(self) -> None:
        """The date a contract agrees on for this machine, with where it stands written."""
        asks = (
            Input("day", "合同保用期至", Kind.DATE),
            Input("reason", "合同条文", Kind.LONG, hint="合同号和条款"),
        )
        serial = self._serial()
        asked = asking(self._desk, str(uuid.uuid4()))
        self.dialog = FormDialog(
            self._desk, name="合同保用期", sentence=f"出厂编号 {serial}　依据 LSZB/QM07-03 5.3.5.1", act="记下",
            inputs=asks,
            do=lambda answers: note_contract_end(asked, serial_no=serial, **answers),
            known={"day": self.machine.contract_end if self.machine else None}, parent=self.window(),
        )  # fmt: skip
        self.dialog.accepted.connect(self.refresh)
        show_dialog(self.dialog)

    def _open(self) -> None:
        slip_id = self.events.chosen()
        if isinstance(slip_id, int):
            self.slip_wanted.emit(slip_id)
