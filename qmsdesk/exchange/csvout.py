"""Write a small report as .csv that opens right in Excel and whose text never becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as UTF-8 with mark and CRLF, every text cell guarded against being read as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(item) for item in headings])
    writer.writerows([guarded(item) for item in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def guarded(value: object) -> str:
    """A value as text; one that would start a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    words = str(value).replace("\0", "")
    if isinstance(value, str) and words.lstrip(" \n").startswith(_FORMULA_SIGNS):
        return "'" + words
    return words
