"""What several commands share: which department, who is asking, and how an answer is written."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk import settings
from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from qmsdesk.operations.desk import Desk

PASSWORD, NEW_PASSWORD = "QMSDESK_PASSWORD", "QMSDESK_NEW_PASSWORD"


def data_dir(options: argparse.Namespace) -> Path:
    """The department's folder: --data, else QMSDESK_DATA, else the user's own place; absolute.

    The address of a server joins this workstation to it, in a folder of its own.
    """
    from qmsdesk.operations import servers

    if options.data and servers.is_address(options.data):
        folder = servers.workstation_dir(options.data)
        servers.join(address=options.data, data_dir=folder)
        return folder
    return Path(options.data or settings.default_data_dir()).expanduser().absolute()


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Desk]:
    """The department opened for the user of the command line, closed afterwards whatever happens."""
    from qmsdesk.operations.department import close_department, open_department

    folder = data_dir(options)
    user = user_of(options, folder)
    desk = open_department(data_dir=folder, user=user, password=ask_password(f"{user} 的密码："))
    try:
        yield desk
    finally:
        close_department(desk)


def user_of(options: argparse.Namespace, folder: Path) -> str:
    """The user of the command line, or the only one there is; UserError when it cannot be told."""
    from qmsdesk.operations.department import user_names

    names = user_names(data_dir=folder)
    if not names:
        raise UserError(
            f"“{folder}”里没有部门数据。", advice="请用 --data 指定数据文件夹，或先用 qmsdesk init 建立。"
        )
    if options.user:
        return str(options.user)
    if len(names) > 1:
        raise UserError("请用 --user 指定用户名。", advice=f"可用：{'、'.join(names)}。")
    return names[0]


def ask_password(prompt: str, variable: str = PASSWORD) -> str:
    """The password from the environment, else typed without echo; UserError when there is nobody to ask."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UserError("没有密码。", advice=f"请设置环境变量 {variable}，或在终端里运行。")
    return getpass.getpass(prompt)


def ask_new_password(prompt: str) -> str:
    """A new password from the environment, else typed twice without echo."""
    if NEW_PASSWORD in os.environ or not sys.stdin.isatty():
        return ask_password(prompt, NEW_PASSWORD)
    first = getpass.getpass(prompt)
    if getpass.getpass("再输一次：") != first:
        raise UserError("两次输入的密码不一样。", advice="密码没有改动，请再来一次。")
    return first


def target(path: Path, *suffixes: str) -> Path:
    """An output path that can be written: right ending, existing folder; UserError otherwise."""
    if path.suffix.lower() not in suffixes:
        raise UserError(f"“{path.name}”的文件名应以 {' 或 '.join(suffixes)} 结尾。")
    if path.is_dir():
        raise UserError(f"“{path}”是一个文件夹，不是文件名。")
    if not path.parent.is_dir():
        raise UserError(f"文件夹“{path.parent}”不存在。", advice="请先建立该文件夹。")
    return path


def write_json(answer: Any) -> None:
    """Data on standard output, readable for people and programs; days and paths as text."""
    print(json.dumps(answer, ensure_ascii=False, indent=1, default=str))


def write_table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Aligned columns on standard output; a Chinese character takes two places."""
    lines = [[str(value) for value in row] for row in (headings, *rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [value + " " * (room - width(value)) for value, room in zip(line, widths, strict=True)]
        print("  ".join(cells).rstrip())


def width(text: str) -> int:
    """Places a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def progress(words: str) -> Any:
    """A progress that counts on standard error while somebody watches, and is silent otherwise."""
    watched = sys.stderr.isatty()

    def tell(done: int, total: int) -> bool:
        if watched:
            end = "\n" if done >= total else ""
            print(f"\r{words} {done}/{total}", end=end, file=sys.stderr, flush=True)
        return True

    return tell
