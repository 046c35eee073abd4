"""办理记录: contacts, suppliers, transfers, letters, meetings, appeals and stock checks of all cases as lists."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.chip import Chip
from qmsdesk.forms.filter_bar import TYPING_MS
from qmsdesk.forms.icons import icon
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import Page, button, card
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations.case_lists import LISTS, CaseList, ListLine, lines
from qmsdesk.operations.desk import Desk

# column widths in Chinese letters; 0 takes the room that is left
WIDTHS: dict[str, tuple[int, ...]] = {
    "contact": (9, 5, 8, 11, 6, 5, 0, 4, 5),
    "supplier": (6, 7, 10, 8, 7, 7, 0, 8, 12),
    "transfer": (7, 8, 11, 9, 5, 4, 0, 6, 11, 8),
    "letter": (7, 8, 11, 7, 0, 5, 8, 5, 7),
    "meeting": (7, 6, 8, 11, 6, 0, 7, 6),
    "appeal": (7, 4, 8, 11, 8, 0, 9, 14),
    "stock": (7, 8, 12, 6, 6, 0, 6),
}
MARKED = {"contact": (7,), "supplier": (0, 1), "meeting": (6, 7), "appeal": (6,), "stock": (4,)}


class RecordsPage(Page):
    """One table per list, chosen by the words above it; a double click opens the slip of a line."""

    slip_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("办理记录", "", parent)
        self._desk = desk
        self.found: list[ListLine] = []
        self.kinds = {one.key: Chip(one.name) for one in LISTS}
        self.tables = {one.key: PlainTable(one.name, one.headings, WIDTHS[one.key]) for one in LISTS}
        self.stack = QStackedWidget()
        self.search = QLineEdit()
        self.search.setAccessibleName("搜索办理记录")
        self.search.setPlaceholderText("单号、顾客、人名、内容，可用空格隔开几个词")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.only_open = QCheckBox()
        self.open = button("打开单据", "file", self._open, "打开选中一行的单据（双击）")
        self._group = QButtonGroup(self)
        self._current = LISTS[0]
        self._assemble()
        self._connect()
        self.show_list(LISTS[0].key)

    def _assemble(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(GAP)
        for one in LISTS:
            chip = self.kinds[one.key]
            chip.setMinimumWidth(chip.sizeHint().width())
            self._group.addButton(chip)
            chips.addWidget(chip)
            self.stack.addWidget(self.tables[one.key])
        chips.addStretch(1)
        self.column.insertLayout(1, chips)
        self.buttons.addWidget(self.search, 1)
        self.buttons.addWidget(self.only_open)
        self.add_buttons(self.open, button("刷新", "refresh", self.refresh))
        self.column.addWidget(card(self.stack), 1)

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._pause.start)
        self.only_open.toggled.connect(lambda _on: self.refresh())
        for key, chip in self.kinds.items():
            chip.clicked.connect(partial(self.show_list, key))
            self.tables[key].doubleClicked.connect(lambda _index: self._open())

    @property
    def table(self) -> PlainTable:
        """The table in front."""
        return self.tables[self._current.key]

    def show_list(self, key: str, *_clicked: object) -> None:
        """Bring one list to the front and read it."""
        self._current = next(one for one in LISTS if one.key == key)
        self.kinds[key].setChecked(True)
        self.stack.setCurrentWidget(self.tables[key])
        self.sentence.setText(
            f"本单位全部单据的{self._current.name}（{self._current.clause}）。双击打开单据。"
        )
        self.only_open.setText(self._current.open_words)
        self.refresh()

    def go_to_search(self) -> None:
        """Go to the search box."""
        self.search.setFocus()

    def refresh(self) -> None:
        """Read the list in front again in a worker thread."""
        desk, wanted = self._desk, self._current
        text, only_open = self.search.text(), self.only_open.isChecked()

        def show(found: list[ListLine]) -> None:
            if wanted is self._current:
                self._show(wanted, found)

        run(self, lambda _p: lines(desk, wanted, text=text, only_open=only_open), show, lane="ledger")

    def _show(self, wanted: CaseList, found: list[ListLine]) -> None:
        self.found = found
        marked = MARKED.get(wanted.key, ())
        self.table.show_rows(
            [PlainRow(one.texts, one.key, "bad" if one.worry else "", marked) for one in found]
        )
        if found and self.table.chosen() is None:
            self.table.selectRow(0)
        self.open.setEnabled(bool(found))
        worries = sum(1 for one in found if one.worry)
        late = f"，其中 {worries} 条{found_word(found)}" if worries else ""
        self.say(f"{len(found)} 条{late}" if found else "没有记录", "warning" if worries else "good")

    def _open(self) -> None:
        key = self.table.chosen()
        line = next((one for one in self.found if one.key == key), None)
        if line is not None:
            self.slip_wanted.emit(line.slip_id)


def found_word(found: list[ListLine]) -> str:
    """What the marked lines have in common: 逾期, 待裁决, 不满意."""
    first = next(one.worry for one in found if one.worry)
    return first.split(" ")[0]
