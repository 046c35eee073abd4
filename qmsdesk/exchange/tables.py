"""Read a spreadsheet somebody hands in: .csv, .xlsx or .xls, whatever is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.exchange.cells import Row

MAX_FILE = 48 << 20  # bytes on disk
MAX_COLUMNS = 256
MAX_ROWS = 200_000
MAX_CELLS = 3_000_000

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORDS_TO_SAVE = "请在 Excel 或 WPS 中打开后另存为 .xlsx 再试。"


@dataclass(frozen=True)
class Table:
    """A sheet as it was handed in: headings, rows of the same width, the line each row stands on, what was odd."""

    headings: tuple[str, ...]
    rows: list[Row]
    lines: list[int]
    sheet: str = ""
    warnings: tuple[str, ...] = ()


def read_table(path: Path) -> Table:
    """Read the first sheet that has rows; UserError in one sentence for everything that cannot or must not be read.

    A hostile file (bomb, far cell, entities) is refused before any of it is unpacked into memory.
    """
    kind = _kind(path)
    if kind == "xlsx":
        from qmsdesk.exchange.workbooks import read_xlsx

        return read_xlsx(path)
    if kind == "xls":
        from qmsdesk.exchange.workbooks import read_xls

        return read_xls(path)
    from qmsdesk.exchange.delimited import read_delimited

    return read_delimited(path)


def refuse(path: Path, why: str, advice: str = WORDS_TO_SAVE, detail: str = "") -> UserError:
    """The one sentence about a file that is not read."""
    return UserError(f"“{path.name}”{why}。", advice=advice, detail=detail)


def _kind(path: Path) -> str:
    """What the file is by its first bytes; its name only decides between text and a damaged workbook."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise refuse(path, "打不开", "请检查文件是否存在、是否有权限读取。", str(error)) from error
    if size == 0:
        raise refuse(path, "是空文件", "请换一个有内容的文件。")
    if size > MAX_FILE:
        raise refuse(path, f"太大，超过 {MAX_FILE >> 20} MB", "请拆成几个小文件分次导入。")
    if head.startswith(ZIP):
        return "xlsx"
    if head == OLE:
        return "xls"
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"}:
        raise refuse(path, "不是有效的 Excel 文件，可能已损坏或只是改了扩展名")
    return "text"
