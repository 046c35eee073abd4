"""The trail of one slip in a readable table."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, MARGIN, make_roomy, scaled_font
from qmsdesk.forms.trust.frame import card, plain
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.history import NOTHING, Happened, history
from qmsdesk.operations.slips import read_slip
from qmsdesk.procedure.clock import SHANGHAI

HEADINGS = ("时间", "谁", "职责", "电脑", "做了什么", "改了什么（原 → 现）", "为什么")
WIDTHS = (8, 4, 8, 6, 5, 0, 13)


class HistoryDialog(QDialog):
    """Who changed what on a slip, when, where and why; nothing can be changed here."""

    def __init__(self, desk: Desk, *, slip_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        slip = read_slip(desk, slip_id=slip_id)
        self.setWindowTitle(f"审计记录 {slip.number}")
        self.resize(1160, 640)
        heading = plain(f"审计记录　{slip.paper.title} {slip.number}", wraps=False)
        heading.setFont(scaled_font(self.font(), 1.3, bold=True))
        self.table = PlainTable("审计记录", HEADINGS, WIDTHS, wraps=True)
        self.lines = history(desk, slip_id=slip_id)
        close = QPushButton("关闭")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        note = f"共 {len(self.lines)} 条，只能追加，不能修改；数据体检会核对每一条。"
        foot.addWidget(quiet_label(note, self), 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(MARGIN - GAP // 2)
        column.addWidget(heading)
        column.addWidget(card(self.table), 1)
        column.addLayout(foot)
        make_roomy(self)
        self.table.show_rows([history_row(line) for line in self.lines])


def history_row(line: Happened) -> PlainRow:
    """One line of the trail as a row of the table."""
    at = f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    changes = "\n".join(
        f"{item.label}：{item.new}" if item.old == NOTHING else f"{item.label}：{item.old} → {item.new}"
        for item in line.changes
    )
    return PlainRow(
        (at, line.user, line.role, line.workstation, line.action, changes or "（内容没有变化）", line.reason),
        line.seq,
    )
