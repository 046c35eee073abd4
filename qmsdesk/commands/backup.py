"""qmsdesk backup: a safety copy now, the list of them, the second place, the restore drill."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.commands.access import opened, write_json, write_table
from qmsdesk.errors import UserError
from qmsdesk.procedure.clock import SHANGHAI

if TYPE_CHECKING:
    from qmsdesk.operations.desk import Desk

NAME, HELP = "backup", "立即备份；或列出备份、做恢复演练、设定第二备份位置"


def arguments(parser: argparse.ArgumentParser) -> None:
    """One thing at a time."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="列出全部备份，新的在前")
    what.add_argument("--drill", action="store_true", help="恢复演练：把最近的备份恢复到临时位置并核对")
    what.add_argument("--second", type=Path, metavar="DIR", help="设定第二备份位置（另一块磁盘）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Make one, or do what was asked instead."""
    from qmsdesk.operations import backup

    with opened(options) as desk:
        if options.list:
            return _list(desk, options.json)
        if options.drill:
            return _drill(desk, options.json)
        if options.second:
            backup.set_second_place(desk, folder=options.second.expanduser().absolute())
            print(f"第二备份位置：{options.second}")
            return 0
        done = backup.make_backup(desk)
    if options.json:
        write_json(asdict(done))
        return 0
    print(f"已备份：{done.folder}（{done.size / 1e6:.1f} MB）")
    if done.second:
        print(f"第二份：{done.second}")
    for warning in done.warnings:
        print(f"注意：{warning}")
    return 0


def _list(desk: Desk, as_json: bool) -> int:
    from qmsdesk.operations.backup import list_backups

    found = list_backups(desk)
    if as_json:
        write_json([asdict(line) for line in found])
        return 0
    rows = [
        (
            f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            line.why,
            f"{line.size / 1e6:.1f} MB",
            line.slips,
            line.place,
            line.folder,
        )
        for line in found
    ]
    write_table(("时间", "原因", "大小", "单据", "位置", "文件夹"), rows)
    return 0


def _drill(desk: Desk, as_json: bool) -> int:
    from qmsdesk.operations.backup import drill

    report = drill(desk)
    if as_json:
        write_json(asdict(report))
    elif not report.problems:
        print(f"恢复演练通过：{report.folder}，{report.slips} 张单据，{report.attachments} 个附件。")
    if report.problems:
        raise UserError(f"恢复演练不通过：{report.problems[0]}", advice="请检查备份盘后重新备份。")
    return 0
