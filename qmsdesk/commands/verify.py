"""qmsdesk verify FILE.pdf: is it the original, signed and unchanged; exit code 0 only if it is."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.commands.access import data_dir, opened, write_json
from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from qmsdesk.operations.verifying import Checked

NAME, HELP = "verify", "核验一份电子原件 PDF：签名、改动、角色、摘要、登记；有效时退出码为 0"
INVALID = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and with what to judge it."""
    parser.add_argument("file", metavar="FILE.pdf", type=Path, help="要核验的文件")
    parser.add_argument(
        "--ca", type=Path, action="append", default=[], metavar="CERT.cer",
        help="本部门的签名根证书；给出时不打开数据库（可重复）",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Judge the file with the department's register, or with the root certificates alone."""
    from qmsdesk.operations import verifying

    data = verifying.read_file(options.file)
    if options.ca or not _has_department(options):
        from qmsdesk.procedure.clock import SystemClock

        roots = [_root(path) for path in options.ca]
        checked = verifying.check_alone(data, authorities=roots, at=SystemClock().now())
    else:
        with opened(options) as desk:
            checked = verifying.check_file(desk, data)
    if options.json:
        write_json({**asdict(checked), "record": dict(checked.record)})
    else:
        _print(options.file, checked)
    return 0 if checked.valid else INVALID


def _has_department(options: argparse.Namespace) -> bool:
    from qmsdesk.operations.department import user_names

    return bool(user_names(data_dir=data_dir(options)))


def _root(path: Path) -> bytes:
    from qmsdesk.operations.verifying import read_file
    from qmsdesk.printing.ca import facts

    certificate = read_file(path)
    try:
        facts(certificate)
    except UserError as error:
        raise UserError(f"“{path.name}”不是证书文件。", advice="请用导出时附带的 .cer 文件。") from error
    return certificate


def _print(path: Path, checked: Checked) -> None:
    print(f"{path.name}　{checked.headline}")
    for fault in checked.faults:
        print(f"  ✗ {fault}")
    for note in checked.notes:
        print(f"  · {note}")
    for one in checked.signers:
        print(f"  签名：{one.person}（{one.meaning}） {one.time} {'成立' if one.holds else '不成立'}")
    print(f"  SHA-256 {checked.sha256}")
    if checked.record:
        print(f"{checked.title} {checked.number} 当时的内容：")
        for label, words in checked.record:
            print(f"  {label}：{' '.join(words.split())}")
