"""Short ways to write the cells that every sheet is made of."""

from __future__ import annotations

from qmsdesk.papers.base import Cell, Entry, Segment, Words


def words(text: str) -> tuple[Segment, ...]:
    """Printed words alone."""
    return (Words(text),)


def label(
    row: int, col: int, rows: int, cols: int, text: str, *, size: float = 9.5, bold: bool = False
) -> Cell:
    """A label cell: words in its middle."""
    return Cell(row, col, rows, cols, words(text), centred=True, size=size, bold=bold)


def value(row: int, col: int, rows: int, cols: int, field: str, *, placeholder: str = "") -> Cell:
    """A cell that is all room for one field."""
    return Cell(row, col, rows, cols, under=(Entry(field, placeholder=placeholder),))


def line(row: int, col: int, rows: int, cols: int, *segments: Segment, reconstructed: bool = False) -> Cell:
    """A cell with words and entries along one line."""
    return Cell(row, col, rows, cols, tuple(segments), reconstructed=reconstructed)


def area(
    row: int, col: int, rows: int, cols: int, text: str, field: str, *, reconstructed: bool = False
) -> Cell:
    """A label at the top left and room for a text under it."""
    return Cell(row, col, rows, cols, words(text), (Entry(field),), reconstructed=reconstructed)


def sign(
    row: int, col: int, rows: int, cols: int, text: str, field: str, *, reconstructed: bool = False
) -> Cell:
    """A label followed by room for a name and a date."""
    return line(row, col, rows, cols, Words(text), Entry(field), reconstructed=reconstructed)


def opinion(
    row: int, col: int, rows: int, cols: int, text: str, signature: str, placeholder: str = ""
) -> Cell:
    """Room for an opinion and, at its foot, for the signature with date."""
    return Cell(
        row,
        col,
        rows,
        cols,
        under=(Entry(text, share=1.0), Entry(signature, share=1.0, placeholder=placeholder)),
    )


def row_cells(
    first_row: int, count: int, columns: tuple[tuple[int, str], ...], rows_field: str
) -> tuple[Cell, ...]:
    """The empty cells of repeating rows; entries are named `rows_field[i].column`."""
    return tuple(
        Cell(first_row + index, col, 1, 1, under=(Entry(f"{rows_field}[{index}].{name}"),))
        for index in range(count)
        for col, name in columns
    )
