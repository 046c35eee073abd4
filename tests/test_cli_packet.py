"""qmsdesk packet: the way of a 联 between two databases, by commands alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from qmsdesk import cli
from qmsdesk.commands.packet import PASSPHRASE
from qmsdesk.operations import foreign_copies
from qmsdesk.operations.department import close_department, create_department, open_department
from qmsdesk.operations.turns import Given
from tests.operations.case_department import PASSWORD as OURS
from tests.operations.case_department import walking

THEIRS = "foundry-desk-2026"


@time_machine.travel(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
def test_a_copy_is_exported_imported_and_receipted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, away, post = tmp_path / "home", tmp_path / "away", tmp_path / "post"
    with walking(home) as hands:
        hands.trusting = True
        hands.handling("开始分析 提出处理意见 登记 审核 分发")
    place: dict[str, Any] = {"data_dir": away, "user": "周平", "password": THEIRS}
    create_department(**place, unit_code="02", unit_name="铸锻公司", department="装配车间")

    def call(data: Path, user: str, password: str, *words: object) -> Any:
        monkeypatch.setenv("QMSDESK_PASSWORD", password)
        monkeypatch.setenv(PASSPHRASE, "黄河铁桥 1909")
        code = cli.main(["--data", str(data), "--user", user, "packet", *map(str, words), "--json"])
        told = capsys.readouterr()
        assert not code, told.err
        return json.loads(told.out)

    sent = call(home, "李敏", OURS, "export", "C01-2026-001", "装配车间", post)
    assert Path(sent["file"]).parent == post
    assert call(away, "周平", THEIRS, "import", sent["file"])["number"] == "C01-2026-001"
    desk = open_department(**place)
    foreign_copies.sign_for(desk, foreign_id=1, given=Given(password=THEIRS))
    close_department(desk)
    receipt = call(away, "周平", THEIRS, "receipt", "C01-2026-001", post)["file"]
    assert call(home, "李敏", OURS, "import", receipt)["kind"] == "回执"
    copies = call(home, "李敏", OURS, "list")["copies"]
    assert [(one["number"], one["department"]) for one in copies] == [("C01-2026-001", "经销部门")]


@time_machine.travel(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
def test_a_copy_that_nobody_sent_is_not_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with walking(tmp_path / "home"):
        pass
    monkeypatch.setenv("QMSDESK_PASSWORD", OURS)
    asked = [
        "--data",
        str(tmp_path / "home"),
        "packet",
        "export",
        "C01-2026-001",
        "装配车间",
        str(tmp_path / "x"),
    ]
    assert cli.main(asked) == 1
    assert "没有已送交、待装配车间签收的一联" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
