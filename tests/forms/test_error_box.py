"""An error says what happened and what to do, in plain text; the program stays alive."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from qmsdesk.errors import UserError
from qmsdesk.fault_log import keep_log
from qmsdesk.forms.error_box import ErrorBox, ErrorHook, describe, show_error

NASTY = "<b>粗体</b> <img src=x> &amp; %s {0}"


def test_a_user_error_shows_message_and_advice_and_no_details(qtbot) -> None:
    box = show_error(None, UserError("磁盘已满。", advice="请清理磁盘。"))
    qtbot.addWidget(box)
    assert (box.message.text(), box.advice.text()) == ("磁盘已满。", "请清理磁盘。")
    assert not box.copy_button.isVisibleTo(box)
    box.close()


def test_details_unfold_and_copy_with_the_versions(qtbot) -> None:
    box = ErrorBox(None, "出错", "请重试", "第 1 行\n第 2 行")
    qtbot.addWidget(box)
    box.show()
    assert not box.details.isVisible()
    box.unfold_button.click()
    assert box.details.isVisible()
    box.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert "第 2 行" in text
    assert "qmsdesk 0" in text
    assert "Qt " in text


def test_user_text_is_never_markup(qtbot) -> None:
    box = ErrorBox(None, NASTY, NASTY, NASTY)
    qtbot.addWidget(box)
    labels = [label for label in box.findChildren(QLabel) if label.text()]
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert box.details.toPlainText() == NASTY


def test_what_is_no_user_error_is_called_a_fault_of_the_program() -> None:
    message, advice, detail = describe(ZeroDivisionError("nought"))
    assert "没有预料到" in message
    assert "草稿" in advice
    assert "nought" in detail


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ErrorHook:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hook = ErrorHook()
    hook.install()
    return hook


def boxes() -> list[ErrorBox]:
    return [
        window
        for window in QApplication.topLevelWidgets()
        if isinstance(window, ErrorBox) and window.isVisible()
    ]


def test_what_nobody_caught_is_shown_once(qtbot, hook: ErrorHook) -> None:
    for _ in range(3):
        sys.excepthook(ValueError, ValueError("x"), None)
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    boxes()[0].close()
    qtbot.waitUntil(lambda: not boxes())
    sys.excepthook(ValueError, ValueError("y"), None)
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    boxes()[0].close()


def test_errors_of_other_threads_are_shown_here(qtbot, hook: ErrorHook) -> None:
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    assert "ZeroDivisionError" in boxes()[0].detail
    boxes()[0].close()


def test_the_log_knows_where_and_what_kind_and_never_the_words(tmp_path: Path) -> None:
    log, said = logging.getLogger("qmsdesk"), "兰州金丝雀公司 0931-7357357"
    keep_log(tmp_path)
    handler = log.handlers[-1]
    try:
        try:
            try:
                raise KeyError(said)
            except KeyError as error:
                raise ValueError(said) from error
        except ValueError as error:
            log.error("unforeseen error", exc_info=error)
        text = (tmp_path / "qmsdesk.log").read_text(encoding="utf-8")
    finally:
        log.removeHandler(handler)
        handler.close()
    assert "金丝雀" not in text
    assert "7357357" not in text
    assert text.index("KeyError") < text.rindex("ValueError")
    assert "test_error_box.py" in text
