"""One command sets a workstation up on a server, and every other command works there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.cli import main

PASSWORD = "testing-desk-2026"


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QMSDESK_PASSWORD", PASSWORD)
    monkeypatch.setenv("QMSDESK_DATA", str(tmp_path / "first"))


def test_a_department_is_founded_joined_backed_up_and_brought_back(
    cluster: Any,
    password: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    owner = cluster.address()
    words = [
        "--data",
        owner,
        "--user",
        "李敏",
        "init",
        "--unit",
        "01",
        "--unit-name",
        "炼化设备公司",
        "--json",
    ]
    assert main(words) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["address"] != owner
    assert "owner" not in made["address"]
    monkeypatch.setenv("QMSDESK_DATA", str(tmp_path / "second"))
    for command in (["users"], ["ledger", str(tmp_path / "2026.xlsx")], ["backup"], ["fsck"]):
        assert main(["--data", made["address"], "--user", "李敏", *command]) == 0, capsys.readouterr().err
    assert (tmp_path / "2026.xlsx").is_file()
    folder = next((tmp_path / "second").rglob("backup-*"))
    capsys.readouterr()
    again = ["--data", made["address"], "--user", "李敏", "restore", str(folder)]
    assert main(again) == 1
    assert "所有者" in capsys.readouterr().err
    assert main([*again, "--owner", owner]) == 0
    assert main(["--data", made["address"], "--user", "李敏", "server", "address"]) == 0
    assert made["address"] in capsys.readouterr().out


def test_a_server_nobody_founded_and_an_address_with_a_slip_are_said(
    cluster: Any, password: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", cluster.address(), "--user", "李敏", "users"]) == 1
    assert "还没有部门" in capsys.readouterr().err
    assert main(["--data", "postgresql://server", "users"]) == 1
    assert "地址不对" in capsys.readouterr().err


def test_the_same_department_is_not_founded_twice(
    cluster: Any, password: None, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "--data",
        cluster.address(),
        "--user",
        "李敏",
        "init",
        "--unit",
        "01",
        "--unit-name",
        "炼化设备公司",
    ]
    assert main(words) == 0
    assert "其他工作站各运行一次" in capsys.readouterr().out
    assert main(words) == 1
    assert "已经有" in capsys.readouterr().err
