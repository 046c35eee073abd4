"""By night a tick that nobody has set can still be seen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from qmsdesk.forms.style import apply_palette


def test_an_empty_tick_has_an_edge_by_night(qtbot: QtBot, qapp: QApplication) -> None:
    apply_palette(qapp, dark=True)
    try:
        box = QCheckBox("压力容器")
        qtbot.addWidget(box)
        box.resize(box.sizeHint())
        picture = box.grab().toImage()
        middle = picture.height() // 2
        lights = [picture.pixelColor(x, middle).lightness() for x in range(picture.width() // 4)]
    finally:
        apply_palette(qapp, dark=False)
    assert max(lights) > 2 * lights[len(lights) // 2]
