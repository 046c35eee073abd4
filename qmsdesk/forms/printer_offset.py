"""How far a printer of this workstation prints beside the place: asked once, kept per printer, used at every print."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from qmsdesk.forms.style import GAP, make_roomy

MOST = 10.0
NONE = (0.0, 0.0)


def read_offset(settings: QSettings | None, printer: str) -> tuple[float, float]:
    """Millimetres right and down for a printer; nothing when it was never measured or cannot be read."""
    kept = str(settings.value(_key(printer), "")) if settings is not None else ""
    parts = kept.split(";")
    try:
        right, down = (max(-MOST, min(MOST, float(part))) for part in parts)
    except ValueError:
        return NONE
    return right, down


def keep_offset(settings: QSettings | None, printer: str, offset: tuple[float, float]) -> None:
    """Keep the offset of a printer on this workstation."""
    if settings is not None:
        settings.setValue(_key(printer), f"{offset[0]:.1f};{offset[1]:.1f}")


def _key(printer: str) -> str:
    return f"print/offset/{printer.replace('/', '_')}"


class OffsetDialog(QDialog):
    """Two numbers for one printer, and a page to measure them with."""

    def __init__(
        self,
        printer: str,
        offset: tuple[float, float],
        *,
        print_page: Callable[[tuple[float, float]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"打印偏移　{printer}")
        self.right, self.down = QDoubleSpinBox(), QDoubleSpinBox()
        form = QFormLayout(self)
        form.setSpacing(GAP)
        form.addRow(QLabel("先打一张校准页，量十字到纸边的距离，再填差多少。"))
        for label, box, value in (("往右", self.right, offset[0]), ("往下", self.down, offset[1])):
            box.setRange(-MOST, MOST)
            box.setDecimals(1)
            box.setSingleStep(0.1)
            box.setSuffix(" 毫米")
            box.setAccessibleName(label)
            box.setValue(value)
            form.addRow(label, box)
        self.page_button = QPushButton("打印校准页")
        self.page_button.setAutoDefault(False)
        self.page_button.clicked.connect(lambda: print_page(self.offset()))
        form.addRow("", self.page_button)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        make_roomy(self)

    def offset(self) -> tuple[float, float]:
        """What stands there: millimetres right and down."""
        return round(self.right.value(), 1), round(self.down.value(), 1)
