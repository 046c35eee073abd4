"""办理目标: optional limits in working days for each state of a slip; none by default (I-18)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.inputs import Input, Kind
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.trust.frame import button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import deadlines
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.catalogue import paper
from qmsdesk.procedure.roles import role_names
from qmsdesk.procedure.workflow import STATES, actions, final_states

LIVES = ("01", "02", "03", "04")
NOTE = (
    "程序文件没有规定的期限，默认都不设。设了以后，单据进入该状态时开始计工作日，快到期和逾期的出现在首页。"
)


class TargetsPart(QWidget):
    """One line per state somebody waits in; a double click sets or clears its target."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dialog: FormDialog | None = None
        self.table = PlainTable("办理目标", ("单据", "状态", "下一步", "由谁办", "目标"), (9, 8, 0, 20, 9))
        self.change = button("设目标…", "clock", self.ask, "几个工作日之内办理；空着为不设")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plain(NOTE))
        column.addWidget(card(self.table), 1)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        self.table.doubleClicked.connect(lambda _index: self.ask())
        self.refresh()

    def refresh(self) -> None:
        """Read the targets."""
        self._kept = {(one.life, one.state): one.working_days for one in deadlines.targets()}
        found = [
            _row(life, state, self._kept.get((life, state))) for life in LIVES for state in _states(life)
        ]
        self.table.show_rows(found)
        if self.table.chosen() is None:
            self.table.selectRow(0)
        may = bool(self._desk.user.roles & deadlines.KEEPERS)
        self.change.setEnabled(may)
        if not may:
            self.said.emit(f"办理目标由{role_names(deadlines.KEEPERS)}设定；这里只能查看。")

    def ask(self) -> None:
        """Ask for the target of the chosen state."""
        key = self.table.chosen()
        if key is None or not self.change.isEnabled():
            return
        life, state = key
        self.dialog = FormDialog(
            self._desk, name="办理目标", sentence=f"{paper(life).title}　{state}（I-18）", act="设定",
            inputs=(
                Input("working_days", "几个工作日之内", Kind.NUMBER, hint="空着为不设"),
                Input("reason", "理由", Kind.LONG, hint="谁要求的，从何时起"),
            ),
            do=lambda answers: self._set(life, state, answers),
            known={"working_days": self._kept.get(key) or ""}, parent=self.window(),
        )  # fmt: skip
        self.dialog.accepted.connect(self._did)
        show_dialog(self.dialog)

    def _set(self, life: str, state: str, answers: dict[str, Any]) -> None:
        deadlines.set_target(self._desk, life=life, state=state, **answers)

    def _did(self) -> None:
        self.refresh()
        self.said.emit("已设定，对以后进入该状态的单据有效。")


def _states(life: str) -> tuple[str, ...]:
    """The states of a life that somebody waits in."""
    return tuple(one for one in STATES[life] if one != "草稿" and one not in final_states(life))


def _row(life: str, state: str, days: int | None) -> PlainRow:
    from qmsdesk.operations.to_do import ASIDE

    steps = [one for one in actions(life, state) if one.action not in ASIDE]
    who = frozenset().union(*(one.roles for one in steps)) if steps else frozenset()
    texts = (
        paper(life).title, state, "、".join(dict.fromkeys(one.action for one in steps)),
        role_names(who), f"{days} 个工作日" if days else "不设",
    )  # fmt: skip
    return PlainRow(texts, (life, state), "" if days else "quiet", (4,))
