"""待办 on the start page: what waits for this user, what is late, what is owed; a click opens the slip."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.cards import Card, Entry, EntryList
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, MARGIN, scaled_font
from qmsdesk.forms.trust.frame import button, plain
from qmsdesk.operations.desk import Desk

MOST = 60


class ToDoCard(Card):
    """The groups of `to_do.to_do` one under the other, the urgent first."""

    slip_wanted = Signal(int)
    board_wanted = Signal()
    duties_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.count = 0
        self.heading = plain("待办", wraps=False)
        self.heading.setFont(scaled_font(self.font(), 1.1, bold=True))
        self.board = button("待签收", "inbox", self.board_wanted.emit, "送交到本部门、还没有签收的各联和原件")
        self.board.setFlat(True)
        self.nothing = quiet_label("没有等着办的事。", self)
        self.entries = EntryList("待办")
        self.entries.setMinimumHeight(self.fontMetrics().height() * 6)
        self.entries.opened.connect(self._open)
        self._assemble()
        self._show(())
        self.nothing.setText("正在查看…")  # nobody may take it for nothing to do

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, MARGIN - 4, GAP, GAP - 4)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.board)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 4)
        column.setSpacing(0)
        column.addLayout(head)
        self.nothing.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        column.addWidget(self.nothing)
        column.addWidget(self.entries, 1)
        column.addStretch(0)

    def refresh(self) -> None:
        """Work the list out in a worker thread."""
        desk = self._desk

        def work(_progress: object) -> tuple[Entry, ...]:
            from qmsdesk.operations.to_do import to_do

            return tuple(entry for group in to_do(desk) for entry in _entries(group))

        run(self, work, self._show, lane="ledger")

    def _show(self, found: tuple[Entry, ...]) -> None:
        self.count = len(found)
        self.entries.show_entries(list(found[:MOST]))
        self.entries.setVisible(bool(found))
        self.nothing.setText("没有等着办的事。")
        self.nothing.setVisible(not found)
        self.heading.setText(f"待办　{len(found)}" if found else "待办")

    def _open(self, key: tuple[str, int | None]) -> None:
        kind, slip_id = key
        if kind.startswith("duty"):
            self.duties_wanted.emit()
        elif kind == "waiting" or slip_id is None:
            self.board_wanted.emit()
        else:
            self.slip_wanted.emit(slip_id)


def _entries(group: object) -> list[Entry]:
    """A group as entries: number and customer, what to do, since when or how late."""
    from qmsdesk.operations.case_links import UNNUMBERED
    from qmsdesk.operations.to_do import Group

    assert isinstance(group, Group)
    kind = {
        "duty_late": "逾期",
        "duty_soon": "将到期",
        "duty_wait": "统计表和报告",
        "late": "逾期",
        "soon": "将到期",
        "debts": "欠",
        "owed": "欠办",
        "waiting": "待签收",
    }.get(group.key, "")
    found = []
    for task in group.tasks:
        number = task.number or f"（{UNNUMBERED.get(task.paper_code, '未编号')}）"
        title = f"{number}　{task.customer}".rstrip("　")
        words = f"{kind}：{task.words}" if kind else group.heading
        found.append(
            Entry((group.key, task.slip_id), title, words, _days(group.key, task.days), group.urgent)
        )
    return found


def _days(key: str, days: int) -> str:
    if key.endswith("late"):
        return f"逾期 {days} 天"
    if key.endswith("soon"):
        return f"还有 {-days} 天" if days else "今天到期"
    return f"{days} 天" if days else "今天"
