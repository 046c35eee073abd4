"""The front door: first start, sign-in, main window, and a department that is one closed file afterwards."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from qmsdesk import __main__, app, fault_log
from qmsdesk.errors import UserError
from qmsdesk.forms.first_run import FirstRun
from qmsdesk.forms.main_window import MainWindow
from qmsdesk.forms.sign_in import SignIn
from qmsdesk.operations.department import user_names
from qmsdesk.procedure.clock import FixedClock

PASSWORD = "lanzhou-2026-QM"


def visible(kind: type) -> list:
    return [
        window for window in QApplication.topLevelWidgets() if isinstance(window, kind) and window.isVisible()
    ]


@pytest.fixture
def robot(qtbot):
    """Answers whatever window is open, ten times a second, as a person would."""
    seen: list[str] = []

    def act() -> None:
        for wizard in visible(FirstRun):
            form = wizard.asking
            if wizard.pages.currentWidget() is form:
                seen.append("first run")
                form.unit_name.setText("炼化装备公司")
                form.user.setText("李敏")
                form.password.setText(PASSWORD)
                form.again.setText(PASSWORD)
                form.made.click()
            else:
                wizard.telling.kept.setChecked(True)
                wizard.telling.finish.click()
        for box in visible(SignIn):
            seen.append("sign in")
            box.password.setText(PASSWORD)
            box.ok.click()

    timer = QTimer(interval=100)
    timer.timeout.connect(act)
    timer.start()
    yield seen
    timer.stop()


def test_the_first_start_goes_through_the_wizard_and_signs_in(
    robot, tmp_path: Path, clock: FixedClock
) -> None:
    desk = app.enter(tmp_path / "data", clock)
    assert robot == ["first run", "sign in"]
    assert desk is not None
    app.leave(desk)
    assert sorted(path.name for path in desk.data_dir.glob("*.db-wal")) == []


def test_later_starts_only_sign_in(qtbot, robot, data_dir: Path, clock: FixedClock) -> None:
    desk = app.enter(data_dir, clock)
    assert robot == ["sign in"]
    assert desk is not None
    window = app.show_main_window(desk)
    assert isinstance(window, MainWindow)
    assert window.isVisible()
    qtbot.waitUntil(lambda: getattr(window, "watch", None) is not None)
    window.close()
    window.deleteLater()
    app.leave(desk)


def test_leaving_the_sign_in_opens_nothing(qtbot, data_dir: Path, clock: FixedClock) -> None:
    QTimer.singleShot(200, lambda: visible(SignIn)[0].reject())
    assert app.enter(data_dir, clock) is None


def test_the_log_lies_in_the_data_folder_and_stays_small(tmp_path: Path) -> None:
    log = logging.getLogger("qmsdesk")
    fault_log.keep_log(tmp_path)
    handler = log.handlers[-1]
    try:
        log.error("a fault")
        assert "a fault" in (tmp_path / "qmsdesk.log").read_text(encoding="utf-8")
        assert handler.maxBytes == fault_log.BYTES
    finally:
        log.removeHandler(handler)
        handler.close()


def test_without_a_screen_it_says_so_in_one_line(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "qmsdesk"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=60,
    )
    assert done.returncode == 1
    assert "没有可用的显示屏" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_words_on_the_command_line_go_to_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from qmsdesk import cli

    asked: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda words: asked.append(words) or 3)
    assert __main__.main(["papers", "--json"]) == 3
    assert asked == [["papers", "--json"]]


def test_no_words_open_the_windows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[Path | None] = []

    def open_(_words: list[str], *, data_dir: Path | None = None) -> int:
        opened.append(data_dir)
        return 0

    monkeypatch.setattr(app, "run", open_)
    assert __main__.main([]) == 0
    assert __main__.main(["--data", "here"]) == 0
    assert opened == [None, Path("here")]

    def refuse(_words: list[str], *, data_dir: Path | None = None) -> int:
        raise UserError("没有显示屏。")

    monkeypatch.setattr(app, "run", refuse)
    assert __main__.main([]) == 1
    assert "没有显示屏。" in capsys.readouterr().err


def test_a_folder_without_data_has_no_users(tmp_path: Path) -> None:
    assert user_names(data_dir=tmp_path) == []
    assert not app.has_department(tmp_path)


def test_while_the_password_is_awaited_the_main_window_is_loaded(qtbot, monkeypatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    monkeypatch.setattr(app, "AHEAD", ("qmsdesk.forms.main_window", "colorsys"))
    box = QWidget()
    qtbot.addWidget(box)
    app.load_ahead(box)
    qtbot.waitUntil(lambda: "colorsys" in sys.modules)
    assert "qmsdesk.forms.main_window" in sys.modules
