"""现场查阅登记: who looked at what, when and why; printed as AUX-14."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.background import run
from qmsdesk.forms.barred import PRINT, bar
from qmsdesk.forms.preview import open_noted
from qmsdesk.forms.trust.frame import Page, button, card
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import viewing
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed
from qmsdesk.procedure.clock import SHANGHAI


class ViewingPage(Page):
    """The log of people who may only look; it cannot be changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = (
            "顾客反馈信息属公司内部资料，只供现场查阅（5.5.2）。现场查阅人每看一张单据就记一条，不能修改。"
        )
        super().__init__("现场查阅登记", sentence, parent)
        self._desk = desk
        self.print = button("打印登记表", "print", self.open_print)
        bar(desk, (PRINT, viewing.SHEET, self.print))
        self.add_buttons(self.print)
        self.table = PlainTable("现场查阅登记", ("时间", "查阅人", "电脑", "单据", "目的"), (11, 6, 8, 18, 0))
        self.column.addWidget(card(self.table), 1)
        self.refresh()

    def refresh(self) -> None:
        """Read the log again."""
        try:
            found = viewing.list_viewings(self._desk)
        except UserError as error:
            self.say(str(error), "bad")
            return
        self.table.show_rows(
            [
                PlainRow(
                    (
                        f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", line.user, line.workstation, line.what,
                        line.purpose,
                    ),
                    place,
                )
                for place, line in enumerate(found)
            ]
        )  # fmt: skip
        self.say(f"共 {len(found)} 次。" if found else "还没有人现场查阅过。")

    def open_print(self) -> None:
        """The log as it is printed."""
        desk = self._desk
        run(self, lambda _progress: viewing.viewings_pdf(desk), self._preview)

    def _preview(self, made: Printed) -> None:
        open_noted(self, self._desk, made)
