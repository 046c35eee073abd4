"""设定: readings of the clauses, targets per step, the working-day calendar, and the log of every change (§17)."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.chip import Chip
from qmsdesk.forms.choices.calendar_part import CalendarPart
from qmsdesk.forms.choices.readings_part import ReadingsPart
from qmsdesk.forms.choices.targets_part import TargetsPart
from qmsdesk.forms.trust.frame import Page, card
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.setting_changes import SettingChange, changes
from qmsdesk.procedure.clock import SHANGHAI

SENTENCE = "程序文件没有写明的地方怎样理解、各步办理目标和工作日历。每次改动都要写明理由并记入审计记录。"


class SettingsPage(Page):
    """Four parts, one at a time: 条款解释, 办理目标, 工作日历, 更改记录."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("设定", SENTENCE, parent)
        self._desk = desk
        self.readings, self.targets = ReadingsPart(desk), TargetsPart(desk)
        self.calendar = CalendarPart(desk)
        self.log = PlainTable(
            "更改记录", ("时间", "人员", "设定", "原来", "改为", "理由"), (9, 5, 16, 14, 14, 0), wraps=True
        )
        log = QWidget()
        inside = QVBoxLayout(log)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(card(self.log))
        self.parts: dict[str, QWidget] = {
            "条款解释": self.readings, "办理目标": self.targets, "工作日历": self.calendar, "更改记录": log,
        }  # fmt: skip
        self.chips = {name: Chip(name) for name in self.parts}
        self.stack = QStackedWidget()
        self._group = QButtonGroup(self)
        self._assemble()
        self.show_part("条款解释")

    def _assemble(self) -> None:
        for name, part in self.parts.items():
            chip = self.chips[name]
            chip.setMinimumWidth(chip.sizeHint().width())
            chip.clicked.connect(partial(self.show_part, name))
            self._group.addButton(chip)
            self.buttons.addWidget(chip)
            self.stack.addWidget(part)
        self.column.addWidget(self.stack, 1)
        for part in (self.readings, self.targets, self.calendar):
            part.said.connect(self.say)
        self.add_buttons()

    def show_part(self, name: str, *_clicked: object) -> None:
        """Bring one part to the front and read it again."""
        self.chips[name].setChecked(True)
        self.stack.setCurrentWidget(self.parts[name])
        self.say("")
        self.refresh()

    def refresh(self) -> None:
        """Read the part in front again."""
        part = self.stack.currentWidget()
        if isinstance(part, ReadingsPart | TargetsPart | CalendarPart):
            part.refresh()
        else:
            desk = self._desk
            run(self, lambda _p: changes(desk), self._show_log, lane="ledger")

    def _show_log(self, found: list[SettingChange]) -> None:
        self.log.show_rows(
            [
                PlainRow(
                    (
                        f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                        one.by,
                        one.what,
                        one.old,
                        one.new,
                        one.reason,
                    ),
                    one.seq,
                )
                for one in found
            ]
        )
        if not found:
            self.say("还没有改过，全部是建议的默认值。")
