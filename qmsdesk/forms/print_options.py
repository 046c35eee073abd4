"""Which pages, how many, one or two sides: asked for one print, both sides remembered for each printer."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.printer_offset import read_offset
from qmsdesk.forms.style import GAP, make_roomy
from qmsdesk.forms.trust.frame import plain, say
from qmsdesk.operations.print_choice import MOST_COPIES, PrintChoice, chosen_pages


def read_duplex(settings: QSettings | None, printer: str) -> bool:
    """Whether this workstation prints on both sides with a printer; no until somebody says so."""
    return settings is not None and str(settings.value(_key(printer), "")) == "yes"


def keep_duplex(settings: QSettings | None, printer: str, duplex: bool) -> None:
    """Remember it for this workstation."""
    if settings is not None:
        settings.setValue(_key(printer), "yes" if duplex else "no")


def choice_for(settings: QSettings | None, printer: str, pages: str = "", copies: int = 1) -> PrintChoice:
    """What goes to a printer: pages and copies as chosen now, sides and offset as remembered."""
    return PrintChoice(pages, copies, read_duplex(settings, printer), read_offset(settings, printer))


def _key(printer: str) -> str:
    return f"print/duplex/{printer.replace('/', '_')}"


class PrintOptions(QDialog):
    """页码、份数、双面 of one print; a set whose copies are counted is printed once at a time."""

    def __init__(
        self, count: int, choice: PrintChoice, *, counted: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("打印选项")
        self._count = count
        self.pages = QLineEdit(choice.pages)
        self.pages.setPlaceholderText(f"全部（共 {count} 页），或如 1-2,5")
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setValue(1 if counted else choice.copies)
        self.copies.setEnabled(not counted)
        if counted:
            self.copies.setToolTip("每联只印一份；再印请重新打开预览，会标明补印")
        self.duplex = QCheckBox("双面打印（各联仍分张）")
        self.duplex.setChecked(choice.duplex)
        self.message = plain()
        form = QFormLayout(self)
        form.setSpacing(GAP)
        for label, box in (("页码", self.pages), ("份数", self.copies), ("", self.duplex)):
            box.setAccessibleName(label or "双面打印")
            form.addRow(label, box)
        form.addRow(self.message)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        make_roomy(self)
        self.setMinimumWidth(380)

    def _take(self) -> None:
        try:
            chosen_pages(self.pages.text(), self._count)
        except UserError as error:
            say(self.message, str(error))
            self.pages.setFocus()
            return
        self.accept()
