"""空白表: any paper as an empty form for filling in by hand, in the preview."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from qmsdesk.forms.background import run
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.preview import Preview, open_noted
from qmsdesk.forms.sign_in import quiet_label
from qmsdesk.forms.style import GAP, make_roomy
from qmsdesk.forms.trust.frame import card
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable
from qmsdesk.operations import prints
from qmsdesk.operations.desk import Desk
from qmsdesk.papers.catalogue import AUXILIARY, SHEETS


class BlankForms(QDialog):
    """The papers of the procedure and the auxiliary sheets; the chosen one opens empty."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.preview: Preview | None = None
        self.setWindowTitle("空白表")
        self.table = PlainTable("空白表", ("代号", "名称", "表号"), (5, 0, 8))
        self.table.show_rows(
            [
                PlainRow((paper.code, paper.title, paper.form_no), paper.code)
                for paper in (*SHEETS, *AUXILIARY)
            ]
        )
        self.table.selectRow(0)
        self.table.doubleClicked.connect(lambda _index: self.show_chosen())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.show_button = buttons.addButton("预览、打印", QDialogButtonBox.ButtonRole.ActionRole)
        self.show_button.clicked.connect(self.show_chosen)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(GAP)
        column.addWidget(quiet_label("打印出来用手填写；填好以后再录入，或扫描归档。", self))
        column.addWidget(card(self.table), 1)
        column.addWidget(buttons)
        make_roomy(self)
        self.resize(560, 520)

    def show_chosen(self) -> None:
        """Open the chosen form."""
        code = self.table.chosen()
        if code is not None:
            run(
                self,
                lambda _progress: prints.blank_pdf(self._desk, code=code),
                self._show,
                failed=self._failed,
            )

    def _show(self, printed: prints.Printed) -> None:
        self.preview = open_noted(self, self._desk, printed)

    def _failed(self, error: Exception) -> None:
        show_error(self, error)
