"""Planning a survey round and its sample list (5.4.1.2, 5.4.1.3)."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.day_edit import DayEdit
from qmsdesk.forms.trust.person_dialogs import TryDialog
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import survey_rounds
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.survey_rounds import Sampled, SampleHint
from qmsdesk.procedure.periods import half
from qmsdesk.procedure.survey import MODES


class PlanDialog(TryDialog):
    """A new round: which half-year, how many customers there are, why these are asked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        note = "定期调查在二季度和四季度各一次，不定期的可随时进行（5.4.1.3）。"
        super().__init__(parent, "新建满意度调查", note, "建立")
        self._desk = desk
        today = desk.clock.today()
        self.kind, self.half, self.mode = QComboBox(), QComboBox(), QComboBox()
        self.kind.addItems(("定期", "不定期"))
        for year in (today.year, today.year + 1, today.year - 1):
            for index in (1, 2):
                self.half.addItem(half(year, index).title, (year, index))
        self.half.setCurrentIndex(0 if today.month <= 6 else 1)
        self.mode.addItems(MODES)
        self.mode.setCurrentIndex(1)
        self.name, self.reason = QLineEdit(), QLineEdit()
        self.name.setPlaceholderText("留空则按季度取名")
        self.reason.setPlaceholderText("例如：按产品分层，重点抽取上年意见较多的顾客")
        self.population = QSpinBox()
        self.population.setRange(0, 1_000_000)
        self.opens, self.closes = DayEdit(desk.clock), DayEdit(desk.clock)
        for label, box in (
            ("性质", self.kind), ("半年度", self.half), ("名称", self.name), ("顾客总数", self.population),
            ("抽样理由", self.reason), ("收集方式", self.mode), ("不定期开始", self.opens), ("不定期结束", self.closes),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(600)
        self.kind.currentIndexChanged.connect(self._follow)
        self.ok.clicked.connect(lambda: self.carry_out(self._plan))
        self._follow()

    def _follow(self) -> None:
        for box in (self.opens, self.closes):
            box.setEnabled(self.kind.currentText() == "不定期")

    def _plan(self) -> None:
        for box in (self.opens, self.closes):
            box.settle()
        year, index = self.half.currentData()
        survey_rounds.plan_round(
            self._desk, kind="定期" if self.kind.currentText() == "定期" else "不定期", period=half(year, index),
            population=self.population.value(), reason=self.reason.text(), mode=self.mode.currentText(),
            title=self.name.text(), opens=self.opens.day(), closes=self.closes.day(),
        )  # fmt: skip


class SampleDialog(TryDialog):
    """Customers for the list: one typed by hand, or those proposed from the last twelve months."""

    def __init__(self, desk: Desk, round_id: int, parent: QWidget | None = None) -> None:
        note = "表中是近十二个月有反馈的顾客，意见多的在前；选中几行一起加入，或在下面填写一个。"
        super().__init__(parent, "加入抽样名单", note, "加入")
        self._desk, self._round = desk, round_id
        self._hints = {hint.customer: hint for hint in survey_rounds.propose_sample(desk)}
        self.table = PlainTable(
            "建议的顾客", ("顾客", "产品", "出厂编号", "反馈件数", "重点"), (12, 0, 8, 5, 4)
        )
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.table.show_rows([_hint_row(hint) for hint in self._hints.values()])
        self.table.setMinimumHeight(220)
        self.customer, self.product, self.serial, self.reason = (QLineEdit() for _ in range(4))
        self.product.setPlaceholderText("产品名称/图号")
        self.ship = DayEdit(desk.clock)
        self.focus = QCheckBox("上年意见较多的重点顾客")
        for label, box in (
            ("建议的顾客", self.table), ("或：顾客名称", self.customer), ("产品名称及图号", self.product),
            ("出厂编号", self.serial), ("出厂日期", self.ship), ("抽样理由", self.reason), ("", self.focus),
        ):  # fmt: skip
            self.add_field(label, box)
        self.finish()
        self.setMinimumWidth(760)
        self.ok.clicked.connect(lambda: self.carry_out(self._add))

    def _add(self) -> None:
        self.ship.settle()
        chosen = [_sampled(self._hints[key], self.reason.text()) for key in self.table.keys()]  # noqa: SIM118
        if self.customer.text().strip():
            chosen.append(
                Sampled(
                    self.customer.text(), self.product.text(), "", self.serial.text(), self.ship.day(),
                    self.reason.text(), self.focus.isChecked(),
                )
            )  # fmt: skip
        if not chosen:
            raise UserError("请在表中选中顾客，或填写顾客名称。")
        survey_rounds.add_to_sample(self._desk, round_id=self._round, chosen=chosen)


def _hint_row(hint: SampleHint) -> PlainRow:
    texts = (hint.customer, hint.product, hint.serial_no, str(hint.feedbacks), "重点" if hint.focus else "")
    return PlainRow(texts, hint.customer, "warning" if hint.focus else "", (4,))


def _sampled(hint: SampleHint, reason: str) -> Sampled:
    why = reason or (f"近十二个月反馈 {hint.feedbacks} 件" if hint.focus else "抽样")
    return Sampled(hint.customer, hint.product, hint.product_kind, hint.serial_no, None, why, hint.focus)
