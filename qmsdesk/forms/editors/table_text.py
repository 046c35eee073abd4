"""A block of cells from a spreadsheet as it comes from the clipboard."""

from __future__ import annotations

import csv
import io

MOST_ROWS = 2000


def is_block(text: str) -> bool:
    """True for text of several cells: a tab, or several lines."""
    return "\t" in text or "\n" in text.strip("\r\n")


def read_block(text: str) -> list[list[str]]:
    """Rows of cells of tab-separated text; quoted cells may hold tabs and line feeds, which become spaces."""
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    rows = []
    for row in csv.reader(lines, delimiter="\t"):
        rows.append([" ".join(cell.split("\n")).strip() for cell in row])
        if len(rows) == MOST_ROWS:
            break
    return rows
