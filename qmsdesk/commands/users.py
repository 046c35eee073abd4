"""qmsdesk users: who can sign in."""

from __future__ import annotations

import argparse

from qmsdesk.commands.access import data_dir, write_json
from qmsdesk.errors import UserError

NAME, HELP = "users", "列出可以登录的用户"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only how to answer."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """List the names; no password is needed to see who may try."""
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
