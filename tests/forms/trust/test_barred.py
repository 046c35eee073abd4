"""What the table denies cannot be pressed, and the tool tip says who may."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication

from qmsdesk.forms.barred import SOON_MS
from qmsdesk.forms.ledger_page import LedgerPage
from qmsdesk.forms.preview import Preview
from qmsdesk.forms.sheet_session import SheetSession
from qmsdesk.operations import prints
from qmsdesk.operations.desk import Desk


def as_role(desk: Desk, role: str) -> Desk:
    return dataclasses.replace(desk, user=dataclasses.replace(desk.user, roles=frozenset({role})))


def test_a_leader_looks_at_the_ledger_and_takes_nothing_away(desk: Desk, qtbot: Any, tmp_path: Any) -> None:
    page = LedgerPage(
        as_role(desk, "unit_leader"), QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    )
    qtbot.addWidget(page)
    said: list[str] = []
    page.status_message.connect(said.append)
    qtbot.waitUntil(lambda: not page.xlsx_button.isEnabled())
    assert "质管部门" in page.xlsx_button.toolTip()
    assert not page.pdf_button.isEnabled()
    assert not page.print_button.isEnabled()
    QGuiApplication.clipboard().setText("before")
    page.copy()
    page.export_xlsx()
    assert len(said) == 2
    assert all("5.5.2" in words for words in said)
    assert QGuiApplication.clipboard().text() == "before"
    page.deleteLater()


def test_a_clerk_prints_and_exports_what_is_his(desk: Desk, qtbot: Any, tmp_path: Any) -> None:
    page = LedgerPage(desk, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(page)
    qtbot.wait(SOON_MS + 20)
    assert page.xlsx_button.isEnabled()
    assert page.print_button.isEnabled()


def test_who_may_print_but_not_export_cannot_save_the_preview(
    desk: Desk, slips: list[int], qtbot: Any
) -> None:
    slip_id = slips[0]
    printed = prints.slip_pdf(desk, slip_id=slip_id)
    assert printed.no_file == ""
    refused = dataclasses.replace(printed, no_file=prints.no_file(as_role(desk, "receiver"), "04"))
    window = Preview(refused)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.printer.count() > 0)
    assert not window.save_action.isEnabled()
    assert "5.5.2" in window.save_action.toolTip()
    session = SheetSession.for_slip(as_role(desk, "unit_leader"), slip_id=slip_id)
    qtbot.addWidget(session)
    action = session.sheet_window.actions_by_name["print"]
    qtbot.waitUntil(lambda: not action.isEnabled())
    assert "5.5.2" in action.toolTip()
