"""核验 as a page: drop a PDF, read in words whether it is the original, and see the record as it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.drop_area import DropArea
from qmsdesk.forms.style import GAP, MARGIN, good_colour, late_colour, scaled_font
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.verifying import Checked


class VerifyPage(QWidget):
    """Takes one file after another and says what it thinks of it."""

    slip_wanted = Signal(int)
    status_message = Signal(str)

    def __init__(self, desk: Desk, settings: QSettings | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.checked: Checked | None = None
        self.area = DropArea(settings)
        self.area.hint.setText("把要核验的 PDF 拖到这里")
        self.area.remove.hide()
        self.area.setMaximumHeight(120)
        self.verdict, self.reasons = QLabel(), QLabel()
        self.details = QTreeWidget()
        self.details.setHeaderLabels(["项目", "内容"])
        self.details.setAccessibleName("签名和当时的内容")
        self.details.setColumnWidth(0, 220)
        self.open_button = QPushButton("打开现在的单据")
        self._assemble()
        self.area.changed.connect(self._take)
        self.open_button.clicked.connect(self._open)

    def title(self) -> str:
        """The words on the tab."""
        return "核验"

    def _assemble(self) -> None:
        heading = QLabel("核验电子原件")
        heading.setFont(scaled_font(self.font(), 1.35, bold=True))
        self.verdict.setFont(scaled_font(self.font(), 1.25, bold=True))
        for label in (self.verdict, self.reasons):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        for widget in (heading, self.area, self.verdict, self.reasons):
            column.addWidget(widget)
        column.addWidget(self.details, 1)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.details.hide()
        self.open_button.hide()

    def _take(self) -> None:
        paths = self.area.paths()
        if paths:
            self.area.files.clear()
            self.area.files.hide()
            self.check(paths[0])

    def check(self, path: Path) -> None:
        """Judge a file in the background and show the judgement."""

        def work(_progress: object) -> Checked:
            from qmsdesk.operations import verifying

            return verifying.check_file(self._desk, verifying.read_file(path))

        self.verdict.setText(f"正在核验 {path.name}…")
        run(self, work, lambda checked: self.show_checked(path.name, checked))

    def show_checked(self, name: str, checked: Checked) -> None:
        """Show one judgement."""
        self.checked = checked
        palette = self.verdict.palette()
        colour = good_colour(self.palette()) if checked.valid else late_colour(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self.verdict.setPalette(palette)
        self.verdict.setText(f"{'✓' if checked.valid else '✗'} {name}　{checked.headline}")
        self.reasons.setText(
            "\n".join((*(f"✗ {fault}" for fault in checked.faults), *(f"· {note}" for note in checked.notes)))
        )
        self.reasons.setVisible(bool(self.reasons.text()))
        self.details.clear()
        self._branch(
            "签名",
            [
                (one.box, f"{one.person}（{one.meaning}）　{one.time}　{'成立' if one.holds else '不成立'}")
                for one in checked.signers
            ],
        )
        self._branch(f"{checked.title} {checked.number}　当时的内容", list(checked.record))
        self._branch("文件", [("SHA-256", checked.sha256)])
        self.details.show()
        self.open_button.setVisible(checked.slip_id is not None)

    def _branch(self, name: str, lines: list[tuple[str, str]]) -> None:
        if not lines:
            return
        branch = QTreeWidgetItem([name, ""])
        self.details.addTopLevelItem(branch)
        for label, words in lines:
            item = QTreeWidgetItem([label, " ".join(words.split())])
            item.setToolTip(1, words)
            branch.addChild(item)
        branch.setFirstColumnSpanned(True)
        branch.setExpanded(True)

    def _open(self) -> None:
        if self.checked is not None and self.checked.slip_id is not None:
            self.slip_wanted.emit(self.checked.slip_id)
