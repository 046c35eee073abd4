"""qmsdesk restore FOLDER: bring a backup back, whole or not at all."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from qmsdesk.commands.access import ask_password, data_dir, user_of, write_json
from qmsdesk.errors import UserError

NAME, HELP = "restore", "用一份备份替换部门数据；先核对备份，现有数据改名保留"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup."""
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, help="备份文件夹（用 qmsdesk backup --list 查看）"
    )
    parser.add_argument("--check", action="store_true", help="只核对备份的文件，不恢复")
    parser.add_argument("--owner", metavar="URL", default="", help="数据在服务器上时：数据库所有者的地址")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Check or restore; UserError when the backup is not whole, and nothing is changed then."""
    from qmsdesk.operations import restoring
    from qmsdesk.operations.department import user_names

    backup = options.folder.expanduser().absolute()
    if options.check:
        problems = restoring.check_backup(folder=backup)
        if problems:
            raise UserError(f"这份备份不能用：{problems[0]}", advice="请换另一份备份。")
        print("备份文件完好。")
        return 0
    folder = data_dir(options)
    user = user_of(options, folder if user_names(data_dir=folder) else backup)
    done = restoring.restore_backup(
        data_dir=folder,
        folder=backup,
        user=user,
        password=ask_password(f"{user} 的密码："),
        owner=options.owner,
    )
    if options.json:
        write_json(asdict(done))
        return 0
    print(f"已恢复：{done.slips} 张单据。" + (f"原来的数据保留在 {done.kept}。" if done.kept else ""))
    if done.lost_numbers:
        print(f"备份之后用过、现在不在库里的编号（不会再发）：{'、'.join(done.lost_numbers)}")
    for finding in done.findings:
        print(f"请核对：{finding}")
    return 0
