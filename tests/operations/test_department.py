"""Making a department, signing in and out, and what strangers see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit, audit_check
from qmsdesk.models.transactions import rows
from qmsdesk.operations import department, people
from qmsdesk.operations.desk import Desk

PASSWORD = "testing-desk-2026"
ABOUT = {
    "unit_code": "01",
    "unit_name": "炼化设备公司",
    "department": "经销部",
    "user": "李敏",
    "password": PASSWORD,
}


def _actions() -> list[tuple[str, str]]:
    return [(line["user"], line["action"]) for line in audit.lines()]


def test_a_new_department_knows_its_user_its_unit_and_the_holders_of_copies(desk: Desk) -> None:
    assert desk.user.roles == {"sales_clerk", "administrator"}
    assert (desk.department.unit_code, desk.department.unit_name) == ("01", "炼化设备公司")
    names = {line.kind for line in people.list_departments(desk)}
    assert {"经销部门", "质管部门", "生产部门", "供应部门", "财务部门", "发货部门", "技术质量管理部"} <= names
    assert [line.here for line in people.list_departments(desk)].count(True) == 1
    assert audit_check.verify() == ()


def test_there_are_no_users_where_there_is_no_department(tmp_path: Path) -> None:
    assert department.user_names(data_dir=tmp_path) == []


def test_users_are_listed_before_signing_in(desk: Desk) -> None:
    assert department.user_names(data_dir=desk.data_dir) == ["李敏"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit_code": "一厂"}, "单位代号"),
        ({"unit_code": "0-1"}, "单位代号"),
        ({"unit_code": ""}, "单位代号"),
        ({"unit_name": " "}, "单位名称"),
        ({"department": "经\u202e销"}, "部门"),
        ({"user": ""}, "用户名"),
        ({"password": "short"}, "密码至少"),
        ({"password": "炼化设备公司2026"}, "名称"),
    ],
)
def test_a_department_is_not_made_from_bad_words(tmp_path: Path, change: dict[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        department.create_department(data_dir=tmp_path / "data", **{**ABOUT, **change})
    assert not (tmp_path / "data" / "department.db").exists()
    assert department.user_names(data_dir=tmp_path / "data") == []


def test_a_department_is_not_made_over_another(desk: Desk) -> None:
    with pytest.raises(UserError, match="已经有一个部门"):
        department.create_department(data_dir=desk.data_dir, **ABOUT)


def test_signing_in_and_failing_to_is_in_the_trail(desk: Desk, clock: Any) -> None:
    department.close_department(desk)
    place = {"data_dir": desk.data_dir, "clock": clock}
    for user, password in (("李敏", "wrong"), ("张三", "wrong")):
        with pytest.raises(UserError, match="用户名或密码不对"):
            department.open_department(**place, user=user, password=password)
    department.open_department(**place, user="李敏", password=PASSWORD)
    expected = [
        ("李敏", "建立部门"),
        ("李敏", "建立签名根证书"),
        ("李敏", "登录"),
        ("李敏", "退出"),
        ("李敏", "登录失败"),
        ("张三", "登录失败"),
        ("李敏", "登录"),
    ]
    assert _actions() == expected


def test_the_recovery_code_opens_and_gives_a_new_password(tmp_path: Path, clock: Any) -> None:
    place = {"data_dir": tmp_path / "data", "clock": clock}
    code = department.create_department(**place, **ABOUT)
    opened = department.open_with_recovery(**place, user="李敏", code=code, password="brand-new-words-77")
    department.close_department(opened)
    with pytest.raises(UserError):
        department.open_department(**place, user="李敏", password=PASSWORD)
    again = department.open_department(**place, user="李敏", password="brand-new-words-77")
    assert ("李敏", "用恢复码登录") in _actions()
    department.close_department(again)


def test_a_tampered_file_of_tries_is_logged_once(desk: Desk, clock: Any) -> None:
    place = {"data_dir": desk.data_dir, "user": "李敏", "password": PASSWORD, "clock": clock}
    department.close_department(desk)
    (desk.data_dir / "tries.json").unlink()
    department.close_department(department.open_department(**place))
    department.open_department(**place)
    assert [action for _, action in _actions()].count("登录计数文件被改动") == 1


def test_temporary_files_go_to_the_data_folder(desk: Desk) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        assert Path(file.name).is_relative_to(desk.data_dir)
    department.close_department(desk)
    assert not Path(tempfile.gettempdir()).is_relative_to(desk.data_dir)
    department.open_department(data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=desk.clock)


def test_a_role_ends_with_its_day(desk: Desk, clock: Any) -> None:
    people.add_person(desk, name="王工", roles=("sales_leader",))
    (person,) = [line for line in people.list_people(desk) if line.name == "王工"]
    people.set_roles(desk, person_id=person.id, roles=("quality_clerk",))
    (person,) = [line for line in people.list_people(desk) if line.name == "王工"]
    assert person.roles == ("quality_clerk",)
    assert len(rows("SELECT 1 FROM role_assignment WHERE person_id = ?", (person.id,))) == 2
    assert audit_check.verify() == ()
