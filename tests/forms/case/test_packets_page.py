"""交接包 in the window: a copy goes out as a file, a file is taken in, signed for on the board, and receipted."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.exchange import packets as envelope
from qmsdesk.forms.case import packets_page
from qmsdesk.forms.case.packets_page import PacketsPage
from qmsdesk.forms.case.waiting_page import WaitingPage
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.operations import foreign_copies, packets
from qmsdesk.operations.slips import read_slip
from qmsdesk.papers.values import dump
from qmsdesk.settings import company
from tests.forms.case.conftest import PASSWORD
from tests.operations.case_walk import Walker

WORDS = "黄河铁桥 1909"


@pytest.fixture
def handling(walker: Walker) -> int:
    return walker.handling("开始分析 提出处理意见 登记 审核 分发")


@pytest.fixture
def page(
    qtbot: QtBot, walker: Walker, handling: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> PacketsPage:
    monkeypatch.setattr(packets_page, "ask_for_folder", lambda *_args, **_more: tmp_path)
    monkeypatch.setattr(packets_page, "tell_file", lambda *_args, **_more: None)
    made = PacketsPage(walker.desk)
    qtbot.addWidget(made)
    return made


def _from_elsewhere(walker: Walker, slip_id: int, path: Path) -> Path:
    """A packet another unit of the company made, with the sheet of one of ours."""
    slip = read_slip(walker.desk, slip_id=slip_id)
    content = {
        "packet": f"{slip_id:032d}", "unit": "铸锻公司", "department": "质管部", "sender": "吴江", "paper": "03",
        "number": "C02-2026-014", "holder": "经销部门", "label": "第二联 共三联 经销部门存",
        "values": dump(slip.paper, slip.values), "sent_at": "2026-11-22T01:00:00.000Z",
    }  # fmt: skip
    printed = envelope.PacketFile("C02-2026-014.pdf", b"%PDF-1.4 not much of a print")
    data, _ = envelope.seal(
        "联", company(walker.desk.data_dir).name, content, [printed], key_of=packets.key_from(WORDS)
    )
    path.write_bytes(data)
    return path


def _say(page: PacketsPage, words: str) -> None:
    assert page.dialog is not None
    page.dialog.boxes["passphrase"].setText(words)
    page.dialog.act()


def test_a_copy_on_its_way_is_written_as_a_file(page: PacketsPage, handling: int, tmp_path: Path) -> None:
    place = next(at for at, line in enumerate(page.out) if line.slip_id == handling)
    page.going.selectRow(place)
    page.ask_send()
    _say(page, "短")
    assert page.dialog is not None
    assert "至少 8" in page.dialog.said["passphrase"].text()
    _say(page, WORDS)
    files = list(tmp_path.glob("*.qmspacket"))
    assert len(files) == 1
    assert page.out[place].packet_at is not None


def test_a_file_that_came_is_signed_for_on_the_board_and_receipted(
    qtbot: QtBot,
    page: PacketsPage,
    walker: Walker,
    handling: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = _from_elsewhere(walker, handling, tmp_path / "来件.qmspacket")
    monkeypatch.setattr(packets_page, "ask_for_files", lambda *_args, **_more: [path])
    page.ask_take()
    _say(page, WORDS)
    assert "C02-2026-014 已接收" in page.message.text()
    board = WaitingPage(walker.desk)
    qtbot.addWidget(board)
    board.table.selectRow(next(at for at, line in enumerate(board.found) if line.foreign_id))
    board.sign_for()
    assert board.dialog is not None
    box = board.dialog.boxes["signature"]
    box.here.setChecked(True)
    box.password.setText(PASSWORD)
    board.dialog.boxes["opinion"].setPlainText("收到")
    board.dialog.act()
    assert not [line for line in board.found if line.foreign_id]
    page.refresh()
    assert page.coming.rows_model.shown[0].texts[4] == "李敏 2026-11-22"
    page.save_files()
    page.save_files()
    assert sorted(found.name for found in tmp_path.glob("*.pdf")) == [
        "C02-2026-014(2).pdf",
        "C02-2026-014.pdf",
    ]
    page.ask_receipt()
    _say(page, WORDS)
    assert [found.name for found in tmp_path.glob("*回执*")] == ["C02-2026-014-经销部门-回执.qmspacket"]
    assert foreign_copies.foreign_copies(walker.desk)[0].opinion == "收到"


def test_the_menu_opens_the_page(qtbot: QtBot, walker: Walker) -> None:
    window = MainWindow(walker.desk)
    qtbot.addWidget(window)
    window.show()
    window.action("packets").trigger()
    assert isinstance(window.tabs.currentWidget(), PacketsPage)
    window.close()
