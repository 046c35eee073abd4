"""A paper, its copies and its values become one PDF: every copy complete, the pages drawn once (design §7, R-8-a)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from qmsdesk.papers.base import Kind, Paper, Values
from qmsdesk.papers.layout import COPY_SIZE, FORM_NO_H, Sheet, Slot, lay_out
from qmsdesk.printing.codes import QR_SIDE, PageCode, code128_fits, code128_picture, qr_picture
from qmsdesk.printing.continuation import continue_on
from qmsdesk.printing.document import Document, pressing
from qmsdesk.printing.filling import Page, field_texts, fill
from qmsdesk.printing.fonts import Typefaces, check_glyphs, printable, typefaces
from qmsdesk.printing.job import (
    DRAFT,
    FILL_IN,
    PHOTOCOPY,
    SIGNED_HERE,
    CopyLabel,
    PrintMeta,
    diagonal,
    stamps,
)
from qmsdesk.printing.pen import Written, draw
from qmsdesk.printing.rows import RowSetter
from qmsdesk.settings import Company
from qmsdesk.settings import company as own_company

CODE128_W, CODE128_H = 44.0, 7.0
_FOOT_H = 5.0
_ALWAYS = "\u30000123456789√□/:.;,第页共附见全文(续)明细后……编号AUX-12序行草稿作废补印复件附于次年月日 "
_ALWAYS_BOLD = "0123456789:/()第行附页续草稿作废补印复印件附于次年月日 "


def render(
    paper: Paper,
    copies: Sequence[CopyLabel],
    values: Values,
    *,
    number: str = "",
    marks: frozenset[str] = frozenset(),
    company: Company | None = None,
    meta: PrintMeta | None = None,
) -> bytes:
    """The print of a slip: one file, each copy on its own pages with its label; UserError names missing characters.

    A draft never carries a number; an optional field left empty prints "/" once there is a number (S-12).
    """
    company, meta = company or own_company(), meta or PrintMeta()
    number = "" if DRAFT in marks else number
    values = _with_number(paper, values, number)
    words = stamps(marks, meta)
    texts = [
        *field_texts(paper, values),
        ("联", "".join(copy.label for copy in copies)),
        ("印记", "".join(words)),
    ]
    check_glyphs(texts)
    with pressing():
        sheet = sheet_of(paper, company)
        if SIGNED_HERE in marks:
            sheet = _without_day_blanks(paper, sheet)
        faces = _typefaces(paper, sheet, company, texts, "".join(words))
        pages = _pages(paper, sheet, values, faces, number=number, empty=FILL_IN in marks)
        document = Document(sheet.width, sheet.height, faces)
        describe(document, paper, company, number, meta)
        for place, page in enumerate(pages):
            document.begin_body(f"page{place}")
            _body(document, paper, sheet, page, number, company, (place + 1, len(pages)))
            document.end_body()
        for copy in copies:
            for place in range(len(pages)):
                _copy_page(document, paper, sheet, place, copy, number, marks, words, meta)
        return document.finish()


def blank(paper: Paper, *, company: Company | None = None) -> bytes:
    """The empty form, to be filled in by hand: no number, no copy label, no secrecy line."""
    company = replace(company or own_company(), secrecy="")
    with pressing():
        sheet = sheet_of(paper, company)
        faces = _typefaces(paper, sheet, company, [], "")
        document = Document(sheet.width, sheet.height, faces)
        describe(document, paper, company, "", PrintMeta())
        _body(document, paper, sheet, fill(paper, sheet, {}, faces, registered=False), "", company, (1, 1))
        document.next_page()
        return document.finish()


def sheet_of(paper: Paper, company: Company) -> Sheet:
    """The laid-out sheet with the company's name and form number."""
    return lay_out(paper, form_no=form_number(paper, company), company=company.name)


def _without_day_blanks(paper: Paper, sheet: Sheet) -> Sheet:
    """The stamp of a signature carries its own day."""
    boxes = {box.field for box in paper.signatures}
    return replace(
        sheet,
        pieces=tuple(
            replace(piece, placeholder="") if isinstance(piece, Slot) and piece.field in boxes else piece
            for piece in sheet.pieces
        ),
    )


def form_number(paper: Paper, company: Company) -> str:
    """The form number in use: the department's own, else the declared one."""
    return company.form_numbers.get(paper.code, paper.form_no)


def _with_number(paper: Paper, values: Values, number: str) -> Values:
    names = [item.name for item in paper.fields if item.kind is Kind.NUMBER]
    return {**values, **dict.fromkeys(names, number)}


def _typefaces(
    paper: Paper, sheet: Sheet, company: Company, texts: Sequence[tuple[str, str]], marks: str
) -> Typefaces:
    """The fonts for what the sheet says, what the values say, and what stands in bold: titles, labels, marks."""
    printed = "".join(line for piece in sheet.prints for line in piece.lines)
    placeholders = "".join(slot.placeholder for slot in sheet.slots)
    labels = "".join(column.label for item in paper.fields for column in (item, *item.columns))
    values = printable("".join(text for _label, text in texts))
    bold = "".join(printable(text) for label, text in texts if label in _bold_labels(paper, sheet))
    bold += "".join(line for piece in sheet.prints if piece.bold for line in piece.lines)
    body = printed + placeholders + labels + values + company.secrecy + _ALWAYS
    return typefaces(body, bold + paper.title + labels + marks + _ALWAYS_BOLD)


def _bold_labels(paper: Paper, sheet: Sheet) -> set[str]:
    return {paper.field(slot.field).label for slot in sheet.slots if slot.bold}


def describe(document: Document, paper: Paper, company: Company, number: str, meta: PrintMeta) -> None:
    """Title, form number, slip number, revision and digest into the metadata of the file (S-16)."""
    revision = meta.revision or paper.revision
    parts = [number, f"revision {revision}", f"digest {meta.digest}" if meta.digest else ""]
    document.describe(
        title=f"{paper.title} {number}".strip(),
        subject=form_number(paper, company),
        keywords=", ".join(part for part in parts if part),
        author=company.name,
        moment=meta.printed_at,
    )


def _pages(
    paper: Paper, sheet: Sheet, values: Values, faces: Typefaces, *, number: str, empty: bool = False
) -> list[Page]:
    """The sheet, further sheets of rows, then 附页."""
    registered = bool(number) and not empty
    rows: Sequence[Mapping[str, Any]] = values.get(paper.rows.field) or () if paper.rows else ()
    left: Sequence[Mapping[str, Any]] = ()
    if paper.rows is None or not rows:
        pages = [fill(paper, sheet, values, faces, registered=registered)]
    elif paper.rows.more_sheets:
        placed = RowSetter(paper, sheet, faces.body).sheets(rows)
        pages = [fill(paper, sheet, values, faces, registered=registered, rows=part) for part in placed]
    else:
        first = RowSetter(paper, sheet, faces.body).first_sheet(rows)
        pages = [fill(paper, sheet, values, faces, registered=registered, rows=first)]
        left = rows[len(first) :]
    if left:
        pages[0].note = "明细续见附页"
    overflows = list(dict.fromkeys(item for page in pages for item in page.overflows))
    return [*pages, *continue_on(paper, sheet, overflows, left, faces, number=number)]


def _body(
    document: Document,
    paper: Paper,
    sheet: Sheet,
    page: Page,
    number: str,
    company: Company,
    place: tuple[int, int],
) -> None:
    """What is the same on every copy of a page."""
    label = sheet.copy_label
    if code128_fits(number):
        x, y = label.x + label.w - CODE128_W, paper.margins[2] + FORM_NO_H
        document.picture(code128_picture(number), x, y, CODE128_W, CODE128_H)
        document.write(Written((number,), x, y + CODE128_H, CODE128_W, 4.0, COPY_SIZE, align="centre"))
    draw(document.canvas, sheet.height, document.faces, page.rules, page.marks)
    foot = []
    if company.secrecy:
        foot.append(Written((company.secrecy,), label.x, label.y, label.w / 2, _FOOT_H, COPY_SIZE))
    if place[1] > 1:
        text = f"第 {place[0]} 页 共 {place[1]} 页  {page.note}".strip()
        foot.append(Written((text,), label.x, label.y, label.w, _FOOT_H, COPY_SIZE, align="centre"))
    document.write(*foot)


def _copy_page(
    document: Document,
    paper: Paper,
    sheet: Sheet,
    place: int,
    copy: CopyLabel,
    number: str,
    marks: frozenset[str],
    words: Sequence[str],
    meta: PrintMeta,
) -> None:
    """One page of one copy: the shared body, and what is this copy's own."""
    left, _right, top, _bottom = paper.margins
    if word := diagonal(marks):
        document.diagonal(word)
    document.show(f"page{place}")
    x = left + 18.0
    for word in words:
        x = document.stamp(word, x, top + 0.4) + 2.0
    if number:
        ordinal = 0 if PHOTOCOPY in marks else copy.ordinal  # a 复印件 is no copy of the set
        code = PageCode(paper.code, number, ordinal, meta.revision or paper.revision, place + 1)
        document.picture(qr_picture(code.text), left, top, QR_SIDE, QR_SIDE)
    label = sheet.copy_label
    document.write(Written((copy.label,), label.x, label.y, label.w, _FOOT_H, COPY_SIZE, align="right"))
    document.next_page()
