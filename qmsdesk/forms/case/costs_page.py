"""The cost items of a 三包单: seven kinds, estimate or final, each approved; the goods, the total, who bears it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.case.form_dialog import Do, FormDialog
from qmsdesk.forms.case.inputs import Input, Kind, words
from qmsdesk.forms.case.sheets_dialog import SheetsDialog, ask_for_sheet
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.trust.frame import Page, button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations.claim_approvals import (
    CostLine,
    add_cost,
    approve_cost,
    change_cost,
    costs_of,
    remove_cost,
)
from qmsdesk.operations.claim_costs import cost_of, split_of
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.once import asking
from qmsdesk.operations.slips import read_slip
from qmsdesk.operations.turns import Given
from qmsdesk.procedure.cost_kinds import KINDS
from qmsdesk.procedure.money import format_money, uppercase_money

_AMOUNT = Input("fen", "金额", Kind.MONEY)
_ESTIMATE = Input("estimate", "暂估，结算后再定", Kind.TICK)
_REASON = Input("reason", "理由", Kind.LONG)


class CostsPage(Page):
    """AUX-9 on the screen: add, change, take off, approve."""

    slip_changed = Signal(int)

    def __init__(self, desk: Desk, slip_id: int, parent: QWidget | None = None) -> None:
        self._number = read_slip(desk, slip_id=slip_id).number or "（未编号）"
        super().__init__(
            f"三包费用 {self._number}", "每项费用经技术质量负责人批准后计入（5.3.5.3）。", parent
        )
        self._desk = self._asked = desk
        self._slip_id = slip_id
        self.lines: list[CostLine] = []
        self.dialog: FormDialog | None = None
        self.table = PlainTable("费用", ("费用", "说明", "金额（元）", "性质", "批准"), (9, 0, 9, 5, 14))
        self.total, self.split = plain(), plain()
        self.change = button("更正…", "draft", self.ask_change)
        self.remove = button("删去…", "trash", self.ask_remove)
        self.approve = button("批准…", "check", self.ask_approve)
        self.sheets = button("打印明细…", "print", self.ask_sheet, "费用审批明细（AUX-9）")
        self.add_buttons(
            button("添加…", "plus", self.ask_add), self.change, self.remove, self.approve, self.sheets
        )
        self.column.addWidget(card(self.table), 1)
        self.column.addWidget(self.total)
        self.column.addWidget(self.split)
        self.refresh()

    def refresh(self) -> None:
        """Read the items again."""
        self.lines = costs_of(self._desk, slip_id=self._slip_id)
        self.table.show_rows([_row(line) for line in self.lines])
        if self.lines and self.table.chosen() is None:
            self.table.selectRow(0)
        for one in (self.change, self.remove, self.approve, self.sheets):
            one.setEnabled(bool(self.lines))
        cost = cost_of(self._slip_id)
        apart = [
            f"{word} {format_money(fen)} 元"
            for word, fen in (("暂估", cost.estimates), ("未批准", cost.unapproved))
            if fen
        ]
        outside = f"　不计入：{'，'.join(apart)}" if apart else ""
        amount = f"合计（含供货金额）{format_money(cost.counted)} 元　大写：{uppercase_money(cost.counted)}"
        self.total.setText(amount + outside)
        parts = [f"{one.department} {format_money(one.fen)} 元" for one in split_of(self._slip_id)]
        self.split.setText(f"承担：{'，'.join(parts)}" if parts else "承担：还没有责任单位")

    def ask_add(self) -> None:
        """One more item."""
        kinds = Input("kind", "费用", Kind.CHOICE, words(*KINDS))
        asks = (kinds, Input("text", "说明", hint="“其他”须写明"), _AMOUNT, _ESTIMATE)
        self._ask("添加费用", asks, self._add)

    def _add(self, answers: dict[str, object]) -> object:
        if answers["fen"] is None:
            raise UserError("请填写金额。")
        return add_cost(self._asked, slip_id=self._slip_id, **answers)  # type: ignore[arg-type]

    def ask_change(self) -> None:
        """Settle an estimate, or correct an amount."""
        line = self._chosen()
        if line is not None:
            known = {"fen": line.fen, "estimate": line.estimate}
            asks = (_AMOUNT, _ESTIMATE, _REASON)
            self._ask(
                "更正费用", asks, lambda answers: change_cost(self._asked, cost_id=line.id, **answers), known
            )

    def ask_remove(self) -> None:
        """Take an item off, with the reason."""
        line = self._chosen()
        if line is not None:
            self._ask(
                "删去费用", (_REASON,), lambda answers: remove_cost(self._asked, cost_id=line.id, **answers)
            )

    def ask_approve(self) -> None:
        """Approve one item."""
        line = self._chosen()
        if line is not None:
            asks = (Input("signature", "批准", Kind.SIGNATURE),)
            self._ask(
                "批准费用", asks,
                lambda answers: approve_cost(self._asked, cost_id=line.id, given=Given(**answers["signature"])),
            )  # fmt: skip

    def ask_sheet(self) -> SheetsDialog:
        """The list of sheets with AUX-9 chosen."""
        return ask_for_sheet(self, self._desk, self._slip_id, first="costs")

    def _ask(
        self, name: str, asks: tuple[Input, ...], do: Do, known: Mapping[str, object] | None = None
    ) -> None:
        self._asked = asking(self._desk, str(uuid.uuid4()))
        try:
            self.dialog = FormDialog(
                self._desk, name=name, sentence=f"三包单 {self._number}　依据 LSZB/QM07-03 5.3.5.3", act=name[:2],
                inputs=asks, do=do, known=known, parent=self.window(),
            )  # fmt: skip
        except UserError as error:
            show_error(self, error)
            return
        self.dialog.accepted.connect(self._did)
        show_dialog(self.dialog)

    def _did(self) -> None:
        self.refresh()
        self.slip_changed.emit(self._slip_id)

    def _chosen(self) -> CostLine | None:
        key = self.table.chosen()
        return next((line for line in self.lines if line.id == key), None)


def _row(line: CostLine) -> PlainRow:
    day = f" {line.approved_on:%Y-%m-%d}" if line.approved_on else ""
    approved = f"{line.approved_by}{day}" if line.approved_by else "未批准"
    kind = "暂估" if line.estimate else "实际"
    texts = (line.kind, line.text, format_money(line.fen), kind, approved)
    return PlainRow(texts, line.id, "" if line.approved_by else "warning", (4,))
