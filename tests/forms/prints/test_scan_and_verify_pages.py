"""The pages for scans and for checking: what is dropped is filed or waits, what is checked is said in words."""

from __future__ import annotations

import random
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QSettings

from qmsdesk.forms import scan_page as scan_module
from qmsdesk.forms.scan_page import ScanPage
from qmsdesk.forms.verify_page import VerifyPage
from qmsdesk.operations import electronic_original, ink_loop, prints, signing
from qmsdesk.operations import slips as slip_operations
from qmsdesk.operations.desk import Desk
from qmsdesk.printing import raster

PASSWORD = "lanzhou-2026-QM"


@pytest.fixture
def page(qtbot, desk: Desk, slips: list[int], settings: QSettings, tmp_path: Path) -> ScanPage:
    prints.save_slip_pdf(desk, slip_id=slips[0], folder=tmp_path)
    found = ScanPage(desk, settings)
    qtbot.addWidget(found)
    found.resize(1280, 760)
    found.show()
    return found


def test_dropped_scans_are_filed_and_the_picture_is_shown(qtbot, page: ScanPage, tmp_path: Path) -> None:
    assert page.missing.count() == 2
    with qtbot.waitSignal(page.status_message, timeout=20_000) as said:
        page.area.take([tmp_path / "F01-2026-001.pdf"])
    assert said.args == ["归档 2 页，待归档 0 页。"]
    assert (page.filed.count(), page.missing.count()) == (2, 0)
    qtbot.waitUntil(lambda: not page.picture.pixmap().isNull(), timeout=10_000)
    assert page.fields.currentWidget() is page.ink
    assert page.lists.tabText(1) == "已归档（2）"


def test_an_unreadable_page_waits_and_is_matched_by_hand(qtbot, page: ScanPage, tmp_path: Path) -> None:
    strange = tmp_path / "别的表.png"
    Image.new("RGB", (400, 560), "white").save(strange)
    with qtbot.waitSignal(page.status_message, timeout=20_000):
        page.area.take([strange])
    assert page.fields.currentWidget() is page.match
    assert "别的单位" in page.words.text()
    assert not page.match.file_button.isEnabled()
    page.match.number.setText("F01-2026-001")
    page.match.number.editingFinished.emit()
    page.match.copies.setCurrentIndex(1)
    with qtbot.waitSignal(page.slip_changed):
        page.match.file_button.click()
    assert (page.waiting.count(), page.filed.count()) == (0, 1)
    assert page.missing.count() == 1
    qtbot.waitUntil(lambda: not page.picture.pixmap().isNull(), timeout=10_000)


def test_ink_is_typed_back_beside_the_picture(
    qtbot, page: ScanPage, desk: Desk, slips: list[int], tmp_path: Path
) -> None:
    with qtbot.waitSignal(page.status_message, timeout=20_000):
        page.area.take([tmp_path / "F01-2026-001.pdf"])
    place = page.ink.boxes.findData("sig_review")
    assert place >= 0
    page.ink.boxes.setCurrentIndex(place)
    page.ink.name.setText("王工")
    page.ink.day.setText("t")
    with qtbot.waitSignal(page.slip_changed):
        page.ink.note_button.click()
    assert signing.live_signatures(slips[0])["sig_review"].name == "王工"
    assert page.ink.boxes.findData("sig_review") < 0
    qtbot.waitUntil(lambda: not page.picture.pixmap().isNull(), timeout=10_000)


def test_typing_ink_back_moves_the_slip_and_says_so(
    qtbot, page: ScanPage, desk: Desk, slips: list[int], tmp_path: Path
) -> None:
    with qtbot.waitSignal(page.status_message, timeout=20_000):
        page.area.take([tmp_path / "F01-2026-001.pdf"])
    page.ink.boxes.setCurrentIndex(page.ink.boxes.findData("sig_review"))
    page.ink.name.setText("王工")
    page.ink.day.setText("t")
    with qtbot.waitSignal(page.status_message) as said:
        page.ink.note_button.click()
    assert "已审核" in said.args[0]
    assert slip_operations.read_slip(desk, slip_id=slips[0]).state == "已审核"
    qtbot.waitUntil(lambda: not page.picture.pixmap().isNull(), timeout=10_000)


@pytest.mark.slow
def test_twenty_crooked_noisy_scans_dropped_into_the_window_are_all_filed(
    qtbot, page: ScanPage, desk: Desk, slips: list[int], tmp_path: Path
) -> None:
    dice = random.Random(20)
    scans = []
    for slip_id in slips:
        data = prints.slip_pdf(desk, slip_id=slip_id).data
        for place in range(2):
            for turn in (dice.uniform(1, 3), -dice.uniform(1, 3)):
                width, height, rgb = raster.page(data, place, dpi=200)
                sheet = Image.frombytes("RGB", (width, height), rgb).convert("L")
                sheet = sheet.rotate(turn, fillcolor=255, expand=True)
                noise = Image.effect_noise(sheet.size, 40)
                path = tmp_path / f"scan{len(scans):02d}.png"
                ImageChops.add(sheet, noise, 1, -128).save(path)
                scans.append(path)
    assert len(scans) == 20
    with qtbot.waitSignal(page.status_message, timeout=240_000) as said:
        page.area.take(scans)
    assert said.args == ["归档 20 页，待归档 0 页。"]
    qtbot.waitUntil(lambda: not page.picture.pixmap().isNull(), timeout=10_000)


def test_another_companys_form_waits_and_a_locked_or_damaged_file_is_named(
    qtbot, page: ScanPage, slips: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(scan_module, "show_error", lambda _parent, error: told.append(str(error)))
    other, locked, torn = tmp_path / "别家.png", tmp_path / "加密.pdf", tmp_path / "坏.png"
    Image.new("L", (900, 1200), 255).save(other)
    torn.write_bytes(other.read_bytes()[:60])
    with pikepdf.open(tmp_path / "F01-2026-001.pdf") as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    with qtbot.waitSignal(page.status_message, timeout=20_000):
        page.area.take([other, locked, torn])
    assert "加密.pdf：" in told[0]
    assert "坏.png：" in told[0]
    assert page.waiting.count() == 1
    assert "别的单位" in page.words.text()
    assert page.fields.currentWidget() is page.match
    qtbot.waitUntil(lambda: not page.picture.pixmap().isNull(), timeout=10_000)


def test_a_file_that_cannot_be_read_is_named(
    qtbot, page: ScanPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(scan_module, "show_error", lambda _parent, error: told.append(str(error)))
    bad = tmp_path / "坏.jpg"
    bad.write_bytes(b"\xff\xd8\xff nothing")
    with qtbot.waitSignal(page.status_message, timeout=20_000):
        page.area.take([bad])
    assert "坏.jpg" in told[0]
    assert ink_loop.tray(page._desk) == []


def test_the_original_is_accepted_and_a_changed_one_refused_in_words(
    qtbot, desk: Desk, slips: list[int], settings: QSettings, tmp_path: Path
) -> None:
    version = slip_operations.read_slip(desk, slip_id=slips[0]).version
    signing.sign(desk, slip_id=slips[0], box="sig_handler", password=PASSWORD, version=version)
    path = electronic_original.export(desk, slip_id=slips[0], folder=tmp_path)[0]
    page = VerifyPage(desk, settings)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.area.take([path])
    qtbot.waitUntil(lambda: page.checked is not None, timeout=20_000)
    assert page.checked.valid
    assert "有效" in page.verdict.text()
    assert page.open_button.isVisible()
    path.write_bytes(path.read_bytes() + b"x")
    page.check(path)
    qtbot.waitUntil(lambda: not page.checked.valid, timeout=20_000)
    assert "无效" in page.verdict.text()
    assert "✗" in page.reasons.text()
