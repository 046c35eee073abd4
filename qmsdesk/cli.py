"""The same program without windows: scripts, tests and administrators use it (README, "The command line")."""

from __future__ import annotations

import argparse
import os
import re
import sys
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NoReturn, Protocol, cast

from qmsdesk import __version__
from qmsdesk.errors import UserError

FAILED, WRONG_USE, INTERRUPTED = 1, 2, 130

# in the order of `qmsdesk --help`; each is a small module in qmsdesk/commands
COMMANDS = (
    "demo",
    "papers",
    "blank",
    "init",
    "users",
    "passwd",
    "import_file",
    "print_slip",
    "packet",
    "ledger",
    "verify",
    "fsck",
    "backup",
    "restore",
    "server",
    "bench",
    "doctor",
    "shots",
)
_TRANSLATED = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument (.*?): expected one argument", r"\1 后面要有一个值"),
    (r"argument (.*?): expected at least one argument", r"\1 后面至少要有一个值"),
    (r"argument (.*?): invalid choice: '(.*?)' \(choose from (.*)\)", r"没有“\2”；可用：\3"),
    (r"argument (.*?): invalid .*? value: '(.*)'", r"\1 的值“\2”不对"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 不能和 \2 一起用"),
)


class Command(Protocol):
    """What a module of qmsdesk/commands offers."""

    NAME: str
    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; the exit code. UserError says what went wrong."""


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and says what is wrong in one line."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def format_help(self) -> str:
        """The help text under Chinese headings."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Leave with one clear line on standard error."""
        for pattern, words in _TRANSLATED:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                message = found.expand(words)
                break
        say(f"命令写法不对：{message}。请看 {self.prog} --help。")
        raise SystemExit(WRONG_USE)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 only when it did what it says, and one clear line on standard error otherwise."""
    _speak_utf8()
    try:
        options = parser().parse_args(argv)
        code = int(options.run(options))
        sys.stdout.flush()  # here a reader who has gone is noticed, not while the interpreter ends
        return code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FAILED
    except UserError as error:
        say(f"{error}")
        return FAILED
    except KeyboardInterrupt:
        say("已中断，没有留下做了一半的结果。")
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has gone; there is nobody left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        if os.environ.get("QMSDESK_DEBUG"):
            traceback.print_exc()
        say(f"程序内部出错（{type(error).__name__}: {error}）。请把所用的命令和这一行告诉管理员。")
        return FAILED


def parser() -> Parser:
    """The whole command line."""
    shared = cast(Parser, argparse.ArgumentParser(add_help=False))
    _global_options(shared, argparse.SUPPRESS)
    top = Parser(prog="qmsdesk", description="顾客沟通与满意度控制程序 LSZB/QM07-03。不带命令时打开窗口。")
    top.add_argument("--version", action="version", version=f"qmsdesk {__version__}", help="显示版本")
    _global_options(top, None)
    commands = top.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)
    for command in _commands():
        own = commands.add_parser(command.NAME, help=command.HELP, description=command.HELP, parents=[shared])
        command.arguments(own)
        own.set_defaults(run=command.run)
    return top


def _global_options(target: argparse.ArgumentParser, default: str | None) -> None:
    target.add_argument(
        "--data", default=default, metavar="DIR", help="部门的数据文件夹，或服务器的地址 postgresql://…"
    )
    target.add_argument(
        "--user",
        default=default,
        metavar="NAME",
        help="用户名；密码从环境变量 QMSDESK_PASSWORD 读取，没有就询问",
    )


def _commands() -> Iterable[Command]:
    for name in COMMANDS:
        yield cast(Command, import_module(f"qmsdesk.commands.{name}"))


def say(line: str) -> None:
    """One line on standard error."""
    print(f"qmsdesk: {' '.join(line.split())}", file=sys.stderr)


def _speak_utf8() -> None:
    """A redirected stream gets UTF-8 on every system, and nothing we say can fail to be written."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))
