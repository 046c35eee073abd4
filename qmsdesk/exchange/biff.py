"""Look through an .xls (compound file with BIFF records) before a library opens it: passwords, far cells, damage."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from qmsdesk.exchange.guard import locked
from qmsdesk.exchange.tables import MAX_CELLS, refuse

_END = 0xFFFFFFFA  # sector numbers from here on are marks
_ENTRY = 128
_CELLS = {0x0203, 0x027E, 0x00BD, 0x0204, 0x00FD, 0x0006, 0x0205, 0x00D6, 0x00BE, 0x0201}
_BLANKS = {0x00BE, 0x0201}
_FORMULA, _DIMENSIONS, _FILEPASS, _BEGIN = 0x0006, 0x0200, 0x002F, 0x0809


class Damaged(Exception):
    """The bytes are no whole compound file."""


def check_xls(path: Path) -> int:
    """Walk the records; UserError when the file must not be opened. How many formulas it holds."""
    content = path.read_bytes()
    try:
        streams = _streams(content)
        if "EncryptedPackage" in streams:
            raise locked(path)
        book = streams.get("Workbook") or streams.get("Book")
        if book is None:
            raise refuse(path, "不是 Excel 表格", "请选择 .xlsx、.xls 或 .csv 文件。")
        return _check_records(path, book)
    except (Damaged, struct.error, UnicodeDecodeError) as error:
        raise refuse(path, "已损坏或没有下载完整", detail=str(error)) from error


def _streams(content: bytes) -> dict[str, bytes]:
    """The streams by name; short ones live in the mini stream."""
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        raise Damaged("sector size")
    size = 1 << shift
    first_directory, cutoff, first_mini = (struct.unpack_from("<I", content, at)[0] for at in (48, 56, 60))
    table = _allocation(content, size)
    directory = _chain(content, table, first_directory, size, size)
    mini_table = [
        word for (word,) in struct.iter_unpack("<I", _chain(content, table, first_mini, size, size))
    ]
    entries = list(_entries(directory))
    root = next((item for item in entries if item[1] == 5), None)
    if root is None:
        raise Damaged("no root")
    mini = _chain(content, table, root[2], size, size)
    found = {}
    for name, kind, start, length in entries:
        if kind != 2:
            continue
        wanted = name in ("Workbook", "Book")
        if not wanted:
            found[name] = b"-"
        elif length < cutoff:
            found[name] = _whole(_chain(mini, mini_table, start, 64, 0), length)
        else:
            found[name] = _whole(_chain(content, table, start, size, size), length)
    return found


def _whole(stream: bytes, length: int) -> bytes:
    if len(stream) < length:
        raise Damaged("short stream")
    return stream[:length]


def _allocation(content: bytes, size: int) -> list[int]:
    sectors = [word for word in struct.unpack_from("<109I", content, 76) if word < _END]
    (more,) = struct.unpack_from("<I", content, 68)
    per_sector = size // 4
    seen = set()
    while more < _END:
        if more in seen:
            raise Damaged("loop")
        seen.add(more)
        words = struct.unpack_from(f"<{per_sector}I", content, size + more * size)
        sectors += [word for word in words[:-1] if word < _END]
        more = words[-1]
    table: list[int] = []
    for sector in dict.fromkeys(sectors):
        table += struct.unpack_from(f"<{per_sector}I", content, size + sector * size)
    return table


def _chain(content: bytes, table: list[int], start: int, size: int, offset: int) -> bytes:
    parts, steps = [], 0
    while start < _END:
        at = offset + start * size
        if start >= len(table) or at >= len(content) or steps > len(table):
            raise Damaged("broken chain")
        parts.append(content[at : at + size])
        start = table[start]
        steps += 1
    return b"".join(parts)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
        start, size = struct.unpack_from("<II", directory, at + 116)
        yield name, directory[at + 66], start, size


def _check_records(path: Path, book: bytes) -> int:
    """Bounds per sheet substream from the cells themselves and from what DIMENSIONS declares."""
    formulas = rows = columns = 0
    at, end = 0, len(book) - 4
    while at <= end:
        kind, length = struct.unpack_from("<HH", book, at)
        at += 4
        if at + length > len(book):
            raise Damaged("record")
        if kind == _FILEPASS:
            raise locked(path)
        if kind == _BEGIN:
            rows = columns = 0
        elif kind == _DIMENSIONS and length >= 12:
            _area(path, *_declared(book, at))
        elif kind in _CELLS and kind not in _BLANKS and length >= 4:
            row, column = struct.unpack_from("<HH", book, at)
            if kind == 0x00BD:
                column += (length - 6) // 6
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            _area(path, rows, columns)
            formulas += kind == _FORMULA
        at += length
    return formulas


def _declared(book: bytes, at: int) -> tuple[int, int]:
    first, last, left, right = struct.unpack_from("<IIHH", book, at)
    return max(0, last - first), max(0, right - left)


def _area(path: Path, rows: int, columns: int) -> None:
    if rows * columns > MAX_CELLS or rows > 65_536:
        raise refuse(path, "的使用区域过大", "请在 Excel 中删掉表格以外的内容后另存再试。")
