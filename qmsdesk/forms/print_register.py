"""打印登记: the copies of a slip and every print of it that left; a double click shows the kept bytes."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.preview import Preview, open_preview
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, make_primary, make_roomy, scaled_font
from qmsdesk.forms.trust.frame import button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import print_register
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_register import CopyLine, PrintLine
from qmsdesk.operations.prints import Printed
from qmsdesk.procedure.clock import SHANGHAI

COPIES = ("联次", "印次", "最近打印", "打印人", "交出", "签收", "签收人", "扫描件")
PRINTS = ("时间", "内容", "补印", "页", "去向", "经手人")


class PrintRegister(QDialog):
    """The register of one slip, or (without one) of the ledger, reports and transcripts."""

    def __init__(self, desk: Desk, slip_id: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._slip_id = desk, slip_id
        self.lines: list[PrintLine] = []
        self.preview: Preview | None = None
        about = print_register.name_of(desk, slip_id=slip_id) if slip_id else "台帐、报告和信息原件记录"
        self.setWindowTitle(f"打印登记　{about}")
        self.copies = PlainTable("各联", COPIES, (0, 4, 9, 5, 9, 9, 5, 5))
        self.prints = PlainTable("打印件", PRINTS, (9, 0, 5, 3, 13, 5))
        self.show_button = button("查看", "preview", self.show_chosen, "在预览中看当时的原样（双击也可以）")
        self.close_button = button("关闭", "close", self.reject)
        self.heading = plain(f"打印登记　{about}")
        self._assemble()
        self.prints.doubleClicked.connect(lambda _index: self.show_chosen())
        self.refresh()

    def refresh(self) -> None:
        """Read both lists again."""
        if self._slip_id is None:
            self.lines = print_register.sheets_put_out(self._desk)
        else:
            found = print_register.copies_of(self._desk, slip_id=self._slip_id)
            self.copies.show_rows([_copy_row(line) for line in found])
            self.lines = print_register.prints_put_out(self._desk, slip_id=self._slip_id)
        self.prints.show_rows([_print_row(place, line) for place, line in enumerate(self.lines)])
        if self.lines:
            self.prints.selectRow(0)
        self.show_button.setEnabled(bool(self.lines))

    def show_chosen(self) -> None:
        """Open the chosen print as it left."""
        place = self.prints.chosen()
        if not isinstance(place, int):
            return
        line = self.lines[place]
        run(
            self,
            lambda _progress: print_register.kept_print(self._desk, line=line),
            self._show,
            failed=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        show_error(self, error)

    def _show(self, printed: Printed) -> None:
        self.preview = open_preview(self, printed, title=printed.title)
        self.preview.only_show("登记保存的原样，只供查看；再印请从单据打印，会标明补印")

    def _assemble(self) -> None:
        self.heading.setFont(scaled_font(self.font(), 1.3, bold=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(GAP)
        column.addWidget(self.heading)
        if self._slip_id is not None:
            column.addWidget(quiet_label("各联：印过几次、交给谁、谁签收、扫描件回来没有。", self))
            column.addWidget(card(self.copies), 2)
        column.addWidget(quiet_label("打印件：每次输出的原样都按哈希保存，双击查看。", self))
        column.addWidget(card(self.prints), 3)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.show_button)
        column.addLayout(foot)
        make_roomy(self)
        make_primary(self.show_button)
        self.show_button.setDefault(True)
        self.resize(940, 620)


def open_register(owner: QWidget, desk: Desk, slip_id: int | None) -> PrintRegister:
    """Open the register over a page."""
    dialog = PrintRegister(desk, slip_id, owner.window())
    show_dialog(dialog)
    return dialog


def _copy_row(line: CopyLine) -> PlainRow:
    texts = (
        line.label, str(line.prints or ""), _when(line.printed_at), line.printed_by, _when(line.handed_at),
        _when(line.signed_for_at), line.signed_for_by, f"{line.scans} 页" if line.scans else "",
    )  # fmt: skip
    return PlainRow(texts, line.label)


def _print_row(place: int, line: PrintLine) -> PlainRow:
    again = f"第 {line.reprint} 次" if line.reprint else ""
    texts = (_when(line.made_at), line.title, again, str(line.pages), line.place, line.made_by)
    return PlainRow(texts, place)


def _when(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""
