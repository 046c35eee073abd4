"""The main window locks itself, shows the red line, makes the backup of the day, and lets a viewer only look."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest

from qmsdesk.errors import UserError
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.forms.trust.lock import IDLE_SECONDS, Cover
from qmsdesk.forms.trust.passwd_dialog import PasswordDialog
from qmsdesk.forms.trust.viewing_mode import INK, Watermark, begin_viewing
from qmsdesk.forms.trust.watch import Watch, begin_watch
from qmsdesk.operations import backup, prints, viewing
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.drafts import new_draft, open_draft
from qmsdesk.procedure.clock import FixedClock

PASSWORD = "lanzhou-2026-QM"


class Seconds:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def window(
    qtbot, desk: Desk, slips: list[int], settings: QSettings, seconds: Seconds
) -> Iterator[MainWindow]:
    window = MainWindow(desk, settings)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.watch = Watch(window, seconds=seconds)
    yield window
    window.watch.stop()


def picture(window: MainWindow, name: str) -> None:
    if folder := os.environ.get("TRUST_PICTURES"):
        QTest.qWait(50)
        window.grab().save(str(Path(folder) / f"{name}.png"))


def test_ten_idle_minutes_cover_everything_until_the_password_comes(
    window: MainWindow, seconds: Seconds, desk: Desk
) -> None:
    watch = window.watch
    assert watch is not None
    draft = new_draft(desk, paper_code="01")
    window.open_draft("01", draft.id)
    page = window.tabs.currentWidget()
    assert isinstance(page, SheetSession)
    QTest.keyClicks(page.sheet_window.editors["description"].placed[0].widget, "leaks at the flange")

    seconds.now += IDLE_SECONDS - 1
    watch.idle.look()
    assert watch.locker.box is None
    seconds.now += 1
    watch.idle.look()

    assert watch.locker.box is not None
    assert open_draft(desk, draft_id=draft.id).values["description"] == "leaks at the flange"
    covers = window.findChildren(Cover)
    assert [cover.geometry() for cover in covers] == [window.rect()]
    picture(window, "locked")
    box = watch.locker.box
    if folder := os.environ.get("TRUST_PICTURES"):
        box.grab().save(str(Path(folder) / "lockbox.png"))
    box.password.setText("something-else-9")
    box.unlock()
    assert box.message.text()
    assert box.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.isVisible()
    box.password.setText(PASSWORD)
    box.unlock()
    assert watch.locker.box is None
    QTest.qWait(10)
    assert window.findChildren(Cover) == []


def test_a_key_puts_the_lock_off(window: MainWindow, seconds: Seconds) -> None:
    watch = window.watch
    assert watch is not None
    watch.idle.watch(window.windowHandle())
    seconds.now += IDLE_SECONDS - 1
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    seconds.now += 2
    watch.idle.look()
    assert watch.locker.box is None


def test_the_red_line_stays_until_there_is_a_backup(qtbot, window: MainWindow, clock: FixedClock) -> None:
    watch = window.watch
    assert watch is not None
    assert watch.banner.isVisible()
    picture(window, "banner")
    watch.banner.acknowledge()
    assert watch.banner.isVisible(), "no backup at all cannot be acknowledged away"
    watch.start_work()
    qtbot.waitUntil(lambda: not watch.banner.isVisible(), timeout=15_000)
    assert len(backup.list_backups(window.desk)) == 1
    clock.advance(days=4)
    watch.refresh()
    assert watch.banner.isVisible()
    assert "4 天前" in watch.banner.words.text()


def test_who_may_only_look_gets_nothing_else(
    qtbot, desk: Desk, slips: list[int], settings: QSettings
) -> None:
    viewer = replace(desk, user=replace(desk.user, roles=frozenset({"site_viewer"})))
    window = MainWindow(viewer, settings)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    dialog = begin_viewing(window)
    assert not window.tabs.isVisible()
    dialog.check()
    assert dialog.message.text(), "without a purpose nothing is shown"
    dialog.purpose.setText("内部审核")
    dialog.check()
    assert window.tabs.isVisible()
    window.open_slip(slips[0])
    window.open_slip(slips[0])
    assert [(line.user, line.purpose) for line in viewing.list_viewings(desk)] == [("李敏", "内部审核")] * 2
    page = window.tabs.currentWidget()
    assert isinstance(page, SheetSession)
    mark = window.findChild(Watermark)
    assert "李敏 2026-11-20 10:10" in mark.words()
    assert mark.geometry() == window.tabs.rect()
    assert not page.sheet_window.actions_by_name["print"].isVisible()
    assert not window.action("take_call").isEnabled()
    picture(window, "viewer")
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive)
    QGuiApplication.clipboard().setText("taken away")
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "", timeout=2000)
    with pytest.raises(UserError, match="只能在屏幕上看"):
        prints.slip_pdf(viewer, slip_id=slips[0])
    window.tabs.close_page(page)


def test_a_password_somebody_else_made_up_is_changed_first(
    qtbot, desk: Desk, slips: list[int], settings: QSettings
) -> None:
    newcomer = replace(desk, user=replace(desk.user, must_change_password=True))
    window = MainWindow(newcomer, settings)
    qtbot.addWidget(window)
    window.show()
    window.watch = begin_watch(window)
    dialog = window.findChild(PasswordDialog)
    assert dialog is not None
    assert dialog.isModal()
    assert "换成自己的" in dialog.sentence.text()
    dialog.reject()
    assert not window.isVisible(), "without a password of one's own there is no work"
    qtbot.waitUntil(lambda: len(backup.list_backups(desk)) == 1, timeout=15_000)


@pytest.mark.parametrize("ground", ["#ffffff", "#16191d"])
def test_the_watermark_is_seen_on_white_paper_and_in_the_dark(ground: str) -> None:
    under = QColor(ground)
    share = INK.alphaF()
    blended = [
        share * ink + (1 - share) * base
        for ink, base in zip(INK.getRgb()[:3], under.getRgb()[:3], strict=True)
    ]
    steps = [abs(seen - base) for seen, base in zip(blended, under.getRgb()[:3], strict=True)]
    assert all(20 < step < 60 for step in steps), steps
