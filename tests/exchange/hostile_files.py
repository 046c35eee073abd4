"""Spreadsheets nobody should open, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def workbook(rows: list[list[object]]) -> bytes:
    """A plain workbook with one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(name: str, content: bytes, base: bytes | None = None) -> bytes:
    """A workbook with one part replaced or added."""
    out = io.BytesIO()
    start = io.BytesIO(base or workbook([["顾客名称", "问题"], ["甲", "漏油"]]))
    with zipfile.ZipFile(start) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return out.getvalue()


def sheet(cells: bytes) -> bytes:
    """A workbook whose sheet holds these raw cells."""
    return with_part(SHEET, HEAD + cells + TAIL)


def big_cell(megabytes: int) -> bytes:
    """A few kilobytes that unpack to one enormous cell."""
    return sheet(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * (megabytes << 20) + b"</t></is></c></row>"
    )


def many_rows(megabytes: int) -> bytes:
    """A few kilobytes that unpack to the same row over and over."""
    row = b'<row><c t="inlineStr"><is><t>A</t></is></c></row>'
    return sheet(row * ((megabytes << 20) // len(row)))


def lying_bomb() -> bytes:
    """The directory declares a small part; much more comes out of it."""
    raw = bytearray(many_rows(100))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as package:
        true_size = package.getinfo(SHEET).file_size
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.find(signature)
        while place >= 0:
            if struct.unpack_from("<I", raw, place + at)[0] == true_size:
                struct.pack_into("<I", raw, place + at, 100)
                struct.pack_into("<I", raw, place + at - 8, zlib.crc32(HEAD[:100]))
            place = raw.find(signature, place + 4)
    return bytes(raw)


def cell(reference: bytes, inside: bytes = b"<v>1</v>") -> bytes:
    return b'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="' + reference + b'">' + inside + b"</c></row>"


def old_workbook(records: bytes, stream_name: str = "Workbook") -> bytes:
    """A compound file with one Workbook stream of these BIFF records."""
    bof = struct.pack("<HHHHIII", 0x0809, 16, 0x0600, 0x0010, 0, 0, 0)
    stream = (bof + records + struct.pack("<HH", 0x000A, 0)).ljust(4096, b"\0")
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    struct.pack_into("<I", head, 72, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + entry(stream_name, 2, 2, 4096)
    return bytes(head) + fat + directory.ljust(512, b"\0") + stream


def entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    row = bytearray(words.ljust(64, b"\0") + b"\0" * 64)
    struct.pack_into("<HBBIII", row, 64, len(words), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    struct.pack_into("<II", row, 116, start, size)
    return bytes(row)


def encrypted() -> bytes:
    """What Excel writes for a workbook with a password: a compound file with an EncryptedPackage."""
    return old_workbook(b"", "EncryptedPackage")


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>'
NUMBER_FAR = struct.pack("<HHHHHd", 0x0203, 14, 65535, 255, 0, 1.0) + struct.pack(
    "<HHHHHd", 0x0203, 14, 0, 0, 0, 1.0
)

# name of the file, how it is made, words of the message
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb of 400 MB in one cell": ("a.xlsx", lambda: big_cell(400), "解压后过大"),
    "a bomb that declares a small size": ("a.xlsx", lying_bomb, "解压后过大"),
    "a bomb just below the size limit": ("a.xlsx", lambda: many_rows(200), "解压后过大"),
    "a cell longer than Excel can hold": ("a.xlsx", lambda: big_cell(7), "超长内容"),
    "an external entity": ("a.xlsx", lambda: with_part(SHEET, DOCTYPE + HEAD + TAIL), "XML 声明"),
    "a billion laughs": ("a.xlsx", lambda: with_part("xl/sharedStrings.xml", LAUGHS + b"<sst/>"), "XML 声明"),
    "a sheet in UTF-16": (
        "a.xlsx",
        lambda: with_part(SHEET, (HEAD + TAIL).decode().encode("utf-16")),
        "XML 声明",
    ),
    "a far cell": ("a.xlsx", lambda: sheet(cell(b"XFD1048576")), "XFD1048576"),
    "a far column": ("a.xlsx", lambda: sheet(cell(b"XFD1")), "XFD1"),
    "a far cell in lower case": ("a.xlsx", lambda: sheet(cell(b"xfd1048576")), "xfd1048576"),
    "a far row": ("a.xlsx", lambda: sheet(cell(b"A1048576")), "A1048576"),
    "a far cell behind a quoted bracket": (
        "a.xlsx",
        lambda: sheet(b'<row r="1"><c s=">" r="XFD1048576" q="/>"><v>1</v></c></row>'),
        "XFD1048576",
    ),
    "a wide area": ("a.xlsx", lambda: sheet(cell(b"ZZ99999")), "使用区域过大"),
    "a far row whose cells name no place": (
        "a.xlsx",
        lambda: sheet(b'<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>2</v></c></row>'),
        "1048576",
    ),
    "a sheet hidden among the pictures": (
        "a.xlsx",
        lambda: with_part(
            "xl/_rels/workbook.xml.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Target="media/a.png" Type="http://schemas.openxmlformats.org/officeDocument/'
            b'2006/relationships/worksheet"/></Relationships>',
        ),
        "内部结构",
    ),
    "a truncated workbook": ("a.xlsx", lambda: workbook([["a", "b"]] * 50)[:-400], "已损坏"),
    "a workbook with flipped bits": ("a.xlsx", lambda: flipped(workbook([["a", "b"]] * 500)), "已损坏"),
    "an empty file": ("a.xlsx", lambda: b"", "空文件"),
    "an empty sheet": ("a.xlsx", lambda: workbook([]), "没有内容"),
    "a text called .xlsx": ("a.xlsx", lambda: b"hello", "不是有效的 Excel"),
    "a zip that is no workbook": ("a.xlsx", lambda: plain_zip(), "不是 Excel 表格"),
    "a workbook with a password": ("a.xlsx", encrypted, "密码"),
    "a Word file": (
        "a.docx",
        lambda: with_part("word/document.xml", b"<w/>", plain_zip()),
        "不是 Excel 表格",
    ),
    "an old workbook with a far cell": ("a.xls", lambda: old_workbook(NUMBER_FAR), "使用区域过大"),
    "an old workbook that declares a far area": (
        "a.xls",
        lambda: old_workbook(struct.pack("<HHIIHHH", 0x0200, 14, 0, 0xFFFFFFF0, 0, 256, 0)),
        "使用区域过大",
    ),
    "an old workbook with a password": (
        "a.xls",
        lambda: old_workbook(struct.pack("<HH6x", 0x002F, 6)),
        "密码",
    ),
    "a truncated old workbook": ("a.xls", lambda: old_workbook(b"")[:3000], "已损坏"),
    "a picture called .csv": (
        "a.csv",
        lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9,
        "文字编码",
    ),
    "text with a quote that never ends": ("a.csv", lambda: b'a,b\n1,"2\n3,4\n', "引号"),
    "text with one enormous field": ("a.csv", lambda: b"a,b\n1," + b"x" * 3_000_000, "过长"),
    "text of commas": ("a.csv", lambda: b"a,b\n" + b"x," * 4_000_000, "列"),
    "text of only blank lines": ("a.csv", lambda: b"\n" * 1000, "没有内容"),
}


def flipped(content: bytes) -> bytes:
    raw = bytearray(content)
    start = content.index(SHEET.encode()) + 60
    for place in range(start, start + 200, 7):
        raw[place] ^= 0x55
    return bytes(raw)


def plain_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("readme.txt", "hello")
    return out.getvalue()


@cache
def made(case: str) -> bytes:
    """The bytes of a case; the bombs take a second to pack."""
    return HOSTILE[case][1]()


def write(folder: Path, case: str) -> tuple[Path, str]:
    """Make the file of a case; its path and the words the refusal must hold."""
    name, _make, words = HOSTILE[case]
    path = folder / name
    path.write_bytes(made(case))
    return path, words
