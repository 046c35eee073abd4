"""From the ledger: the chosen slips put out at once, with a list of those that failed and a way to stop."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu, QMessageBox, QProgressDialog, QPushButton

from qmsdesk.errors import UserError
from qmsdesk.forms import print_many
from qmsdesk.forms.ledger_page import LedgerPage
from qmsdesk.forms.print_register import PrintRegister
from qmsdesk.operations import prints
from qmsdesk.operations import slips as slip_operations
from qmsdesk.operations.desk import Desk


@pytest.fixture
def page(
    qtbot, desk: Desk, slips: list[int], settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LedgerPage:
    monkeypatch.setattr(print_many, "ask_for_folder", lambda *_a, **_k: tmp_path)
    page = LedgerPage(desk, settings)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.sums.text().startswith(f"共 {len(slips)} 条"))
    page.resize(1366, 640)
    page.show()
    return page


def choose(page: LedgerPage, words: str) -> None:
    page.offer_prints()
    menu = page.findChildren(QMenu)[-1]
    action = next(item for item in menu.actions() if words in item.text())
    assert action.isEnabled(), words
    menu.close()
    action.trigger()


def test_the_chosen_slips_are_saved_and_the_failed_one_is_named(
    qtbot, page: LedgerPage, desk: Desk, slips: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = prints.save_slip_pdf

    def refuse_one(there: Desk, *, slip_id: int, folder: Path) -> Path:
        if slip_id == slips[1]:
            raise UserError("字体缺字：鼒。")
        return save(there, slip_id=slip_id, folder=folder)

    monkeypatch.setattr(prints, "save_slip_pdf", refuse_one)
    page.view.selectAll()
    choose(page, "存为 PDF")
    qtbot.waitUntil(lambda: page.findChild(QMessageBox) is not None, timeout=20_000)
    box = page.findChild(QMessageBox)
    assert "已办 4 张" in box.text()
    assert "有 1 张没有成功" in box.text()
    assert "F01-2026-002：字体缺字：鼒。" in box.informativeText()
    assert len(list(tmp_path.glob("F01-*.pdf"))) == 4
    box.close()


def test_stopping_keeps_what_was_put_out(
    qtbot, page: LedgerPage, desk: Desk, slips: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, saved, stopped = prints.save_slip_pdf, [], threading.Event()

    def wait_at_the_second(there: Desk, *, slip_id: int, folder: Path) -> Path:
        done = save(there, slip_id=slip_id, folder=folder)
        saved.append(slip_id)
        if len(saved) == 2:
            stopped.wait(10)
        return done

    monkeypatch.setattr(prints, "save_slip_pdf", wait_at_the_second)
    page.view.selectAll()
    choose(page, "存为 PDF")
    qtbot.waitUntil(lambda: len(saved) == 2, timeout=20_000)
    page.findChild(QProgressDialog).findChild(QPushButton).click()
    stopped.set()
    qtbot.waitUntil(lambda: page.findChild(QMessageBox) is not None, timeout=20_000)
    assert "停下" in page.findChild(QMessageBox).text()
    page.findChild(QMessageBox).close()
    counts = [slip_operations.read_slip(desk, slip_id=key).copies[0].prints for key in slips]
    assert sum(counts) == len(list(tmp_path.glob("F01-*.pdf"))) == len(saved) == 2


def test_the_registers_are_reached_from_the_ledger(qtbot, page: LedgerPage) -> None:
    choose(page, "台帐、报告")
    dialog = page.findChild(PrintRegister)
    assert "台帐" in dialog.windowTitle()
    dialog.close()
    page.view.selectRow(0)
    choose(page, "打印登记")
    qtbot.waitUntil(lambda: any("F01-" in item.windowTitle() for item in page.findChildren(PrintRegister)))
    for item in page.findChildren(PrintRegister):
        item.close()
