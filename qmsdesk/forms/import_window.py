"""Importing feedback from a spreadsheet: choose, map the headings, look, run, read the report."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.errors import UserError
from qmsdesk.forms.background import Job, run
from qmsdesk.forms.cards import Card
from qmsdesk.forms.file_choice import TABLES, ask_for_files
from qmsdesk.forms.icons import icon
from qmsdesk.forms.plain_header import PlainHeader
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, MARGIN, late_colour, make_primary, make_roomy, scaled_font
from qmsdesk.forms.work_dialog import run_watched, tell_file
from qmsdesk.operations import importing
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.import_mapping import TARGETS
from qmsdesk.operations.importing import ImportReport, Preview

LEFT_OUT = "（不导入）"


class ImportWindow(QWidget):
    """One spreadsheet on its way into the ledger."""

    slip_changed = Signal(int)
    close_requested = Signal()

    def __init__(self, desk: Desk, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self.path: Path | None = None
        self.boxes: dict[str, QComboBox] = {}
        self._job: Job | None = None
        self._make_widgets()
        self._assemble()
        make_roomy(self)
        make_primary(self.start)
        self.choose.clicked.connect(self._choose)
        self.start.clicked.connect(self.run_import)

    def title(self) -> str:
        """The words on the tab."""
        return "导入表格"

    def _make_widgets(self) -> None:
        self.heading = QLabel("导入表格")
        self.heading.setFont(scaled_font(self.font(), 1.35, bold=True))
        self.choose = QPushButton(icon("folder"), "选择文件…")
        self.file_name = QLabel("还没有选择文件。可以是 .xlsx、.xls 或 .csv，第一行是表头。")
        self.file_name.setTextFormat(Qt.TextFormat.PlainText)
        self.mapping = QWidget()
        self.form = QFormLayout(self.mapping)
        self.form.setSpacing(GAP)
        self.form.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        self.table = QTableWidget()
        self.table.setAccessibleName("预览")
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setHorizontalHeader(PlainHeader(self.table))
        self.table.horizontalHeader().setFixedHeight(round(self.fontMetrics().height() * 1.8))
        self.table.verticalHeader().hide()
        self.verdict = QLabel()
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.start = QPushButton("导入")
        self.start.setEnabled(False)
        self.start.setMinimumSize(112, round(self.fontMetrics().height() * 2))

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(MARGIN)
        head.addWidget(self.choose)
        head.addWidget(self.file_name, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.mapping)
        area.viewport().setAutoFillBackground(False)
        self.mapping.setAutoFillBackground(False)
        body = QHBoxLayout()
        body.setSpacing(MARGIN)
        body.addWidget(_framed("表头对应", area), 2)
        body.addWidget(_framed("预览（前 50 行）", self.table), 5)
        foot = QHBoxLayout()
        foot.addWidget(self.verdict, 1)
        foot.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.heading)
        column.addWidget(
            quiet_label("逐行检查，按反馈日期登记为补录单据；不合格的行列在报告里，一行也不会丢。", self)
        )
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addLayout(foot)

    def _choose(self) -> None:
        found = ask_for_files(self, self._settings, title="选择要导入的表格", kinds=TABLES)
        if found:
            self.open_file(found[0])

    def open_file(self, path: Path) -> None:
        """Read a spreadsheet and propose which heading is what."""
        self.path = path
        self.file_name.setText(path.name)
        self.boxes = {}
        self._look()

    def _look(self) -> None:
        """Read the file in a worker thread with the mapping chosen so far."""
        path, mapping, desk = self.path, self._chosen(), self._desk
        if path is None:
            return
        if self._job is not None:
            self._job.abandon()
        self._say("正在读取…")
        self.start.setEnabled(False)
        self._job = run(
            self,
            lambda _progress: importing.preview(desk, path=path, mapping=mapping or None),
            self._show,
            failed=self._refuse,
        )

    def _chosen(self) -> dict[str, str]:
        return {key: box.currentData() for key, box in self.boxes.items() if box.currentData()}

    def _refuse(self, error: Exception) -> None:
        self.table.setRowCount(0)
        text = str(error) if isinstance(error, UserError) else "这个文件读不出来。"
        self._say(text, bad=True)

    def _show(self, found: Preview) -> None:
        if not self.boxes:
            self._offer(found)
        self._fill(found)
        if found.missing:
            names = "、".join(f"“{target.label}”" for target in found.missing)
            self._say(f"请在左边为 {names} 选择表头。", bad=True)
            return
        words = f"共 {found.total} 行，可导入 {found.ready} 行，不合格 {len(found.refused)} 行。"
        self._say(words + "".join(f" {text}" for text in found.warnings))
        self.start.setText(f"导入 {found.ready} 行")
        self.start.setEnabled(found.ready > 0)

    def _offer(self, found: Preview) -> None:
        while self.form.rowCount():
            self.form.removeRow(0)
        for target in TARGETS:
            box = QComboBox()
            box.addItem(LEFT_OUT, "")
            for heading in found.headings:
                box.addItem(heading, heading)
            box.setCurrentIndex(max(0, box.findData(found.mapping.get(target.key, ""))))
            box.setAccessibleName(target.label)
            box.currentIndexChanged.connect(self._look)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            self.boxes[target.key] = box
            label = QLabel(target.label + (" *" if target.required else ""))
            label.setBuddy(box)
            self.form.addRow(label, box)
        make_roomy(self.mapping)

    def _fill(self, found: Preview) -> None:
        targets = [target for target in TARGETS if target.key in found.mapping]
        self.table.setColumnCount(len(targets) + 2)
        self.table.setHorizontalHeaderLabels(["行", "检查", *(target.label for target in targets)])
        self.table.setRowCount(len(found.sample))
        for row, line in enumerate(found.sample):
            texts = [str(line.line), line.reason or "可导入", *(line.cells.get(t.key, "") for t in targets)]
            for column, text in enumerate(texts):
                item = QTableWidgetItem(" ".join(text.split()))
                item.setToolTip(text)
                if column == 1 and line.reason:
                    item.setForeground(late_colour(self.palette()))
                self.table.setItem(row, column, item)
        self.table.horizontalHeader().setDefaultSectionSize(self.fontMetrics().horizontalAdvance("年") * 9)
        self.table.setColumnWidth(0, self.fontMetrics().horizontalAdvance("99999") + 2 * GAP)
        self.table.setColumnWidth(1, self.fontMetrics().horizontalAdvance("年") * 12)

    def _say(self, text: str, *, bad: bool = False) -> None:
        palette = self.palette()
        if bad:
            palette.setColor(palette.ColorRole.WindowText, late_colour(palette))
        self.verdict.setPalette(palette)
        self.verdict.setText(text)

    def run_import(self) -> None:
        """Import in a worker thread with progress; the report is written beside the file."""
        if self.path is None:
            return
        desk, path, mapping = self._desk, self.path, self._chosen()
        report = path.with_name(f"{path.stem}_导入报告.xlsx")
        run_watched(
            self,
            "导入表格",
            lambda progress: importing.run(
                desk, path=path, mapping=mapping, report=report, progress=progress
            ),
            self._done,
        )

    def _done(self, result: ImportReport) -> None:
        numbers = f"（{result.first_number} 至 {result.last_number}）" if result.imported else ""
        text = f"已导入 {result.imported} 行{numbers}，不合格 {len(result.refused)} 行。"
        self._say(text)
        self.start.setEnabled(False)
        self.slip_changed.emit(0)
        tell_file(self, text, result.report)


def _framed(title: str, inside: QWidget) -> Card:
    card = Card()
    heading = QLabel(title)
    heading.setFont(scaled_font(card.font(), 1.05, bold=True))
    heading.setContentsMargins(MARGIN, GAP, MARGIN, 0)
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 4, 1, 1)
    column.addWidget(heading)
    column.addWidget(inside, 1)
    return card
