"""Rows on the clipboard: as a table with headings, as Excel and WPS take it, or as bare text for a message."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData


def rows_for_clipboard(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> QMimeData:
    """Headings and rows in both forms."""
    data = QMimeData()
    data.setText(tab_separated([headings, *lines]))
    data.setHtml(html_table(headings, lines))
    return data


def text_for_clipboard(lines: Sequence[Sequence[str]]) -> QMimeData:
    """The cells alone, one line a row: for a message or a search box."""
    data = QMimeData()
    data.setText(tab_separated(lines))
    return data


def tab_separated(lines: Sequence[Sequence[str]]) -> str:
    """One line a row; tabs and line feeds inside a cell become blanks, a leading = is kept from being a formula."""
    return "\n".join("\t".join(_cell(text) for text in line) for line in lines)


def _cell(text: str) -> str:
    plain = " ".join(text.split())
    return (
        f"'{plain}" if plain[:1] in ("=", "+", "@") or (plain[:1] == "-" and not _is_number(plain)) else plain
    )


def _is_number(text: str) -> bool:
    return text[1:].replace(",", "").replace(".", "").isdigit()


def html_table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """The rows as a table; every text is escaped and marked as text for spreadsheets."""
    from html import escape

    head = "".join(f"<th>{escape(text)}</th>" for text in headings)
    body = "".join(
        "<tr>"
        + "".join(f"<td style=\"mso-number-format:'\\@'\">{escape(text)}</td>" for text in line)
        + "</tr>"
        for line in lines
    )
    return f"<table><tr>{head}</tr>{body}</table>"
