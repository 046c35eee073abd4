"""The main window: one table of actions, pages as tabs, nothing lost on closing."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.about import About, ShortcutPage, shortcut_sections
from qmsdesk.forms.actions import DEEDS, MENUS, plain_text
from qmsdesk.forms.intake_window import IntakeWindow
from qmsdesk.forms.ledger_page import LedgerPage
from qmsdesk.forms.main_window import LEDGER, START, MainWindow
from qmsdesk.forms.page_tabs import PageTabs
from qmsdesk.forms.sheet_actions import SHEET_DEEDS
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.forms.start_page import greeting
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafts import list_drafts, new_draft

LEDGER_KEYS = ("Ctrl+F", "Ctrl+C", "Ctrl+Shift+C", "Ctrl+E", "Ctrl+Shift+E", "Ctrl+G", "Alt+Down")


@pytest.fixture
def window(qtbot, desk: Desk, slips: list[int], settings: QSettings) -> MainWindow:
    window = MainWindow(desk, settings)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    start = window.tabs.page(START)
    qtbot.waitUntil(lambda: start.figures["today"].value == len(slips))
    return window


def test_no_key_is_bound_twice() -> None:
    deeds = (*DEEDS, *SHEET_DEEDS)
    keys = [QKeySequence(key).toString() for deed in deeds for key in deed.keys]
    keys += [QKeySequence(key).toString() for key in LEDGER_KEYS]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert all(keys)


def test_every_deed_has_menu_sentence_and_its_own_mnemonic() -> None:
    assert {deed.menu for deed in DEEDS} == set(MENUS)
    assert all(deed.tip and deed.icon for deed in DEEDS)
    for menu in MENUS:
        letters = [deed.text.split("(&")[1][0] for deed in DEEDS if deed.menu == menu]
        assert len(letters) == len(set(letters))


def test_the_help_page_names_every_key_of_the_tables(qtbot) -> None:
    words = " ".join(f"{keys} {text}" for _title, pairs in shortcut_sections() for keys, text in pairs)
    for deed in (*DEEDS, *SHEET_DEEDS):
        assert all(key in words for key in deed.keys)
        assert not deed.keys or plain_text(deed) in words
    page = ShortcutPage()
    qtbot.addWidget(page)
    assert "接电话" in page.text.text()


def test_the_about_box_says_versions_and_places(qtbot, tmp_path: Path) -> None:
    box = About(tmp_path)
    qtbot.addWidget(box)
    assert str(tmp_path) in box.facts.text()
    assert "LGPL" in box.licences.text()


def test_the_start_page_shows_slips_drafts_and_numbers(qtbot, window: MainWindow, desk: Desk) -> None:
    start = window.tabs.page(START)
    assert start.recent.model().rowCount() == 5
    assert "F01-2026-005" in start.recent.model().index(0, 0).data()
    assert start.figures["month"].value == 5
    assert not start.drafts.isVisible()
    new_draft(desk, paper_code="01", values={"customer_name": "兰州石化公司"})
    window.refresh()
    assert start.drafts.isVisible()
    assert start.figures["drafts"].value == 1


def test_a_number_of_the_start_page_opens_the_ledger_narrowed(qtbot, window: MainWindow) -> None:
    window.tabs.page(START).figures["late"].click()
    page = window.tabs.currentWidget()
    assert isinstance(page, LedgerPage)
    assert page.filters.late.isChecked()
    qtbot.waitUntil(lambda: page.sums.text().startswith("共 0 条"))


def test_a_draft_is_opened_by_enter_and_discarded_only_on_request(
    qtbot, window: MainWindow, desk: Desk
) -> None:
    draft = new_draft(desk, paper_code="01", values={"customer_name": "庆阳石化"})
    window.refresh()
    start = window.tabs.page(START)
    start.drafts.setFocus()
    start.drafts.setCurrentIndex(start.drafts.model().index(0, 0))
    qtbot.keyClick(start.drafts, Qt.Key.Key_Return)
    assert isinstance(window.tabs.currentWidget(), SheetSession)
    window.open_start()
    with qtbot.waitSignal(start.drafts.removal_wanted) as asked:
        qtbot.keyClick(start.drafts, Qt.Key.Key_Delete)
    assert asked.args == [("01", draft.id)]
    box = start.findChild(QMessageBox)
    box.defaultButton().click()
    assert [line.id for line in list_drafts(desk)] == [draft.id]
    start.discard(draft.id)
    assert list_drafts(desk) == []


def test_a_page_is_opened_once(qtbot, window: MainWindow, slips: list[int]) -> None:
    window.open_slip(slips[0])
    window.open_ledger()
    window.open_slip(slips[0])
    assert isinstance(window.tabs.currentWidget(), SheetSession)
    assert [window.tabs.tabText(n) for n in range(window.tabs.count())].count("台帐") == 1
    assert window.tabs.count() == 3


def test_the_start_page_cannot_be_closed(qtbot, window: MainWindow) -> None:
    window.action("close_page").trigger()
    assert window.tabs.page(START) is not None


@pytest.mark.parametrize(
    ("key", "modifier", "kind"),
    [
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, IntakeWindow),
        (Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier, LedgerPage),
    ],
)
def test_keys_open_pages(qtbot, window: MainWindow, key, modifier, kind) -> None:
    window.activateWindow()
    qtbot.waitActive(window)
    qtbot.keyClick(window, key, modifier)
    assert isinstance(window.tabs.currentWidget(), kind)


def test_find_goes_to_the_search_box(qtbot, window: MainWindow) -> None:
    window.action("find").trigger()
    page = window.tabs.currentWidget()
    assert page.focusWidget() is page.search


def test_opened_slips_are_remembered(qtbot, window: MainWindow, desk: Desk, slips: list[int]) -> None:
    for slip_id in (slips[0], slips[3], slips[0]):
        window.open_slip(slip_id)
    assert window.recent.ids() == [slips[0], slips[3]]
    window.recent_menu.aboutToShow.emit()
    assert [action.text()[:12] for action in window.recent_menu.actions()] == ["F01-2026-001", "F01-2026-004"]


def test_a_slip_that_is_gone_is_said_in_words(
    qtbot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qmsdesk.forms import main_window

    shown: list[BaseException] = []
    monkeypatch.setattr(main_window, "show_error", lambda _owner, error: shown.append(error))
    window.open_slip(9_999)
    assert isinstance(shown[0], UserError)
    assert window.recent.ids() == []


def test_place_and_letter_size_are_remembered(qtbot, window: MainWindow, settings: QSettings, qapp) -> None:
    before = qapp.font()
    window.change_font(2)
    assert qapp.font().pointSize() == before.pointSize() + 2
    assert int(settings.value("style/size")) == before.pointSize() + 2
    qapp.setFont(before)
    window.close()
    assert settings.contains("main/place")


class _Stubborn(QWidget):
    """A page that cannot be kept."""

    def title(self) -> str:
        return "不能保存"

    def may_close(self) -> bool:
        return False


def test_closing_asks_only_when_something_cannot_be_saved(qtbot, window: MainWindow, monkeypatch) -> None:
    asked: list[object] = []

    def question(*_args: object) -> QMessageBox.StandardButton:
        asked.append(1)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", question)
    window.tabs.show_page("stubborn", _Stubborn, "file")
    assert not window.close()
    assert asked
    assert window.isVisible()
    asked.clear()
    window.tabs._drop(window.tabs.page("stubborn"))
    assert window.close()
    assert asked == []


def test_a_page_that_cannot_be_kept_stays_open(qtbot) -> None:
    tabs = PageTabs()
    qtbot.addWidget(tabs)
    page = tabs.show_page("stubborn", _Stubborn, "file")
    assert not tabs.close_page(page)
    assert tabs.count() == 1


def test_saving_anywhere_refreshes_the_lists(qtbot, window: MainWindow, one_more) -> None:
    window.open_ledger()
    page = window.tabs.page(LEDGER)
    qtbot.waitUntil(lambda: page.sums.text().startswith("共 5 条"))
    one_more()
    window.refresh_lists()
    qtbot.waitUntil(lambda: page.sums.text().startswith("共 6 条"))
    window.open_start()
    qtbot.waitUntil(lambda: window.tabs.page(START).figures["today"].value == 6)


@pytest.mark.parametrize(
    ("hour", "words"), [(3, "夜深了"), (8, "早上好"), (10, "上午好"), (15, "下午好"), (20, "晚上好")]
)
def test_the_greeting_knows_the_hour(hour: int, words: str) -> None:
    from datetime import datetime

    from qmsdesk.procedure.clock import SHANGHAI

    assert greeting(datetime(2026, 11, 20, hour, tzinfo=SHANGHAI)) == words


def test_names_are_never_markup(qtbot, window: MainWindow) -> None:
    texts = [label for label in window.findChildren(QLabel) if "李敏" in label.text()]
    assert texts
    assert {label.textFormat() for label in texts} == {Qt.TextFormat.PlainText}


HEAVY = ("reportlab", "openpyxl", "pyhanko", "pikepdf", "pypdfium2", "pypinyin", "lxml")
FIRST_PAINT = """
import sys
from pathlib import Path
from qmsdesk import app
from qmsdesk.forms.style import start_application
from qmsdesk.operations.department import open_department
application = start_application(["x"])
desk = open_department(data_dir=Path(sys.argv[1]), user="李敏", password="lanzhou-2026-QM")
window = app.show_main_window(desk)
application.processEvents()
assert not window.grab().isNull()
print(*sorted(name for name in sys.modules if "." not in name))
app.leave(desk)
"""


def test_nothing_heavy_is_loaded_at_the_first_paint(data_dir: Path) -> None:
    from qmsdesk.models import keyslots

    cheap = f"from qmsdesk.models import keyslots; keyslots.COST = keyslots.{keyslots.COST!r}"
    done = subprocess.run(
        [sys.executable, "-c", cheap + FIRST_PAINT, str(data_dir)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(set(HEAVY) & set(done.stdout.split())) == []
