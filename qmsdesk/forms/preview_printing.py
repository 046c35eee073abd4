"""The printing part of the preview: printer, options, offset, and the print itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from qmsdesk.forms import paper_out
from qmsdesk.forms.background import run
from qmsdesk.forms.print_options import PrintOptions, choice_for, keep_duplex
from qmsdesk.forms.printer_offset import OffsetDialog, keep_offset, read_offset
from qmsdesk.forms.work_dialog import run_watched
from qmsdesk.operations import prints
from qmsdesk.operations.prints import Printed

NO_PRINTER = "没有找到打印机"


class PreviewPrinting(QObject):
    """Knows the printers of this workstation and what is chosen for this print."""

    ready = Signal(bool)
    said = Signal(str)
    put_out = Signal(str)

    def __init__(self, printed: Printed, count: int, settings: QSettings | None, owner: QWidget) -> None:
        super().__init__(owner)
        self._printed, self._count, self._settings, self._owner = printed, count, settings, owner
        self.pages, self.copies = "", 1
        self.printer = QComboBox()
        self.printer.setAccessibleName("打印机")
        self.printer.setMinimumWidth(170)

    def find_printers(self) -> None:
        """Ask for the printers in the background and offer them."""
        run(
            self._owner,
            lambda _progress: paper_out.printer_names(),
            self._offer,
            failed=lambda _error: self._offer([]),
        )

    def _offer(self, names: list[str]) -> None:
        self.printer.addItems(names or [NO_PRINTER])
        self.printer.setEnabled(bool(names))
        kept = str(self._settings.value("print/printer", "")) if self._settings is not None else ""
        self.printer.setCurrentIndex(max(0, self.printer.findText(kept)))
        self.ready.emit(bool(names))

    def print_out(self) -> None:
        """Send the very bytes that are shown to the chosen printer."""
        printer, printed = self.printer.currentText(), self._printed
        if self._settings is not None:
            self._settings.setValue("print/printer", printer)
        choice = choice_for(self._settings, printer, self.pages, self.copies)
        sets = printed.copies if choice.duplex else 1

        def sent(_result: object) -> None:
            self.put_out.emit(printer + choice.words())
            self.said.emit(f"已送往打印机 {printer}{choice.words()}")

        run_watched(
            self._owner,
            "打印",
            lambda _progress: paper_out.send(
                printed.data, printer=printer, title=printed.title, choice=choice, sets=sets
            ),
            sent,
        )

    def ask_options(self) -> PrintOptions:
        """Ask for pages, copies and sides of this print."""
        printer = self.printer.currentText()
        choice = choice_for(self._settings, printer, self.pages, self.copies)
        dialog = PrintOptions(self._count, choice, counted=self._printed.counted, parent=self._owner)

        def taken() -> None:
            self.pages, self.copies = dialog.pages.text().strip(), dialog.copies.value()
            keep_duplex(self._settings, printer, dialog.duplex.isChecked())
            words = choice_for(self._settings, printer, self.pages, self.copies).words()
            self.said.emit(f"打印选项：{words.strip('（）') or '全部页，一份，单面'}")

        dialog.accepted.connect(taken)
        dialog.open()
        return dialog

    def ask_offset(self) -> OffsetDialog:
        """Ask how far the chosen printer prints beside the place, and keep it for this workstation."""
        printer = self.printer.currentText()

        def print_page(offset: tuple[float, float]) -> None:
            page = prints.calibration_pdf(printer, offset=offset)
            run(
                self._owner,
                lambda _progress: paper_out.send(page.data, printer=printer, title=page.title),
                lambda _result: self.said.emit(f"校准页已送往打印机 {printer}"),
            )

        dialog = OffsetDialog(
            printer, read_offset(self._settings, printer), print_page=print_page, parent=self._owner
        )
        dialog.accepted.connect(lambda: keep_offset(self._settings, printer, dialog.offset()))
        dialog.open()
        return dialog
