"""Each failure a clerk can meet, through the real windows, injected where the data lie: said in Chinese with a next
step and details to copy; the program lives, what was typed is kept, and the next try succeeds."""

from __future__ import annotations

import re
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from sqlcipher3 import dbapi2

from qmsdesk.forms.error_box import ErrorBox
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.forms.sign_in import SignIn
from qmsdesk.forms.trust.backup_page import BackupPage
from qmsdesk.forms.trust.watch import Watch
from qmsdesk.models import places
from qmsdesk.models.base import database
from qmsdesk.models.transactions import rows
from qmsdesk.operations import backup, department, drafts, intake, slips
from qmsdesk.operations.desk import Desk

PASSWORD = "testing-desk-2026"
FIRST_PAGES = 20480  # bytes


@contextmanager
def disk_full(desk: Desk) -> Iterator[None]:
    """The database may not grow by a page."""
    (pages,) = database.execute_sql("PRAGMA page_count").fetchone()
    database.execute_sql(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        database.execute_sql("PRAGMA max_page_count = 1073741823")


@contextmanager
def disk_failing(desk: Desk) -> Iterator[None]:
    """Every write of this process fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def busy(desk: Desk) -> Iterator[None]:
    """Another program is writing and does not end."""
    key = getattr(database.obj, "raw_key")  # noqa: B009  (not part of what mypy knows of a proxy)
    other = dbapi2.connect(desk.data_dir / places.DATABASE, isolation_level=None)
    other.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    other.execute("BEGIN IMMEDIATE")
    database.execute_sql("PRAGMA busy_timeout = 20")
    try:
        yield
    finally:
        other.close()


@contextmanager
def read_only(desk: Desk) -> Iterator[None]:
    """The engine refuses to write, as on a medium that was made read-only."""
    database.pragma("query_only", 1, permanent=True)  # a connection opened anew refuses too
    try:
        yield
    finally:
        database.pragma("query_only", 0, permanent=True)


@contextmanager
def unreadable(desk: Desk) -> Iterator[None]:
    """The file cannot be read behind its first pages; it is well again afterwards."""
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    path = desk.data_dir / places.DATABASE
    whole = path.read_bytes()
    overwrite(path, FIRST_PAGES, bytes(len(whole) - FIRST_PAGES))
    try:
        yield
    finally:
        overwrite(path, FIRST_PAGES, whole[FIRST_PAGES:])


def overwrite(path: Path, start: int, content: bytes) -> None:
    """Change a file in place: one that is cut first looks empty to a reader in another thread, which begins it anew."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


FAULTS = {
    "disk full": (disk_full, "磁盘已满.*原有数据完好", "清理", "SQLITE_FULL"),
    "input output error": (disk_failing, "磁盘读写出错.*原有数据完好", "检查磁盘", "SQLITE_IOERR"),
    "busy": (busy, "另一个操作占用", "稍等", "SQLITE_BUSY"),
    "read only": (read_only, "不能写入，没有保存", "只读", "SQLITE_READONLY"),
    "unreadable": (unreadable, "读不出来或已损坏", "再试一次.*数据体检.*恢复", "SQLITE_"),
}
Fault = Callable[[Desk], AbstractContextManager[None]]


@pytest.fixture
def window(qtbot: Any, desk: Desk, tmp_path: Path) -> MainWindow:
    window = MainWindow(desk, QSettings(str(tmp_path / "workstation.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def sheet(window: MainWindow, desk: Desk, call_note: Any, complete_feedback: dict[str, Any]) -> SheetSession:
    """A draft in the main window with everything typed that registering asks for, and saved."""
    taken = intake.record_call(desk, note=call_note, request_id="call")
    window.open_draft("01", taken.draft_id)
    page = window.tabs.currentWidget()
    assert isinstance(page, SheetSession)
    page.sheet_window.set_values(complete_feedback)
    page.save()
    return page


def the_box(window: MainWindow) -> ErrorBox:
    (box,) = [box for box in window.findChildren(ErrorBox) if box.isVisible()]
    return box


@pytest.mark.parametrize("name", FAULTS)
def test_a_registration_that_fails_says_why_and_succeeds_afterwards(
    window: MainWindow, sheet: SheetSession, desk: Desk, name: str
) -> None:
    fault, words, advice, code = FAULTS[name]
    before = sheet.sheet_window.values()
    with fault(desk):
        sheet.sheet_window.actions_by_name["register"].trigger()
        box = the_box(window)
        assert re.search(words, box.message.text()), box.message.text()
        assert re.search(advice, box.advice.text()), box.advice.text()
        box.copy_button.click()
        copied = QGuiApplication.clipboard().text()
        assert code in copied
        assert "qmsdesk" in copied
        assert "兰州" not in copied
        box.close_button.click()
        assert window.isVisible()
        assert sheet.sheet_window.values() == before
        assert sheet.draft is not None
    sheet.sheet_window.actions_by_name["register"].trigger()
    assert sheet.sheet_window.header.number.text() == "F01-2026-001"
    assert rows("SELECT number FROM slip") == [("F01-2026-001",)]


@pytest.mark.parametrize("name", ["disk full", "input output error", "busy", "read only"])
def test_a_draft_that_cannot_be_saved_stays_on_the_sheet_until_it_can(
    window: MainWindow, sheet: SheetSession, desk: Desk, name: str
) -> None:
    fault, words, _, _ = FAULTS[name]
    assert sheet.draft is not None
    typed = "重新描述：" + "渗漏点在法兰下方。" * 900
    with fault(desk):
        sheet.sheet_window.set_values({**sheet.sheet_window.values(), "description": typed})
        sheet.save()
        told = sheet.sheet_window.header.saved
        assert re.search(words, told.text()), told.text()
        assert told.text().startswith("未保存")
        assert window.tabs.unkept() == [sheet]
    assert sheet.may_close()
    assert drafts.open_draft(desk, draft_id=sheet.draft.id).values["description"] == typed


def test_a_call_on_a_full_disk_stays_on_its_page(window: MainWindow, desk: Desk) -> None:
    from qmsdesk.forms.intake_window import IntakeWindow

    window.open_call()
    page = window.tabs.currentWidget()
    assert isinstance(page, IntakeWindow)
    page.fields.words.setPlainText("法兰渗漏，压力下降。" * 300)
    with disk_full(desk):
        assert not page.may_close()
        assert "磁盘已满" in page.message.text()
        assert "清理" in page.message.text()
    assert page.may_close()
    assert [line.paper_code for line in drafts.list_drafts(desk)] == ["AUX-1"]


def test_a_slip_that_cannot_be_read_is_said_and_opens_later(
    window: MainWindow, sheet: SheetSession, desk: Desk
) -> None:
    sheet.register()
    assert sheet.slip is not None
    window.tabs.close_page(sheet)
    with unreadable(desk):
        window.open_slip(sheet.slip.id)
        assert "再试一次" in the_box(window).advice.text()
        the_box(window).close_button.click()
    window.open_slip(sheet.slip.id)
    assert isinstance(window.tabs.currentWidget(), SheetSession)


def test_somebody_elses_change_is_said_before_anything_is_overwritten(
    window: MainWindow, sheet: SheetSession, desk: Desk
) -> None:
    sheet.register()
    assert sheet.slip is not None
    sheet.void()
    dialog = sheet.life.bar.dialog
    assert dialog is not None
    dialog.boxes["reason"].show_value("顾客撤回")
    slips.void(desk, slip_id=sheet.slip.id, reason="重复登记", version=sheet.slip.version)
    dialog.act()
    assert dialog.isVisible()
    assert re.search("已被|别人|改", dialog.message.text()), dialog.message.text()
    assert re.search("请", dialog.message.text()), dialog.message.text()
    assert slips.read_slip(desk, slip_id=sheet.slip.id).void_reason == "重复登记"
    dialog.reject()


def test_a_lost_attachment_is_named_with_a_next_step(
    qtbot: Any, window: MainWindow, desk: Desk, call_note: Any, tmp_path: Path
) -> None:
    photo = tmp_path / "传真.txt"
    photo.write_text("法兰渗漏", encoding="utf-8")
    original = intake.OriginalNote(
        channel="传真", original_no="FAX-9", pages=1, is_original=True, received_at=call_note.received_at,
        received_by="李敏", customer_name="兰州石化公司", files=(photo,),
    )  # fmt: skip
    taken = intake.record_original(desk, note=original, request_id="fax")
    shutil.rmtree(places.attachments_dir(desk.data_dir))
    window.open_draft("01", taken.draft_id)
    page = window.tabs.currentWidget()
    assert isinstance(page, SheetSession)
    with qtbot.waitSignal(page.status_message, timeout=10_000) as said:
        page.sheet_window.actions_by_name["source"].trigger()
    assert "附件" in said.args[0]
    assert re.search("备份|恢复|体检", said.args[0]), said.args[0]


def test_an_unplugged_second_folder_is_said_and_the_backup_is_made(
    qtbot: Any, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backup.set_second_place(desk, folder=stick)
    shutil.rmtree(stick)
    window.action("backups").trigger()
    page = window.tabs.currentWidget()
    assert isinstance(page, BackupPage)
    assert "找不到" in page.second.text()
    page.now.click()
    qtbot.waitUntil(lambda: "已备份到" in page.message.text(), timeout=20_000)
    assert "第二" in page.message.text()
    assert len(backup.list_backups(desk)) == 1


@pytest.mark.parametrize("jump", [timedelta(days=-3), timedelta(days=90)], ids=str)
def test_a_wrong_clock_is_said_in_the_window(
    qtbot: Any, window: MainWindow, desk: Desk, clock: Any, jump: timedelta
) -> None:
    clock.advance(seconds=jump.total_seconds())
    window.watch = Watch(window, seconds=lambda: 0.0)
    try:
        window.watch.start_work()
        qtbot.waitUntil(lambda: "时钟" in window.statusBar().currentMessage(), timeout=20_000)
        assert "请核对日期和时间" in window.statusBar().currentMessage()
    finally:
        window.watch.stop()


def test_the_keys_of_another_department_open_nothing_and_say_so(
    qtbot: Any, desk: Desk, clock: Any, tmp_path: Path
) -> None:
    other = {"data_dir": tmp_path / "other", "user": "李敏", "password": PASSWORD, "clock": clock}
    department.close_department(desk)
    try:
        department.create_department(**other, unit_code="02", unit_name="球罐公司", department="经销部门")
        shutil.copy(tmp_path / "other" / places.KEYS, desk.data_dir / places.KEYS)
        shutil.copy(tmp_path / "other" / places.TRIES, desk.data_dir / places.TRIES)
        box = SignIn(
            desk.data_dir, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat), clock=clock
        )
        qtbot.addWidget(box)
        box.password.setText(PASSWORD)
        box.ok.click()
        qtbot.waitUntil(lambda: bool(box.message.text()), timeout=5000)
        assert re.search("不是本部门的数据库|损坏", box.message.text()), box.message.text()
        assert "核对数据文件夹" in box.message.text()
        assert box.desk is None
    finally:
        shutil.rmtree(desk.data_dir)
        department.create_department(
            data_dir=desk.data_dir, user="李敏", password=PASSWORD, unit_code="01", unit_name="炼化设备公司",
            department="经销部门", clock=clock,
        )  # fmt: skip
        department.open_department(data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=clock)
