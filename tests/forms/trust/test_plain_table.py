"""The plain table and toned words follow day and night while they stand open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from qmsdesk.forms.style import apply_palette, good_colour
from qmsdesk.forms.toned_label import TonedLabel
from qmsdesk.forms.trust.plain_table import PlainRow, PlainTable


@pytest.fixture
def night(qapp: QApplication) -> Iterator[QApplication]:
    """The application by day; what a test made dark is light again after it."""
    apply_palette(qapp, dark=False)
    yield qapp
    apply_palette(qapp, dark=False)


def ground(table: PlainTable) -> int:
    """How light the table is below its rows, 0-255."""
    return table.grab().toImage().pixelColor(150, 150).lightness()


def test_what_stands_open_turns_dark_when_the_system_does(qtbot, night: QApplication) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    table, words = PlainTable("表", ("一", "二"), (4, 0), page), TonedLabel("好", "good", page)
    table.setGeometry(0, 0, 300, 200)
    table.show_rows([PlainRow(("甲", "乙"))])
    page.show()
    assert ground(table) > 200
    apply_palette(night, dark=True)
    qtbot.waitUntil(lambda: ground(table) < 80)
    ink = words.palette().color(QPalette.ColorRole.WindowText)
    assert ink == good_colour(QApplication.palette())
    apply_palette(night, dark=False)
    qtbot.waitUntil(lambda: ground(table) > 200)


def test_long_words_break_but_a_row_stays_within_its_lines(qtbot) -> None:
    table = PlainTable("表", ("一", "二"), (4, 0), wraps=True, most_lines=2)
    qtbot.addWidget(table)
    table.resize(300, 300)
    table.show()
    table.show_rows([PlainRow(("甲", "乙")), PlainRow(("甲", "很长的说明" * 40))])
    one, two = table.rowHeight(0), table.rowHeight(1)
    assert one < two <= 2 * table.fontMetrics().lineSpacing() + 10
