"""Looking after a department from the command line: people, passwords, health, backups."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk import cli

Run = Callable[..., tuple[int, str, str]]
PASSWORD, OTHER = "晴天骑车去看37号楼", "雨天坐车去看52号楼"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a fresh department; exit code, standard output, standard error."""
    monkeypatch.setenv("QMSDESK_PASSWORD", PASSWORD)

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["--data", str(tmp_path / "data"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    assert command("--user", "李敏", "init", "--unit", "01", "--unit-name", "炼化设备公司")[0] == 0
    return command


def test_a_person_is_added_let_in_and_stopped(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("users", "add", "赵倩", "--role", "经销部门领导")[0] == 0
    monkeypatch.setenv("QMSDESK_NEW_PASSWORD", OTHER)
    assert run("users", "let-in", "赵倩")[0] == 0
    people = {
        line["name"]: line for line in json.loads(run("--user", "李敏", "users", "people", "--json")[1])
    }
    assert people["赵倩"]["roles"] == ["sales_leader"]
    assert people["赵倩"]["signs_in"] is True
    monkeypatch.setenv("QMSDESK_PASSWORD", OTHER)
    assert run("--user", "赵倩", "ledger", "--json")[0] == 0
    code, _said, errors = run("--user", "赵倩", "users", "add", "王工")
    assert code == 1
    assert errors.count("\n") == 1
    monkeypatch.setenv("QMSDESK_PASSWORD", PASSWORD)
    assert run("--user", "李敏", "users", "stop", "赵倩", "--reason", "调离")[0] == 0
    assert run("users")[1].split() == ["李敏"]


def test_a_forgotten_password_is_reset_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("users", "add", "赵倩", "--role", "sales_leader")
    monkeypatch.setenv("QMSDESK_NEW_PASSWORD", OTHER)
    run("users", "let-in", "赵倩")
    answer = json.loads(run("--user", "李敏", "users", "reset", "赵倩", "--json")[1])
    monkeypatch.setenv("QMSDESK_PASSWORD", answer["one_time_password"])
    assert run("--user", "赵倩", "ledger", "--json")[0] == 0


def test_ones_own_password_is_changed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QMSDESK_NEW_PASSWORD", OTHER)
    assert run("passwd")[0] == 0
    assert run("ledger")[0] == 1
    monkeypatch.setenv("QMSDESK_PASSWORD", OTHER)
    assert run("ledger")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("users", "add"), "请写明姓名"),
        (("users", "add", "王工", "--role", "飞行员"), "没有“飞行员”这个职责"),
        (("users", "reset", "王工"), "名单里没有“王工”"),
        (("users", "let-in", "李敏"), "QMSDESK_NEW_PASSWORD"),
        (("backup", "--second", "没有的文件夹"), "不存在"),
        (("backup", "--drill"), "演练不通过"),
        (("restore", "没有的文件夹"), "备份"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    code, _said, errors = run(*arguments)
    assert code == 1
    assert words in errors
    assert errors.count("\n") == 1


def test_a_healthy_department_passes_and_the_anonymous_report_names_nobody(run: Run, tmp_path: Path) -> None:
    run("backup")
    code, said, _errors = run("fsck", "--anonymous", tmp_path / "report.json")
    assert code == 0
    assert "数据体检" in said
    assert "李敏" not in (tmp_path / "report.json").read_text("utf-8")
    assert json.loads(run("fsck", "--quick", "--json")[1])["level"] in ("good", "warning")


def test_a_damaged_attachment_store_or_file_makes_the_check_fail(run: Run, tmp_path: Path) -> None:
    database = tmp_path / "data" / "department.db"
    content = bytearray(database.read_bytes())
    for place in range(4096 * 8, len(content) - 4096, 4096 * 3):
        content[place + 100] ^= 0xFF
    database.write_bytes(bytes(content))
    code, _said, errors = run("fsck")
    assert code == 1
    assert errors.count("\n") == 1


def test_a_backup_is_made_listed_drilled_and_brought_back(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("顾客名称,问题,反馈日期\n甲,漏油,2026-01-02\n", "utf-8")
    folder = json.loads(run("backup", "--json")[1])["folder"]
    assert run("import", path)[0] == 0
    assert run("backup", "--drill")[0] in (0, 1)
    assert folder in run("backup", "--list")[1]
    assert run("restore", folder, "--check")[0] == 0
    code, said, _errors = run("restore", folder)
    assert code == 0
    assert "已恢复：0 张单据" in said
    assert json.loads(run("ledger", "--json")[1])["count"] == 0
