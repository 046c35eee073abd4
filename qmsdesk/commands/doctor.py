"""qmsdesk doctor: what this workstation has, what it lacks, and the next step."""

from __future__ import annotations

import argparse

from qmsdesk import doctor
from qmsdesk.commands.access import data_dir

NAME, HELP = "doctor", "检查本机是否具备运行条件：Python、Qt、数据库、字体、输入法、打印机、显示、数据文件夹"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only how to answer."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Print the table; 1 when something is broken."""
    return doctor.answer(doctor.examine(data_dir(options)), as_json=options.json)
