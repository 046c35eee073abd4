"""F1 opens the manual where somebody works; contents, search, links and back lead through it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from qmsdesk.errors import UserError
from qmsdesk.forms.error_box import show_error
from qmsdesk.forms.help import book
from qmsdesk.forms.help.context import BY_CLASS, BY_PAPER, topic_for
from qmsdesk.forms.help.window import HelpWindow, open_help
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.forms.style import apply_palette
from qmsdesk.operations.desk import Desk


@pytest.fixture
def help_window(qtbot: Any) -> HelpWindow:
    window = HelpWindow()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def main(qtbot: Any, desk: Desk, slips: list[int], settings: QSettings) -> MainWindow:
    window = MainWindow(desk, settings)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_every_page_is_shown_without_a_complaint_of_qt(help_window: HelpWindow) -> None:
    for page in book.pages():
        help_window.show_topic(page.key)
        shown = help_window.browser.document()
        assert shown.begin().text() == page.title
        assert "**" not in shown.toPlainText()
        assert "](" not in shown.toPlainText()
        assert help_window.tree.currentItem().text(0) == page.title


def test_typing_finds_and_enter_opens_at_the_heading_with_the_words_marked(help_window: HelpWindow) -> None:
    QTest.keyClicks(help_window.search, "F9")
    help_window.search.setText("恢复码")
    assert help_window.shelf.currentWidget() is help_window.hits
    QTest.keyClick(help_window.search, Qt.Key.Key_Return)
    assert help_window.topic == "first-start"
    assert help_window.browser.extraSelections()
    help_window.search.setText("这几个字哪里也没有")
    assert help_window.shelf.currentWidget() is help_window.nothing
    help_window.search.clear()
    assert help_window.shelf.currentWidget() is help_window.tree
    assert help_window.browser.extraSelections() == []


def test_a_clause_in_the_text_opens_the_clause_and_back_returns(help_window: HelpWindow) -> None:
    help_window.show_topic("feedback")
    help_window.follow("clause:5.3.4.6")
    assert help_window.topic == "clause-53"
    assert help_window.browser.verticalScrollBar().value() > 0
    help_window.go_back()
    assert help_window.topic == "feedback"
    help_window.go_forward()
    assert help_window.topic == "clause-53"


def test_an_unknown_page_opens_the_first(help_window: HelpWindow) -> None:
    help_window.show_topic("no such page")
    assert help_window.topic == "index"


def test_every_page_named_for_a_window_or_a_paper_exists() -> None:
    assert [
        key for key in {*BY_CLASS.values(), *BY_PAPER.values(), "auxiliary"} if book.page(key) is None
    ] == []


def test_every_kind_of_page_has_its_explanation() -> None:
    """A new page is named in `forms/help/context.py`, or says `help_topic`."""
    rooms = Path(book.__file__).resolve().parents[1]
    texts = [path.read_text("utf-8") for path in rooms.rglob("*.py")]
    kinds = {
        name
        for text in texts
        for name in re.findall(r"^class (\w+(?:Page|Window))\((?:Page|QWidget)\b", text, re.M)
    }
    inside = {"HelpWindow", "SheetPage", "SheetWindow"}  # parts of pages, and this window itself
    assert kinds - inside - set(BY_CLASS) == set()


TOPICS = {
    "take_call": "call", "other_mail": "other-mail", "import_table": "import", "scans": "ink", "verify": "verify",
    "ledger": "ledger", "waiting": "waiting", "originals": "other-mail", "records": "case", "packets": "packets",
    "duties": "duties", "returns": "returns", "reports": "reports", "charts": "charts", "surveys": "surveys",
    "people": "people", "backups": "backup", "health": "health", "settings": "settings", "retention": "retention",
    "viewings": "viewing", "start_page": "index",
}  # fmt: skip


def test_help_opens_at_the_page_in_front(main: MainWindow) -> None:
    for command, topic in TOPICS.items():
        main.action(command).trigger()
        assert topic_for(main.tabs.currentWidget()) == topic, command


def test_f1_on_a_sheet_opens_the_page_of_its_paper(main: MainWindow, slips: list[int]) -> None:
    main.open_slip(slips[0])
    QTest.keyClick(main, Qt.Key.Key_F1)
    found = main.findChild(HelpWindow)
    assert found is not None
    assert found.isVisible()
    assert found.topic == "feedback"
    main.action("clauses").trigger()
    assert found.topic == "clause-53"
    assert main.findChildren(HelpWindow) == [found]
    found.close()


def test_f1_in_a_dialog_explains_it(qtbot: Any, main: MainWindow) -> None:
    box = show_error(main, UserError("磁盘已满。", advice="请清理磁盘。"))
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    QTest.keyClick(box, Qt.Key.Key_F1)
    found = box.findChild(HelpWindow)
    assert found is not None
    assert found.topic == "errors"
    found.close()
    box.close()


def test_night_keeps_the_page_and_its_place(qtbot: Any, qapp: Any, help_window: HelpWindow) -> None:
    help_window.show_topic("clause-53", "5.3.4.6")
    place = help_window.browser.verticalScrollBar().value()
    try:
        apply_palette(qapp, dark=True)
        qtbot.wait(20)
        assert help_window.topic == "clause-53"
        assert abs(help_window.browser.verticalScrollBar().value() - place) < 60
    finally:
        apply_palette(qapp, dark=False)


def test_the_window_of_an_owner_is_one(qtbot: Any, main: MainWindow) -> None:
    first = open_help(main, "ledger")
    assert open_help(main, "case") is first
    assert first.topic == "case"
    first.close()
