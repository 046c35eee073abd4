"""Find the headings of a sheet and bring its rows to one width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from qmsdesk.exchange.cells import Cell, Row, is_blank, text
from qmsdesk.exchange.tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table

LOOKED_AT = 20  # rows above the table proper: title, department, period
Numbered = tuple[int, Sequence[Cell]]


def arrange(
    numbered: Iterable[Numbered],
    *,
    refusal: Callable[[str], Exception],
    sheet: str = "",
    warnings: Sequence[str] = (),
) -> Table:
    """A table from (line, cells); title lines above the headings and blank lines are left out.

    `refusal` makes the error for a sheet without headings or beyond the limits.
    """
    head: list[tuple[int, Row]] = []
    rows: list[Row] = []
    lines: list[int] = []
    width, cells = 0, 0
    for line, raw in numbered:
        row = _trimmed(raw)
        if not row:
            continue
        if len(row) > MAX_COLUMNS:
            raise refusal(f"第 {line} 行有 {len(row)} 列，最多 {MAX_COLUMNS} 列")
        cells += len(row)
        if len(rows) >= MAX_ROWS or cells > MAX_CELLS:
            raise refusal(f"内容太多，最多 {MAX_ROWS} 行")
        width = max(width, len(row))
        rows.append(row)
        lines.append(line)
        if len(head) < LOOKED_AT:
            head.append((line, row))
    if not rows:
        raise refusal("没有内容")
    place = _heading(head)
    headings = _named(rows[place], width)
    body = [row if len(row) == width else row + ("",) * (width - len(row)) for row in rows[place + 1 :]]
    return Table(headings, body, lines[place + 1 :], sheet, tuple(warnings))


def _trimmed(raw: Sequence[Cell]) -> Row:
    end = len(raw)
    while end and is_blank(raw[end - 1]):
        end -= 1
    return tuple(raw[:end])


def _heading(head: Sequence[tuple[int, Row]]) -> int:
    """The first row that is all text and nearly as wide as the table."""
    filled = [sum(not is_blank(value) for value in row) for _line, row in head]
    widest = max(filled)
    for place, (_line, row) in enumerate(head):
        words = all(isinstance(value, str) for value in row)
        if words and filled[place] >= 0.6 * widest:
            return place
    return 0


def _named(row: Row, width: int) -> tuple[str, ...]:
    """Headings without line breaks; an empty one is 第n列, a second of the same name gets (2)."""
    seen: dict[str, int] = {}
    names = []
    for column in range(width):
        words = text(row[column]) if column < len(row) else ""
        name = "".join(words.split()) if not words.isascii() else " ".join(words.split())
        name = name[:60] or f"第{column + 1}列"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}({seen[name]})")
    return tuple(names)
