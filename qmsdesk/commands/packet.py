"""qmsdesk packet: hand a 联 to a department that works in another database, take one in, send the receipt back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.commands.access import ask_password, opened, write_json, write_table
from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from qmsdesk.operations.desk import Desk

NAME, HELP = "packet", "交接包：把一联交给用另一个数据库的部门，接收交接包和回执"
PASSPHRASE = "QMSDESK_PACKET_PASSPHRASE"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with what."""
    deeds = parser.add_subparsers(dest="deed", metavar="ACTION", required=True)
    out = deeds.add_parser("export", help="把一联写成交接包")
    out.add_argument("number", metavar="NUMBER", help="单据编号，如 C01-2026-001")
    out.add_argument("holder", metavar="HOLDER", help="收件部门，如 装配车间")
    out.add_argument("folder", metavar="OUT_DIR", type=Path, help="要写到的文件夹")
    come = deeds.add_parser("import", help="接收对方的交接包，或对方送回的回执")
    come.add_argument("file", metavar="FILE", type=Path, help="交接包文件")
    back = deeds.add_parser("receipt", help="签收以后制作回执")
    back.add_argument("number", metavar="NUMBER", help="收到的单据的编号")
    back.add_argument("folder", metavar="OUT_DIR", type=Path, help="要写到的文件夹")
    shown = deeds.add_parser("list", help="可以送出的各联和收到的各联")
    for one in (out, come, back, shown):
        one.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Do it in the department's database; the 交接口令 is asked for, or read from the environment."""
    with opened(options) as desk:
        answer = {"export": _export, "import": _import, "receipt": _receipt, "list": _list}[options.deed](
            desk, options
        )
    if options.json:
        write_json(answer)
    elif options.deed == "list":
        write_table(("方向", "单据", "联", "部门", "签收"), [tuple(row.values()) for row in answer["copies"]])
    else:
        print("  ".join(str(value) for value in answer.values() if value))
    return 0


def _export(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.models.files import make_private_folder
    from qmsdesk.operations import packets

    found = [
        line
        for line in packets.on_their_way(desk)
        if line.number == options.number and line.holder == options.holder
    ]
    if not found:
        raise UserError(
            f"{options.number} 没有已送交、待{options.holder}签收的一联。",
            advice="可用 qmsdesk packet list 查看。",
        )
    make_private_folder(options.folder)
    sent = packets.send_copy(desk, copy_id=found[0].copy_id, passphrase=_passphrase(), folder=options.folder)
    return {"number": sent.number, "holder": sent.holder, "file": sent.path}


def _import(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import foreign_copies

    taken = foreign_copies.take_packet(desk, path=options.file, passphrase=_passphrase())
    return {"kind": taken.kind, "number": taken.number, "id": taken.foreign_id}


def _receipt(desk: Desk, options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.models.files import make_private_folder
    from qmsdesk.operations import foreign_copies

    found = [line for line in foreign_copies.foreign_copies(desk) if line.number == options.number]
    if not found:
        raise UserError(f"没有收到过编号为 {options.number} 的一联。")
    make_private_folder(options.folder)
    path = foreign_copies.write_receipt(
        desk, foreign_id=found[0].id, passphrase=_passphrase(), folder=options.folder
    )
    return {"number": options.number, "file": path}


def _list(desk: Desk, _options: argparse.Namespace) -> dict[str, Any]:
    from qmsdesk.operations import foreign_copies, packets

    out = [
        {"way": "送出", "number": line.number, "label": line.label, "department": line.holder, "signed": ""}
        for line in packets.on_their_way(desk)
    ]
    came = [
        {
            "way": "收到", "number": line.number, "label": line.label, "department": line.unit,
            "signed": line.signed_for_by,
        }
        for line in foreign_copies.foreign_copies(desk)
    ]  # fmt: skip
    return {"copies": [*out, *came]}


def _passphrase() -> str:
    return ask_password("交接口令：", PASSPHRASE)
