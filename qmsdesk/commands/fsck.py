"""qmsdesk fsck: 数据体检, everything that can be checked about a department's data."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from qmsdesk.commands.access import opened, progress, target, write_json
from qmsdesk.errors import UserError

NAME, HELP = (
    "fsck",
    "数据体检：数据库、审计链、摘要、签名、编号、各联、附件、备份、时钟、磁盘；有异常时退出码不为 0",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """How deep, and how to answer."""
    parser.add_argument("--quick", action="store_true", help="不逐个核对附件内容")
    parser.add_argument(
        "--anonymous", type=Path, metavar="FILE.json", help="另写一份不含任何姓名、编号和内容的报告"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Check and report; UserError when something is broken."""
    from qmsdesk.models.files import atomic_write
    from qmsdesk.operations.health import check

    out = target(options.anonymous, ".json") if options.anonymous else None
    with opened(options) as desk:
        report = check(desk, deep=not options.quick, progress=progress("体检"))
        anonymous = report.anonymous()
    if options.json:
        facts = json.loads(anonymous)
        write_json({**facts, "findings": [asdict(finding) for finding in report.findings]})
    else:
        print(report.text())
    if out:
        atomic_write(out, anonymous + "\n")
    broken = [finding.check for finding in report.findings if finding.level == "bad"]
    if broken:
        raise UserError(
            f"数据有异常：{'、'.join(broken)}。", advice="请先停止录入，再按体检报告处理或恢复备份。"
        )
    return 0
