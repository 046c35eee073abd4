"""qmsdesk blank CODE OUT.pdf: the empty form, for filling in by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from qmsdesk.commands.access import target

NAME, HELP = "blank", "把一张空白表格写成 PDF，供手工填写"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which paper, and where to."""
    parser.add_argument("code", metavar="CODE", help="表格代号，如 01（用 qmsdesk papers 查看）")
    parser.add_argument("out", metavar="OUT.pdf", type=Path, help="要写的文件")


def run(options: argparse.Namespace) -> int:
    """Write the empty form, whole or not at all."""
    from qmsdesk.models.files import atomic_write
    from qmsdesk.papers.catalogue import paper
    from qmsdesk.printing.render import blank

    sheet = paper(options.code)
    out = target(options.out, ".pdf")
    atomic_write(out, blank(sheet))
    print(f"{out}  {sheet.title}（空白）")
    return 0
