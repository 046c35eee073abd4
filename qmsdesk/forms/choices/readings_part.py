"""条款解释: every open point of the procedure with its alternatives in words; the one in force, and the default."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input, Kind
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.style import GAP, MARGIN
from qmsdesk.forms.trust.frame import button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import readings
from qmsdesk.operations.desk import Desk
from qmsdesk.procedure.reading_words import WORDS, ReadingWords
from qmsdesk.procedure.readings import PROPOSED

NOT_MINE = "由系统管理员或质量负责人改变；这里只能查看。"


class ReadingsPart(QWidget):
    """The list on the left, the alternatives of the chosen one on the right."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dialog: FormDialog | None = None
        self.table = PlainTable("条款解释", ("条目", "条款", "问题", ""), (5, 7, 0, 4))
        self.alternatives = PlainTable("可选的理解", ("", "理解", ""), (4, 0, 3), wraps=True)
        self.why = plain()
        self.why.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self.change = button("改变…", "draft", self.ask, "改用另一种理解，写明理由")
        self._assemble()
        self.table.selectionModel().selectionChanged.connect(lambda *_both: self._show_chosen())
        self.table.doubleClicked.connect(lambda _index: self.ask())
        self.refresh()

    def _assemble(self) -> None:
        lower = QWidget()
        inside = QVBoxLayout(lower)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.why)
        inside.addWidget(self.alternatives, 1)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setHandleWidth(2 * GAP)
        whole.setChildrenCollapsible(False)
        whole.addWidget(card(self.table))
        whole.addWidget(card(lower, "可选的理解"))
        whole.setSizes([640, 560])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole, 1)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Read what is in force."""
        self._now = readings.current(self._desk)
        self.table.show_rows([self._row(one) for one in WORDS])
        if self.table.chosen() is None:
            self.table.selectRow(0)
        may = readings.may_choose(self._desk)
        self.change.setEnabled(may)
        self.change.setToolTip("改用另一种理解，写明理由" if may else NOT_MINE)
        if not may:
            self.said.emit(NOT_MINE)

    def _row(self, one: ReadingWords) -> PlainRow:
        now = getattr(self._now, one.name)
        changed = now != getattr(PROPOSED, one.name)
        texts = (one.entry, one.clause, one.question, "已改" if changed else "默认")
        return PlainRow(texts, one.name, "warning" if changed else "quiet", (3,))

    def chosen(self) -> ReadingWords | None:
        """The reading that is chosen."""
        return next((one for one in WORDS if one.name == self.table.chosen()), None)

    def _show_chosen(self) -> None:
        one = self.chosen()
        if one is None:
            return
        now, proposed = getattr(self._now, one.name), getattr(PROPOSED, one.name)
        self.why.setText(f"{one.question}（{one.entry}，条款 {one.clause}）　{one.why}")
        values = one.alternatives or tuple(
            (value, one.say(value)) for value in dict.fromkeys((now, proposed))
        )
        self.alternatives.show_rows(
            [
                PlainRow(
                    ("● 现用" if value == now else "", words, "默认" if value == proposed else ""), value
                )
                for value, words in values
            ]
        )

    def ask(self) -> None:
        """Ask for another value and the reason."""
        one = self.chosen()
        if one is None or not self.change.isEnabled():
            return
        self.dialog = FormDialog(
            self._desk, name="改变条款解释", sentence=f"{one.question}（{one.entry}，条款 {one.clause}）", act="改变",
            inputs=(_input(one), Input("reason", "理由", Kind.LONG, hint="为什么改用这种理解，谁同意")),
            do=lambda answers: self._choose(one, answers), known={"value": _shown(one, getattr(self._now, one.name))},
            parent=self.window(),
        )  # fmt: skip
        self.dialog.accepted.connect(self._did)
        show_dialog(self.dialog)

    def _choose(self, one: ReadingWords, answers: dict[str, Any]) -> None:
        readings.choose(self._desk, name=one.name, value=answers["value"], reason=answers["reason"])

    def _did(self) -> None:
        self.refresh()
        self.said.emit("已改变，从现在起按新的理解办理；已签署的报表不变。")


def _input(one: ReadingWords) -> Input:
    if one.alternatives:
        default = getattr(PROPOSED, one.name)
        choices = tuple(
            (value, f"{words}（默认）" if value == default else words) for value, words in one.alternatives
        )
        return Input("value", "理解", Kind.CHOICE, choices)
    if one.unit:
        return Input(
            "value", f"数值（{one.unit}）", Kind.NUMBER, hint=f"默认：{one.say(getattr(PROPOSED, one.name))}"
        )
    return Input("value", "编号格式", hint=f"默认：{getattr(PROPOSED, one.name)}")


def _shown(one: ReadingWords, value: Any) -> Any:
    return "" if value is None else value
