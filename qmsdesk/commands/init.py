"""qmsdesk init: make a department's database with its first user."""

from __future__ import annotations

import argparse

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
    folder = data_dir(options)
    code = create_department(
        data_dir=folder,
        unit_code=options.unit,
        unit_name=options.unit_name,
        department=options.department,
        user=options.user,
        password=ask_password(f"{options.user} 的新密码："),
    )
    if options.json:
        write_json({"data": folder, "user": options.user, "recovery_code": code})
        return 0
    print(f"已建立：{folder}")
    print(f"恢复码：{code}")
    print("恢复码只显示这一次，请抄写或打印后放进保险柜；忘记密码时只有它能打开数据。")
    return 0
