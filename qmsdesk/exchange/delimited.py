"""Read delimited text: which encoding, which delimiter, one record at a time."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from qmsdesk.exchange.arrange import Numbered, arrange
from qmsdesk.exchange.tables import MAX_COLUMNS, Table, refuse

DELIMITERS = ",\t;|"
SAMPLE_LINES = 60
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ADVICE = "请在 Excel 或 WPS 中打开，另存为 .xlsx 或“CSV UTF-8”再试。"


def read_delimited(path: Path) -> Table:
    """Read a .csv, .tsv or .txt file in UTF-8, UTF-16 with mark or GB 18030."""
    content = _decoded(path)
    return arrange(
        _records(path, content, _delimiter(content)), refusal=lambda why: refuse(path, why, _ADVICE)
    )


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(path, "读不出来", "请检查文件和磁盘。", str(error)) from error
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            content = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in content:
            return content
    raise refuse(path, "不是文本表格，或文字编码认不出来", _ADVICE)


def _delimiter(content: str) -> str:
    """The delimiter that splits the first records most evenly into most columns."""
    sample = content[:65_536].splitlines(keepends=True)[:SAMPLE_LINES]
    return max(DELIMITERS, key=lambda mark: _evenness(sample, mark))


def _evenness(sample: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(record) for record in csv.reader(sample, delimiter=delimiter) if record]
    except csv.Error:
        return (0, 0)
    if not widths:
        return (0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) if usual > 1 else 0, usual)


def _records(path: Path, content: str, delimiter: str) -> Iterator[Numbered]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if len(record) > 4 * MAX_COLUMNS and any(record):
                raise refuse(path, f"第 {line} 行有 {len(record)} 列，最多 {MAX_COLUMNS} 列", _ADVICE)
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        why = "的内容过长" if "field larger" in str(error) else "的引号没有成对"
        raise refuse(path, f"第 {line} 行{why}", "请在 Excel 中打开该行改正后再试。", str(error)) from error
