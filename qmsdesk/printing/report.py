"""A report as PDF: head, blocks over pages, signature lines, page x of y, secrecy line, metadata; one file per set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qmsdesk.papers.layout import PT, Rule
from qmsdesk.papers.values import Signed, chinese_date
from qmsdesk.printing import charts
from qmsdesk.printing.document import Document, pressing
from qmsdesk.printing.fonts import any_text, check_glyphs
from qmsdesk.printing.job import REPRINT, CopyLabel, PrintMeta, stamps
from qmsdesk.printing.pen import MM, Written, draw
from qmsdesk.printing.report_flow import (
    BODY,
    HEIGHT,
    LEADING,
    LEFT,
    ROOM,
    SMALL,
    TOP,
    WIDTH,
    Flow,
    Sheet,
    set_blocks,
)
from qmsdesk.procedure.clock import business_date
from qmsdesk.procedure.report_data import ChartBlock, FigureLine, Heading, Report, Table, Text
from qmsdesk.settings import Company

_FOOT = 284.0
_FOOT_SIZE = 8.0


@dataclass(frozen=True)
class ReportPrint:
    """What stands around a report: who signs where, its copies, and the moment and digest of the print."""

    signatures: tuple[tuple[str, Signed | None], ...]
    copies: Sequence[CopyLabel] = ()
    draft: bool = False
    reprints: int = 0
    digest: str = ""
    printed_at: datetime | None = None
    made_by: str = ""
    clause: str = ""


def render_report(report: Report, around: ReportPrint, company: Company) -> bytes:
    """The report as one PDF with every copy; UserError names characters no font has."""
    check_glyphs(_texts(report, around))
    with pressing():
        faces = any_text()
        flow = Flow(faces)
        _head(flow, report, around, company)
        set_blocks(flow, report)
        _sign(flow, around.signatures)
        document = Document(WIDTH, HEIGHT, faces)
        document.describe(
            title=report.title,
            subject=f"{company.procedure_no} {around.clause}".strip(),
            keywords=", ".join(part for part in (report.unit, report.period, around.digest) if part),
            author=report.unit or company.name,
            moment=around.printed_at,
        )
        total = len(flow.pages)
        for place, page in enumerate(flow.pages):
            document.begin_body(f"page{place}")
            _body(document, page, report, company, place + 1, total)
            document.end_body()
        for copy in around.copies or (None,):
            for place in range(total):
                _copy_page(document, place, copy, around)
        return document.finish()


def _texts(report: Report, around: ReportPrint) -> list[tuple[str, str]]:
    """Every text of a report with the place it stands in, for the check of glyphs."""
    found = [("标题", report.title), ("单位", report.unit)]
    for block in report.blocks:
        if isinstance(block, Heading):
            found.append(("标题", block.text))
        elif isinstance(block, Text):
            found.append((block.title or "正文", block.text))
        elif isinstance(block, FigureLine):
            found.append((block.name, f"{block.value}{block.note}"))
        elif isinstance(block, Table):
            cells = "".join(str(cell) for row in block.rows for cell in row if cell is not None)
            found.append((block.title, block.title + block.note + cells))
        elif isinstance(block, ChartBlock):
            found.append((block.chart.title, block.note))
    return [*found, *((name, signed.name) for name, signed in around.signatures if signed)]


def _head(flow: Flow, report: Report, around: ReportPrint, company: Company) -> None:
    """Company line, title, unit and procedure, a double rule."""
    flow.lines(company.name, size=12.0, align="centre")
    flow.y += 2.0
    flow.lines(report.title, size=18.0, bold=True, align="centre")
    flow.y += 2.0
    step = BODY * PT * LEADING
    printed = chinese_date(business_date(around.printed_at)) if around.printed_at and around.draft else ""
    for words, align in ((f"单位：{report.unit}", "left"), (printed and f"草稿　{printed}", "right")):
        if words:
            flow.page.marks.append(Written((words,), LEFT, flow.y, ROOM, step, BODY, align=align))
    basis = f"依据：{company.procedure_no} {around.clause}".rstrip()
    if not printed:
        flow.page.marks.append(Written((basis,), LEFT, flow.y, ROOM, step, SMALL, align="right"))
    flow.y += step + 0.6
    for offset in (0.0, 0.9):
        flow.page.rules.append(Rule(LEFT, flow.y + offset, LEFT + ROOM, flow.y + offset, 0.8))
    flow.y += 4.0


def _sign(flow: Flow, signatures: Sequence[tuple[str, Signed | None]]) -> None:
    """Two signatures a line: name and day where they were given in the program, a rule for ink elsewhere."""
    if not signatures:
        return
    lines = -(-len(signatures) // 2)
    flow.space(8.0)
    flow.need(12.0 * lines)
    width = ROOM / min(2, len(signatures))
    for place, (name, signed) in enumerate(signatures):
        x = LEFT + place % 2 * width
        if place and not place % 2:
            flow.y += 12.0
        label = f"{name}/日期："
        wide = flow.faces.body.width(label) * BODY * PT
        flow.page.marks.append(Written((label,), x, flow.y, width, 8.0, BODY))
        if signed and signed.name:
            told = f"{signed.name} {chinese_date(signed.day) if signed.day else ''}".strip()
            flow.page.marks.append(Written((told,), x + wide, flow.y, width - wide, 8.0, BODY))
        flow.page.rules.append(Rule(x + wide, flow.y + 7.0, x + width - 4.0, flow.y + 7.0, 0.5))
    flow.y += 10.0


def _body(document: Document, page: Sheet, report: Report, company: Company, number: int, total: int) -> None:
    """What every copy of a page shows: running head from the second page on, the page itself, the foot."""
    marks = list(page.marks)
    rules = list(page.rules)
    if number > 1:
        marks.append(Written((report.title,), LEFT, TOP - 9.0, ROOM, 5.0, SMALL, align="left"))
        marks.append(Written((report.unit,), LEFT, TOP - 9.0, ROOM, 5.0, SMALL, align="right"))
        rules.append(Rule(LEFT, TOP - 3.5, LEFT + ROOM, TOP - 3.5, 0.4))
    if company.secrecy:
        marks.append(Written((company.secrecy,), LEFT, _FOOT, ROOM, 5.0, _FOOT_SIZE))
    place = f"第 {number} 页 共 {total} 页"
    marks.append(Written((place,), LEFT, _FOOT, ROOM, 5.0, _FOOT_SIZE, align="centre"))
    draw(document.canvas, HEIGHT, document.faces, rules, marks)
    for picture, x, y in page.pictures:
        charts.draw_picture(document.canvas, document.faces, picture, left=x * MM, top=(HEIGHT - y) * MM)


def _copy_page(document: Document, place: int, copy: CopyLabel | None, around: ReportPrint) -> None:
    if around.draft:
        document.diagonal("草稿")
    document.show(f"page{place}")
    if around.reprints:
        meta = PrintMeta(printed_at=around.printed_at, reprint_count=around.reprints)
        for word in stamps(frozenset({REPRINT}), meta):
            document.stamp(word, LEFT, 5.0)
    if copy is not None:
        document.write(Written((copy.label,), LEFT, _FOOT, ROOM, 5.0, _FOOT_SIZE, align="right"))
    document.next_page()


def bind(parts: Sequence[tuple[str, bytes]], *, title: str, author: str, facts: Mapping[str, str]) -> bytes:
    """Several finished prints as one file with an outline entry for each; the pages themselves are not changed."""
    from io import BytesIO

    import pikepdf

    with pikepdf.new() as whole:
        with whole.open_outline() as outline:
            for name, data in parts:
                with pikepdf.open(BytesIO(data)) as part:
                    outline.root.append(pikepdf.OutlineItem(name, len(whole.pages)))
                    whole.pages.extend(part.pages)
        whole.docinfo["/Title"] = title
        whole.docinfo["/Author"] = author
        for key, value in facts.items():
            whole.docinfo[f"/{key}"] = value
        out = BytesIO()
        whole.save(out)
    return out.getvalue()
