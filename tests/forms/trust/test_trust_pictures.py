"""Each window of this room opens on real rows and fits a small screen."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.forms.trust.backup_page import BackupPage
from qmsdesk.forms.trust.health_page import HealthPage
from qmsdesk.forms.trust.history_page import HistoryDialog
from qmsdesk.forms.trust.passwd_dialog import PasswordDialog
from qmsdesk.forms.trust.people_page import PeoplePage
from qmsdesk.forms.trust.person_dialogs import NewPerson
from qmsdesk.forms.trust.restore_dialog import RestoreDialog
from qmsdesk.forms.trust.retention_page import DestroyDialog, RetentionPage
from qmsdesk.forms.trust.sign_dialog import SignDialog
from qmsdesk.forms.trust.viewing_mode import PurposeDialog
from qmsdesk.forms.trust.viewing_page import ViewingPage
from qmsdesk.operations import backup, health, people, viewing
from qmsdesk.operations.desk import Desk
from qmsdesk.printing import raster

WIDE, HIGH = 1366, 700


def show(qtbot, widget: QWidget, name: str) -> None:
    """On the screen as large as a page is there; a picture of it where somebody wants to look."""
    qtbot.addWidget(widget)
    if not widget.isWindow() or not hasattr(widget, "setModal"):
        widget.resize(WIDE, HIGH)
    widget.show()
    qtbot.waitExposed(widget)
    assert widget.width() <= WIDE
    assert widget.height() <= HIGH
    if folder := os.environ.get("TRUST_PICTURES"):
        widget.grab().save(str(Path(folder) / f"{name}.png"))


@pytest.mark.parametrize("kind", ["sign", "history", "password", "person"])
def test_a_dialog_fits_a_small_screen(qtbot, desk: Desk, slips: list[int], kind: str) -> None:
    made: dict[str, QWidget] = {
        "sign": SignDialog(desk, slip_id=slips[0]),
        "history": HistoryDialog(desk, slip_id=slips[0]),
        "password": PasswordDialog(desk),
        "person": NewPerson(desk),
    }
    for dialog in made.values():
        qtbot.addWidget(dialog)
    show(qtbot, made[kind], kind)


def test_the_pages_fit_a_small_screen(qtbot, desk: Desk, slips: list[int], settings: QSettings) -> None:
    key = people.add_person(desk, name="赵倩", roles=("sales_leader", "sales_clerk"))
    people.let_sign_in(desk, person_id=key, password="晴天骑车去看37号楼")
    people.add_person(
        desk, name="王工", roles=("quality_leader", "quality_clerk", "technical_quality_leader")
    )
    people.add_department(desk, name="质管部", kind="质管部门")
    people_page = PeoplePage(desk)
    people_page.table.choose(key)
    show(qtbot, people_page, "people")
    backup.make_backup(desk)
    page = BackupPage(desk, settings)
    page.table.selectRow(0)
    show(qtbot, page, "backup")
    show(qtbot, RestoreDialog(desk, backup.list_backups(desk)[0]), "restore")
    body = HealthPage(desk, settings)
    body.show_report(health.check(desk))
    show(qtbot, body, "health")
    show(qtbot, SheetSession.for_slip(desk, slip_id=slips[0]), "sheet")
    viewing.look(desk, slip_id=slips[0], purpose="内部审核")
    show(qtbot, ViewingPage(desk), "viewings")
    kept = RetentionPage(desk)
    kept.table.selectRow(0)
    show(qtbot, kept, "retention")
    show(qtbot, DestroyDialog(desk, kept.chosen()), "destroy")
    show(qtbot, PurposeDialog(), "purpose")


def test_the_log_prints_as_a_list_for_the_quality_office(desk: Desk, slips: list[int]) -> None:
    viewing.look(desk, slip_id=slips[0], purpose="内部审核")
    with pytest.raises(UserError, match="质管部门"):
        viewing.viewings_pdf(desk)
    quality = replace(desk, user=replace(desk.user, roles=frozenset({"quality_clerk"})))
    data = viewing.viewings_pdf(quality).data
    text = "".join(raster.texts(data))
    assert "现场查阅登记" in text
    assert "内部审核" in text
