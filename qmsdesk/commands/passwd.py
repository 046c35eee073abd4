"""qmsdesk passwd: change one's own password."""

from __future__ import annotations

import argparse
import getpass
import os

from qmsdesk.commands.access import ask_new_password, ask_password, data_dir, opened
from qmsdesk.errors import UserError

NAME, HELP = "passwd", "修改自己的密码；新密码从 QMSDESK_NEW_PASSWORD 读取，没有就询问"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether the code from the safe takes the place of the old password."""
    parser.add_argument(
        "--recovery", action="store_true",
        help="旧密码忘了：用恢复码（从 QMSDESK_RECOVERY_CODE 读取，没有就询问）给 --user 设新密码",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """The old password signs in and is asked for once more by the operation."""
    if options.recovery:
        return _recover(options)
    from qmsdesk.operations.people import change_password

    with opened(options) as desk:
        old = ask_password("再输一次旧密码：")
        change_password(desk, old=old, new=ask_new_password("新密码："))
    print("密码已修改。")
    return 0


def _recover(options: argparse.Namespace) -> int:
    """The printed code opens the department and gives the user a new password."""
    from qmsdesk.operations.department import close_department, open_with_recovery

    if not options.user:
        raise UserError("请用 --user 写明给谁设新密码。")
    code = os.environ.get("QMSDESK_RECOVERY_CODE") or getpass.getpass("恢复码：")
    desk = open_with_recovery(
        data_dir=data_dir(options), user=options.user, code=code, password=ask_new_password("新密码：")
    )
    close_department(desk)
    print("密码已修改。")
    return 0
