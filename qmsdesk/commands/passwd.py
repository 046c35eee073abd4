"""qmsdesk passwd: change one's own password."""

from __future__ import annotations

import argparse

from qmsdesk.commands.access import ask_new_password, ask_password, opened

NAME, HELP = "passwd", "修改自己的密码；新密码从 QMSDESK_NEW_PASSWORD 读取，没有就询问"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing but the global options."""


def run(options: argparse.Namespace) -> int:
    """The old password signs in and is asked for once more by the operation."""
    from qmsdesk.operations.people import change_password

    with opened(options) as desk:
        old = ask_password("再输一次旧密码：")
        change_password(desk, old=old, new=ask_new_password("新密码："))
    print("密码已修改。")
    return 0
