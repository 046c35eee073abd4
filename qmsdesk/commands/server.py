"""qmsdesk server: the address other workstations join with, and the owner's upgrade of the tables."""

from __future__ import annotations

import argparse

from qmsdesk.commands.access import data_dir, write_json
from qmsdesk.errors import UserError

NAME, HELP = "server", "多台工作站共用的 PostgreSQL：查看地址（address）、升级表（upgrade）"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do; the owner's address for an upgrade."""
    parser.add_argument("deed", choices=("address", "upgrade"), metavar="address|upgrade", help="要做的事")
    parser.add_argument("--owner", metavar="URL", help="数据库所有者的地址（升级时必填）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Show the address (it holds the password of the everyday account), or upgrade."""
    from qmsdesk.operations import servers

    if options.deed == "upgrade":
        if not options.owner:
            raise UserError("请用 --owner 给出数据库所有者的地址。")
        version = servers.upgrade(address=options.owner)
        print(f"已升级（原来是第 {version} 版）。")
        return 0
    address = servers.address_of(data_dir(options))
    if not address:
        raise UserError("这个数据文件夹的数据在本机，不在服务器上。")
    if options.json:
        write_json({"address": address})
        return 0
    print(address)
    return 0
