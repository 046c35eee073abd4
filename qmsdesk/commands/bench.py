"""qmsdesk bench: the performance figures as ratios to floors measured in the same run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qmsdesk.commands.access import progress, target, write_table
from qmsdesk.errors import UserError

NAME, HELP = "bench", "测量性能：每项与同一次运行中测得的底线之比，以及是否达标"
MILLION = 1_000_000
HEADINGS = ("项目", "测得", "底线", "比值", "目标", "结果", "内容")


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much, where, and where the answer goes."""
    parser.add_argument("--rows", type=int, default=10_000, metavar="N", help="台帐行数（默认 10000）")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="每项测几轮（默认 5）")
    parser.add_argument(
        "--dir", type=Path, metavar="DIR", help="存放测试数据的文件夹，留着下次再用；默认用完即删"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="把结果写成 JSON 文件")


def run(options: argparse.Namespace) -> int:
    """Measure everything; 0 also when a target is missed, which the table says."""
    from qmsdesk.bench import runner

    if options.rows < 100 or options.rounds < 1:
        raise UserError("至少要 100 行、1 轮。")
    out = target(options.json, ".json") if options.json else None
    figures = runner.run(
        options.rows,
        options.dir,
        rounds=options.rounds,
        tell=lambda words: print(f"… {words}", file=sys.stderr),
        progress=progress("登记"),
    )
    write_table(HEADINGS, runner.lines(figures))
    if options.rows < MILLION:
        print("T2c、T2e、T3b 的目标是按 1 000 000 行定的；行数少时对方也快，比值会偏大。")
    missed = [figure.name for figure in figures if not figure.met]
    print(f"未达标：{'、'.join(missed)}" if missed else "全部达标。")
    if out:
        runner.write(out, figures)
        print(out)
    return 0
