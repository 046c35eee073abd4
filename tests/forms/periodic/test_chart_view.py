"""A chart on the screen: bars as high as on paper, hover tells, click and keys ask for the rows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette

from qmsdesk.forms.chart_view import ChartView
from qmsdesk.procedure.chart_data import ParetoChart, pareto_chart
from qmsdesk.procedure.chart_shapes import Box
from qmsdesk.procedure.statistics import Case, pareto

COUNTS = {"高压换热器": 8, "加氢反应器": 4, "阀门": 2}


def _chart() -> ParetoChart:
    cases = [
        Case(f"{name}{turn}", date(2026, 1, 1), name)
        for name, count in COUNTS.items()
        for turn in range(count)
    ]
    return pareto_chart("产品排列图", pareto(cases))


@pytest.fixture
def view(qtbot) -> ChartView:
    view = ChartView()
    qtbot.addWidget(view)
    view.resize(640, 360)
    view.show_chart(_chart())
    view.show()
    qtbot.waitExposed(view)
    return view


def _bars(view: ChartView) -> list[Box]:
    return [shape for shape in view.picture.shapes if isinstance(shape, Box) and shape.key]


def test_pixels_of_the_bars_are_proportional(view: ChartView) -> None:
    image = view.grab().toImage()
    ratio = image.devicePixelRatio()
    accent = view.palette().color(QPalette.ColorRole.Highlight)
    heights = []
    for box in _bars(view)[:2]:
        x = round((box.x + box.w / 2) * ratio)
        heights.append(sum(QColor(image.pixel(x, y)) == accent for y in range(image.height())))
    assert heights[0] == pytest.approx(2 * heights[1], abs=3)


def test_a_click_asks_for_the_rows_of_its_bar(qtbot, view: ChartView) -> None:
    box = _bars(view)[1]
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.mouseClick(
            view, Qt.MouseButton.LeftButton, pos=QPoint(round(box.x + 4), round(box.y + box.h - 2))
        )
    assert chosen.args == ["加氢反应器"]


def test_a_low_bar_is_hit_anywhere_in_its_column(qtbot, view: ChartView) -> None:
    box = _bars(view)[2]
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.mouseClick(
            view, Qt.MouseButton.LeftButton, pos=QPoint(round(box.x + box.w / 2), round(box.y - 60))
        )
    assert chosen.args == ["阀门"]


def test_keys_walk_from_bar_to_bar(qtbot, view: ChartView) -> None:
    told: list[str] = []
    view.told.connect(told.append)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["加氢反应器"]
    assert told[-1] == "加氢反应器：4 件，占 28.57%，累计 85.71%"


def test_a_screen_reader_hears_every_bar(view: ChartView) -> None:
    assert view.accessibleName() == "产品排列图"
    assert all(name in view.accessibleDescription() for name in COUNTS)
