"""来件: every original with its state, the way it went, and what can be done about it before a slip comes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QScrollArea, QSplitter, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.background import run
from qmsdesk.forms.case.form_dialog import FormDialog
from qmsdesk.forms.case.original_gestures import GESTURES, dialog_for
from qmsdesk.forms.case.transfer_picture import Stop, TransferPicture
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.filter_bar import TYPING_MS
from qmsdesk.forms.icons import icon
from qmsdesk.forms.opening import show_dialog
from qmsdesk.forms.preview import open_preview
from qmsdesk.forms.style import GAP
from qmsdesk.forms.trust.frame import Page, button, card
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import case_sheets, intake_transfer, prints
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.lives import open_gestures
from qmsdesk.operations.originals import OriginalLine, draft_of_original, investigations, originals
from qmsdesk.procedure.clock import SHANGHAI

SENTENCE = (
    "接到的电话记录和来件。不归本单位的转交产品生产单位的经销部门（5.3.2.1）；"
    "签收、调查核实后填反馈单（5.3.2.2）。"
)
HEADINGS = ("编号", "接收时间", "来源", "顾客", "内容", "原件", "状态", "现在何处", "反馈单")


class OriginalsPage(Page):
    """The list above, the way of the chosen one below; one button for each gesture of the intake."""

    slip_wanted = Signal(int)
    draft_wanted = Signal(str)
    source_wanted = Signal(int)
    slip_changed = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("来件", SENTENCE, parent)
        self._desk = desk
        self.found: list[OriginalLine] = []
        self.dialog: FormDialog | None = None
        self.search = QLineEdit()
        self.search.setAccessibleName("搜索来件")
        self.search.setPlaceholderText("编号、顾客、产品、原话")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.everything = QCheckBox("连已填反馈单的")
        self.table = PlainTable("来件", HEADINGS, (8, 7, 9, 11, 0, 6, 6, 10, 8))
        self.picture = TransferPicture()
        self.open = button("填反馈单", "right", self.go_on, "打开这份来件的反馈单")
        self.original = button("信息原件", "preview", self._show_original, "看信息原件，可以打印")
        self.handed = button("转交单", "print", self.show_handed, "打印信息转交签收单（AUX-2）")
        self.gestures = {
            one.name: button(f"{one.name}…", one.icon, partial(self.ask, one.name), one.tip)
            for one in GESTURES
        }
        self._assemble()
        self._connect()
        self.refresh()

    def _assemble(self) -> None:
        self.buttons.addWidget(self.search, 1)
        self.buttons.addWidget(self.everything)
        self.add_buttons(self.open, *self.gestures.values(), self.original, self.handed)
        area = QScrollArea()
        area.setWidget(self.picture)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        self.picture.setAutoFillBackground(False)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.setHandleWidth(2 * GAP)
        whole.setChildrenCollapsible(False)
        whole.addWidget(card(self.table))
        whole.addWidget(card(area, "转交、签收、核实经过"))
        whole.setStretchFactor(0, 1)
        whole.setSizes([330, 250])
        self.column.addWidget(whole, 1)

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._pause.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._pause.start)
        self.everything.toggled.connect(lambda _on: self.refresh())
        self.table.selectionModel().selectionChanged.connect(lambda *_both: self._show_chosen())
        self.table.doubleClicked.connect(lambda _index: self.go_on())

    def go_to_search(self) -> None:
        """Go to the search box."""
        self.search.setFocus()

    def refresh(self) -> None:
        """Read the list again in a worker thread."""
        desk, text, everything = self._desk, self.search.text(), self.everything.isChecked()
        run(self, lambda _p: originals(desk, text=text, everything=everything), self._show, lane="ledger")

    def _show(self, found: list[OriginalLine]) -> None:
        self.found = found
        self.table.show_rows([_row(one) for one in found])
        if found and self.table.chosen() is None:
            self.table.selectRow(0)
        self.say(
            f"{len(found)} 份" if found else "没有来件" if self.everything.isChecked() else "没有待办的来件"
        )
        self._show_chosen()

    def chosen(self) -> OriginalLine | None:
        """The original that is chosen."""
        key = self.table.chosen()
        return next((one for one in self.found if one.id == key), None)

    def _show_chosen(self) -> None:
        line = self.chosen()
        may = open_gestures(self._desk, life="intake", state=line.state) if line else ()
        for gesture in GESTURES:
            here = bool(set(gesture.actions) & set(may)) or (
                not gesture.actions and line is not None and line.slip_id is None
            )
            self.gestures[gesture.name].setEnabled(here)
        self.open.setEnabled(line is not None and line.state not in ("待签收", "不作反馈"))
        self.open.setText("打开反馈单" if line and line.slip_id else "填反馈单")
        self.original.setEnabled(line is not None)
        self.handed.setEnabled(
            line is not None and bool(intake_transfer.chain(self._desk, source_id=line.id))
        )
        self.picture.show_stops(_stops(self._desk, line) if line else ())

    def go_on(self) -> None:
        """Open the slip that came of the original, or the draft begun from it."""
        line = self.chosen()
        if line is None or not self.open.isEnabled():
            return
        if line.slip_id is not None:
            self.slip_wanted.emit(line.slip_id)
            return
        draft_id = draft_of_original(self._desk, source_id=line.id)
        if draft_id:
            self.draft_wanted.emit(draft_id)
        else:
            self.say("这份来件的反馈单草稿已经丢弃，请重新接收一次。", "warning")

    def ask(self, name: str) -> None:
        """Open the dialog of a gesture on the chosen original."""
        line = self.chosen()
        if line is None:
            return
        try:
            self.dialog = dialog_for(self._desk, line, name, self.window())
        except UserError as error:
            show_error(self, error)
            return
        self.dialog.accepted.connect(self._did(f"{line.number} {name}：已记下。"))
        show_dialog(self.dialog)

    def _did(self, words: str) -> Callable[[], None]:
        def done() -> None:
            self.refresh()
            self.slip_changed.emit(0)
            self.say(words)

        return done

    def show_handed(self) -> None:
        """The AUX-2 of the latest 转交 in the preview; what leaves it is kept."""
        line = self.chosen()
        if line is None:
            return
        desk, source_id = self._desk, line.id
        run(
            self,
            lambda _progress: case_sheets.transfer_sheet(desk, source_id=source_id),
            lambda printed: self._preview(printed),
            lane="pdf",
        )

    def _preview(self, printed: prints.Printed) -> None:
        open_preview(
            self,
            printed,
            title=printed.title,
            on_output=lambda where: prints.note_output(self._desk, printed=printed, where=where),
        )

    def _show_original(self) -> None:
        line = self.chosen()
        if line is not None:
            self.source_wanted.emit(line.id)


def _row(line: OriginalLine) -> PlainRow:
    at = line.received_at.astimezone(SHANGHAI)
    words = " ".join(line.words.split()) or line.product
    kind = "原件" if line.is_original else "复印件"
    texts = (
        line.number, f"{at:%m-%d %H:%M}", line.channel, line.customer, words, f"{kind} {line.pages} 页", line.state,
        line.holder or "本部门", line.slip_number,
    )  # fmt: skip
    return PlainRow(texts, line.id, "warning" if line.state == "待签收" else "", (6, 7))


def _stops(desk: Desk, line: OriginalLine) -> list[Stop]:
    """Where the original was: received here, each 转交 with its 签收, then what was looked into."""
    at = line.received_at.astimezone(SHANGHAI)
    first = (f"{at:%Y-%m-%d %H:%M} 接收", f"接收人 {line.received_by}", f"{line.channel} {line.pages} 页")
    found = [Stop(desk.department.name, first, True)]
    for one in intake_transfer.chain(desk, source_id=line.id):
        words = [f"{one.sent_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} {one.sent_by}转交{one.original}"]
        if one.reason:
            words.append(f"原因：{one.reason}")
        if one.taken_at:
            words.append(f"{one.taken_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} {one.taken_by}签收")
        else:
            words.append("还没有签收")
        if one.result:
            words.append(f"意见：{one.result}")
        found.append(Stop(one.receiver, tuple(words), one.taken_at is not None))
    for look in investigations(desk, source_id=line.id):
        how = f"（{look.how}）" if look.how else ""
        found.append(Stop("调查核实", (f"{look.day:%Y-%m-%d} {look.who}{how}", look.findings), True))
    if line.slip_number:
        found.append(Stop("反馈单", (line.slip_number,), True))
    elif line.state == "不作反馈":
        found.append(Stop("记为一般联系", ("不作反馈",), True))
    return found
