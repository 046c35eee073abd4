"""The sheet on the desk: millimetres × zoom, rules on whole pixels, the cursor in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from qmsdesk.forms.sheet_page import JOINED
from qmsdesk.forms.sheet_paint import INK, paint_sheet, rule_box
from qmsdesk.forms.sheet_view import EDGE
from qmsdesk.forms.sheet_window import SheetWindow
from qmsdesk.papers.base import Kind
from qmsdesk.papers.catalogue import AUXILIARY, all_papers, paper
from qmsdesk.papers.layout import lay_out

Open = Callable[..., SheetWindow]
PAPERS = (*all_papers(), *AUXILIARY)
NEAR = 0.5  # mm


@pytest.mark.parametrize("sheet", PAPERS, ids=lambda item: item.code)
def test_every_editor_lies_on_its_room_at_every_zoom(sheet: Any, open_sheet: Open) -> None:
    view = open_sheet(sheet).view
    for zoom in (50, 100, 150, 200):
        view.set_zoom(zoom)
        ppm = view.logicalDpiX() / 25.4 * zoom / 100
        assert view.page.width() == round(sheet.size[0] * ppm)
        for editor, place in view.page.rooms():
            box, slot = place.widget.geometry(), place.slot
            joined = JOINED if sheet.letter and editor.field.kind is Kind.NUMBER else 0.0
            top = box.top() + getattr(place.widget, "rise", 0)
            edges = (box.left(), top, box.left() + box.width(), box.top() + box.height())
            wanted = (slot.x - joined, slot.y, slot.x + slot.w, slot.y + slot.h)
            assert all(abs(edge / ppm - mm) <= NEAR for edge, mm in zip(edges, wanted, strict=True))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_rules_lie_on_whole_device_pixels(ratio: float) -> None:
    sheet = lay_out(paper("04"))
    for zoom in (0.5, 1.0, 1.3, 2.0):
        ppm = 96 / 25.4 * zoom
        for rule in sheet.rules:
            box = rule_box(rule, ppm, ratio)
            for edge in (box.left(), box.top(), box.right(), box.bottom()):
                assert abs(edge * ratio - round(edge * ratio)) < 1e-6
            middle = box.center()
            wanted = QPointF((rule.x1 + rule.x2) / 2 * ppm, (rule.y1 + rule.y2) / 2 * ppm)
            assert (middle - wanted).manhattanLength() <= 2 * NEAR * ppm


def test_what_is_painted_is_black_where_the_declared_rules_are(qapp: Any) -> None:
    sheet, ppm = lay_out(paper("01")), 96 / 25.4
    image = QImage(round(sheet.width * ppm), round(sheet.height * ppm), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_sheet(painter, sheet, ppm)
    painter.end()
    for rule in sheet.rules:
        box = rule_box(rule, ppm, 1.0)
        colour = QColor(image.pixel(int(box.center().x()), int(box.center().y())))
        assert colour.lightness() <= INK.lightness() + 5


def _wheel(window: SheetWindow, clicks: int) -> None:
    port = window.view.viewport()
    place = QPointF(port.rect().center())
    event = QWheelEvent(
        place,
        port.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * clicks),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)


def test_ctrl_and_wheel_zoom_within_50_and_200(open_sheet: Open) -> None:
    window = open_sheet(paper("01"))
    for _turn in range(20):
        _wheel(window, 1)
    assert window.view.zoom == 200
    for _turn in range(40):
        _wheel(window, -1)
    assert window.view.zoom == 50
    assert window.header.zoom.text() == "50%"


def test_fit_width_shows_the_whole_width_and_follows_the_window(open_sheet: Open, qtbot: Any) -> None:
    window = open_sheet(paper("04"))
    for width in (900, 1200, 1600):
        window.resize(width, 800)
        window.view.fit_width()
        room = window.view.viewport().width()
        assert room - 3 * EDGE - 16 <= window.view.page.width() <= room
    zoom = window.view.zoom
    window.resize(1000, 800)
    qtbot.waitUntil(lambda: window.view.zoom < zoom)


def test_the_field_with_the_cursor_is_always_in_sight(open_sheet: Open) -> None:
    window = open_sheet(paper("01"))
    window.resize(900, 420)
    view = window.view
    view.set_zoom(150)
    for editor in window.view.editors.values():
        if editor.stops():
            editor.focus()
            widget = editor.stops()[0]
            corner = widget.mapTo(view.viewport(), QPoint(2, 2))
            assert view.viewport().rect().contains(corner)
    view.set_zoom(200)
    focus = view.focusWidget()
    assert view.viewport().rect().contains(focus.mapTo(view.viewport(), QPoint(2, 2)))


def test_text_is_set_as_the_print_sets_it(open_sheet: Open) -> None:
    """The type shrinks by half points to 8 pt, and only what is longer still is announced for the 附页."""
    box = open_sheet(paper("01")).editors["problem_kind"].box  # type: ignore[attr-defined]
    sizes = []
    for length in (10, 90, 150, 600):
        box.set_plain("渗" * length)
        sizes.append(box._points)
    assert sizes[0] == 9.5
    assert sizes[1] == 9.5
    assert 8.0 <= sizes[2] < 9.5
    assert box.overflows()
    assert box.note.isVisible()


def test_a_click_beside_an_editor_in_its_room_goes_to_the_editor(open_sheet: Open, qtbot: Any) -> None:
    window = open_sheet(paper("02"))
    slot = next(slot for slot in window.view.page.sheet.slots if slot.field == "sig_verifier")
    ppm = window.view.page.ppm
    point = QPoint(round((slot.x + slot.w - 2) * ppm), round((slot.y + slot.h / 2) * ppm))
    qtbot.mouseClick(window.view.page, Qt.MouseButton.LeftButton, pos=point)
    assert window.editors["sig_verifier"].name.hasFocus()  # type: ignore[attr-defined]
