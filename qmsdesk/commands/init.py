"""qmsdesk init: make a department's database with its first user."""

from __future__ import annotations

import argparse
from pathlib import Path

from qmsdesk.commands.access import ask_password, data_dir, write_json
from qmsdesk.errors import UserError

NAME, HELP = "init", "建立部门的数据库和第一个用户，并给出要锁进保险柜的恢复码"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Unit and department; the user is the global --user."""
    parser.add_argument("--unit", required=True, metavar="CODE", help="单位代号，印在每个编号里，如 01")
    parser.add_argument("--unit-name", required=True, metavar="NAME", help="单位名称")
    parser.add_argument("--department", default="经销部门", metavar="NAME", help="部门名称（默认经销部门）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Create the department and show the recovery code once."""
    from qmsdesk.operations.department import create_department

    if not options.user:
        raise UserError("请用 --user 给出第一个用户的姓名。")
    folder, address = _place(options)
    code = create_department(
        data_dir=folder,
        unit_code=options.unit,
        unit_name=options.unit_name,
        department=options.department,
        user=options.user,
        password=ask_password(f"{options.user} 的新密码："),
    )
    if options.json:
        there = {"address": address} if address else {}
        write_json({"data": folder, "user": options.user, "recovery_code": code, **there})
        return 0
    print(f"已建立：{folder}")
    print(f"恢复码：{code}")
    print("恢复码只显示这一次，请抄写或打印后放进保险柜；忘记密码时只有它能打开数据。")
    if address:
        print(f"其他工作站各运行一次：qmsdesk --data '{address}'")
    return 0


def _place(options: argparse.Namespace) -> tuple[Path, str]:
    """The data folder and, on a server (whose tables are made first), the address for the other workstations."""
    from qmsdesk.operations import servers

    if not options.data or not servers.is_address(options.data):
        return data_dir(options), ""
    folder = servers.workstation_dir(options.data)
    return folder, servers.found(address=options.data, data_dir=folder)
