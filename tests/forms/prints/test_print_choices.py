"""What is chosen for a print, what the register says of it, and the kept bytes opened from the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtPrintSupport import QPrinter

from qmsdesk.errors import UserError
from qmsdesk.forms import qt_printer
from qmsdesk.forms.preview import Preview
from qmsdesk.forms.print_options import PrintOptions, choice_for, keep_duplex
from qmsdesk.forms.print_register import PrintRegister
from qmsdesk.forms.printer_offset import keep_offset
from qmsdesk.operations import electronic_original, print_register, prints, signing
from qmsdesk.operations import slips as slip_operations
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.print_choice import PrintChoice, chosen_pages, copies_touched, jobs
from qmsdesk.papers.catalogue import paper
from qmsdesk.printing import raster
from qmsdesk.printing.render import render
from qmsdesk.procedure.copies import Copy

PASSWORD = "lanzhou-2026-QM"


def test_pages_are_read_as_people_write_them() -> None:
    assert chosen_pages("", 3) == (1, 2, 3)
    assert chosen_pages("3，1-2", 5) == (1, 2, 3)
    assert chosen_pages("4-", 5) == (4, 5)
    for wrong in ("0", "6", "3-2", "a", "1-2-3", "²"):
        with pytest.raises(UserError, match="页码"):
            chosen_pages(wrong, 5)


def test_on_two_sides_no_sheet_carries_two_copies() -> None:
    assert list(jobs(PrintChoice(), 6, 3)) == [""]
    assert list(jobs(PrintChoice(duplex=True), 4, 2)) == [""]
    assert list(jobs(PrintChoice(duplex=True), 2, 2)) == ["1", "2"]
    assert list(jobs(PrintChoice("2-6", duplex=True), 9, 3)) == ["2,3", "4,5,6"]


def test_a_range_counts_the_copies_it_prints_something_of() -> None:
    assert copies_touched("2", 2, 2) == {2}
    assert copies_touched("2-3", 6, 3) == {1, 2}
    assert copies_touched("1", 5, 2) == {1, 2}


@pytest.fixture
def preview(
    qtbot, desk: Desk, slips: list[int], settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> Preview:
    monkeypatch.setattr(prints, "printers", lambda: ["二楼"])
    window = Preview(prints.slip_pdf(desk, slip_id=slips[0]), settings=settings)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.print_action.isEnabled)
    qtbot.waitUntil(lambda: window.pages.pictures.picture(0) is not None)
    qtbot.waitUntil(lambda: window.thumbnails.pictures.picture(1) is not None)
    return window


def test_both_sides_are_off_until_chosen_and_remembered_for_the_printer(
    qtbot, preview: Preview, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(prints, "send_to_printer", lambda _data, **words: sent.append(words))
    dialog = preview.printing.ask_options()
    assert not dialog.duplex.isChecked()
    assert not dialog.copies.isEnabled()
    dialog.pages.setText("7")
    dialog._take()
    assert "不在 1 到 2" in dialog.message.text()
    dialog.pages.setText("2")
    dialog.duplex.setChecked(True)
    dialog._take()
    keep_offset(settings, "二楼", (0.5, -0.2))
    places: list[str] = []
    preview.printing.put_out.connect(places.append)
    preview.print_action.trigger()
    qtbot.waitUntil(lambda: bool(places))
    assert sent[0]["choice"] == PrintChoice("2", 1, True, (0.5, -0.2))
    assert places == ["二楼（第 2 页，双面，偏移 右 0.5 下 -0.2 毫米）"]
    assert choice_for(settings, "二楼").duplex
    assert not choice_for(settings, "三楼").duplex
    keep_duplex(settings, "二楼", False)
    assert not choice_for(settings, "二楼").duplex


def test_copies_are_offered_where_nobody_counts_them(qtbot) -> None:
    dialog = PrintOptions(3, PrintChoice(copies=4))
    qtbot.addWidget(dialog)
    assert (dialog.copies.isEnabled(), dialog.copies.value()) == (True, 4)


def test_hits_are_marked_where_the_words_stand(qtbot, preview: Preview) -> None:
    preview.search.setText("炼化")
    with qtbot.waitSignal(preview.search.marked) as marked:
        preview.search.search()
    hits = marked.args[0]
    data = preview.printed.data
    with raster.opened(data) as document:
        for page, found in hits.items():
            text, height = document[page].get_textpage(), document[page].get_height()
            for [box] in found:
                assert text.get_text_bounded(
                    box.left() - 1, height - box.bottom() - 1, box.right() + 1, height - box.top() + 1
                ).strip() == "炼化"  # fmt: skip
    assert preview.pages.marks.hits == hits
    preview.search.clear()
    assert preview.pages.marks.hits == {}


def test_two_pages_side_by_side(qtbot, preview: Preview) -> None:
    preview.turn_side_by_side()
    first, second = preview.pages.page_rect(0), preview.pages.page_rect(1)
    assert (first.top(), first.right() < second.left()) == (second.top(), True)
    assert second.right() < preview.pages.viewport().width()
    assert preview.pages.in_sight() == [0, 1]
    preview.turn_side_by_side()
    assert preview.pages.page_rect(1).top() > preview.pages.page_rect(0).bottom()
    qtbot.waitUntil(lambda: preview.pages.pictures.picture(1) is not None)


def test_thumbnails_come_to_rest_whatever_their_height(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "printers", list)
    data = render(paper("04"), tuple(Copy(place, 6, "质管部门") for place in range(1, 7)), {})
    window = Preview(prints.Printed(data, 6, False, "b.pdf", "三包单"))
    qtbot.addWidget(window)
    for height in (560, 640, 700, 760):  # somewhere between, six pages are just as high as the window
        window.resize(1280, height)
        window.show()
        shown = window.thumbnails.in_sight()
        qtbot.waitUntil(
            lambda shown=shown: all(window.thumbnails.pictures.picture(page) for page in shown),
            timeout=10_000,
        )
    qtbot.waitUntil(lambda: window.pages.pictures.picture(0) is not None)


def test_the_register_tells_of_copies_and_prints_and_shows_the_kept_bytes(
    qtbot, desk: Desk, slips: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "printers", list)
    first = prints.save_slip_pdf(desk, slip_id=slips[0], folder=tmp_path).read_bytes()
    again = prints.slip_pdf(desk, slip_id=slips[0])
    prints.mark_printed(desk, slip_id=slips[0], where="二楼（第 2 页）", data=again.data, pages="2")
    version = slip_operations.read_slip(desk, slip_id=slips[0]).version
    signing.sign(desk, slip_id=slips[0], box="sig_handler", password=PASSWORD, version=version)
    dialog = PrintRegister(desk, slips[0])
    qtbot.addWidget(dialog)
    dialog.show()
    shown = [row.texts[:2] for row in dialog.copies.rows_model.shown]
    assert [texts[1] for texts in shown] == ["1", "2"]
    assert [(line.title, line.reprint, line.place) for line in dialog.lines] == [
        ("电子原件（已签名）", 0, "（库内保存）"), ("各联", 1, "二楼（第 2 页）"), ("各联", 0, "文件"),
    ]  # fmt: skip
    dialog.prints.choose(2)
    dialog.show_chosen()
    qtbot.waitUntil(lambda: dialog.preview is not None)
    window = dialog.preview
    assert window.printed.data == first
    assert not window.print_action.isEnabled()
    assert not window.save_action.isEnabled()
    assert "只供查看" in window.note.text()
    qtbot.waitUntil(lambda: window.pages.pictures.picture(0) is not None)
    window.close()
    dialog.preview = None
    dialog.prints.choose(0)
    dialog.show_chosen()
    qtbot.waitUntil(lambda: dialog.preview is not None)
    kept = electronic_original.latest(desk, slip_id=slips[0])
    qtbot.waitUntil(lambda: "电子签名：李敏" in dialog.preview.note.text(), timeout=10_000)
    assert kept.sha256 == print_register.prints_put_out(desk, slip_id=slips[0])[0].sha256
    qtbot.waitUntil(lambda: dialog.preview.pages.pictures.picture(0) is not None)
    dialog.preview.close()


def test_where_no_cups_is_the_pages_are_drawn_in_their_place(
    qtbot, desk: Desk, slips: list[int], tmp_path: Path
) -> None:
    data = prints.slip_pdf(desk, slip_id=slips[0]).data
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "drawn.pdf"))
    qt_printer.paint(device, data, [0, 1])
    drawn = (tmp_path / "drawn.pdf").read_bytes()
    assert qt_printer.LEAST_DPI <= device.resolution() <= qt_printer.MOST_DPI
    assert raster.page_count(drawn) == 2
    for page in range(2):
        assert first_ink(drawn, page) == pytest.approx(first_ink(data, page), abs=0.5)


def first_ink(data: bytes, page: int, dpi: int = 150) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is black on a page, in mm."""
    width, height, rgb = raster.page(data, page, dpi=dpi)
    rows = [place for place in range(height) if min(rgb[place * width * 3 : (place + 1) * width * 3]) < 90]
    columns = [place for place in range(width) if min(rgb[place * 3 :: width * 3]) < 90]
    scale = 25.4 / dpi
    return columns[0] * scale, rows[0] * scale, columns[-1] * scale, rows[-1] * scale
