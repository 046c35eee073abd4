"""qmsdesk demo OUT: the main job without a person, through the real windows."""

from __future__ import annotations

import argparse
from pathlib import Path

from qmsdesk.commands.access import write_json, write_table

NAME, HELP = (
    "demo",
    "不用人操作，把主要工作做一遍：建部门、接电话、登记、打印、导入、查台帐、导出，成果放在 OUT",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("out", metavar="OUT", type=Path, help="空文件夹，或上一次演示的文件夹")
    parser.add_argument("--json", action="store_true", help="最后以 JSON 输出 summary.json 的内容")


def run(options: argparse.Namespace) -> int:
    """Play it and list what was made."""
    from qmsdesk.demo.play import SUMMARY, play

    out: Path = options.out.expanduser().absolute()
    summary = play(out, (lambda _line: None) if options.json else _tell)
    if options.json:
        write_json(summary)
        return 0
    shown = {
        "number": "单据编号",
        "slips": "台帐行数",
        "data": "数据文件夹",
        "user": "用户",
        "password": "密码",
    }
    print()
    write_table(("内容", ""), [(words, summary[name]) for name, words in shown.items()])
    print("\n做成的文件：")
    for path in (*summary["files"].values(), *summary["screens"], str(out / SUMMARY)):
        print(f"  {Path(path).relative_to(out)}")
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)
