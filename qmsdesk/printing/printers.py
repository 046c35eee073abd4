"""Sending a PDF to a CUPS printer as it is: lp gets the very bytes that were stored and previewed."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass

from qmsdesk.errors import UserError

ONE_SIDED, LONG_EDGE, SHORT_EDGE = "one-sided", "two-sided-long-edge", "two-sided-short-edge"
_WAIT = 20.0  # seconds
_C_LOCALE = {"LC_ALL": "C", "LANG": "C"}


@dataclass(frozen=True)
class Printer:
    """A printer of this workstation: its queue name and whether it is the default."""

    name: str
    default: bool = False


def printers() -> list[Printer]:
    """The printers CUPS knows, the default first; empty when there is none or no CUPS."""
    program = shutil.which("lpstat")
    if program is None:
        return []
    default = _said([program, "-d"]).rpartition(":")[2].strip()
    names = [line.split()[0] for line in _said([program, "-e"]).splitlines() if line.strip()]
    return sorted((Printer(name, name == default) for name in names), key=lambda item: not item.default)


def send(
    data: bytes,
    *,
    printer: str = "",
    title: str = "qmsdesk",
    copies: int = 1,
    pages: str = "",
    sides: str = ONE_SIDED,
) -> str:
    """Hand a PDF to `lp`, unscaled; the job's name. UserError says what is missing or refused.

    `pages` is a range such as 1-2,4; empty for all. `printer` is a queue name; empty for the default.
    """
    program = shutil.which("lp")
    known = printers() if program else []
    if program is None or not known:
        raise UserError(
            "本机没有打印机。", advice="请先在系统设置中添加打印机，或把单据另存为 PDF 后在别的电脑上打印。"
        )
    if printer and printer not in {item.name for item in known}:
        raise UserError(
            f"找不到打印机“{printer}”。", advice=f"现有打印机：{'、'.join(item.name for item in known)}。"
        )
    command = [program, "-t", title, "-n", str(copies), "-o", f"sides={sides}", "-o", "print-scaling=none"]
    command += ["-d", printer] if printer else []
    command += ["-P", pages] if pages else []
    return _submit([*command, "--", "-"], data)


def _submit(command: list[str], data: bytes) -> str:
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=_WAIT,
            env={**os.environ, **_C_LOCALE},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(
            "打印机没有应答。", advice="请检查打印机是否开机、联网，然后重新打印。", detail=str(error)
        ) from error
    if done.returncode:
        detail = done.stderr.decode("utf-8", "replace").strip()
        raise UserError(
            "打印机没有接受这份文件。", advice="请检查打印机状态和纸张，然后重新打印。", detail=detail
        )
    said = done.stdout.decode("utf-8", "replace")
    return said.partition("request id is ")[2].split(" ")[0].strip()


def _said(command: list[str]) -> str:
    """What a CUPS program answers; nothing when it fails or does not answer."""
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_WAIT, env={**os.environ, **_C_LOCALE}, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
