"""qmsdesk shots OUT: a picture of every window."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME, HELP = "shots", "把每个窗口拍成 PNG，放在 OUT 文件夹"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("out", metavar="OUT", type=Path, help="放图片的文件夹")


def run(options: argparse.Namespace) -> int:
    """Walk through the windows and list the pictures."""
    from qmsdesk.shots import shoot

    for path in shoot(options.out, lambda line: print(line, flush=True)):
        print(path)
    return 0
