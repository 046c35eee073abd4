"""附表: every sheet a case can put on paper beside its slips, in one list; chosen, previewed, printed and kept."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.preview import Preview, open_preview
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, make_primary, make_roomy, scaled_font
from qmsdesk.forms.trust.frame import button, card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import case_prints, case_sheets
from qmsdesk.operations.case_sheets import SheetLine
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed

HEADINGS = ("附表", "名称", "单据", "内容", "日期")


class SheetsDialog(QDialog):
    """Chooses one of the sheets of a case; what leaves the preview is kept with its slip."""

    def __init__(self, desk: Desk, slip_id: int, parent: QWidget | None = None, *, first: str = "") -> None:
        super().__init__(parent)
        self._desk, self._slip_id = desk, slip_id
        self.lines: list[SheetLine] = []
        self.preview: Preview | None = None
        self.setWindowTitle("打印附表")
        self.table = PlainTable("附表", HEADINGS, (5, 13, 11, 0, 8))
        self.message = plain()
        self.show_button = button(
            "预览、打印", "print", self.show_chosen, "预览选中的附表，从预览中打印或另存"
        )
        self.close_button = button("关闭", "close", self.reject)
        self._assemble()
        self.table.doubleClicked.connect(lambda _index: self.show_chosen())
        self.refresh(first)

    def refresh(self, first: str = "") -> None:
        """Read the list again; the first sheet of kind `first` is chosen, else the first one."""
        self.lines = case_sheets.sheets_of(self._desk, slip_id=self._slip_id)
        self.table.show_rows([_row(place, line) for place, line in enumerate(self.lines)])
        place = next((at for at, line in enumerate(self.lines) if line.kind == first), 0)
        if self.lines:
            self.table.selectRow(place)
        self.show_button.setEnabled(bool(self.lines))
        self.message.setText("" if self.lines else "这个案件还没有可以打印的附表。")

    def show_chosen(self) -> None:
        """Make the chosen sheet and show it."""
        place = self.table.chosen()
        if not isinstance(place, int):
            return
        line = self.lines[place]
        self.message.setText("")
        self.show_button.setEnabled(False)
        run(
            self,
            lambda _progress: case_sheets.make(self._desk, line=line),
            lambda printed: self._show(line, printed),
            failed=self._failed,
            lane="pdf",
        )

    def _show(self, line: SheetLine, printed: Printed) -> None:
        self.show_button.setEnabled(True)
        self.preview = open_preview(
            self, printed, title=printed.title, on_output=lambda where: self._keep(line, printed, where)
        )

    def _keep(self, line: SheetLine, printed: Printed, where: str) -> None:
        case_prints.note_print(self._desk, slip_id=line.slip_id, printed=printed, where=where)
        self.message.setText(f"{printed.title} 已保存到打印登记。")

    def _failed(self, error: Exception) -> None:
        self.show_button.setEnabled(True)
        self.message.setText(str(error))

    def _assemble(self) -> None:
        heading = plain("打印附表")
        heading.setFont(scaled_font(self.font(), 1.3, bold=True))
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.message, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(GAP)
        column.addWidget(heading)
        column.addWidget(
            quiet_label("这个案件里除各张单据以外可以打印的；打印或另存的一份留在打印登记里。", self)
        )
        column.addWidget(card(self.table), 1)
        column.addLayout(foot)
        make_roomy(self)
        make_primary(self.show_button)
        self.show_button.setDefault(True)
        self.resize(900, 480)


def ask_for_sheet(owner: QWidget, desk: Desk, slip_id: int, *, first: str = "") -> SheetsDialog:
    """Open the list over a page, with the first sheet of kind `first` chosen."""
    dialog = SheetsDialog(desk, slip_id, owner.window(), first=first)
    show_dialog(dialog)
    return dialog


def _row(place: int, line: SheetLine) -> PlainRow:
    day = f"{line.day:%Y-%m-%d}" if line.day else ""
    return PlainRow((line.code, line.title, line.number, line.words, day), place)
