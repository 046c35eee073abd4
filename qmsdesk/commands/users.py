"""qmsdesk users: who can sign in, people and their roles."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qmsdesk.commands.access import ask_new_password, data_dir, opened, write_json, write_table
from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from qmsdesk.operations.desk import Desk
    from qmsdesk.operations.people import PersonLine
    from qmsdesk.operations.units import UnitLine

NAME, HELP = "users", "列出用户；登录后可查看和管理人员、职责"
_ACTIONS = """动作：
  （不写）          列出可以登录的用户名，不需要密码
  people            列出全部人员和职责
  add NAME          添加人员，--role 给出职责
  roles NAME        改为 --role 给出的职责
  let-in NAME       开通登录，首个密码从 QMSDESK_NEW_PASSWORD 读取，没有就询问
  reset NAME        重设密码，给出一次性密码
  unlock NAME       解除锁定
  stop NAME         停用
  units             列出单位及其部门
  unit CODE         添加单位，--name 给出名称，--here 给出在本机办公的部门，--scoring 计分类别
  department NAME   添加部门，或用 --here-now、--elsewhere 改变它的办公地点
--unit 指明单位（代号），默认本单位；add 用 --department 指明部门。
--role 可重复；职责用中文名称或代号，如 --role 经销部门经办人。"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with whom."""
    parser.epilog, parser.formatter_class = _ACTIONS, argparse.RawDescriptionHelpFormatter
    actions = ("people", "units", *_DEEDS)
    parser.add_argument("action", nargs="?", choices=actions, metavar="动作", help="见下；不写就列出用户名")
    parser.add_argument("person", nargs="?", metavar="NAME", help="姓名")
    parser.add_argument("--role", action="append", default=[], metavar="职责", help="职责，可重复")
    parser.add_argument("--unit", default="", metavar="CODE", help="单位代号，默认本单位")
    parser.add_argument("--department", default="", metavar="NAME", help="人员所在的部门，默认本部门")
    parser.add_argument("--name", default="", metavar="TEXT", help="新单位的名称")
    parser.add_argument("--scoring", default="商品厂", metavar="类别", help="计分类别：商品厂或铸锻厂")
    parser.add_argument(
        "--here", action="append", default=[], metavar="部门", help="在本机办公的部门，可重复"
    )
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--here-now", action="store_true", help="这个部门在本机办公")
    place.add_argument("--elsewhere", action="store_true", help="这个部门在别处办公")
    parser.add_argument("--reason", default="", metavar="TEXT", help="原因，记入审计")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """List or change; changing needs the right to manage people."""
    if options.action is None:
        return _names(options)
    with opened(options) as desk:
        if options.action == "people":
            return _people(desk, options.json)
        if options.action == "units":
            return _units(desk, options.json)
        if not options.person:
            raise UserError("请写明姓名。")
        answer = _DEEDS[options.action](desk, options)
    if options.json:
        write_json({"action": options.action, "name": options.person, **answer})
    else:
        print("\n".join([f"已办理：{options.action} {options.person}", *map(str, answer.values())]))
    return 0


def _names(options: argparse.Namespace) -> int:
    from qmsdesk.operations.department import user_names

    folder = data_dir(options)
    names = user_names(data_dir=folder)
    if not names:
        raise UserError(
            f"“{folder}”里没有部门数据。", advice="请用 --data 指定数据文件夹，或先用 qmsdesk init 建立。"
        )
    if options.json:
        write_json([{"name": name} for name in names])
    else:
        print("\n".join(names))
    return 0


def _people(desk: Desk, as_json: bool) -> int:
    from dataclasses import asdict

    from qmsdesk.operations.people import list_people
    from qmsdesk.procedure.roles import role_name

    people = list_people(desk)
    if as_json:
        write_json([asdict(line) for line in people])
        return 0
    rows = [
        (
            line.name,
            f"{line.unit} {line.department}".strip(),
            "；".join(
                [
                    "、".join(role_name(key) for key in line.roles),
                    *(
                        f"{unit}：{'、'.join(role_name(key) for key in roles)}"
                        for unit, roles in line.elsewhere
                    ),
                ]
            ),
            "是" if line.signs_in else "否",
            "" if line.active else "停用",
        )
        for line in people
    ]
    write_table(("姓名", "部门", "职责", "可登录", "状态"), rows)
    return 0


def _add(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people

    department = _department(desk, options.department, options.unit) if options.department else None
    if options.unit and department is None:
        raise UserError("请用 --department 写明所在部门。")
    key = people.add_person(desk, name=options.person, roles=_roles(options.role), department_id=department)
    return {"id": key}


def _set_roles(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people

    roles = _roles(options.role)
    people.set_roles(
        desk,
        person_id=_find(desk, options.person).id,
        roles=roles,
        reason=options.reason,
        unit_id=_unit(desk, options.unit).id,
    )
    return {"roles": roles}


def _let_in(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people

    person = _find(desk, options.person)
    people.let_sign_in(desk, person_id=person.id, password=ask_new_password(f"{person.name} 的首个密码："))
    return {}


def _reset(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people

    return {"one_time_password": people.reset_password(desk, person_id=_find(desk, options.person).id)}


def _unlock(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people

    return {"failed_tries": people.unlock(desk, person_id=_find(desk, options.person).id)}


def _stop(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people

    people.stop_signing_in(desk, person_id=_find(desk, options.person).id, reason=options.reason)
    return {}


def _add_unit(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import units

    key = units.add_unit(
        desk, code=options.person, name=options.name, scoring_class=options.scoring, here=options.here
    )
    return {"id": key}


def _add_department(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people, units

    if options.here_now or options.elsewhere:
        key = _department(desk, options.person, options.unit)
        units.place_department(desk, department_id=key, here=options.here_now)
    else:
        key = people.add_department(desk, name=options.person, unit_id=_unit(desk, options.unit).id)
    return {"id": key}


_DEEDS: dict[str, Callable[[Desk, argparse.Namespace], dict[str, Any]]] = {
    "add": _add,
    "roles": _set_roles,
    "let-in": _let_in,
    "reset": _reset,
    "unlock": _unlock,
    "stop": _stop,
    "unit": _add_unit,
    "department": _add_department,
}


def _units(desk: Desk, as_json: bool) -> int:
    from dataclasses import asdict

    from qmsdesk.operations.people import list_departments
    from qmsdesk.operations.units import list_units

    listed, departments = list_units(desk), list_departments(desk)
    if as_json:
        write_json(
            [
                {**asdict(line), "departments": [asdict(one) for one in departments if one.unit == line.name]}
                for line in listed
            ]
        )
        return 0
    rows = [
        (line.code, line.name, line.scoring_class, one.name, "本机" if one.here else "别处")
        for line in listed
        for one in departments
        if one.unit == line.name
    ]
    write_table(("代号", "单位", "计分类别", "部门", "地点"), rows)
    return 0


def _unit(desk: Desk, code: str) -> UnitLine:
    from qmsdesk.operations.units import list_units

    listed = list_units(desk)
    found = next((line for line in listed if line.code == code), None) if code else listed[0]
    if found is None:
        raise UserError(f"没有代号为“{code}”的单位。", advice="请用 qmsdesk users units 查看。")
    return found


def _department(desk: Desk, name: str, unit: str) -> int:
    from qmsdesk.operations.people import list_departments

    wanted = _unit(desk, unit).name
    for line in list_departments(desk):
        if line.name == name and line.unit == wanted:
            return line.id
    raise UserError(f"{wanted}没有部门“{name}”。", advice="请用 qmsdesk users units 查看。")


def _find(desk: Desk, name: str) -> PersonLine:
    from qmsdesk.operations.people import list_people

    for line in list_people(desk):
        if line.name == name:
            return line
    raise UserError(f"名单里没有“{name}”。", advice="请用 qmsdesk users people 查看。")


def _roles(wanted: list[str]) -> tuple[str, ...]:
    from qmsdesk.procedure.roles import TABLE

    keys = {role.name: role.key for role in TABLE} | {role.key: role.key for role in TABLE}
    unknown = [name for name in wanted if name not in keys]
    if unknown:
        raise UserError(
            f"没有“{unknown[0]}”这个职责。", advice=f"可用：{'、'.join(role.name for role in TABLE)}。"
        )
    return tuple(keys[name] for name in wanted)
