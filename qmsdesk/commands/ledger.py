"""qmsdesk ledger [OUT]: the ledger with the same search, filters, order and columns as the window."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qmsdesk.commands.access import opened, progress, target, write_json, write_table
from qmsdesk.errors import UserError

if TYPE_CHECKING:
    from qmsdesk.operations.ledger import Query

NAME, HELP = "ledger", "查台帐，或导出为 .xlsx 或表 07 的 .pdf；筛选与窗口里相同"
SHOWN = ("number", "customer", "product", "problem", "state", "feedback_date")
_EXAMPLES = """筛选的写法（可重复，全部满足）：
  --filter 顾客名称~兰州            包含
  --filter 状态=已登记              等于；多个值用 | 隔开
  --filter 反馈日期=2026-01-01..2026-03-31   区间
  --filter 处理结果:空   --filter 处理结果:非空
列名用窗口里的标题；--sort 反馈日期 升序，--sort 反馈日期:降 降序。"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The view, and where it goes."""
    parser.epilog, parser.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "out", metavar="OUT", type=Path, nargs="?", help="OUT.xlsx 或 OUT.pdf；没有就显示在屏幕上"
    )
    parser.add_argument("--search", default="", metavar="TEXT", help="查找：一个汉字起，拼音首字母也可")
    parser.add_argument("--filter", action="append", default=[], metavar="条件", help="筛选，写法见下")
    parser.add_argument("--late", action="store_true", help="只要过期的")
    parser.add_argument("--sort", action="append", default=[], metavar="列[:降]", help="排序，可重复")
    parser.add_argument("--columns", metavar="列,列", default="", help=".xlsx 的列及次序；默认全部")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(options: argparse.Namespace) -> int:
    """Show or export the view."""
    from qmsdesk.operations import ledger, prints
    from qmsdesk.operations.ledger_out import ledger_rows

    out = target(options.out, ".xlsx", ".pdf") if options.out else None
    chosen = [_key(name) for name in options.columns.split(",") if name.strip()]
    with opened(options) as desk:
        query = read_query(options, today=desk.clock.today())
        totals = ledger.totals(desk, query=query)
        answer: dict[str, Any] = {"count": totals.count, "cost_fen": totals.cost, "late": totals.late}
        if out is None:
            rows = ledger_rows(desk, query=query)
        elif out.suffix.lower() == ".pdf":
            prints.ledger_pdf(desk, query=query, path=out, progress=progress("台帐"))
        else:
            keys = chosen or [column.key for column in ledger.COLUMNS]
            prints.ledger_xlsx(desk, query=query, columns=keys, path=out, progress=progress("台帐"))
    if out is not None:
        _said(answer, out, options.json)
    elif options.json:
        keys = [column.key for column in ledger.COLUMNS]
        write_json({**answer, "rows": [dict(zip(keys, row, strict=True)) for row in rows]})
    else:
        _shown(rows, chosen or list(SHOWN))
    return 0


def read_query(options: argparse.Namespace, *, today: Any) -> Query:
    """The query of the options; UserError names what was not understood."""
    from qmsdesk.operations.ledger import Condition, Filter, Query

    filters = [_filter(text, today) for text in options.filter]
    if options.late:
        filters.append(Filter("due", Condition.LATE))
    order = tuple(
        (_key(name.partition(":")[0]), name.partition(":")[2] in ("降", "desc")) for name in options.sort
    )
    return Query(options.search, tuple(filters), order or (("number", True),))


def _filter(text: str, today: Any) -> Any:
    from qmsdesk.operations.ledger import Condition, Filter

    for sign in ("~", ":", "="):
        name, found, words = text.partition(sign)
        if not found or any(other in name for other in "~:="):
            continue
        key = _key(name)
        if sign == "~":
            return Filter(key, Condition.CONTAINS, (words,))
        if sign == ":" and words in ("空", "非空"):
            return Filter(key, Condition.EMPTY if words == "空" else Condition.FILLED)
        if sign == "=" and ".." in words:
            low, _dots, high = words.partition("..")
            return Filter(key, Condition.BETWEEN, (_value(key, low, today), _value(key, high, today)))
        if sign == "=":
            return Filter(key, Condition.ONE_OF, tuple(_value(key, item, today) for item in words.split("|")))
    raise UserError(f"筛选条件“{text}”没看懂。", advice="写法请看 qmsdesk ledger --help。")


def _key(name: str) -> str:
    from qmsdesk.operations.ledger import COLUMNS

    plain = name.strip()
    for column in COLUMNS:
        if plain in (column.key, column.title):
            return column.key
    titles = "、".join(column.title for column in COLUMNS)
    raise UserError(f"台帐里没有“{plain}”这一列。", advice=f"可用的列：{titles}。")


def _value(key: str, words: str, today: Any) -> Any:
    from qmsdesk.operations.ledger import COLUMNS, ColumnKind
    from qmsdesk.procedure.dates import parse_date
    from qmsdesk.procedure.money import parse_money

    kind = next(column.kind for column in COLUMNS if column.key == key)
    if kind is ColumnKind.DATE:
        return parse_date(words, today=today)
    if kind is ColumnKind.MONEY:
        return parse_money(words)
    if kind is ColumnKind.NUMBER:
        if not words.strip().isdigit():
            raise UserError(f"“{words}”不是数字。")
        return int(words)
    return words


def _said(answer: dict[str, Any], out: Path, as_json: bool) -> None:
    if as_json:
        write_json({**answer, "file": out})
    else:
        print(f"{out}  共 {answer['count']} 行")


def _shown(rows: list[tuple[Any, ...]], keys: list[str]) -> None:
    from qmsdesk.operations.ledger import COLUMNS, ColumnKind
    from qmsdesk.papers.values import money_text

    places = {column.key: place for place, column in enumerate(COLUMNS)}
    kinds = {column.key: column.kind for column in COLUMNS}

    def words(key: str, value: Any) -> str:
        if value is None:
            return ""
        return money_text(value) if kinds[key] is ColumnKind.MONEY else " ".join(str(value).split())

    headings = [COLUMNS[places[key]].title for key in keys]
    write_table(headings, [[words(key, row[places[key]]) for key in keys] for row in rows])
    print(f"共 {len(rows)} 行")
