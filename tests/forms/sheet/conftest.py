"""Sheet windows of any paper, and values that fill every field of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.forms.sheet_window import SheetWindow
from qmsdesk.papers.base import Field, Kind, Paper
from qmsdesk.papers.values import Attached, Signed
from qmsdesk.procedure.clock import FixedClock

DAY = date(2026, 11, 20)
LONG_TEXT = "第一行:主轴承座异常振动。\n第二行 \u00a0 温度 92℃;\t见照片。"


def value_of(field: Field, row: int = 0) -> Any:
    """A value of the field's kind."""
    simple: dict[Kind, Any] = {
        Kind.NUMBER: "F01-2026-007",
        Kind.TEXT: f"{field.label}甲{row}",
        Kind.LONG_TEXT: LONG_TEXT,
        Kind.DATE: DAY,
        Kind.CHOICE: field.choices[-1] if field.choices else "甲",
        Kind.TICK: True,
        Kind.QUANTITY: 3 + row,
        Kind.MONEY: 123_450 + row,
        Kind.WEIGHT: 12_500 + row,
        Kind.LINK: "F01-2026-001",
        Kind.SIGNATURE: Signed("李敏", DAY),
        Kind.ATTACHMENTS: [Attached("7", "照片.jpg", 2, True), Attached("", "顾客传真", 1, False)],
    }
    if field.kind is Kind.ROWS:
        return [{column.name: value_of(column, place) for column in field.columns} for place in range(3)]
    return simple[field.kind]


@pytest.fixture
def clock() -> FixedClock:
    """Ten o'clock on Sunday 22 November 2026 in Shanghai."""
    return FixedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC))


@pytest.fixture
def filled() -> Callable[[Paper], dict[str, Any]]:
    """A value in every field of a paper, printed and stored."""
    return lambda paper: {field.name: value_of(field) for field in (*paper.fields, *paper.extra)}


@pytest.fixture
def open_sheet(qtbot: QtBot, clock: FixedClock) -> Callable[..., SheetWindow]:
    """Opens a sheet window that is shown and closed with the test."""

    def make(paper: Paper, values: dict[str, Any] | None = None, **more: Any) -> SheetWindow:
        window = SheetWindow(
            paper,
            values or {},
            company="兰州兰石重型装备股份有限公司",
            form_no=paper.form_no,
            clock=clock,
            person="李敏",
            **more,
        )
        qtbot.addWidget(window)
        window.resize(1180, 900)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return make


@pytest.fixture
def type_text() -> Callable[[QWidget, str], None]:
    """Types any characters, full-width ones too (QTest knows ASCII only)."""

    def keys(widget: QWidget, text: str) -> None:
        for char in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char)
                QApplication.sendEvent(widget, event)

    return keys
