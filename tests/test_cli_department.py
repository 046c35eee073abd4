"""A department from the command line: made, filled, searched, printed, exported; wrong input changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qmsdesk import cli

Run = Callable[..., tuple[int, str, str]]
PASSWORD = "晴天骑车去看37号楼"
LINES = """投诉编号,顾客名称,产品名称,问题,反馈日期
T-2,兰州甲公司,换热器,管箱法兰渗漏,2026-03-05
T-1,天水乙厂,塔器,人孔盖变形,2026-01-07
T-3,,塔器,裂纹,2026-01-09
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the department of the test; exit code, standard output, standard error."""
    monkeypatch.setenv("QMSDESK_PASSWORD", PASSWORD)

    def command(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["--data", str(tmp_path / "data"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
def department(run: Run) -> Run:
    code, said, _errors = run("--user", "李敏", "init", "--unit", "01", "--unit-name", "炼化设备公司")
    assert code == 0
    assert "恢复码" in said
    return run


@pytest.fixture
def filled(department: Run, tmp_path: Path) -> Run:
    path = tmp_path / "旧台帐.csv"
    path.write_text(LINES, "utf-8")
    code, said, _errors = department("import", path)
    assert code == 0
    assert "已导入 2 行（F01-2" in said
    assert "第 4 行：用户名称" in said
    assert (tmp_path / "旧台帐-导入报告.csv").is_file()
    return department


def first_number(run: Run) -> str:
    return str(json.loads(run("ledger", "--json", "--sort", "反馈单号")[1])["rows"][0]["number"])


def test_a_department_is_made_once(department: Run) -> None:
    code, _said, errors = department("--user", "赵倩", "init", "--unit", "02", "--unit-name", "铸锻厂")
    assert code == 1
    assert "已经有一个部门的数据" in errors
    assert json.loads(department("users", "--json")[1]) == [{"name": "李敏"}]


def test_the_wrong_password_opens_nothing(department: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QMSDESK_PASSWORD", "wrong-password-1")
    code, said, errors = department("ledger")
    assert (code, said) == (1, "")
    assert "密码" in errors
    assert errors.count("\n") == 1


def test_without_a_password_and_a_terminal_it_says_so(
    department: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QMSDESK_PASSWORD")
    code, _said, errors = department("ledger")
    assert code == 1
    assert "QMSDESK_PASSWORD" in errors


def test_a_second_import_is_refused_and_fails(filled: Run, tmp_path: Path) -> None:
    code, said, errors = filled("import", tmp_path / "旧台帐.csv")
    assert code == 1
    assert "已导入 0 行" in said
    assert "没有导入任何一行" in errors


def test_a_dry_run_shows_the_mapping_and_writes_nothing(department: Run, tmp_path: Path) -> None:
    path = tmp_path / "旧台帐.csv"
    path.write_text(LINES, "utf-8")
    code, said, _errors = department("import", path, "--dry-run", "--map", "产品名称=产品名称")
    assert code == 0
    assert "可导入 2 行，不能导入 1 行" in said
    assert json.loads(department("ledger", "--json")[1])["count"] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "没有.xlsx"], "打不开"),
        (["import", "旧台帐.csv", "--map", "用户名称"], "不是“项目=列名”的写法"),
        (["import", "旧台帐.csv", "--map", "用户名称=谁"], "没有“谁”这一列"),
        (["import", "旧台帐.csv", "--report", "报告.pdf"], "格式不支持"),
        (["ledger", "--filter", "颜色=红"], "没有“颜色”这一列"),
        (["ledger", "--filter", "状态"], "没看懂"),
        (["ledger", "--filter", "反馈日期=下雨天"], "不是日期"),
        (["ledger", "台帐.doc"], "应以 .xlsx 或 .pdf 结尾"),
        (["print", "F01-1999-001", "out"], "没有编号为"),
    ],
)
def test_wrong_input_is_said_and_changes_nothing(
    filled: Run, arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _said, errors = filled(*arguments)
    assert code == 1
    assert words in errors
    assert errors.count("\n") == 1
    assert json.loads(filled("ledger", "--json")[1])["count"] == 2


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ([], 2),
        (["--search", "渗漏"], 1),
        (["--search", "tsyc"], 1),
        (["--search", "%"], 0),
        (["--filter", "顾客名称~兰州"], 1),
        (["--filter", "产品名称/图号~塔"], 1),
        (["--filter", "状态=已登记"], 2),
        (["--filter", "状态=作废|已关闭"], 0),
        (["--filter", "反馈日期=2026-01-01..2026-01-31"], 1),
        (["--filter", "处理结果:空"], 2),
        (["--filter", "处理结果:非空"], 0),
        (["--late"], 0),
    ],
)
def test_the_ledger_is_searched_and_filtered(filled: Run, arguments: list[str], count: int) -> None:
    assert json.loads(filled("ledger", "--json", *arguments)[1])["count"] == count


def test_the_ledger_is_sorted_and_shown(filled: Run) -> None:
    rows = json.loads(filled("ledger", "--json", "--sort", "顾客名称:降")[1])["rows"]
    assert [row["customer"] for row in rows] == ["天水乙厂", "兰州甲公司"]
    said = filled("ledger", "--columns", "顾客名称,状态")[1]
    assert said.splitlines()[0].split() == ["顾客名称", "状态"]
    assert "共 2 行" in said


def test_the_ledger_is_exported_as_shown(filled: Run, tmp_path: Path) -> None:
    out = tmp_path / "台帐.xlsx"
    code, said, _errors = filled("ledger", out, "--sort", "反馈日期", "--columns", "反馈日期,顾客名称")
    assert code == 0
    assert "共 2 行" in said
    rows = [[cell.value for cell in row] for row in load_workbook(out).active.iter_rows()]
    assert rows[0] == ["反馈日期", "顾客名称"]
    assert [row[1] for row in rows[1:]] == ["天水乙厂", "兰州甲公司"]
    assert filled("ledger", tmp_path / "台帐.pdf", "--json")[0] == 0
    assert (tmp_path / "台帐.pdf").read_bytes().startswith(b"%PDF-")


def test_a_slip_is_printed_into_a_folder(filled: Run, tmp_path: Path) -> None:
    number = first_number(filled)
    code, said, _errors = filled("print", number, tmp_path / "out", "--source", "--json")
    assert code == 0
    answer = json.loads(said)
    assert (answer["number"], answer["copies"], len(answer["files"])) == (number, 2, 2)
    assert all(Path(path).read_bytes().startswith(b"%PDF-") for path in answer["files"])


def test_a_second_unit_is_set_up_and_its_clerk_registers_under_its_own_code(
    department: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (
        department("users", "unit", "02", "--name", "铸锻公司", "--scoring", "铸锻厂", "--here", "经销部门")[
            0
        ]
        == 0
    )
    assert department("users", "department", "质管部门", "--unit", "02", "--here-now")[0] == 0
    units = {line["code"]: line for line in json.loads(department("users", "units", "--json")[1])}
    assert (units["02"]["scoring_class"], units["02"]["here"]) == ("铸锻厂", 2)
    add = ("users", "add", "孙立", "--unit", "02", "--department", "经销部门")
    assert department(*add, "--role", "经销部门经办人", "--role", "经销部门领导")[0] == 0
    assert (
        department("users", "roles", "李敏", "--unit", "02", "--role", "质管部门", "--role", "系统管理员")[0]
        == 0
    )
    assert "铸锻公司：质管部门" in department("users", "people")[1]
    monkeypatch.setenv("QMSDESK_NEW_PASSWORD", PASSWORD)
    assert department("users", "let-in", "孙立")[0] == 0
    path = tmp_path / "旧台帐.csv"
    path.write_text(LINES, "utf-8")
    assert "已导入 2 行（F02-2" in department("--user", "孙立", "import", path)[1]
    assert len(json.loads(department("--user", "孙立", "ledger", "--json")[1])["rows"]) == 2
    code, _said, errors = department("--user", "李敏", "users", "unit", "01", "--name", "另一个")
    assert (code, "用过" in errors) == (1, True)


def test_the_code_from_the_safe_sets_a_new_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said = json.loads(
        run("--user", "李敏", "init", "--unit", "01", "--unit-name", "炼化设备公司", "--json")[1]
    )
    monkeypatch.setenv("QMSDESK_RECOVERY_CODE", said["recovery_code"])
    monkeypatch.setenv("QMSDESK_NEW_PASSWORD", "another-desk-7351")
    assert run("--user", "李敏", "passwd", "--recovery")[0] == 0
    assert run("ledger")[0] == 1
    monkeypatch.setenv("QMSDESK_PASSWORD", "another-desk-7351")
    assert run("ledger")[0] == 0
