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
--role 可重复；职责用中文名称或代号，如 --role 经销部门经办人。"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with whom."""
    parser.epilog, parser.formatter_class = _ACTIONS, argparse.RawDescriptionHelpFormatter
    actions = ("people", *_DEEDS)
    parser.add_argument("action", nargs="?", choices=actions, metavar="动作", help="见下；不写就列出用户名")
    parser.add_argument("person", nargs="?", metavar="NAME", help="姓名")
    parser.add_argument("--role", action="append", default=[], metavar="职责", help="职责，可重复")
    parser.add_argument("--reason", default="", metavar="TEXT", help="原因，记入审计")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """List or change; changing needs the right to manage people."""
    if options.action is None:
        return _names(options)
    with opened(options) as desk:
        if options.action == "people":
            return _people(desk, options.json)
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
            line.department,
            "、".join(role_name(key) for key in line.roles),
            "是" if line.signs_in else "否",
            "" if line.active else "停用",
        )
        for line in people
    ]
    write_table(("姓名", "部门", "职责", "可登录", "状态"), rows)
    return 0


def _add(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people

    return {"id": people.add_person(desk, name=options.person, roles=_roles(options.role))}


def _set_roles(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import people

    roles = _roles(options.role)
    people.set_roles(desk, person_id=_find(desk, options.person).id, roles=roles, reason=options.reason)
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


_DEEDS: dict[str, Callable[[Desk, argparse.Namespace], dict[str, Any]]] = {
    "add": _add,
    "roles": _set_roles,
    "let-in": _let_in,
    "reset": _reset,
    "unlock": _unlock,
    "stop": _stop,
}


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
