"""People, backups and health through their pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from qmsdesk.forms.trust.backup_page import BackupPage
from qmsdesk.forms.trust.health_page import HealthPage
from qmsdesk.forms.trust.people_page import PeoplePage
from qmsdesk.forms.trust.person_dialogs import Confirm, NewPerson, Secret
from qmsdesk.forms.trust.restore_dialog import RestoreDialog
from qmsdesk.forms.trust.retention_page import RetentionPage
from qmsdesk.models import keyslots
from qmsdesk.operations import backup, department, people
from qmsdesk.operations.department import user_names
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.ledger import Query, order

PASSWORD, SECOND = "lanzhou-2026-QM", "晴天骑车去看37号楼"


@pytest.fixture
def page(qtbot, desk: Desk) -> PeoplePage:
    page = PeoplePage(desk)
    qtbot.addWidget(page)
    page.show()
    return page


def add(qtbot, page: PeoplePage, desk: Desk, name: str, secret: str) -> NewPerson:
    dialog = NewPerson(desk)
    qtbot.addWidget(dialog)
    dialog.name.setText(name)
    dialog.password.setText(secret)
    dialog.roles.boxes["sales_leader"].setChecked(True)
    dialog.ok.click()
    page.refresh()
    return dialog


def test_somebody_new_is_added_with_roles_and_may_sign_in(qtbot, page: PeoplePage, desk: Desk) -> None:
    refused = add(qtbot, page, desk, "赵倩", "1234567890")
    assert refused.message.text()
    assert [line.name for line in people.list_people(desk)] == ["李敏"], (
        "a weak password leaves nobody behind"
    )
    add(qtbot, page, desk, "赵倩", SECOND)
    line = next(line for line in people.list_people(desk) if line.name == "赵倩")
    assert line.roles == ("sales_leader",)
    assert "赵倩" in user_names(data_dir=desk.data_dir)


def test_who_leaves_cannot_sign_in_and_a_new_key_is_offered(qtbot, page: PeoplePage, desk: Desk) -> None:
    add(qtbot, page, desk, "赵倩", SECOND)
    key = next(line.id for line in people.list_people(desk) if line.name == "赵倩")
    page.table.choose(key)
    page.stop_signing_in()
    dialog = page.findChild(Confirm)
    dialog.ok.click()
    assert "原因" in dialog.message.text()
    dialog.answer.setText("调离")
    dialog.ok.click()
    assert "赵倩" not in user_names(data_dir=desk.data_dir)
    offer = next(found for found in page.findChildren(Confirm) if found.isVisible())
    assert "密钥" in offer.windowTitle()
    offer.reject()


def test_a_secret_is_shown_once(qtbot, page: PeoplePage, desk: Desk) -> None:
    before = keyslots.read(desk.data_dir)
    page.new_recovery_code()
    secret = page.findChild(Secret)
    assert len(secret.words.toPlainText()) > 20
    assert keyslots.read(desk.data_dir) != before
    secret.accept()


def test_a_backup_is_made_checked_and_tried(
    qtbot, desk: Desk, slips: list[int], settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = BackupPage(desk, settings)
    qtbot.addWidget(page)
    second = tmp_path / "stick"
    second.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(second))
    page.choose_second()
    page.make_now()
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == 2, timeout=10_000)
    page.table.selectRow(0)
    page.check_chosen()
    qtbot.waitUntil(lambda: "完好" in page.message.text(), timeout=10_000)
    page.drill()
    qtbot.waitUntil(lambda: "演练通过" in page.message.text(), timeout=10_000)
    assert "通过" in page.drilled.text()


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the last box of a restore says, instead of ending the program."""
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: said.append(f"{box.text()} {box.informativeText()}"))
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    return said


def test_a_restore_brings_the_slips_of_then_back(
    qtbot, desk: Desk, slips: list[int], one_more: Callable[[], int], ended: list[str]
) -> None:
    backup.make_backup(desk)
    one_more()
    assert len(order(desk, query=Query())) == len(slips) + 1
    dialog = RestoreDialog(desk, backup.list_backups(desk)[0])
    qtbot.addWidget(dialog)
    dialog.password.setText("not-the-password-1")
    dialog.begin()
    assert "密码" in dialog.message.text()
    dialog.password.setText(PASSWORD)
    dialog.begin()
    assert "备份已经恢复" in ended[0]
    assert "F01-2026" in ended[0], "numbers given after the backup are named"
    again = department.open_department(
        data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=desk.clock
    )
    assert len(order(again, query=Query())) == len(slips)
    assert list(desk.data_dir.glob("before-restore-*"))


def test_a_damaged_backup_replaces_nothing(qtbot, desk: Desk, slips: list[int], ended: list[str]) -> None:
    made = backup.make_backup(desk)
    victim = made.folder / "department.db"
    content = bytearray(victim.read_bytes())
    content[5000] ^= 1
    victim.write_bytes(bytes(content))
    dialog = RestoreDialog(desk, backup.list_backups(desk)[0])
    qtbot.addWidget(dialog)
    dialog.password.setText(PASSWORD)
    dialog.begin()
    assert "这份备份不能用" in dialog.message.text()
    assert ended == []
    assert len(order(desk, query=Query())) == len(slips)


def test_the_check_runs_beside_the_window_and_goes_out_without_names(
    qtbot, desk: Desk, slips: list[int], settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = HealthPage(desk, settings)
    qtbot.addWidget(page)
    page.show()
    page.start()
    assert page.bar.isVisible()
    qtbot.waitUntil(lambda: page.report is not None and page.begin.isEnabled(), timeout=20_000)
    assert page.table.rows_model.rowCount() == len(page.report.findings)
    target = tmp_path / "out.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.export(named=False)
    text = target.read_text(encoding="utf-8")
    assert json.loads(text)["findings"]
    assert "李敏" not in text
    assert "F01-2026" not in text


def test_what_is_not_over_its_time_cannot_be_destroyed_from_the_page(
    qtbot, desk: Desk, slips: list[int]
) -> None:
    page = RetentionPage(desk)
    qtbot.addWidget(page)
    page.table.selectRow(0)
    page.ask()
    assert "质量负责人" in page.message.text()
