"""The preview: only pages in sight are drawn, the bytes shown are the bytes put out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt

from qmsdesk.errors import UserError
from qmsdesk.forms import preview
from qmsdesk.forms.page_pictures import PagePictures
from qmsdesk.forms.preview import Preview, open_preview, write_print
from qmsdesk.operations import prints
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.prints import Printed


@pytest.fixture
def printed(desk: Desk, slips: list[int]) -> Printed:
    return prints.slip_pdf(desk, slip_id=slips[0])


@pytest.fixture
def window(qtbot, printed: Printed, settings: QSettings, monkeypatch: pytest.MonkeyPatch) -> Preview:
    monkeypatch.setattr(prints, "printers", lambda: ["二楼打印机", "质管部打印机"])
    put_out: list[str] = []
    window = Preview(printed, settings=settings, on_output=put_out.append)
    window.put_out = put_out
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.printer.count() == 2)
    qtbot.waitUntil(lambda: window.pages.pictures.picture(0) is not None)
    qtbot.waitUntil(lambda: window.thumbnails.pictures.picture(1) is not None)
    return window


def test_the_pages_are_drawn_at_the_resolution_of_the_screen(window: Preview) -> None:
    picture = window.pages.pictures.picture(0)
    assert abs(picture.width() - window.pages.page_rect(0).width()) <= 2


def test_both_copies_can_be_leafed_through(qtbot, window: Preview) -> None:
    assert window.page_label.text() == "第 1 / 2 页"
    assert "一式 2 联" in window.note.text()
    window.pages.go_to(1)
    assert window.page_label.text() == "第 2 / 2 页"
    window.thumbnails.page_clicked.emit(0)
    assert window.page_label.text() == "第 1 / 2 页"
    qtbot.keyClick(window.pages, Qt.Key.Key_End)
    assert window.pages.page == 1


def test_zooming_keeps_the_page_and_draws_it_anew(qtbot, window: Preview) -> None:
    window.pages.go_to(1)
    before = window.pages.page_rect(1).width()
    window.pages.set_zoom(window.pages.zoom * 1.5)
    assert window.pages.page == 1
    assert window.pages.page_rect(1).width() == pytest.approx(before * 1.5, abs=2)
    qtbot.waitUntil(lambda: abs(window.pages.pictures.picture(1).width() - before * 1.5) <= 3)
    window.pages.fit_width()
    assert window.pages.page_rect(0).width() <= window.pages.viewport().width()


def test_the_bytes_saved_are_the_bytes_shown(
    qtbot, window: Preview, printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / printed.name
    told: list[Path] = []
    monkeypatch.setattr(preview, "ask_where_to_save", lambda *_args, **_words: path)
    monkeypatch.setattr(preview, "tell_file", lambda _parent, _text, where: told.append(where))
    window.save_action.trigger()
    assert path.read_bytes() == printed.data
    assert told == [path]
    assert window.put_out == ["文件"]


def test_the_bytes_printed_are_the_bytes_shown(
    qtbot, window: Preview, printed: Printed, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[bytes, str, str]] = []

    def send(data: bytes, *, printer: str, title: str) -> None:
        sent.append((data, printer, title))

    monkeypatch.setattr(prints, "send_to_printer", send)
    window.printer.setCurrentIndex(1)
    window.print_action.trigger()
    qtbot.waitUntil(lambda: window.put_out == ["质管部打印机"])
    assert sent == [(printed.data, "质管部打印机", printed.title)]
    assert settings.value("print/printer") == "质管部打印机"


def test_a_printer_that_refuses_is_said_and_nothing_is_counted(
    qtbot, window: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qmsdesk.forms import work_dialog

    def refuse(_data: bytes, *, printer: str, title: str) -> None:
        raise UserError("打印机没有接受这份文件。")

    shown: list[BaseException] = []
    monkeypatch.setattr(prints, "send_to_printer", refuse)
    monkeypatch.setattr(work_dialog, "show_error", lambda _owner, error: shown.append(error))
    window.print_action.trigger()
    qtbot.waitUntil(lambda: bool(shown))
    assert window.put_out == []


def test_without_a_printer_saving_is_left(qtbot, printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "printers", lambda: [])
    window = open_preview(None, printed)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.printer.count() == 1)
    assert not window.print_action.isEnabled()
    assert window.save_action.isEnabled()


def test_a_folder_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        write_print(tmp_path / "gone" / "a.pdf", b"x")
    assert list(tmp_path.iterdir()) == []


def test_of_many_pages_only_those_in_sight_are_drawn(
    qtbot, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    import pikepdf

    many = pikepdf.new()
    source = pikepdf.open(io.BytesIO(printed.data))
    for _ in range(30):
        many.pages.extend(source.pages)
    target = io.BytesIO()
    many.save(target)
    asked: list[int] = []
    draw = prints.page_images

    def noted(data: bytes, *, dpi: float, only: list[int]) -> object:
        asked.extend(only)
        return draw(data, dpi=dpi, only=only)

    monkeypatch.setattr(prints, "page_images", noted)
    monkeypatch.setattr(prints, "printers", lambda: [])
    window = Preview(Printed(target.getvalue(), 1, False, "a.pdf", "a"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.pages.pictures.picture(0) is not None)
    window.pages.go_to(50)
    qtbot.waitUntil(lambda: window.pages.pictures.picture(50) is not None)
    assert len(set(asked)) < 30


def test_few_pictures_are_kept(qtbot, printed: Printed) -> None:
    from PySide6.QtWidgets import QWidget

    owner = QWidget()
    qtbot.addWidget(owner)
    pictures = PagePictures(printed.data, owner, most=1)
    pictures.set_dpi(36)
    pictures.want([0, 1])
    qtbot.waitUntil(lambda: pictures.picture(1) is not None)
    assert pictures.picture(0) is None


def test_a_damaged_file_is_said_in_words(qtbot) -> None:
    with pytest.raises(UserError):
        Preview(Printed(b"no pdf", 1, False, "a.pdf", "a"))
