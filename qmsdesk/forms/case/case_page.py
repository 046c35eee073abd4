"""One case on one page: its slips as a picture, what happened in order of days, one slip in full."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from qmsdesk.forms.case.chain_picture import ChainPicture
from qmsdesk.forms.case.sheets_dialog import SheetsDialog, ask_for_sheet
from qmsdesk.forms.case.timeline import details, timeline
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import Page, button, card
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations.case_view import case_of
from qmsdesk.operations.desk import Desk

LEGEND = "方格为各联，实心已签收；圆点为各签名，实心已签。单击看一张单据，双击打开。"


class CasePage(QWidget):
    """The whole chain F → J、C → B of the case a slip belongs to."""

    slip_wanted = Signal(int)

    def __init__(self, desk: Desk, slip_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._slip_id = desk, slip_id
        self._view = case_of(desk, slip_id=slip_id)
        self.page = Page("整案", LEGEND, self)
        self.picture = ChainPicture()
        self.timeline = PlainTable("经过", ("日期", "单据", "经过"), (7, 9, 0), wraps=True)
        self.details = PlainTable("单据", ("项目", "情况"), (9, 0), wraps=True)
        self.open = button("打开单据", "file", self._open, "打开图上选中的单据（Enter）")
        self.sheets = button(
            "打印附表…", "print", self.ask_sheet, "纪要、申诉、裁决、回复函、费用明细等（AUX）"
        )
        self.reload = button("刷新", "refresh", self.refresh)
        self._assemble()
        self.picture.chosen.connect(lambda _key: self._show_details())
        self.picture.opened.connect(self.slip_wanted)
        self.timeline.doubleClicked.connect(lambda _index: self._from_timeline())
        self.refresh()

    def title(self) -> str:
        """The words on the tab."""
        node = self._view.node(self._slip_id)
        return f"整案 {node.number or node.title}"

    def refresh(self) -> None:
        """Read the case again."""
        self._view = case_of(self._desk, slip_id=self._slip_id)
        self.picture.show_case(self._view, self.picture.current or self._slip_id)
        self.timeline.show_rows(
            [
                PlainRow(
                    (f"{one.day:%Y-%m-%d}" if one.day else "", one.number, one.words),
                    place,
                    "bad" if one.worry else "",
                )
                for place, one in enumerate(timeline(self._view))
            ]
        )
        high = min(320, self.picture.sizeHint().height() + GAP)
        self._whole.setSizes([high, max(180, 490 - high)])
        self._show_details()
        self.page.heading.setText(self._heading())

    def _heading(self) -> str:
        first = self._view.nodes[0]
        open_ = sum(1 for node in self._view.nodes if not node.closed)
        late = sum(1 for node in self._view.nodes if node.late)
        words = f"整案 {first.number}　{len(self._view.nodes)} 张单据，{open_} 张未了"
        return f"{words}，{late} 张逾期" if late else words

    def ask_sheet(self) -> SheetsDialog:
        """List every sheet the case can put on paper beside its slips."""
        return ask_for_sheet(self, self._desk, self.picture.current)

    def _assemble(self) -> None:
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.page)
        self.page.add_buttons(self.open, self.sheets, self.reload)
        area = QScrollArea()
        area.setWidget(self.picture)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        self.picture.setAutoFillBackground(False)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(card(self.timeline, "经过"))
        below.addWidget(card(self.details, "选中的单据"))
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(card(area))
        whole.addWidget(below)
        for splitter in (below, whole):
            splitter.setHandleWidth(GAP * 2)
            splitter.setChildrenCollapsible(False)
        whole.setStretchFactor(0, 0)
        whole.setStretchFactor(1, 1)
        self._whole = whole
        self.page.column.addWidget(whole, 1)

    def _show_details(self) -> None:
        node = self._view.node(self.picture.current)
        head = PlainRow((node.title, f"{node.number or '未编号'}　{node.state}"), "head")
        rows = [
            PlainRow((what, words), place, tone) for place, (what, words, tone) in enumerate(details(node))
        ]
        self.details.show_rows([head, *rows])

    def _open(self) -> None:
        self.slip_wanted.emit(self.picture.current)

    def _from_timeline(self) -> None:
        place = self.timeline.chosen()
        if isinstance(place, int):
            self.picture.choose(timeline(self._view)[place].slip_id)
