"""A slip saved at one workstation appears at another without anybody pressing a key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from qmsdesk.forms import others_watch
from qmsdesk.operations import department, news, servers
from qmsdesk.operations.desk import Desk

MADE = {"user": "李敏", "password": "testing-desk-2026"}


class Window(others_watch.QObject):
    """What the watch needs of a main window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.refreshed, self.said = desk, 0, ""

    def refresh_lists(self) -> None:
        self.refreshed += 1

    def statusBar(self) -> Window:
        return self

    def showMessage(self, words: str, _for: int) -> None:
        self.said = words


def test_a_department_in_a_file_is_not_watched(qtbot: QtBot, desk: Desk) -> None:
    if not news.is_shared(desk):
        assert others_watch.begin(Window(desk)) is None


def test_what_another_workstation_saves_is_read_again(qtbot: QtBot, cluster: Any, tmp_path: Path) -> None:
    servers.found(address=cluster.address(), data_dir=tmp_path / "data")
    department.create_department(
        data_dir=tmp_path / "data", **MADE, unit_code="01", unit_name="炼化设备公司", department="经销部门"
    )
    desk = department.open_department(data_dir=tmp_path / "data", **MADE)
    try:
        window = Window(desk)
        watch = others_watch.begin(window)
        assert watch is not None
        watch.look()
        qtbot.waitUntil(lambda: not watch._asking)
        assert window.refreshed == 0
        from qmsdesk.models import audit
        from qmsdesk.models.transactions import write_tx

        with write_tx():
            audit.append(audit.Author("王工", "", "别的电脑", desk.clock.now()), "登录")
        watch.look()
        qtbot.waitUntil(lambda: window.refreshed == 1)
        assert "另一台工作站" in window.said
        watch.stop()
        from qmsdesk.forms.background import Background

        Background.of_application().finish()
    finally:
        department.close_department(desk)
