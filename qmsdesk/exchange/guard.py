"""Look through an .xlsx before anything unpacks it: bombs, entities, far cells, passwords, damage."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.exchange.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, refuse

MAX_PARTS = 2_000
MAX_INFLATED = 256 << 20
MAX_RATIO = 150
FREE_OF_RATIO = 8 << 20  # small parts may pack as well as they like
MAX_STRINGS = 96 << 20  # the one part that readers keep whole
CHUNK = 1 << 20
LONGEST_RUN = 200_000  # bytes without a tag: longer than any cell Excel can hold

# a word border before r would cost more than all the rest
_FAR = re.compile(rb"r=[\"'](?:([A-Za-z]{3,})[0-9]+|[A-Za-z]{1,2}([0-9]{6,}))[\"']")
_WIDE = re.compile(rb"r=[\"']([A-Za-z]{2})[0-9]")
_PLACED = re.compile(rb"r=[\"'][A-Za-z]{1,2}([0-9]+)[\"']")
_FAR_ROW = re.compile(rb"row\s[^<>]*?r=[\"']([0-9]{6,})[\"']")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^<>]*\br=)[^<>/]*>)")
_SPACED = re.compile(rb"r(?:\s+=|=\s)")
_NOT_UTF8 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
# places of pictures and embedded files; no sheet may be kept there
_BINARY = re.compile(r"(?:xl/(?:media|embeddings|printersettings|activex)/|docprops/thumbnail|xl/vbaproject)")
_RELATIONS = "xl/_rels/workbook.xml.rels"
_HIDDEN_SHEET = re.compile(rb"media|embeddings|printersettings|activex|thumbnail|&#|%", re.IGNORECASE)


@dataclass
class Extent:
    """How far the cells of a part reach, and how many are computed."""

    columns: int = 26
    rows: int = 99_999
    formulas: int = 0
    errors: int = 0
    far_row: int = 0
    letters: set[bytes] = field(default_factory=set)


@dataclass
class Budget:
    """What may still come out of the package, in bytes."""

    left: int = MAX_INFLATED


def check_xlsx(path: Path) -> tuple[int, int]:
    """Read every part once in small pieces; UserError when it must not be opened.

    How many formulas it holds, and how many cells show an error such as #REF!.
    """
    budget = Budget()
    try:
        with zipfile.ZipFile(path) as package:
            _check_directory(path, package)
            extents = [_check_part(path, package, info, budget) for info in package.infolist()]
            return sum(item.formulas for item in extents), sum(item.errors for item in extents)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        advice = "请重新取得该文件，或在 Excel 中打开修复后另存。"
        raise refuse(path, "已损坏或没有下载完整", advice, str(error)) from error


def _check_directory(path: Path, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {_plain(info.filename) for info in parts}
    if any(info.flag_bits & 0x1 for info in parts):
        raise locked(path)
    if len(parts) > MAX_PARTS or sum(info.file_size for info in parts) > MAX_INFLATED:
        raise _bomb(path)
    if len(names) != len(parts):
        raise refuse(path, "的内部结构不正常，同一部分出现了两次")
    if "xl/workbook.bin" in names:
        raise refuse(path, "是 .xlsb 格式，本程序不读")
    if "[content_types].xml" not in names or _RELATIONS not in names:
        raise refuse(path, "不是 Excel 表格", "请选择 .xlsx、.xls 或 .csv 文件。")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def locked(path: Path) -> UserError:
    """The sentence about a workbook with a password."""
    return refuse(path, "设有打开密码", "请在 Excel 中取消密码，另存后再试。")


def _bomb(path: Path) -> UserError:
    return refuse(path, "解压后过大，不能打开", "文件可能有问题；确需导入的，请拆成几个小文件。")


def _check_part(path: Path, package: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Extent:
    name, before, extent = _plain(info.filename), budget.left, Extent()
    for piece in _pieces(path, package, info, budget):
        if not _BINARY.match(name):
            _look(path, piece, extent)
        if name == _RELATIONS and _HIDDEN_SHEET.search(piece):
            raise refuse(path, "的内部结构不正常")
    if name == "xl/sharedstrings.xml" and before - budget.left > MAX_STRINGS:
        raise _bomb(path)
    if extent.letters:
        extent.columns = max(map(column_number, extent.letters))
    if extent.columns * extent.rows > MAX_CELLS:
        extent.rows = max((_deepest(piece) for piece in _pieces(path, package, info, Budget())), default=0)
    if extent.columns * extent.rows > MAX_CELLS:
        raise refuse(
            path, "的使用区域过大", f"请删掉表格外的零散内容；最多 {MAX_ROWS} 行、{MAX_COLUMNS} 列。"
        )
    return extent


def _pieces(path: Path, package: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """The inflated part in pieces that never cut a tag; measures what really comes out, not what is declared."""
    inflated, rest = 0, b""
    info.file_size = MAX_INFLATED + 1  # zipfile would stop where the directory says; other readers do not
    with package.open(info) as stream:
        while chunk := stream.read(CHUNK):
            inflated += len(chunk)
            budget.left -= len(chunk)
            if budget.left < 0 or inflated > max(FREE_OF_RATIO, MAX_RATIO * info.compress_size):
                raise _bomb(path)
            piece = rest + chunk
            cut = piece.rfind(b"<")
            if cut < 0 or len(piece) - cut > 2 * LONGEST_RUN:
                cut = len(piece)
            rest = piece[cut:]
            yield piece[:cut]
    yield rest


def _look(path: Path, piece: bytes, extent: Extent) -> None:
    if piece[:2] in _NOT_UTF8 or b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise refuse(path, "里有不允许的 XML 声明（DTD 或外部实体）")
    if _SPACED.search(piece) or _has_long_run(piece):
        raise refuse(path, "里有不正常的超长内容")
    if b"<f" in piece:
        extent.formulas += piece.count(b"<f>") + piece.count(b"<f ")
    extent.errors += piece.count(b't="e"')
    extent.letters.update(_WIDE.findall(piece))
    for found in _FAR.finditer(piece):
        _reach(path, piece, found, extent)
    extent.far_row = max((extent.far_row, *(int(row[:12]) for row in _FAR_ROW.findall(piece))))
    if extent.far_row > MAX_ROWS and _UNPLACED.search(piece):
        raise _far(path, f"第 {extent.far_row} 行")


def _reach(path: Path, piece: bytes, found: re.Match[bytes], extent: Extent) -> None:
    """A cell far out: an empty, merely formatted one does no harm, one with content is refused by name."""
    start, end = piece.rfind(b"<", 0, found.start()), piece.find(b">", found.end())
    tag = piece[start : end + 1]
    if tag.endswith(b"/>") and tag.count(b'"') % 2 == 0 and tag.count(b"'") % 2 == 0:
        return
    row = int((found[2] or b"0")[:12])
    if found[1] or row > MAX_ROWS:
        raise _far(path, f"单元格 {found[0].decode().split('=')[1][1:-1][:20]}")
    extent.rows = max(extent.rows, row)


def _far(path: Path, place: str) -> UserError:
    return refuse(path, f"在很远的地方（{place}）有内容", "请在 Excel 中删掉表格以外的内容后另存再试。")


def _has_long_run(piece: bytes) -> bool:
    """True when a stretch of LONGEST_RUN bytes holds no tag: a cell no spreadsheet program can make."""
    return any(
        piece.find(b"<", place, place + LONGEST_RUN) < 0
        for place in range(0, len(piece) - LONGEST_RUN, LONGEST_RUN)
    )


def _deepest(piece: bytes) -> int:
    return max((int(row[:12]) for row in _PLACED.findall(piece)), default=0)


def column_number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
