"""Many slips at once, the offset of a printer, and the search of the preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox, QWidget

from qmsdesk.errors import UserError
from qmsdesk.forms import print_many as many_module
from qmsdesk.forms.preview import Preview
from qmsdesk.forms.printer_offset import OffsetDialog, keep_offset, read_offset
from qmsdesk.operations import print_archive, prints, prints_many
from qmsdesk.operations import slips as slip_operations
from qmsdesk.operations.desk import Desk


def test_many_slips_are_put_out_and_the_failed_ones_listed(
    desk: Desk, slips: list[int], tmp_path: Path
) -> None:
    done = prints_many.save_many(desk, slip_ids=[*slips[:2], 999], folder=tmp_path)
    assert (done.done, done.stopped) == (2, False)
    assert [item.number for item in done.failures] == ["?"]
    assert len(list(tmp_path.glob("F01-*.pdf"))) == 2


def test_stopping_keeps_what_was_put_out_and_no_more(desk: Desk, slips: list[int], tmp_path: Path) -> None:
    done = prints_many.save_many(
        desk, slip_ids=slips, folder=tmp_path, progress=lambda place, _total: place < 2
    )
    assert (done.done, done.stopped) == (2, True)
    counted = [slip_operations.read_slip(desk, slip_id=key).copies[0].prints for key in slips]
    assert counted == [1, 1, 0, 0, 0]


def test_a_printer_gets_the_kept_bytes_and_a_refusal_is_listed(
    desk: Desk, slips: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []

    def send(data: bytes, **_options: Any) -> str:
        if len(sent) == 1:
            raise UserError("打印机没有应答。")
        sent.append(data)
        return "job"

    monkeypatch.setattr("qmsdesk.printing.printers.send", send)
    done = prints_many.print_many(desk, slip_ids=slips[:2], printer="二楼")
    assert (done.done, [item.reason for item in done.failures]) == (1, ["打印机没有应答。"])
    [kept] = print_archive.prints_of(desk, slip_id=slips[0])
    assert print_archive.read_bytes(desk, kept.sha256) == sent[0]
    assert print_archive.prints_of(desk, slip_id=slips[1]) == []


def test_the_window_asks_for_a_folder_and_tells_what_was_done(
    qtbot, desk: Desk, slips: list[int], settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many_module, "ask_for_folder", lambda *_a, **_k: tmp_path)
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    done: list[bool] = []
    many_module.save_chosen(parent, desk, settings, slips[:3], lambda: done.append(True))
    qtbot.waitUntil(lambda: done == [True], timeout=20_000)
    box = parent.findChild(QMessageBox)
    assert "已办 3 张" in box.text()
    box.close()


def test_each_printer_keeps_its_own_offset(qtbot, settings: QSettings) -> None:
    assert read_offset(settings, "二楼") == (0.0, 0.0)
    asked: list[tuple[float, float]] = []
    dialog = OffsetDialog("二楼", (0.0, 0.0), print_page=asked.append)
    qtbot.addWidget(dialog)
    dialog.right.setValue(1.5)
    dialog.down.setValue(-0.7)
    dialog.page_button.click()
    keep_offset(settings, "二楼", dialog.offset())
    assert asked == [(1.5, -0.7)]
    assert read_offset(settings, "二楼") == (1.5, -0.7)
    assert read_offset(settings, "三楼") == (0.0, 0.0)
    settings.setValue("print/offset/四楼", "坏")
    assert read_offset(settings, "四楼") == (0.0, 0.0)


def test_the_preview_finds_words_page_by_page(
    qtbot, desk: Desk, slips: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "printers", list)
    window = Preview(prints.slip_pdf(desk, slip_id=slips[0]))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.pages.pictures.picture(0) is not None)
    window.search.setText("质管部门存")
    with qtbot.waitSignal(window.search.found) as found:
        window.search.search()
    assert found.args == [1]
    assert window.pages.page == 1
    window.search.setText("没有的字")
    with qtbot.waitSignal(window.search.said):
        window.search.search()
    assert "没有找到" in window.note.text()
    qtbot.waitUntil(lambda: window.pages.pictures.picture(1) is not None)
    qtbot.waitUntil(lambda: window.thumbnails.pictures.picture(1) is not None)


def test_the_same_bytes_are_put_out_once_for_the_next_print_is_a_reprint(
    qtbot, desk: Desk, slips: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qmsdesk.forms.sheet_session import SheetSession

    monkeypatch.setattr(prints, "printers", lambda: ["二楼"])
    monkeypatch.setattr(prints, "send_to_printer", lambda *_a, **_k: None)
    session = SheetSession.for_slip(desk, slip_id=slips[0])
    qtbot.addWidget(session)
    session.open_print()
    qtbot.waitUntil(lambda: session.findChild(Preview) is not None, timeout=10_000)
    window = session.findChild(Preview)
    qtbot.waitUntil(window.print_action.isEnabled, timeout=10_000)
    with qtbot.waitSignal(session.slip_changed):
        window.print_out()
    qtbot.waitUntil(lambda: "已送往" in window.note.text())
    assert not window.print_action.isEnabled()
    assert not window.save_action.isEnabled()
    assert "补印" in window.note.text()
    [kept] = print_archive.prints_of(desk, slip_id=slips[0])
    assert print_archive.read_bytes(desk, kept.sha256) == window.printed.data
    window.close()
