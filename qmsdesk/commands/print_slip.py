"""qmsdesk print NUMBER OUT_DIR: the copy set of a slip."""

from __future__ import annotations

import argparse
from pathlib import Path

from qmsdesk.commands.access import opened, write_json
from qmsdesk.errors import UserError

NAME, HELP = "print", "把一张单据的全部联写成 PDF，并记一次打印"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which slip, and where to."""
    parser.add_argument("number", metavar="NUMBER", help="单据编号，如 F01-2026-001")
    parser.add_argument("folder", metavar="OUT_DIR", type=Path, help="要写到的文件夹")
    parser.add_argument("--source", action="store_true", help="连同信息原件记录（AUX-1）一起写出")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Write the copy set; the folder is made when it is not there."""
    from qmsdesk.models.files import make_private_folder
    from qmsdesk.operations import prints, slips

    with opened(options) as desk:
        slip_id = slips.find_number(desk, number=options.number)
        if slip_id is None:
            raise UserError(
                f"没有编号为 {options.number} 的单据。", advice="请核对编号，或用 qmsdesk ledger 查找。"
            )
        make_private_folder(options.folder)
        slip = slips.read_slip(desk, slip_id=slip_id)
        paths = [prints.save_slip_pdf(desk, slip_id=slip_id, folder=options.folder)]
        if options.source and slip.source_id is not None:
            paths.append(prints.save_source_pdf(desk, source_id=slip.source_id, folder=options.folder))
    if options.json:
        write_json({"number": slip.number, "copies": len(slip.copies), "files": paths})
    else:
        print(f"{slip.number}  {len(slip.copies)} 联")
        print("\n".join(map(str, paths)))
    return 0
