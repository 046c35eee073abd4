"""What opens the windows, and what goes to the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk import __main__ as front_door
from qmsdesk import app, cli
from qmsdesk.errors import UserError


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The folders the windows were opened on."""
    folders: list[Path | None] = []

    def run(_arguments: list[str], *, data_dir: Path | None = None) -> int:
        folders.append(data_dir)
        return 0

    monkeypatch.setattr(app, "run", run)
    return folders


@pytest.mark.parametrize(
    ("words", "folder"), [([], None), (["--data", "甲"], Path("甲")), (["--data=甲"], Path("甲"))]
)
def test_without_a_command_the_windows_open(
    opened: list[Path | None], words: list[str], folder: Path | None
) -> None:
    assert front_door.main(words) == 0
    assert opened == [folder]


@pytest.mark.parametrize(
    "words", [["papers"], ["--data", "甲", "ledger"], ["--data", "--help"], ["--version"]]
)
def test_everything_else_is_the_command_line(
    opened: list[Path | None], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    heard: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda said: heard.append(said) or 7)
    assert front_door.main(words) == 7
    assert (heard, opened) == ([words], [])


def test_a_reason_not_to_open_is_one_line_and_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_arguments: list[str], *, data_dir: Path | None = None) -> int:
        raise UserError("没有可用的显示。", advice="请在桌面上打开。")

    monkeypatch.setattr(app, "run", run)
    assert front_door.main([]) == 1
    assert capsys.readouterr().err == "没有可用的显示。请在桌面上打开。\n"
