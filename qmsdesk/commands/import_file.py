"""qmsdesk import FILE: feedback from .xlsx or .csv, with a report of every row refused and why."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdesk.commands.access import opened, progress, write_json, write_table
from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from qmsdesk.operations.importing import ImportReport, Preview, Refused

SHOWN = 10  # refused rows on the screen; all of them are in the report

NAME, HELP = "import", "从 .xlsx、.xls 或 .csv 导入反馈，作为补录登记，并写出逐行报告"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, its columns, the report."""
    parser.add_argument("file", metavar="FILE", type=Path, help="要导入的表格")
    parser.add_argument(
        "--map",
        metavar="项目=列名",
        action="append",
        default=[],
        help="指定哪一列是哪个项目，可重复，如 --map 用户名称=客户；没有指定的按列名猜",
    )
    parser.add_argument(
        "--report", metavar="FILE", type=Path, help="报告文件（.csv 或 .xlsx），默认放在表格旁边"
    )
    parser.add_argument("--dry-run", action="store_true", help="只预览，不写入")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Import or preview; UserError when not one row could be imported."""
    from qmsdesk.operations import importing

    given = _given(options.map)
    with opened(options) as desk:
        seen = importing.preview(desk, path=options.file)
        mapping = {**seen.mapping, **_keys(given)}
        if options.dry_run:
            return _show(importing.preview(desk, path=options.file, mapping=mapping), options.json)
        report = options.report or options.file.with_name(f"{options.file.stem}-导入报告.csv")
        done = importing.run(
            desk, path=options.file, report=report, mapping=mapping, progress=progress("导入")
        )
    if options.json:
        write_json(asdict(done))
    else:
        _said(done)
    if done.refused and not done.imported:
        first = done.refused[0]
        raise UserError(
            f"没有导入任何一行，第 {first.line} 行：{first.reason}。", advice=f"逐行原因见报告 {report}。"
        )
    return 0


def _said(done: ImportReport) -> None:
    for warning in done.warnings:
        print(f"注意：{warning}")
    numbers = f"（{done.first_number} 至 {done.last_number}）" if done.imported else ""
    print(f"已导入 {done.imported} 行{numbers}，未导入 {len(done.refused)} 行；报告：{done.report}")
    _refused(done.refused)


def _refused(refused: Sequence[Refused]) -> None:
    for item in refused[:SHOWN]:
        print(f"  第 {item.line} 行：{item.reason}")
    if len(refused) > SHOWN:
        print("  ……其余见报告。")


def _given(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, sign, heading = pair.partition("=")
        if not sign or not name.strip():
            raise UserError(f"“{pair}”不是“项目=列名”的写法。", advice="例如 --map 用户名称=客户。")
        found[name.strip()] = heading.strip()
    return found


def _keys(given: dict[str, str]) -> dict[str, str]:
    """Labels as target keys, so that what is given replaces what was guessed."""
    from qmsdesk.operations.importing import TARGETS

    keys = {target.label: target.key for target in TARGETS}
    return {keys.get(name, name): heading for name, heading in given.items()}


def _show(seen: Preview, as_json: bool) -> int:
    from qmsdesk.operations.import_mapping import BY_KEY

    if as_json:
        write_json(asdict(seen))
        return 0
    write_table(("项目", "列"), [(BY_KEY[key].label, heading) for key, heading in seen.mapping.items()])
    if seen.missing:
        labels = "、".join(item.label for item in seen.missing)
        raise UserError(f"还没有指定：{labels}。", advice="请用 --map 项目=列名 指定。")
    print(f"共 {seen.total} 行，可导入 {seen.ready} 行，不能导入 {len(seen.refused)} 行。")
    _refused(seen.refused)
    return 0
