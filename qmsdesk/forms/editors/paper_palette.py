"""The colours of an editor that lies on white paper, whatever the desktop's colour scheme is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from qmsdesk.forms.sheet_paint import INK

FAINT = QColor("#8a8a8a")


def paper_palette(palette: QPalette) -> QPalette:
    """Black ink on a transparent ground; selection colours stay the desktop's."""
    paper = QPalette(palette)
    for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window, QPalette.ColorRole.Button):
        paper.setColor(role, QColor(Qt.GlobalColor.transparent))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        paper.setColor(role, INK)
    return blank_palette(paper, ink=False)


def blank_palette(palette: QPalette, *, ink: bool) -> QPalette:
    """What stands in an empty box: printed in ink, or a faint invitation."""
    blank = QPalette(palette)
    blank.setColor(QPalette.ColorRole.PlaceholderText, INK if ink else FAINT)
    return blank
