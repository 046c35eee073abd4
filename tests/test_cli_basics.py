"""The command line as a whole: help everywhere, one clear line when something is wrong, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qmsdesk import cli


def names() -> list[str]:
    return [command.NAME for command in cli._commands()]


@pytest.mark.parametrize("name", names())
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([name, "--help"]) == 0
    said = capsys.readouterr().out
    assert "用法：" in said
    assert "--data" in said
    assert "usage" not in said


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert [name for name in names() if name not in said] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fly"], "没有“fly”"),
        (["blank", "01"], "缺少 OUT.pdf"),
        (["papers", "--colour"], "不认识的参数 --colour"),
        (["ledger", "--search"], "后面要有一个值"),
        ([], "缺少 命令"),
    ],
)
def test_wrong_use_is_said_in_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_papers_lists_the_eight_sheets(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["papers"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["01", "02", "03", "04", "05", "06", "07", "00"]


def test_papers_as_data_name_fields_labels_kinds_and_copies(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["papers", "--json"]) == 0
    papers = json.loads(capsys.readouterr().out)
    first = papers[0]
    assert (first["code"], first["title"], first["letter"]) == ("01", "顾客信息反馈单", "F")
    assert first["copies"] == ["经销部门", "质管部门"]
    assert {"name": "customer_name", "label": "用户名称"}.items() <= first["fields"][2].items()


@pytest.mark.parametrize("code", ["01", "02", "03", "04", "05", "06", "07", "00"])
def test_every_paper_can_be_printed_empty(code: str, tmp_path: Path) -> None:
    out = tmp_path / "blank.pdf"
    assert cli.main(["blank", code, str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["blank", "99", "x.pdf"], "没有代号为 99 的表格"),
        (["blank", "01", "x.doc"], "应以 .pdf 结尾"),
        (["blank", "01", "nowhere/x.pdf"], "不存在"),
        (["users", "--data", "nothing"], "没有部门数据"),
        (["ledger", "--data", "nothing"], "没有部门数据"),
    ],
)
def test_what_the_user_can_put_right_is_one_chinese_line(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_bug_is_said_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_options: object) -> int:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("qmsdesk.commands.papers.run", broken)
    assert cli.main(["papers"]) == 1
    said = capsys.readouterr().err
    assert "程序内部出错（ZeroDivisionError" in said
    assert "Traceback" not in said


def test_a_reader_who_goes_away_ends_it_quietly(repository: Path) -> None:
    code = "from qmsdesk.cli import main; raise SystemExit(main(['papers', '--json']))"
    command = f'"{sys.executable}" -c "{code}" | head -c 10'
    done = subprocess.run(["sh", "-c", command], cwd=repository, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_it_starts_without_anything_heavy(repository: Path) -> None:
    code = (
        "import sys; from qmsdesk import cli; cli.parser();"
        "print([m for m in ('PySide6', 'peewee', 'reportlab', 'openpyxl', 'pikepdf') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
